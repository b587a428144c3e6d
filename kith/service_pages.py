"""The directory as the pages of services need it: what they say in words, in calendars and to search engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Final

from actions.cards import card_of, page_of
from bot.messages import Card
from bot.service_details import Details, Meeting
from directory.calendar_file import calendar_of
from directory.coming import coming, sessions_of
from directory.importing.sameness import metres_between
from directory.linked_data import linked_data
from directory.model import Filter, Service, Status
from directory.reasons import COVERS_THE_PLACE, GIVEN, SHUT_FOR_NOW
from directory.reports import Reports, Wrong
from directory.schedule import LONDON
from directory.schedule_words import rule_in_words, session_in_words
from directory.search import Match, Search
from language.catalogues import said_in

_SHOWN = frozenset({Status.ACTIVE, Status.TEMPORARILY_CLOSED})
_SAID_ELSEWHERE = (COVERS_THE_PLACE, GIVEN[Filter.FREE])
"""No place was asked about here, and the cost has a line of its own."""
NEXT: Final = 4
NEXT_ELSEWHERE: Final = 1
"""Sessions that are named: on a page of fifty places nobody looks for the fourth at the last."""


@dataclass(frozen=True)
class ServicePages:
    """`site` is the public address of the service, without a slash at its end, or "" where it has none.

    `area_name` gives the plain name of an area by its GSS code, or None.
    """

    search: Search
    reports: Reports
    clock: Callable[[], datetime]
    site: str
    area_name: Callable[[str], str | None]

    def details(self, service_ids: Sequence[str], language: str) -> list[Details]:
        """Return these services in the order given, without those that are gone or have shut for good."""
        return [self._details(match, language) for match in self._matches(service_ids)]

    def calendar(self, service_ids: Sequence[str]) -> bytes | None:
        """Return a calendar file of their sessions; None where they have none."""
        services = [match.service for match in self._matches(service_ids)]
        return calendar_of([service for service in services if _is_open(service)], self.clock())

    def report(self, service_id: str, kind: str) -> None:
        """Count that something, one of `KINDS`, is wrong with a service."""
        self.reports.add(service_id, Wrong(kind))

    def _matches(self, service_ids: Sequence[str]) -> list[Match]:
        return list(self.search.these(service_ids, None, statuses=_SHOWN))

    def _details(self, match: Match, language: str) -> Details:
        service = match.service
        times, sessions = self._times(service, language)
        plain = [words for schedule in service.schedules if (words := rule_in_words(schedule))]
        return Details(
            service_id=service.id,
            card=_card(match, language),
            good_to_know=tuple(said_in(language, r) for r in match.reasons if r not in (*plain, *_SAID_ELSEWHERE)),
            times=times,
            sessions=sessions,
            in_calendar=bool(sessions),
            example=service.example,
            linked_data=linked_data(service, f"{self.site}{page_of(service.id, None)}", self.area_name),
            elsewhere=tuple(
                Meeting(there.location.address, *self._times(there, language, NEXT_ELSEWHERE))
                for there in _at_other_places(match)
                if there.location
            ),
        )

    def _times(self, service: Service, language: str, most: int = NEXT) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """When it runs, and when next, where its first place is."""
        now = self.clock().astimezone(LONDON)
        times = dict.fromkeys(words for schedule in service.schedules if (words := rule_in_words(schedule)))
        sessions = coming(sessions_of(service), now, most) if _is_open(service) else []
        return (
            tuple(said_in(language, words) for words in times),
            tuple(said_in(language, session_in_words(session, None)) for session in sessions),
        )


def _at_other_places(match: Match) -> list[Service]:
    """The service at each of its other places: those nearest first where somebody came from one of them."""
    service = match.service
    others = [service.at(number) for number in range(1, len(service.places))]
    return sorted(others, key=lambda there: _metres(service, there)) if match.spot else others


def _metres(one: Service, other: Service) -> float:
    """Places that are not on the map come last."""
    metres = metres_between(one.location, other.location) if one.location and other.location else None
    return inf if metres is None else metres


def _card(match: Match, language: str) -> Card:
    card = card_of(match, full=True, language=language)
    shut = () if _is_open(match.service) else (said_in(language, SHUT_FOR_NOW),)
    return card.model_copy(update={"notes": (*shut, *card.notes)})


def _is_open(service: Service) -> bool:
    return service.status is Status.ACTIVE
