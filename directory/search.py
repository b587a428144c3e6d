"""Finding the services that suit a person's wish, and saying in words why they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Entry, Prefilter
from directory.likeness import likeness_of
from directory.model import AgeRange, Filter, Gender, Need, Place, Service, When
from directory.ranking import FARTHEST_KM, Asked, Fit, distance_to, rank
from directory.reasons import notes_for, reasons_for
from directory.relaxing import ENOUGH, Rules, relax, stand_ins
from directory.schedule import LONDON, next_session
from directory.schedule_words import session_in_words
from directory.sentences import Outcome, sentences, without_place
from directory.variety import mixed, one_of_each
from directory.words import words_of
from screening.people import LifeStage, Role

LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person told us. Empty or None means not told; `radius_km` is where the search starts."""

    place: Place | None = None
    age: AgeRange | None = None
    life_stages: tuple[LifeStage, ...] = ()
    role: Role = Role.RESIDENT
    needs: tuple[Need, ...] = ()
    text: str | None = None
    filters: frozenset[Filter] = frozenset()
    times: frozenset[When] = frozenset()
    radius_km: float = 8.0
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A service with the reasons for it, in words. `distance_km` is None where distance has no meaning."""

    service: Service
    distance_km: float | None
    reasons: tuple[str, ...]
    next_session: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of matches out of `total`; `relaxed` says in plain sentences which wishes were set aside.

    `local_found` is True when a local service fitted every wish with nothing set aside. `ids` are those of everything
    that was found, in its order: the next pages, for whoever does not keep the words that were searched for.
    """

    matches: tuple[Match, ...]
    total: int
    relaxed: tuple[str, ...]
    local_found: bool
    ids: tuple[str, ...] = ()


class Directory(Protocol):
    """Where services come from: `DirectoryRepository`, or a list in tests."""

    def candidates(self, prefilter: Prefilter) -> list[Entry]:
        """Return the services that pass the rules which are never relaxed."""
        ...

    def get(self, service_id: str) -> Service | None:
        """Return one service, or None."""
        ...


class Encodes(Protocol):
    """What turns texts into vectors: `language.encoder.Encoder`, or a small one in tests."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text."""
        ...


class Search:
    """Finds services. Holds nothing of a person beyond one call."""

    def __init__(
        self, repository: Directory, encoder: Encodes, clock: Callable[[], datetime], *, include_examples: bool
    ) -> None:
        self._repository = repository
        self._encoder = encoder
        self._clock = clock
        self._include_examples = include_examples

    def find(self, wish: Wish, skip: int = 0, limit: int = 3) -> Results:
        """Return one page of what suits the wish, the best first; a page that is not full gets what lies near it."""
        now = self._clock().astimezone(LONDON)
        entries = self._repository.candidates(self._prefilter(wish))
        asked = self._asked(wish, entries)
        fits = rank(entries, asked, now.date())
        wanted = Rules(wish.radius_km)
        used = relax(fits, wanted, wish.needs)
        fitting = _in_turn(used.let(fits), asked)
        others = stand_ins(fits, used, fitting)
        exactly = sum(fit.local for fit in wanted.let(fits))
        said = (
            sentences(_outcome(asked, wanted, used, fitting, others, exactly))
            if wish.place
            else without_place(len(others))
        )
        found = (*fitting, *others)
        page = tuple(_match(fit.service, fit.distance_km, now) for fit in found[skip : skip + limit])
        return Results(page, len(found), said, exactly > 0, tuple(fit.service.id for fit in found))

    def service(self, service_id: str) -> Service | None:
        """Return one service by its id, or None; examples only where they are included."""
        service = self._repository.get(service_id)
        return service if service and (self._include_examples or not service.example) else None

    def these(self, service_ids: Sequence[str], place: Place | None) -> tuple[Match, ...]:
        """Return the services of an earlier search as they are now, in the order given, without those that are gone."""
        now = self._clock().astimezone(LONDON)
        services = (self.service(service_id) for service_id in service_ids)
        return tuple(_match(each, distance_to(each, place), now) for each in services if each)

    def _prefilter(self, wish: Wish) -> Prefilter:
        place = wish.place
        return Prefilter(
            age=wish.age,
            gender=wish.gender,
            councils=(place.council, place.authority) if place else (),
            box=_box(place, max(wish.radius_km, FARTHEST_KM)) if place else None,
            examples=self._include_examples,
        )

    def _asked(self, wish: Wish, entries: Sequence[Entry]) -> Asked:
        text = (wish.text or "").strip()[:LONGEST_TEXT]
        said = words_of(text)
        likeness = likeness_of(entries, self._encoder.encode([text])[0], said) if text and entries else None
        return Asked(
            place=wish.place,
            age=wish.age,
            life_stages=wish.life_stages,
            role=wish.role,
            needs=wish.needs,
            filters=wish.filters,
            times=wish.times,
            gender_known=wish.gender is not None,
            said=said,
            likeness=likeness,
        )


def _in_turn(fits: list[Fit], asked: Asked) -> list[Fit]:
    if asked.nothing:
        return mixed(fits)
    return one_of_each(fits, asked.needs) if len(asked.needs) > 1 else fits


def _outcome(
    asked: Asked, wanted: Rules, used: Rules, fitting: Sequence[Fit], others: Sequence[Fit], exactly: int
) -> Outcome:
    local = sum(fit.local for fit in fitting)
    times = ({Filter.WEEKEND, Filter.EVENING} & asked.filters) | asked.times
    return Outcome(
        needs=asked.needs,
        anything=asked.nothing,
        exactly=exactly,
        local=local,
        national=len(fitting) - local,
        others=len(others),
        others_local=sum(fit.local for fit in others),
        wanted_km=wanted.radius_km,
        used_km=used.radius_km,
        dropped_times=frozenset() if used.times else frozenset(times),
        beyond=any((fit.distance_km or 0) > used.radius_km for fit in fitting[:ENOUGH] if fit.local),
    )


def _box(place: Place, radius_km: float) -> tuple[int, int, int, int]:
    reach = round(radius_km * 1000)
    return place.easting - reach, place.northing - reach, place.easting + reach, place.northing + reach


def _match(service: Service, away: float | None, now: datetime) -> Match:
    session = next_session(service.schedules, now)
    return Match(
        service,
        away if away is None else round(away, 1),
        reasons_for(service, away),
        session_in_words(session, now.date()) if session else None,
        notes_for(service, now.date()),
    )
