"""A part of the catalogue: services in columns, in the order of a grid, so that those near are together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from directory.facts import Flag
from directory.texts import Texts

CELL_M: Final = 2000
_CELLS: Final = 4096
_GROUP: Final = _CELLS * _CELLS
MET, DISTANT, NOWHERE, NATIONAL = range(4)
"""Groups: local and met somewhere; local with an address and met elsewhere; local without one; national."""
Rows = NDArray[np.intp]
Box = tuple[int, int, int, int]
"""West, south, east and north in metres on the British National Grid."""


@dataclass(frozen=True)
class Chunk:
    """Services in any order: `facts` are of `facts.ROW`, `pairs` the words of each as (row, number of the word).

    `sessions` are of `facts.SESSION`; `packed` is each whole.
    """

    facts: NDArray[np.void]
    meanings: NDArray[np.int8]
    scales: NDArray[np.float64]
    pairs: NDArray[np.int32]
    sessions: NDArray[np.void]
    ids: list[bytes]
    names: list[bytes]
    packed: list[bytes]


@dataclass(frozen=True)
class Segment:
    """Services in their order. Arrays may lie in a file; nothing of it ever changes.

    `holders` are the rows that have each word, those of word n from `holds[n]` to `holds[n + 1]`; `sessions` are those
    of row n from `holding[n]` to `holding[n + 1]`; `covering` are the local rows by the number of their areas, `summed`
    all rows by the check sum of their id.
    """

    facts: dict[str, NDArray[Any]]
    keys: NDArray[np.int32]
    meanings: NDArray[np.int8]
    scales: NDArray[np.float64]
    holders: NDArray[np.int32]
    holds: NDArray[np.int64]
    sessions: NDArray[np.void]
    holding: NDArray[np.int64]
    covering: NDArray[np.int32]
    coverages: NDArray[np.int32]
    summed: NDArray[np.int32]
    sums: NDArray[np.uint32]
    ids: Texts
    names: Texts
    packed: Texts

    def __len__(self) -> int:
        return len(self.keys)

    def having(self, word: int) -> NDArray[np.int32]:
        """Return the rows that have a word."""
        if word + 1 >= len(self.holds):
            return self.holders[:0]
        return self.holders[self.holds[word] : self.holds[word + 1]]

    def rows_of(self, ids: Iterable[str]) -> list[int]:
        """Return the rows of those of these services that are here."""
        found = []
        for name in ids:
            start, stop = (int(np.searchsorted(self.sums, np.uint32(crc32(name.encode())), side=side))
                           for side in ("left", "right"))  # fmt: skip
            found += [row for row in self.summed[start:stop].tolist() if self.ids[row] == name]
        return found

    def national(self) -> Rows:
        """Return the rows of national services."""
        return np.arange(np.searchsorted(self.keys, np.int32(NATIONAL * _GROUP)), len(self))

    def local(self, near: Box, box: Box, coverages: Sequence[int]) -> Rows:
        """Return local rows, each once: those met in the box `near`, others of `box`, and all with such areas.

        Cells at the edge are returned whole, so that a little more than the boxes is there.
        """
        grid = [*self._ranges(MET, near), *self._ranges(DISTANT, box)]
        spread = self._covering(coverages)
        keys = self.keys[spread]
        seen = _within(keys, MET, near) | _within(keys, DISTANT, box)
        rows = [np.arange(start, stop) for start, stop in grid]
        return np.concatenate([*rows, spread[~seen]]).astype(np.intp)

    def _ranges(self, group: int, box: Box) -> list[tuple[int, int]]:
        west, south, east, north = _cells(box)
        bands = group * _GROUP + np.arange(south, north + 1) * _CELLS
        starts = np.searchsorted(self.keys, (bands + west).astype(np.int32))
        stops = np.searchsorted(self.keys, (bands + east).astype(np.int32), side="right")
        return [(one, end) for one, end in zip(starts.tolist(), stops.tolist(), strict=True) if one < end]

    def _covering(self, coverages: Sequence[int]) -> NDArray[np.int32]:
        wanted = np.array(coverages, np.int32)
        starts, stops = (np.searchsorted(self.coverages, wanted, side=side).tolist() for side in ("left", "right"))
        parts = [self.covering[start:stop] for start, stop in zip(starts, stops, strict=True)]
        return np.concatenate([self.covering[:0], *parts])


def arranged(chunk: Chunk, words: int) -> Segment:
    """Put services into their order; `words` is how many words there are."""
    facts = chunk.facts
    keys = _keys_of(facts)
    order = np.argsort(keys, kind="stable")
    new_row = np.argsort(order, kind="stable").astype(np.int32)
    rows, numbers = new_row[chunk.pairs[:, 0]], chunk.pairs[:, 1]
    sessions = renumbered(chunk.sessions, new_row)
    sessions = sessions[np.argsort(sessions["row"], kind="stable")]
    by_word = np.lexsort((rows, numbers))
    ordered = facts[order]
    local = np.flatnonzero(ordered["flags"] & Flag.LOCAL)
    covering = local[np.argsort(ordered["coverage"][local], kind="stable")].astype(np.int32)
    ids = [chunk.ids[row] for row in order.tolist()]
    sums = np.fromiter(map(crc32, ids), np.uint32, len(ids))
    summed = np.argsort(sums, kind="stable").astype(np.int32)
    return Segment(
        facts={name: np.ascontiguousarray(ordered[name]) for name in facts.dtype.names or ()},
        keys=keys[order],
        meanings=chunk.meanings[order],
        scales=chunk.scales[order],
        holders=rows[by_word],
        holds=np.searchsorted(numbers[by_word], np.arange(words + 1)),
        sessions=sessions,
        holding=np.searchsorted(sessions["row"], np.arange(len(facts) + 1)),
        covering=covering,
        coverages=ordered["coverage"][covering],
        summed=summed,
        sums=sums[summed],
        ids=Texts.of(ids),
        names=Texts.of(chunk.names[row] for row in order.tolist()),
        packed=Texts.of(chunk.packed[row] for row in order.tolist()),
    )


def renumbered(sessions: NDArray[np.void], new_row: NDArray[Any]) -> NDArray[np.void]:
    """Return sessions of services that stand in other rows now."""
    moved = sessions.copy()
    moved["row"] = new_row[sessions["row"]]
    return moved


def _keys_of(facts: NDArray[np.void]) -> NDArray[np.int32]:
    flags = facts["flags"]
    group = np.full(len(facts), NOWHERE, np.int32)
    group[(flags & Flag.LOCATED) != 0] = DISTANT
    group[(flags & Flag.JOURNEY) != 0] = MET
    group[(flags & Flag.LOCAL) == 0] = NATIONAL
    cells = _cell(facts["northing"]) * _CELLS + _cell(facts["easting"])
    return (group * _GROUP + cells).astype(np.int32)


def _cell(metres: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.clip(metres // CELL_M, 0, _CELLS - 1)


def _cells(box: Box) -> tuple[int, int, int, int]:
    west, south, east, north = (min(max(round(metres) // CELL_M, 0), _CELLS - 1) for metres in box)
    return west, south, east, north


def _within(keys: NDArray[np.int32], group: int, box: Box) -> NDArray[np.bool_]:
    west, south, east, north = _cells(box)
    across, up = keys % _CELLS, keys // _CELLS % _CELLS
    inside: NDArray[np.bool_] = (
        (keys // _GROUP == group) & (across >= west) & (across <= east) & (up >= south) & (up <= north)
    )
    return inside
