"""Hears indirect, euphemistic, misspelt and foreign messages: kernel ridge regression on meaning and wording.

A piece of a message is compared with every training sentence in two ways: likeness of meaning (sentence vectors) and
of wording (hashed words and letter groups, see `wording`). A margin says how much more a piece is like a category than
like everyday talk. Margins decide whether a reply is given and never leave this package: nobody is ranked by them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.safety.normalise import CLAUSE
from bot.safety.pieces import Piece
from bot.safety.wording import Columns, Values, wording

WEIGHTS = Path(__file__).parent / "weights.npz"
SHARPNESS = 4.0
TAUGHT = 0.08
MOST_TAUGHT = 6.0
"""What the taught reader's log-odds count beside the margins, and the most that they may be."""
_READ_CLOSELY = 6
_RECOGNISED = 0.6
_WORD = re.compile(r"[^\W_]+")

Vectors = NDArray[np.float32]
Margins = Mapping[str, float]


class Encodes(Protocol):
    """Anything that turns texts into float32 rows of length 1, such as `language.encoder.Encoder`."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Reads(Protocol):
    """Anything that was taught to tell `dangers` from none, such as `language.taught.TaughtReader`."""

    dangers: tuple[str, ...]

    def over_none(self, texts: Sequence[str]) -> Vectors: ...


class Classifier(Protocol):
    """Anything that says how much each piece that it read is like each category."""

    def margins(self, pieces: Sequence[Piece]) -> Mapping[Piece, Margins]: ...


class SentenceClassifier:
    """Compares pieces of a message with the training sentences.

    `support` (n, 512): vectors of the training sentences; `by_meaning` (n, k), `by_wording` (COLUMNS, k), `bias` (k):
    one column per name, the last is "none".
    """

    def __init__(
        self,
        encoder: Encodes,
        names: Sequence[str],
        support: Vectors,
        by_meaning: Vectors,
        by_wording: Vectors,
        bias: Vectors,
        reader: Reads | None = None,
    ) -> None:
        self._encoder = encoder
        self._reader = reader
        self._columns = [reader.dangers.index(name) for name in names[:-1]] if reader else []
        self._names = tuple(names)
        self._support, self._by_meaning, self._by_wording, self._bias = support, by_meaning, by_wording, bias

    @classmethod
    def open(cls, encoder: Encodes, reader: Reads | None = None, path: Path = WEIGHTS) -> SentenceClassifier:
        """Load the weights that `bot.safety.training` wrote."""
        with np.load(path) as stored:
            support = stored["support"].astype(np.float32) * np.float32(stored["scale"])
            by_meaning, by_wording, bias = (
                stored[name].astype(np.float32) for name in ("by_meaning", "by_wording", "bias")
            )
            names = [str(name) for name in stored["names"]]
            return cls(encoder, names, support, by_meaning, by_wording, bias, reader)

    def margins(self, pieces: Sequence[Piece]) -> Mapping[Piece, Margins]:
        """Return the margins of each piece; of a very long message only the most telling pieces are read."""
        if not pieces:
            return {}
        worded = np.stack([self._worded(*wording(piece.plain)) for piece in pieces])
        read = np.sort(np.argsort(-_over_none(worded).max(axis=1), kind="stable")[:_READ_CLOSELY])
        chosen = [pieces[at] for at in read]
        texts = [readable(piece) for piece in chosen]
        meant = likeness(self._encoder.encode(texts), self._support) @ self._by_meaning
        margins = _over_none(worded[read] + meant + self._bias) + self._taught(texts)
        return {
            piece: dict(zip(self._names, row, strict=False))
            for piece, row in zip(chosen, margins.tolist(), strict=True)
        }

    def _taught(self, texts: Sequence[str]) -> Vectors:
        if self._reader is None:
            return np.zeros((len(texts), len(self._names) - 1), np.float32)
        odds = np.clip(self._reader.over_none(texts), -MOST_TAUGHT, MOST_TAUGHT)
        return np.asarray(TAUGHT * odds[:, self._columns])

    def _worded(self, columns: Columns, values: Values) -> Vectors:
        scores: Vectors = values @ self._by_wording[columns]
        return scores


def likeness(left: Vectors, right: Vectors) -> Vectors:
    """Compare rows of unit vectors: 1 for the same meaning, less the further apart they are."""
    near: Vectors = np.exp(np.float32(SHARPNESS) * (left @ right.T - 1))
    return near


def readable(piece: Piece) -> str:
    """Return the piece in its own spelling, or in the plain one where its own is a disguise.

    The encoder cannot read "su1c1de" or "k i l l": there, most written words are gone from the plain spelling.
    """
    written = _WORD.findall(piece.text.casefold())
    kept = set(piece.plain.split())
    if sum(word in kept for word in written) >= _RECOGNISED * len(written):
        return piece.text
    return piece.plain.replace(CLAUSE, ",").strip(" ,") or piece.text


def _over_none(scores: Vectors) -> Vectors:
    over: Vectors = scores[:, :-1] - scores[:, -1:]
    return over
