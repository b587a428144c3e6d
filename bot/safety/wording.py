"""A piece of a message as numbers that tell its wording: words, pairs of words and letter groups, hashed.

The sentence encoder hears meaning and is deaf to slips of spelling, dialect and the languages it never learnt. Letter
groups are the other way round.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.safety.normalise import CLAUSE

COLUMNS = 1 << 15
_GROUPS = (3, 4)

Columns = NDArray[np.int64]
Values = NDArray[np.float32]


def wording(plain: str) -> tuple[Columns, Values]:
    """Return the columns (of `COLUMNS`) that a text in plain spelling fills, and their values: a row of length 1."""
    filled: dict[int, float] = {}
    for feature, times in Counter(_features([word for word in plain.split() if word != CLAUSE])).items():
        hashed = zlib.crc32(feature.encode())
        column = hashed % COLUMNS
        filled[column] = filled.get(column, 0.0) + (1 if hashed >> 31 else -1) * times**0.5
    columns = np.fromiter(filled, np.int64, len(filled))
    values = np.fromiter(filled.values(), np.float32, len(filled))
    return columns, values / max(float(np.linalg.norm(values)), 1e-9)


def _features(words: Sequence[str]) -> Iterator[str]:
    yield from (f"word {word}" for word in words)
    yield from (f"next {left} {right}" for left, right in pairwise(words))
    yield from (f"near {left} {right}" for left, right in zip(words, words[2:], strict=False))
    for word in words:
        edged = f"<{word}>"
        yield from (edged[at : at + size] for size in _GROUPS for at in range(len(edged) - size + 1))
