"""How well services fit a wish: pure numbers, many services at a time.

The same rules, one service at a time and in plain Python, stand in `tests/unit/directory/straightforward.py`, and both
are held to find the same in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from directory.catalogue import Numbering, Part
from directory.facts import NEEDS, Flag, need_bits, stage_bits
from directory.grid import distance_km
from directory.kinship import DOING, FOR_SOME, GRAVE, NEAR, PASTIMES
from directory.likeness import ALIKE, QUITE_ALIKE, VERY_ALIKE, Numbers, Typed, likeness
from directory.model import ANYHOW, AgeRange, Attending, Need, Place, Service, Wanted, When
from directory.offering_rows import all_said, not_denied
from directory.segment import Rows
from directory.session_rows import on_at
from directory.spots import best_of_each
from directory.suiting import own_needs
from directory.suiting_rows import leading, naming, suiting
from directory.times import wanted_bits, wanted_parts
from directory.timing import OF_NOW
from screening.people import LifeStage, Role

FARTHEST_KM: Final = 30.0
NEARNESS_KM: Final = 8.0
NO_JOURNEY_KM: Final = 3.0
"""A phone call or a visit at home counts as this far off: near, and not as near as next door."""
YEAR_DAYS: Final = 365.0
NEED, LIKENESS, LIFE_STAGE, DISTANCE, FRESHNESS, FOR_OTHERS, IN_DANGER = 4.0, 7.0, 0.8, 2.5, 0.5, 1.5, 3.0
"""Weights: what the person asked for outweighs being near, and being near outweighs being lately checked."""
LOCAL: Final = 1.5
"""How much better a national service must fit what a person typed to come before a local one."""
_DOING, _GRAVE, _FOR_SOME = (np.uint32(need_bits(needs)) for needs in (DOING, GRAVE, FOR_SOME))
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a wish that ranking reads; `typed` is what was typed, weighed, or None."""

    place: Place | None = None
    age: AgeRange | None = None
    life_stages: tuple[LifeStage, ...] = ()
    role: Role = Role.RESIDENT
    needs: tuple[Need, ...] = ()
    wanted: Wanted = ANYHOW
    times: frozenset[When] = frozenset()
    gender_known: bool = False
    said: frozenset[str] = frozenset()
    typed: Typed | None = None

    @property
    def nothing(self) -> bool:
        """Whether no wish was told: anything that brings company will do."""
        return not self.needs and self.typed is None

    @property
    def own(self) -> frozenset[Need]:
        """What belongs to the person's life without being asked for."""
        return own_needs(self.life_stages, self.role)


@dataclass(frozen=True)
class Fits:
    """Services against one wish, side by side. All suit the person, and none says no to how it should be given.

    `away` is in kilometres, NaN where distance has no meaning. `sure`: it says yes to how it should be given. `needed`:
    it is what was asked for. `pointed_at`: the person's own words point to it. `apart`: it is for some people, or about
    hard times, without being asked for. The n-th is row `rows[n]` of part `parts[n]`: a service at the place `spot`;
    those of one service share the number `whose`.
    """

    asked: Asked
    parts: NDArray[np.int8]
    rows: Rows
    score: Numbers
    away: Numbers
    local: Truths
    sure: Truths
    needed: Truths
    pointed_at: Truths
    apart: Truths
    at_the_time: Truths
    needs: NDArray[np.uint32]
    first: NDArray[np.int8]
    whose: NDArray[np.uint64]
    spot: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def _at_several(self) -> bool:
        return bool(self.whose.any())

    def each_once(self, among: Rows, wanted: Truths) -> Rows:
        """Return of these fits one for each service: at its best place, one of those `wanted` before others."""
        return best_of_each(self, among, wanted) if self._at_several else among

    def services(self, among: Rows) -> int:
        """Return how many services these fits are of."""
        return len(self.each_once(among, self.sure))

    @cached_property
    def closeness(self) -> Numbers:
        """How well each may stand in for what was asked for: 1 for a need next to it, 0 for no relation."""
        close = np.zeros(len(self), np.float64)
        for need, share in _kin(self.asked).items():
            here = (self.needs & np.uint32(need_bits((need,)))) != 0
            close[here] = np.maximum(close[here], share)
        close[self.apart] = 0
        return close


