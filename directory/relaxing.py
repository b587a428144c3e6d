"""Setting wishes aside one at a time, in a fixed order, when too little fits, and saying so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from directory.model import Filter
from directory.ranking import FARTHEST_KM, Fit
from directory.reasons import miles_in_words

ENOUGH = 3
"""Local services: with fewer, wishes are set aside."""
RADII_KM = (8.0, 16.0, FARTHEST_KM)


@dataclass(frozen=True, slots=True)
class Rules:
    """The wishes that can be set aside."""

    radius_km: float
    times: bool = True
    need: bool = True

    def let(self, fits: Sequence[Fit]) -> list[Fit]:
        """Return the fits that these rules let through, in their order."""
        return [fit for fit in fits if self._lets(fit)]

    def _lets(self, fit: Fit) -> bool:
        near = fit.distance_km is None or fit.distance_km <= self.radius_km or not fit.local
        return near and fit.allowed and (fit.at_the_time or not self.times) and (fit.needed or not self.need)


def relax(fits: Sequence[Fit], wanted: Rules) -> Rules:
    """Return the strictest rules, in the order of setting aside, that find enough local services.

    Where none do, the strictest that find the most; the need is set aside only where no local service meets it at all
    and all of England has too few.
    """
    if _local(fits, wanted) >= ENOUGH:
        return wanted
    steps = list(_steps(wanted))
    counts = [_local(fits, rules) for rules in steps]
    goal = min(ENOUGH, max(counts))
    found = _put_back(fits, steps[next(i for i, count in enumerate(counts) if count >= goal)], wanted)
    without_need = replace(found, radius_km=steps[-1].radius_km, need=False)
    if goal == 0 and len(found.let(fits)) < ENOUGH and len(without_need.let(fits)) > len(found.let(fits)):
        return next(rules for rules in _radii(replace(without_need, radius_km=wanted.radius_km)) if rules.let(fits))
    return found


def sentences(fits: Sequence[Fit], wanted: Rules, used: Rules, filters: frozenset[Filter]) -> tuple[str, ...]:
    """Say which wishes were set aside, one plain sentence each."""
    said = []
    if not used.times:
        said.append(_about_times(filters))
    if used.radius_km > wanted.radius_km:
        said.append(_about_distance(_local(fits, wanted), wanted, used))
    if not used.need:
        said.append("I could not find that near you, so these are other things you may like.")
    if not any(fit.local for fit in used.let(fits)):
        said.append("I found nothing near you yet, so these are for people anywhere in England.")
    return tuple(said)


def _steps(wanted: Rules) -> Iterator[Rules]:
    yield wanted
    yield from _radii(replace(wanted, times=False))


def _radii(rules: Rules) -> Iterator[Rules]:
    yield rules
    yield from (replace(rules, radius_km=radius) for radius in RADII_KM if radius > rules.radius_km)


def _put_back(fits: Sequence[Fit], found: Rules, wanted: Rules) -> Rules:
    """Keep the time rule where setting it aside gained nothing."""
    kept = replace(found, times=wanted.times)
    return kept if _local(fits, kept) == _local(fits, found) else found


def _local(fits: Sequence[Fit], rules: Rules) -> int:
    return sum(fit.local for fit in rules.let(fits))


def _about_times(filters: frozenset[Filter]) -> str:
    words = {Filter.WEEKEND: "at weekends", Filter.EVENING: "in the evening"}
    asked = " or ".join(words[chosen] for chosen in (Filter.WEEKEND, Filter.EVENING) if chosen in filters)
    return f"There is not much {asked} near you, so some of these are at other times."


def _about_distance(before: int, wanted: Rules, used: Rules) -> str:
    short, far = miles_in_words(wanted.radius_km), miles_in_words(used.radius_km)
    start = f"Nothing within {short}" if before == 0 else f"Only {before} within {short}"
    return f"{start}, so these are within {far}."
