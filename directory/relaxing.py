"""Setting wishes aside one at a time, in a fixed order, when too little fits: the time, then the distance.

How a service is given is never set aside. What does not say how is let through, and counts only where nothing says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from directory.facts import need_bits
from directory.model import Need
from directory.ordering import Order
from directory.ranking import FARTHEST_KM, NEED, Fits
from directory.segment import Rows

ENOUGH = 3
"""Local services: with fewer, wishes are set aside. Also a page, which others may fill up."""
RADII_KM = (8.0, 16.0, FARTHEST_KM)
A_LITTLE_FURTHER = 2.0
"""How many times the radius is worth going for what a person's own words point to."""
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rules:
    """The wishes that can be set aside: how far, and at what time of the week."""

    radius_km: float
    times: bool = True

    def let(self, fits: Fits) -> Truths:
        """Return which fits to what was asked for these rules let through."""
        return fits.needed & self.allow(fits)

    def allow(self, fits: Fits) -> Truths:
        """Return which fits are near enough and at the time."""
        reach = self.radius_km * np.where(fits.pointed_at, A_LITTLE_FURTHER, 1.0)
        near: Truths = ~(fits.local & (fits.away > reach))
        return near & fits.at_the_time if self.times else near


def enough(fits: Fits, wanted: Rules, needs: Sequence[Need]) -> bool:
    """Whether nothing has to be set aside."""
    return _gain(fits, wanted, needs)[:2] >= _full(needs)


def relax(fits: Fits, wanted: Rules, needs: Sequence[Need] = ()) -> Rules:
    """Return the strictest rules, in the order of setting aside, that find enough local services.

    Where none do, the strictest that find the most. With several needs, each that can be met nearby must be.
    """
    if enough(fits, wanted, needs):
        return wanted
    steps = list(_steps(wanted))
    gains = [_gain(fits, rules, needs) for rules in steps]
    return _put_back(fits, steps[gains.index(max(gains))], wanted, needs)


def stand_ins(fits: Fits, wanted: Rules, used: Rules, shown: Truths, order: Order) -> list[int]:
    """Return what fills the page when too little was found: near the wish, local before national; [] when enough was.

    Nothing is better than something out of place: a service without closeness to the wish is never a stand-in, nor one
    that does not say that it is given as wanted.
    """
    missing = ENOUGH - fits.services(np.flatnonzero(shown))
    if missing <= 0:
        return []
    elsewhere = shown | ((fits.whose != 0) & np.isin(fits.whose, fits.whose[shown]))
    near = np.flatnonzero((fits.closeness > 0) & fits.sure & ~elsewhere & replace(used, times=False).allow(fits))
    score = fits.score + NEED * fits.closeness
    return [*order.local_first(fits.each_once(near, wanted.allow(fits)), score, missing)]


def _steps(wanted: Rules) -> Iterator[Rules]:
    yield wanted
    anytime = replace(wanted, times=False)
    yield anytime
    yield from (replace(anytime, radius_km=radius) for radius in RADII_KM if radius > wanted.radius_km)


def _put_back(fits: Fits, found: Rules, wanted: Rules, needs: Sequence[Need]) -> Rules:
    """Keep the time rule where setting it aside gained nothing."""
    kept = replace(found, times=wanted.times)
    return kept if _gain(fits, kept, needs) == _gain(fits, found, needs) else found


def _full(needs: Sequence[Need]) -> tuple[int, int]:
    return (len(needs), ENOUGH)


def _gain(fits: Fits, rules: Rules, needs: Sequence[Need]) -> tuple[int, ...]:
    """How many of the needs a local service meets, then how many local services there are, up to enough.

    First of those that say that they are given as wanted, then of all.
    """
    let = fits.local & rules.let(fits)
    return (*_counted(fits, np.flatnonzero(let & fits.sure), needs), *_counted(fits, np.flatnonzero(let), needs))


def _counted(fits: Fits, some: Rows, needs: Sequence[Need]) -> tuple[int, int]:
    met = int(np.bitwise_or.reduce(fits.needs[some], initial=0))
    return ((met & need_bits(needs)).bit_count(), min(fits.services(some), ENOUGH))