def joined(asked: Asked, some: list[Fits]) -> Fits:
    """Return the fits of several parts as one; `some` is not empty."""
    names = [name for name in Fits.__dataclass_fields__ if name != "asked"]
    columns: dict[str, Any] = {name: np.concatenate([getattr(fits, name) for fits in some]) for name in names}
    return Fits(asked, **columns)


@dataclass(frozen=True)
class Weigher:
    """Weighs the services of one part of the catalogue against one wish."""

    part: Part
    number: int
    numbering: Numbering
    asked: Asked
    now: datetime
    farthest_km: float | None = None
    _bits: np.uint32 = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_bits", np.uint32(need_bits(self.asked.needs)))

    def weigh(self, rows: Rows) -> Fits:
        """Return the fits of those of these rows that suit the person and are not too far off to be shown."""
        asked, facts = self.asked, self.part.segment.facts
        if self.farthest_km is not None:
            rows = rows[~(self._local(rows) & (self._away(rows) > self.farthest_km))]
        rows = not_denied(self.part.segment, rows, self.numbering, asked.wanted)
        rows = rows[suiting(self.part.segment, rows, self.numbering, asked.age, asked.life_stages, asked.role,
                            asked.needs, asked.said)]  # fmt: skip
        return self._fits(rows, self._away(rows), facts["flags"][rows])

    def _fits(self, rows: Rows, away: Numbers, flags: NDArray[Any]) -> Fits:
        asked, facts = self.asked, self.part.segment.facts
        needs = facts["needs"][rows]
        first = facts["first"][rows]
        like = self._likeness(rows, flags)
        hard = ((flags & Flag.CRISIS) != 0) | ((needs & _GRAVE & ~self._bits) != 0)
        others = needs & _FOR_SOME & ~(self._bits | np.uint32(need_bits(asked.own)))
        apart = (others != 0) | hard
        liked: Numbers | float = like if like is not None else 0.0
        score = (
            NEED * self._need_fit(needs, first)
            + LIKENESS * liked
            + LIFE_STAGE * self._stage_fit(facts["stages"][rows])
            + DISTANCE * _nearness(away)
            + FRESHNESS * _freshness(facts["assured"][rows], self.now.date())
            - FOR_OTHERS * (1 - liked / 2) * self._apart(rows, needs, flags, others, hard)
            - IN_DANGER * ((flags & Flag.CRISIS) != 0)
        )
        none = np.zeros(len(rows), np.bool_)
        return Fits(
            asked,
            np.full(len(rows), self.number, np.int8),
            rows,
            score,
            away,
            self._local(rows),
            all_said(self.part.segment, rows, self.numbering, asked.wanted),
            self._needed(needs, flags, like, apart),
            like >= VERY_ALIKE if like is not None else none,
            apart,
            self._on_time(rows),
            needs,
            first,
            facts["whose"][rows],
            facts["spot"][rows],
        )

    def _likeness(self, rows: Rows, flags: NDArray[Any]) -> Numbers | None:
        """An illness or a loss that both the person and the service name is what the wish is about."""
        if not self.asked.typed:
            return None
        like = likeness(self.part.segment, rows, self.numbering, self.asked.typed)
        fates = np.flatnonzero(flags & Flag.CONDITION)
        named = fates[leading(self.part.segment, rows[fates], self.numbering, self.asked.said)]
        like[named] = np.maximum(like[named], VERY_ALIKE)
        return like

    def _on_time(self, rows: Rows) -> Truths:
        segment, asked = self.part.segment, self.asked
        times, filters = asked.times, asked.wanted.filters
        wanted = wanted_bits(times, filters)
        on_time: Truths = (segment.facts["times"][rows] & np.uint32(wanted)) != 0
        if times.isdisjoint(OF_NOW):
            return on_time if wanted else np.ones(len(rows), np.bool_)
        return on_time | on_at(segment, rows, times, wanted_parts(times, filters), self.now)

    def _local(self, rows: Rows) -> Truths:
        local: Truths = (self.part.segment.facts["flags"][rows] & Flag.LOCAL) != 0
        return local

    def _away(self, rows: Rows) -> Numbers:
        facts, place = self.part.segment.facts, self.asked.place
        if place is None:
            return np.full(len(rows), np.nan)
        east = facts["easting"][rows].astype(np.float64) - place.easting
        north = facts["northing"][rows].astype(np.float64) - place.northing
        away: Numbers = np.sqrt(east * east + north * north) / 1000
        away[(facts["flags"][rows] & Flag.JOURNEY) == 0] = np.nan
        return away

    def _needed(self, needs: NDArray[Any], flags: NDArray[Any], like: Numbers | None, apart: Truths) -> Truths:
        """What names no need that was chosen must be very like the words; what is only for some, a good deal.

        A line for people in danger is no answer to a wish for a club, though it name the same people.
        """
        if self.asked.nothing:
            company: Truths = ((flags & Flag.CRISIS) == 0) & ((needs & _GRAVE) == 0)
            return company
        named: Truths = (needs & self._bits) != 0
        if GRAVE.isdisjoint(self.asked.needs):
            named &= (flags & Flag.CRISIS) == 0
        if like is None:
            return named
        if self.asked.needs:
            return named | ((like >= VERY_ALIKE) & ~apart)
        in_danger = (flags & Flag.CRISIS) != 0
        return like >= np.where(in_danger, VERY_ALIKE, np.where(apart, QUITE_ALIKE, ALIKE))

    def _need_fit(self, needs: NDArray[Any], first: NDArray[Any]) -> Numbers:
        """How much it is about the wishes: the share of them that it meets, how much else it is, what it is first.

        Where no wish was told, company and what belongs to the person's own life.
        """
        asked = self.asked
        if asked.nothing:
            own = (needs & np.uint32(need_bits(asked.own))) != 0
            return np.where(own, 0.5, np.where((needs & _DOING) != 0, 0.3, 0.0))
        named: Numbers = np.bitwise_count(needs & self._bits).astype(np.float64)
        if not asked.needs:
            return named
        of_all = np.maximum(np.bitwise_count(needs), 1)
        leads = np.array([need in asked.needs for need in (*NEEDS, None)])[first]
        fit: Numbers = 0.6 * named / len(asked.needs) + 0.2 * named / of_all + 0.2 * leads
        fit[named == 0] = 0
        return fit

    def _stage_fit(self, stages: NDArray[Any]) -> Numbers:
        """A little more for the person's own stage, 0 where it is for all, less where it is for others or may be."""
        if not self.asked.life_stages:
            return np.where(np.bitwise_count(stages) == 1, -0.8, 0.0)
        from_own = (stages & np.uint8(stage_bits(self.asked.life_stages))) != 0
        return np.where(stages == 0, 0.0, np.where(from_own, 0.5, -1.0))

    def _apart(
        self, rows: Rows, needs: NDArray[Any], flags: NDArray[Any], others: NDArray[Any], hard: Truths
    ) -> NDArray[np.int64]:
        """In how many ways it is for others than this person, as far as that is known."""
        ways: NDArray[np.int64] = np.bitwise_count(others).astype(np.int64) + hard
        ways[(needs & self._bits) != 0] = np.minimum(ways, 1)[(needs & self._bits) != 0]
        fates = ((flags & Flag.CONDITION) != 0) & ((needs & _GRAVE) != 0)
        if self.asked.said and fates.any():
            fates &= ~naming(self.part.segment, rows, self.numbering, self.asked.said)
        ways += 2 * fates
        if not self.asked.gender_known:
            ways += (flags & np.uint16(Flag.WOMEN | Flag.MEN)) != 0
        return ways


