"""Many texts in two arrays: a country's names and ids without an object for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts one after another, in UTF-8; the n-th ends where the next begins."""

    letters: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[bytes]) -> Texts:
        """Keep these texts."""
        kept = list(texts)
        starts = np.zeros(len(kept) + 1, np.int64)
        np.cumsum([len(text) for text in kept], out=starts[1:])
        return cls(np.frombuffer(b"".join(kept), np.uint8), starts)

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode()

    def raw(self, number: int) -> bytes:
        """Return one text, undecoded."""
        return self.letters[self.starts[number] : self.starts[number + 1]].tobytes()

    def all(self) -> list[bytes]:
        """Return all texts, undecoded."""
        whole = self.letters.tobytes()
        return [whole[start:end] for start, end in pairwise(self.starts.tolist())]
