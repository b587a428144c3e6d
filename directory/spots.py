"""A service of several places in the catalogue: a row for each place, and which of them is the one to show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Entry
from directory.model import Location, Service

_MARK: Final = "~"
"""Stands between the id of a service and the number of a place; no id has it."""


Rows = NDArray[np.intp]


class View(NamedTuple):
    """A service as it is at one of its places: one row of the catalogue.

    `whose` is a number that the rows of a service share, 0 where this is its only one; the first has it `whole`.
    """

    entry: Entry
    spot: int
    whose: int
    whole: Service | None


class Placed(Protocol):
    """Rows side by side, as `ranking.Fits` has them."""

    @property
    def whose(self) -> NDArray[np.uint64]: ...
    @property
    def spot(self) -> NDArray[np.uint8]: ...
    @property
    def sure(self) -> NDArray[np.bool_]: ...
    @property
    def score(self) -> NDArray[np.float64]: ...


def views_of(entries: Iterable[Entry]) -> Iterator[View]:
    """Yield each service at every place that is on the map; once where there is one such place or none."""
    for entry in entries:
        if not entry.service.elsewhere:
            yield View(entry, 0, 0, entry.service)
            continue
        numbers = [number for number, spot in enumerate(entry.service.places) if is_on_the_map(spot.location)] or [0]
        whose = _number_of(entry.service.id) if len(numbers) > 1 else 0
        for number in numbers:
            whole = entry.service if number == numbers[0] else None
            yield View(replace(entry, service=entry.service.at(number)), number, whose, whole)


def is_on_the_map(spot: Location | None) -> bool:
    """Whether it is known where a place is, so that distance has a meaning."""
    return spot is not None and spot.easting is not None and spot.northing is not None


def one_of_each(whose: NDArray[np.uint64], rows: Rows) -> Rows:
    """Return one of these rows for each service; `whose` says of each row which it belongs to."""
    if not whose.any():
        return rows
    _, first = np.unique(whose[whose != 0], return_index=True)
    return np.concatenate([rows[whose == 0], rows[whose != 0][first]])


def best_of_each(fits: Placed, among: Rows, wanted: NDArray[np.bool_]) -> Rows:
    """Return one of these fits for each service: at a place that says that it is given as wanted, before others.

    Then at one that is `wanted`, near enough and at the time with nothing set aside; then the best, then the first.
    """
    several = fits.whose[among] != 0
    if not several.any():
        return among
    theirs = among[several]
    keys = (fits.spot[theirs], -fits.score[theirs], ~wanted[theirs], ~fits.sure[theirs], fits.whose[theirs])
    order = theirs[np.lexsort(keys)]
    whose = fits.whose[order]
    first = np.concatenate([[True], whose[1:] != whose[:-1]])
    return np.sort(np.concatenate([among[~several], order[first]]))


def named(service_id: str, number: int) -> str:
    """Return what a service at one of its places is called by: its id alone at the first."""
    return f"{service_id}{_MARK}{number}" if number else service_id


def meant(name: str) -> tuple[str, int]:
    """Return the id of the service that a name is of, and the number of its place."""
    service_id, _, number = name.partition(_MARK)
    return service_id, int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0


def service_meant(name: str) -> str:
    """Return the id of the service that a name is of, wherever it is met."""
    return meant(name)[0]


def seen_from(service: Service, number: int) -> Service:
    """Return the service as it is at one of its places; as it is at its first where it has not so many any more."""
    return service.at(number) if number < len(service.places) else service


def _number_of(service_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(service_id.encode(), digest_size=8).digest()) or 1
