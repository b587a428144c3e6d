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
from directory.kinship import DOING, NEAR, PASTIMES
from directory.likeness import ALIKE, QUITE_ALIKE, VERY_ALIKE
from directory.model import AgeRange, Attending, CostOption, Filter, Need, Place, Service, When
from directory.suiting import for_hard_times, for_others_fate, is_crisis, own_needs, suits, unasked
from directory.timing import at_the_time
from screening.people import LifeStage, Role

FARTHEST_KM = 30.0
NEARNESS_KM = 8.0
NO_JOURNEY_KM = 3.0
"""A phone call or a visit at home counts as this far off: near, and not as near as next door."""
YEAR_DAYS = 365.0
NEED, LIKENESS, LIFE_STAGE, DISTANCE, FRESHNESS, FOR_OTHERS, IN_DANGER = 4.0, 7.0, 0.8, 2.5, 0.5, 1.5, 3.0
"""Weights: what the person asked for outweighs being near, and being near outweighs being lately checked."""
LOCAL = 1.5
"""How much better a national service must fit what a person typed to come before a local one."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One service against one wish. `distance_km` is None where distance has no meaning.

    `needed`: it is what was asked for. `pointed_at`: the person's own words point to it. `closeness`: how well it may
    stand in for what was asked for, 0 when not at all.
    """

    service: Service
    score: float
    distance_km: float | None
    needed: bool
    pointed_at: bool
    closeness: float
    at_the_time: bool
    allowed: bool

    @property
    def local(self) -> bool:
        """Whether it is a service of the person's own area."""
        return self.service.scope == "local"


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a wish that ranking reads; `likeness` is each entry's to what was typed, or None."""

    place: Place | None = None
    age: AgeRange | None = None
    life_stages: tuple[LifeStage, ...] = ()
    role: Role = Role.RESIDENT
    needs: tuple[Need, ...] = ()
    filters: frozenset[Filter] = frozenset()
    times: frozenset[When] = frozenset()
    gender_known: bool = False
    said: frozenset[str] = frozenset()
    likeness: NDArray[np.float32] | None = None

    @property
    def nothing(self) -> bool:
        """Whether no wish was told: anything that brings company will do."""
        return not self.needs and self.likeness is None


def rank(entries: Sequence[Entry], asked: Asked, today: date) -> list[Fit]:
    """Return the fit of every entry that suits the person, the best first and names last, so that order is stable.

    Local services come first, unless the person typed a wish that a national one fits far better.
    """
    likeness = asked.likeness if asked.likeness is not None else np.zeros(len(entries), np.float32)
    own = own_needs(asked.life_stages, asked.role)
    fits = [
        _fit(entry, asked, own, like, today)
        for entry, like in zip(entries, likeness.tolist(), strict=True)
        if suits(entry, asked.age, asked.life_stages, asked.role, asked.needs, asked.said)
    ]
    if asked.likeness is None:
        return sorted(fits, key=lambda fit: (not fit.local, -fit.score, fit.service.name))
    return sorted(fits, key=lambda fit: (-fit.score - LOCAL * fit.local, fit.service.name))


def _fit(entry: Entry, asked: Asked, own: frozenset[Need], likeness: float, today: date) -> Fit:
    service, wished = entry.service, frozenset(asked.needs)
    away = distance_to(service, asked.place)
    others, hard = unasked(entry, wished | own), for_hard_times(entry, wished)
    apart = len(others) + hard
    if not entry.needs.isdisjoint(wished):
        apart = min(apart, 1)
    apart += 2 * for_others_fate(entry, asked.said) + bool(service.gender and not asked.gender_known)
    score = (
        NEED * _need_fit(entry, asked, own)
        + LIKENESS * likeness
        + LIFE_STAGE * _stage_fit(service, asked.life_stages)
        + DISTANCE * _nearness(away)
        + FRESHNESS * _freshness(service.assured_date, today)
        - FOR_OTHERS * (1 - likeness / 2) * apart
        - IN_DANGER * is_crisis(service)
    )
    return Fit(
        service,
        score,
        away,
        needed=_needed(entry, likeness, asked, for_some=bool(others or hard)),
        pointed_at=likeness >= VERY_ALIKE,
        closeness=0 if others or hard else _closeness(service, asked, own),
        at_the_time=at_the_time(service, asked.times, asked.filters),
        allowed=_allowed(service, asked.filters),
    )


def distance_to(service: Service, place: Place | None) -> float | None:
    """Return the kilometres from a place to where a service is met; None where distance has no meaning."""
    spot = service.location
    if place is None or spot is None or spot.easting is None or spot.northing is None:
        return None
    if Attending.IN_PERSON not in service.attending and service.attending:
        return None
    return distance_km((place.easting, place.northing), (spot.easting, spot.northing))


def _needed(entry: Entry, likeness: float, asked: Asked, *, for_some: bool) -> bool:
    """What names no need that was chosen must be very like the words; what is only for some, a good deal like them."""
    if asked.nothing:
        return not for_hard_times(entry, frozenset())
    if not entry.needs.isdisjoint(asked.needs):
        return True
    if asked.needs:
        return likeness >= VERY_ALIKE and not for_some
    return likeness >= (QUITE_ALIKE if for_some else ALIKE)


def _need_fit(entry: Entry, asked: Asked, own: frozenset[Need]) -> float:
    """How much it is about the wishes: the share of them that it meets, how much else it is, and what it is first.

    Where no wish was told, company and what belongs to the person's own life.
    """
    if asked.nothing:
        return 0.5 if own & entry.needs else 0.3 if DOING & entry.needs else 0
    named = len(entry.needs.intersection(asked.needs))
    if not named:
        return 0
    first = entry.service.needs[0] in asked.needs
    return 0.6 * named / len(asked.needs) + 0.2 * named / len(entry.needs) + 0.2 * first


def _closeness(service: Service, asked: Asked, own: frozenset[Need]) -> float:
    """1 for a need next to one that was asked for, less for those further off, 0 for no relation."""
    lists = [NEAR[need] for need in asked.needs] or [PASTIMES, tuple(own)]
    return max(
        (1 - near.index(need) / len(near) for near in lists for need in service.needs if need in near), default=0.0
    )


def _stage_fit(service: Service, stages: tuple[LifeStage, ...]) -> float:
    """A little more for the person's own stage, 0 where it is for all, less where it is for others or may be."""
    if not service.life_stages:
        return 0
    if not stages:
        return -0.8 if len(service.life_stages) == 1 else 0
    return 0.5 if set(service.life_stages) & set(stages) else -1


def _nearness(away: float | None) -> float:
    """1 at the door, falling by more than half over five miles."""
    return exp(-(NO_JOURNEY_KM if away is None else away) / NEARNESS_KM)


def _freshness(assured: date | None, today: date) -> float:
    return max(0.0, 1 - (today - assured).days / YEAR_DAYS) if assured else 0


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
