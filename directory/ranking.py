"""How well a service fits a wish: pure numbers, from the most to the least fitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Entry
from directory.grid import distance_km
from directory.model import Attending, CostOption, Filter, Need, Place, Service
from directory.schedule import at_weekends, in_the_evening
from screening.people import LifeStage

ALIKE = 0.30
"""Cosine from which a service is taken to be about what a person typed; ordinary services lie between 0 and 0.2."""
VERY_ALIKE = 0.45
"""Cosine from which that is enough even when the person also chose a need that the service does not name."""
FARTHEST_KM = 30.0
NEARNESS_KM = 8.0
YEAR_DAYS = 365.0
NEED, MEANING, LIFE_STAGE, DISTANCE, FRESHNESS, UNSURE = 4.0, 4.0, 1.5, 2.0, 0.5, 1.0
"""Weights: what the person asked for outweighs being near, and being near outweighs being lately checked."""

FOR_SOME = frozenset({Need.FAITH_CULTURE, Need.LGBT, Need.CONDITION_SUPPORT, Need.BEREAVEMENT})
"""What makes a lunch club a lunch club for some: shown later to people who did not say that it is for them."""
COMPANY = frozenset(
    {Need.BEFRIENDING, Need.LUNCH_SOCIAL, Need.WALKING_ACTIVITY, Need.ARTS_CRAFTS, Need.GARDENING, Need.PARENT_BABY}
)


@dataclass(frozen=True, slots=True)
class Fit:
    """One service against one wish. `distance_km` is None where distance has no meaning."""

    service: Service
    score: float
    distance_km: float | None
    needed: bool
    at_the_time: bool
    allowed: bool

    @property
    def local(self) -> bool:
        """Whether it is a service of the person's own area."""
        return self.service.scope == "local"


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a wish that ranking reads; `likeness` is each entry's cosine to what was typed, or None."""

    place: Place | None
    needs: tuple[Need, ...]
    life_stages: tuple[LifeStage, ...]
    filters: frozenset[Filter]
    gender_known: bool
    likeness: NDArray[np.float32] | None


def rank(entries: Sequence[Entry], asked: Asked, today: date) -> list[Fit]:
    """Return every entry's fit: local before national, then the best score, then the name (so that order is stable)."""
    likeness = asked.likeness if asked.likeness is not None else [None] * len(entries)
    fits = [_fit(entry.service, asked, like, today) for entry, like in zip(entries, likeness, strict=True)]
    return sorted(fits, key=lambda fit: (not fit.local, -fit.score, fit.service.name))


def likeness_of(entries: Sequence[Entry], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of each entry's meaning with `vector`; 0 for an entry without one."""
    nothing = np.zeros_like(vector)
    stacked = np.stack([nothing if entry.vector is None else entry.vector for entry in entries])
    likeness: NDArray[np.float32] = stacked @ vector
    return likeness


def _fit(service: Service, asked: Asked, likeness: float | None, today: date) -> Fit:
    away = _distance(service, asked.place)
    named = len(set(service.needs) & set(asked.needs))
    score = (
        NEED * _need_fit(service, asked)
        + MEANING * max(float(likeness or 0), 0)
        + LIFE_STAGE * _stage_fit(service, asked.life_stages)
        + DISTANCE * _nearness(away)
        + FRESHNESS * _freshness(service.assured_date, today)
        - (UNSURE if _for_some_only(service, asked) else 0)
    )
    return Fit(
        service,
        score,
        away,
        needed=_needed(named, likeness, asked),
        at_the_time=_at_the_time(service, asked.filters),
        allowed=_allowed(service, asked.filters),
    )


def _distance(service: Service, place: Place | None) -> float | None:
    spot = service.location
    if place is None or spot is None or spot.easting is None or spot.northing is None:
        return None
    if Attending.IN_PERSON not in service.attending and service.attending:
        return None
    return distance_km((place.easting, place.northing), (spot.easting, spot.northing))


def _needed(named: int, likeness: float | None, asked: Asked) -> bool:
    alike = float(likeness or 0)
    if asked.needs:
        return named > 0 or alike >= VERY_ALIKE
    return likeness is None or alike >= ALIKE


def _need_fit(service: Service, asked: Asked) -> float:
    """The share of the wishes that it meets, and, less so, how much of it is about them; company where none is told."""
    named = len(set(service.needs) & set(asked.needs))
    if named:
        return 0.7 * named / len(asked.needs) + 0.3 * named / len(service.needs)
    nothing_told = not asked.needs and asked.likeness is None
    return 0.3 if nothing_told and COMPANY & set(service.needs) else 0


def _for_some_only(service: Service, asked: Asked) -> bool:
    """Whether it is for women, for men, or for a group that the person has not named."""
    return bool((service.gender and not asked.gender_known) or (FOR_SOME & set(service.needs)) - set(asked.needs))


def _stage_fit(service: Service, stages: tuple[LifeStage, ...]) -> float:
    """1 where a stage is named, 0 where nothing is said on either side, -1 where it is for other stages."""
    if not service.life_stages or not stages:
        return 0
    return 1 if set(service.life_stages) & set(stages) else -1


def _nearness(away: float | None) -> float:
    """1 at the door, falling by more than half over five miles; one that needs no journey counts as two miles off."""
    return exp(-(3.0 if away is None else away) / NEARNESS_KM)


def _freshness(assured: date | None, today: date) -> float:
    return max(0.0, 1 - (today - assured).days / YEAR_DAYS) if assured else 0


def _at_the_time(service: Service, filters: frozenset[Filter]) -> bool:
    """Weekend and evening together mean either: the times at which many people are free."""
    wanted = [
        test for chosen, test in ((Filter.WEEKEND, at_weekends), (Filter.EVENING, in_the_evening)) if chosen in filters
    ]
    return not wanted or any(test(schedule) for schedule in service.schedules for test in wanted)


def _allowed(service: Service, filters: frozenset[Filter]) -> bool:
    """Money, access and being online are needs, not tastes: these filters are never relaxed."""
    remote = {Attending.ONLINE, Attending.PHONE, Attending.TEXT}
    return (
        (Filter.FREE not in filters or service.cost.option is CostOption.FREE)
        and (Filter.STEP_FREE not in filters or _step_free(service, remote))
        and (Filter.ONLINE not in filters or Attending.ONLINE in service.attending)
    )


def _step_free(service: Service, remote: set[Attending]) -> bool:
    at_home = service.attending and set(service.attending) <= remote | {Attending.HOME_VISIT}
    return bool(at_home) or "step_free" in service.accessibility
