"""Setting wishes aside one at a time, in a fixed order, when too little fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from directory.model import Need
from directory.ranking import FARTHEST_KM, NEED, Fit

ENOUGH = 3
"""Local services: with fewer, wishes are set aside. Also a page, which others may fill up."""
RADII_KM = (8.0, 16.0, FARTHEST_KM)
A_LITTLE_FURTHER = 2.0
"""How many times the radius is worth going for what a person's own words point to."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The wishes that can be set aside: how far, and at what time of the week."""

    radius_km: float
    times: bool = True

    def let(self, fits: Sequence[Fit]) -> list[Fit]:
        """Return the fits to what was asked for that these rules let through, in their order."""
        return [fit for fit in fits if fit.needed and self.allow(fit)]

    def allow(self, fit: Fit) -> bool:
        """Whether it is near enough, at the time, and within the filters that are never set aside."""
        reach = self.radius_km * (A_LITTLE_FURTHER if fit.pointed_at else 1)
        near = fit.distance_km is None or fit.distance_km <= reach or not fit.local
        return near and fit.allowed and (fit.at_the_time or not self.times)


def relax(fits: Sequence[Fit], wanted: Rules, needs: Sequence[Need] = ()) -> Rules:
    """Return the strictest rules, in the order of setting aside, that find enough local services.

    Where none do, the strictest that find the most. With several needs, each that can be met nearby must be.
    """
    if _gain(fits, wanted, needs) >= _full(needs):
        return wanted
    steps = list(_steps(wanted))
    gains = [_gain(fits, rules, needs) for rules in steps]
    return _put_back(fits, steps[gains.index(max(gains))], wanted, needs)


def stand_ins(fits: Sequence[Fit], used: Rules, shown: Sequence[Fit]) -> list[Fit]:
    """Return what fills the page when too little was found: near the wish, local before national; [] when enough was.

    Nothing is better than something out of place: a service without closeness to the wish is never a stand-in.
    """
    if len(shown) >= ENOUGH:
        return []
    taken = {id(fit) for fit in shown}
    near = [fit for fit in fits if fit.closeness > 0 and id(fit) not in taken and replace(used, times=False).allow(fit)]
    near.sort(key=lambda fit: (not fit.local, -(fit.score + NEED * fit.closeness), fit.service.name))
    return near[: ENOUGH - len(shown)]


def _steps(wanted: Rules) -> Iterator[Rules]:
    yield wanted
    anytime = replace(wanted, times=False)
    yield anytime
    yield from (replace(anytime, radius_km=radius) for radius in RADII_KM if radius > wanted.radius_km)


def _put_back(fits: Sequence[Fit], found: Rules, wanted: Rules, needs: Sequence[Need]) -> Rules:
    """Keep the time rule where setting it aside gained nothing."""
    kept = replace(found, times=wanted.times)
    return kept if _gain(fits, kept, needs) == _gain(fits, found, needs) else found


def _full(needs: Sequence[Need]) -> tuple[int, int]:
    return (len(needs), ENOUGH)


def _gain(fits: Sequence[Fit], rules: Rules, needs: Sequence[Need]) -> tuple[int, int]:
    """How many of the needs a local service meets, then how many local services there are, up to enough."""
    local = [fit for fit in rules.let(fits) if fit.local]
    met = {need for fit in local for need in fit.service.needs}
    return (len(met & set(needs)), min(len(local), ENOUGH))
