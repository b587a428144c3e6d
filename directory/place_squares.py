"""Where a device is that tells its position: the nearest square of postcodes, and roughly the country."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from directory.place_file import SQUARE_M, PlaceFile

NEAR_SQUARES: Final = (2, 20)
"""How far is looked, in squares: half a kilometre, then five."""
ACROSS: Final = 1 << 16
ENGLAND: Final = "England"
Box = tuple[float, float, float, float]
COUNTRIES_AROUND: Final[tuple[tuple[str, Box], ...]] = (
    ("the Channel Islands", (48.8, 49.8, -3.0, -1.8)),
    ("the Isle of Man", (54.0, 54.5, -4.95, -4.2)),
    ("Northern Ireland", (54.0, 55.4, -8.3, -5.35)),
    ("Wales", (51.3, 53.5, -5.6, -2.65)),
    (ENGLAND, (49.8, 55.9, -6.6, 1.9)),
    ("Scotland", (54.5, 61.0, -9.0, -0.5)),
)
"""Rough boxes in degrees (south, north, west, east), asked in this order. They only name the country of a point that
no English postcode is near; a point in the box of Wales or Scotland may well be in England."""
ISLANDS: Final = frozenset({"the Channel Islands", "the Isle of Man", "Northern Ireland"})
"""No English postcode is near, and ours of the islands have no position."""


class Squares:
    """The squares in which postcodes lie. Sorted at the first question, which takes about a second."""

    def __init__(self, file: PlaceFile) -> None:
        self._rows = file.rows

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """The squares from west to east, and a row of each."""
        keys = self._rows["east"].astype(np.int64) * ACROSS + self._rows["north"]
        return np.unique(keys, return_index=True)

    def nearest(self, easting: float, northing: float) -> int | None:
        """Return a row whose square lies nearest to a point in metres; None where none is within five kilometres."""
        keys, rows = self._sorted
        east, north = easting / SQUARE_M - 0.5, northing / SQUARE_M - 0.5
        for reach in NEAR_SQUARES:
            near = slice(*np.searchsorted(keys, ((int(east) - reach) * ACROSS, (int(east) + reach + 2) * ACROSS)))
            squared = (keys[near] // ACROSS - east) ** 2 + (keys[near] % ACROSS - north) ** 2
            if len(squared) and squared.min() <= reach**2:
                return int(rows[near][squared.argmin()])
        return None


def country_around(latitude: float, longitude: float) -> str | None:
    """Return the country whose box a point in degrees lies in, None for one that is far from all of them."""
    return next((name for name, box in COUNTRIES_AROUND if _within(latitude, longitude, box)), None)


def _within(latitude: float, longitude: float, box: Box) -> bool:
    south, north, west, east = box
    return south <= latitude <= north and west <= longitude <= east
