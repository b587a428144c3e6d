"""Finding the services that suit a person's wish, and saying in words why they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Entry, Prefilter
from directory.model import AgeRange, Filter, Gender, Need, Place, Service
from directory.ranking import FARTHEST_KM, Asked, Fit, likeness_of, rank
from directory.reasons import notes_for, reasons_for
from directory.relaxing import Rules, relax, sentences
from directory.schedule import LONDON, next_session, session_in_words
from screening.people import LifeStage, Role

LONGEST_TEXT = 300
NO_PLACE = "These work anywhere in England. Tell me your town or postcode and I can look near you."


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

    `local_found` is True when a local service fitted every wish with nothing set aside.
    """

    matches: tuple[Match, ...]
    total: int
    relaxed: tuple[str, ...]
    local_found: bool


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
        """Return one page of what suits the wish, the best first: local services, then national ones."""
        now = self._clock().astimezone(LONDON)
        entries = self._repository.candidates(self._prefilter(wish))
        fits = rank(entries, self._asked(wish, entries), now.date())
        wanted = Rules(wish.radius_km)
        used = relax(fits, wanted)
        shown = used.let(fits)
        said = sentences(fits, wanted, used, wish.filters) if wish.place else (NO_PLACE,)
        local_found = any(fit.local for fit in wanted.let(fits))
        return Results(tuple(_match(fit, now) for fit in shown[skip : skip + limit]), len(shown), said, local_found)

    def service(self, service_id: str) -> Service | None:
        """Return one service by its id, or None; examples only where they are included."""
        service = self._repository.get(service_id)
        return service if service and (self._include_examples or not service.example) else None

    def _prefilter(self, wish: Wish) -> Prefilter:
        place = wish.place
        return Prefilter(
            age=wish.age,
            gender=wish.gender,
            for_carers=wish.role is Role.CARER,
            councils=(place.council, place.authority) if place else (),
            box=_box(place, max(wish.radius_km, FARTHEST_KM)) if place else None,
            examples=self._include_examples,
        )

    def _asked(self, wish: Wish, entries: Sequence[Entry]) -> Asked:
        text = (wish.text or "").strip()[:LONGEST_TEXT]
        likeness = likeness_of(entries, self._encoder.encode([text])[0]) if text and entries else None
        return Asked(wish.place, wish.needs, wish.life_stages, wish.filters, wish.gender is not None, likeness)


def _box(place: Place, radius_km: float) -> tuple[int, int, int, int]:
    reach = round(radius_km * 1000)
    return place.easting - reach, place.northing - reach, place.easting + reach, place.northing + reach


def _match(fit: Fit, now: datetime) -> Match:
    session = next_session(fit.service.schedules, now)
    return Match(
        fit.service,
        fit.distance_km if fit.distance_km is None else round(fit.distance_km, 1),
        reasons_for(fit.service, fit.distance_km),
        session_in_words(session, now.date()) if session else None,
        notes_for(fit.service, now.date()),
    )
