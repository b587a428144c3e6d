"""Hears indirect, euphemistic and foreign messages: kernel ridge regression on sentence vectors.

Every training sentence is kept as a vector; a new clause is compared with all of them, and each category has one weight
per sentence. A category is heard when it scores higher than "none" by a margin. The margin was chosen once, on
sentences left out in turn (docs/safety.md); the scores never leave this module, and nobody is ranked by them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights.npz"
MARGIN = 0.04
WARY_MARGIN = 0.35
_SECOND_MARGIN = 0.3
_NEAR_BEST = 0.1
_LONGEST_CLAUSE = 240
_SHORTEST_CLAUSE = 6
_SENTENCE_END = re.compile(r"(?<=[.!?;…。！？؟।])\s*|\n+|\s+(?=but\s)")

Vectors = NDArray[np.float32]


class Encodes(Protocol):
    """Anything that turns texts into float32 rows of length 1, such as `language.encoder.Encoder`."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Classifier(Protocol):
    """Anything that says which categories it hears, each with the clause that it heard it in."""

    def heard(self, text: str, wary: bool = False) -> tuple[tuple[str, str], ...]: ...


class SentenceClassifier:
    """Compares each clause of a message with the training sentences.

    `support` (n, 512): the training vectors; `weights` (n, k) and `bias` (k): one column per name, the last is "none".
    """

    def __init__(
        self, encoder: Encodes, names: Sequence[str], support: Vectors, weights: Vectors, bias: Vectors
    ) -> None:
        self._encoder = encoder
        self._names = tuple(names)
        self._support, self._weights, self._bias = support, weights, bias

    @classmethod
    def open(cls, encoder: Encodes, path: Path = WEIGHTS) -> SentenceClassifier:
        """Load the weights that `bot.safety.training` wrote."""
        with np.load(path) as stored:
            arrays = (stored[name].astype(np.float32) for name in ("support", "weights", "bias"))
            return cls(encoder, [str(name) for name in stored["names"]], *arrays)

    def heard(self, text: str, wary: bool = False) -> tuple[tuple[str, str], ...]:
        """Return (category, clause) pairs. `wary`: something in the text was explained away, so ask for more."""
        pieces = clauses(text)
        if not pieces:
            return ()
        margins = self._margins(self._encoder.encode(pieces))
        best = margins.max(axis=1, keepdims=True)
        heard = (margins == best) | ((margins > _SECOND_MARGIN) & (margins > best - _NEAR_BEST))
        rows, columns = np.nonzero(heard & (margins > (WARY_MARGIN if wary else MARGIN)))
        return tuple((self._names[column], pieces[row]) for row, column in zip(rows, columns, strict=True))

    def _margins(self, vectors: Vectors) -> Vectors:
        """How much more each clause is like each category than like nothing: (clauses, categories)."""
        scores = likeness(vectors, self._support) @ self._weights + self._bias
        margins: Vectors = scores[:, :-1] - scores[:, -1:]
        return margins


def likeness(left: Vectors, right: Vectors) -> Vectors:
    """Compare rows of unit vectors: 1 for the same meaning, less the further apart they are."""
    near: Vectors = np.exp(left @ right.T - 1)
    return near


def clauses(text: str) -> list[str]:
    """Part a message into the pieces that are heard one by one: a short message whole, and each of its sentences."""
    whole = " ".join(text.split())
    sentences = [
        piece.strip() for piece in _SENTENCE_END.split(text) if piece and len(piece.strip()) >= _SHORTEST_CLAUSE
    ]
    pieces = [part for sentence in sentences for part in _parts(" ".join(sentence.split()))]
    return list(dict.fromkeys([whole, *pieces] if 0 < len(whole) <= _LONGEST_CLAUSE else pieces))


def _parts(sentence: str) -> list[str]:
    """Cut a very long sentence at spaces, with half of each part repeated in the next so that nothing is cut in two."""
    if len(sentence) <= _LONGEST_CLAUSE:
        return [sentence]
    words = sentence.split() if " " in sentence else list(sentence)
    glue, size = (" ", 40) if " " in sentence else ("", 80)
    return [glue.join(words[at : at + size])[:1000] for at in range(0, len(words), size // 2)]