def distance_to(service: Service, place: Place | None) -> float | None:
    """Return the kilometres from a place to where a service is met; None where distance has no meaning."""
    spot = service.location
    if place is None or spot is None or spot.easting is None or spot.northing is None:
        return None
    if Attending.IN_PERSON not in service.attending and service.attending:
        return None
    return distance_km((place.easting, place.northing), (spot.easting, spot.northing))


def _nearness(away: Numbers) -> Numbers:
    """1 at the door, falling by more than half over five miles."""
    near: Numbers = np.exp(-np.where(np.isnan(away), NO_JOURNEY_KM, away) / NEARNESS_KM)
    return near


def _freshness(assured: NDArray[Any], today: date) -> Numbers:
    fresh = np.maximum(0.0, 1 - (today.toordinal() - assured) / YEAR_DAYS)
    return np.where(assured > 0, fresh, 0.0)


def _kin(asked: Asked) -> dict[Need, float]:
    """1 for a need next to one that was asked for, less for those further off."""
    lists = [NEAR[need] for need in asked.needs] or [PASTIMES, *((need,) for need in asked.own)]
    shares: dict[Need, float] = {}
    for near in lists:
        for number, need in enumerate(near):
            shares[need] = max(shares.get(need, 0.0), 1 - number / len(near))
    return shares
