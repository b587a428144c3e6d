"""Which council has adult social care where: from the postcodes of each, in squares of 250 m. No shapes are needed."""

from __future__ import annotations

from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from directory.place_file import ABROAD, SQUARE_M, PlaceFile

NEAR: Final = 4
"""Squares around a place without postcodes that are looked at: a hall in a park lies up to a kilometre from one."""
_EAST: Final = 1 << 16
Box = tuple[int, int, int, int]


class Territory(Protocol):
    """What is asked of it: `Squares`, or a few fields in tests."""

    def codes_of(self, authority: str) -> tuple[str, ...]:
        """Return the authority's code and those of its districts."""
        ...

    def box_of(self, authority: str) -> Box | None:
        """Return west, south, east and north of the authority in metres, with a kilometre around; None for no such."""
        ...

    def authority_at(self, easting: int, northing: int) -> str | None:
        """Return the adult-social-care authority of a place (metres), or None where no postcode is near."""
        ...


class Squares:
    """The squares that have postcodes, each with the council of most of them. Made at the first question."""

    def __init__(self, file: PlaceFile) -> None:
        self._file = file
        self._authorities: list[str] = [council[2] for council in file.header["councils"]]
        self._councils: list[str] = [council[0] for council in file.header["councils"]]

    def codes_of(self, authority: str) -> tuple[str, ...]:
        """Return the authority's code and those of its districts."""
        pairs = zip(self._councils, self._authorities, strict=True)
        return tuple(dict.fromkeys((authority, *(council for council, above in pairs if above == authority))))

    def box_of(self, authority: str) -> Box | None:
        """Return west, south, east and north of the authority in metres, with a kilometre around; None for no such."""
        keys, councils = self._squares
        ours = np.flatnonzero(np.array([each == authority for each in self._authorities]))
        mine = keys[np.isin(councils, ours)]
        if not len(mine):
            return None
        east, north = mine // _EAST, mine % _EAST
        lowest, highest = (east.min() - NEAR, north.min() - NEAR), (east.max() + NEAR + 1, north.max() + NEAR + 1)
        return (*(int(each) * SQUARE_M for each in lowest), *(int(each) * SQUARE_M for each in highest))  # type: ignore[return-value]

    def authority_at(self, easting: int, northing: int) -> str | None:
        """Return the adult-social-care authority of a place (metres), or None where no postcode is near."""
        keys, councils = self._squares
        east, north = easting // SQUARE_M, northing // SQUARE_M
        wanted = (east + _AROUND[:, 0]) * _EAST + north + _AROUND[:, 1]
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = places[keys[places] == wanted]
        return self._authorities[councils[found[0]]] if len(found) else None

    @cached_property
    def _squares(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of the squares in order, and the council of most postcodes in each."""
        rows = self._file.rows[self._file.rows["area"] < ABROAD]
        pairs = (rows["east"].astype(np.int64) * _EAST + rows["north"]) * _EAST + rows["area"]
        found, counts = np.unique(pairs, return_counts=True)
        order = np.lexsort((-counts, found // _EAST))
        squares, first = np.unique((found // _EAST)[order], return_index=True)
        return squares, (found % _EAST)[order][first]


def _rings() -> NDArray[np.int64]:
    """Steps to the squares around, the nearest first."""
    steps = [(east, north) for east in range(-NEAR, NEAR + 1) for north in range(-NEAR, NEAR + 1)]
    return np.array(sorted(steps, key=lambda step: (step[0] ** 2 + step[1] ** 2, step)), np.int64)


_AROUND: Final = _rings()
