"""What the lists of the published directory are found by: columns of all services at one edition, in memory.

A question is answered in a few milliseconds by looking at whole columns, in the same order on every database; what
stands on the page is then read from the database.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Edition

Mask = NDArray[np.bool_]
"""One truth for each service."""
Rows = NDArray[np.integer[Any]]
NO_END = 999
"""Years: above every age that may be asked for, so that a service without an upper end is within none."""
NOT_SAID = -1
"""A time that is not known, among seconds since midnight."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Which rows bear which number: those of number n stand from `starts[n]` to `starts[n + 1]`."""

    starts: NDArray[np.int64]
    rows: Rows

    @classmethod
    def of(cls, rows: Rows, numbers: Rows, count: int) -> Postings:
        """Arrange pairs of a row and a number below `count`."""
        starts = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))])
        return cls(starts, rows[np.argsort(numbers, kind="stable")])

    def bearing(self, number: int) -> Rows:
        """Return the rows that bear a number."""
        return self.rows[self.starts[number] : self.starts[number + 1]]

    def mark(self, mask: Mask, numbers: Iterable[int]) -> None:
        """Mark the rows that bear one of these numbers."""
        for number in numbers:
            mask[self.bearing(number)] = True


class Words:
    """Different words, none with a space in it, in which parts of words are found."""

    def __init__(self, words: Sequence[str]) -> None:
        """The words get numbers in their order."""
        self._joined = "\n".join(words) + "\n"
        self._starts = np.cumsum([0, *(len(word) + 1 for word in words)]).tolist()

    def holding(self, part: str) -> list[int]:
        """Return the numbers of the words that hold `part`, which has no space in it and is not empty."""
        found, at = [], self._joined.find(part)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            found.append(number)
            at = self._joined.find(part, self._starts[number + 1])
        return found


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a taxonomy."""

    id: str
    taxonomy: str
    code: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """Schedules in columns: the service's row and which of its places, a bit for each weekday from Monday, seconds."""

    rows: Rows
    places: Rows
    days: NDArray[np.uint8]
    opens: Rows
    closes: Rows


@dataclass(frozen=True, slots=True)
class Spots:
    """Services where they are met, in the order of their ids: the row, which of its places, metres or nothing (NaN)."""

    rows: Rows
    places: Rows
    easting: NDArray[np.float64]
    northing: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Index:
    """All services in the order of their ids. `modified` is microseconds since 1970; terms are in order of their ids.

    A service without a lower age has 0, one without an upper age `NO_END`.
    """

    edition: Edition
    ids: NDArray[np.bytes_]
    organisations: NDArray[np.bytes_]
    examples: Mask
    minimum_ages: NDArray[np.int32]
    maximum_ages: NDArray[np.int32]
    modified: NDArray[np.int64]
    words: Words
    said: Postings
    terms: tuple[Term, ...]
    described: Postings
    areas: Mapping[str, int]
    covered: Postings
    sessions: Sessions
    spots: Spots

    def __len__(self) -> int:
        return len(self.ids)

    def none(self) -> Mask:
        """Return a mask in which no service is marked."""
        return np.zeros(len(self), np.bool_)

    def named(self, rows: Rows) -> list[str]:
        """Return the ids of these rows."""
        return [key.decode() for key in self.ids[rows].tolist()]
