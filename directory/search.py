"""Finding the services that suit a person's wish, and saying in words why they do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Prefilter
from directory.catalogue import Catalogue
from directory.model import ANYHOW, AgeRange, Filter, Gender, Need, Place, Service, Status, Wanted, When
from directory.ranking import FARTHEST_KM, Asked, distance_to
from directory.reasons import ask_first, notes_for, reasons_for
from directory.relaxing import ENOUGH
from directory.schedule import LONDON, next_session
from directory.schedule_words import session_in_words
from directory.seeking import Found, Seeker, box_around
from directory.sentences import Outcome, of_silence, sentences, without_place
from directory.spots import meant, named, seen_from
from directory.words import words_of
from screening.people import LifeStage, Role

MOST_IDS = 100
"""Of more services than this, nobody looks at the last: only so many are put in order and told by their ids."""
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person told us. Empty or None means not told; `radius_km` is where the search starts.

    `languages` are codes (ISO 639), of which one is enough.
    """

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
    languages: frozenset[str] = frozenset()

    @property
    def wanted(self) -> Wanted:
        """How a service should be given."""
        return Wanted(self.filters, self.languages)


@dataclass(frozen=True, slots=True)
class Match:
    """A service with the reasons for it, in words. `distance_km` is None where distance has no meaning.

    It is as it is at the place numbered `spot`, which comes first among its places.
    """

    service: Service
    distance_km: float | None
    reasons: tuple[str, ...]
    next_session: str | None
    notes: tuple[str, ...]
    spot: int = 0

    @property
    def id(self) -> str:
        """What the service is called at this place: its own id at the first of its places."""
        return named(self.service.id, self.spot)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of matches out of `total`; `relaxed` says in plain sentences which wishes were set aside.

    `local_found` is True when a local service fitted every wish with nothing set aside, and said so. `ids` are those of
    what was found (`Match.id`), in its order and up to a hundred: the next pages, for whoever does not keep the words
    searched for. They say at which place a service fits, and each service is there once.
    """

    matches: tuple[Match, ...]
    total: int
    relaxed: tuple[str, ...]
    local_found: bool
    ids: tuple[str, ...] = ()


class Directory(Protocol):
    """Where services come from: `DirectoryRepository`, or a list in tests."""

    def catalogue(self) -> Catalogue:
        """Return what search looks at of every active service, as it is now."""
        ...

    def read(self, service_ids: Sequence[str], catalogue: Catalogue | None = None) -> dict[str, Service]:
        """Return those of these services that there are, whatever their status, by their ids.

        They are as they are now, or were when a `catalogue` was handed out just now.
        """
        ...


class Encodes(Protocol):
    """What turns texts into vectors: `language.encoder.Encoder`, or a small one in tests."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text."""
        ...


class Search:
    """Finds services. Holds nothing of a person beyond one call."""

    def __init__(
        self, directory: Directory, encoder: Encodes, clock: Callable[[], datetime], *, include_examples: bool
    ) -> None:
        self._directory = directory
        self._encoder = encoder
        self._clock = clock
        self._include_examples = include_examples

    def find(self, wish: Wish, skip: int = 0, limit: int = 3) -> Results:
        """Return one page of what suits the wish, the best first; a page that is not full gets what lies near it."""
        now = self._clock().astimezone(LONDON)
        text = (wish.text or "").strip()[:LONGEST_TEXT]
        catalogue = self._directory.catalogue()
        seeker = Seeker(catalogue, rules_of(wish, include_examples=self._include_examples), now)
        meaning = self._encoder.encode([text])[0] if text else None
        found = seeker.seek(_asked(wish, text), meaning, wish.radius_km, max(skip + limit, MOST_IDS))
        said = sentences(_outcome(wish, found)) if wish.place else without_place(len(found.others))
        ids = tuple(map(found.order.met_as, (*found.fitting, *found.others)))
        page = self.these(ids[skip : skip + limit], wish.place, wish.wanted, catalogue=catalogue)
        return Results(page, found.total, (*said, *_of_silence(found)), found.exactly > 0, ids)

    def service(self, service_id: str) -> Service | None:
        """Return one service by its id, or None; examples only where they are included."""
        return self._services((service_id,)).get(service_id)

    def these(
        self,
        service_ids: Sequence[str],
        place: Place | None,
        wanted: Wanted = ANYHOW,
        statuses: Collection[Status] = (Status.ACTIVE,),
        catalogue: Catalogue | None = None,
    ) -> tuple[Match, ...]:
        """Return the services of an earlier search as they are now, in the order given, without those gone or closed.

        Each is as it is at the place that its id names. `wanted` is what their reasons speak of first, and what their
        notes say is still to be asked. A page that says of a service that it is closed may ask for other `statuses`.
        A `catalogue` is one that was asked for just now.
        """
        now = self._clock().astimezone(LONDON)
        asked = [meant(each) for each in service_ids]
        services = self._services(tuple(dict.fromkeys(service_id for service_id, _ in asked)), catalogue)
        there = ((services[service_id], spot) for service_id, spot in asked if service_id in services)
        return tuple(_match(service, place, wanted, now, spot) for service, spot in there if service.status in statuses)

    def _services(self, service_ids: Sequence[str], catalogue: Catalogue | None = None) -> dict[str, Service]:
        read = self._directory.read(service_ids, catalogue) if service_ids else {}
        return {key: service for key, service in read.items() if self._include_examples or not service.example}


def rules_of(wish: Wish, *, include_examples: bool) -> Prefilter:
    """Return the rules that are never relaxed for whoever has such a wish."""
    place = wish.place
    return Prefilter(
        age=wish.age,
        gender=wish.gender,
        councils=(place.council, place.authority) if place else (),
        box=box_around(place, max(wish.radius_km, FARTHEST_KM)) if place else None,
        examples=include_examples,
    )


def _asked(wish: Wish, text: str) -> Asked:
    return Asked(
        place=wish.place,
        age=wish.age,
        life_stages=wish.life_stages,
        role=wish.role,
        needs=wish.needs,
        wanted=wish.wanted,
        times=wish.times,
        gender_known=wish.gender is not None or not wish.filters.isdisjoint({Filter.WOMEN, Filter.MEN}),
        said=words_of(text),
    )


def _outcome(wish: Wish, found: Found) -> Outcome:
    times = ({Filter.WEEKEND, Filter.EVENING} & wish.filters) | wish.times
    fits, used = found.order.fits, found.used
    return Outcome(
        needs=wish.needs,
        anything=fits.asked.nothing,
        exactly=found.exactly,
        local=found.local,
        national=found.total - len(found.others) - found.local,
        others=len(found.others),
        others_local=int(fits.local[found.others].sum()),
        wanted_km=wish.radius_km,
        used_km=used.radius_km,
        dropped_times=frozenset() if used.times else frozenset(times),
        beyond=any(fits.local[each] and fits.away[each] > used.radius_km for each in found.fitting[:ENOUGH]),
    )


def _of_silence(found: Found) -> tuple[str, ...]:
    """Of the first page; each card of the others says for itself what is to be asked."""
    first = [*found.fitting, *found.others][:ENOUGH]
    return of_silence(len(first), sum(not found.order.fits.sure[each] for each in first))


def shown_alone(service: Service, moment: datetime) -> Match:
    """Return a service as it is shown where nobody has told a place or a wish; it need not be in the directory."""
    return _match(service, None, ANYHOW, moment.astimezone(LONDON))


def _match(whole: Service, place: Place | None, wanted: Wanted, now: datetime, spot: int = 0) -> Match:
    service = seen_from(whole, spot)
    away = distance_to(service, place)
    session = next_session(service.schedules, now)
    return Match(
        service,
        away if away is None else round(away, 1),
        reasons_for(service, away, wanted),
        session_in_words(session, now.date()) if session else None,
        (*notes_for(service, now.date()), *ask_first(service, wanted)),
        spot if service is not whole else 0,
    )
