"""The directory as the pages of services need it: what they say in words, in calendars and to search engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.cards import card_of, page_of
from bot.messages import Card
from bot.service_details import Details
from directory.calendar_file import calendar_of
from directory.coming import coming, sessions_of
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
        service, now = match.service, self.clock().astimezone(LONDON)
        times = [words for schedule in service.schedules if (words := rule_in_words(schedule))]
        sessions = coming(sessions_of(service), now) if _is_open(service) else []
        return Details(
            card=_card(match, language),
            good_to_know=tuple(said_in(language, r) for r in match.reasons if r not in (*times, *_SAID_ELSEWHERE)),
            times=tuple(said_in(language, words) for words in dict.fromkeys(times)),
            sessions=tuple(said_in(language, session_in_words(session, None)) for session in sessions),
            in_calendar=bool(sessions),
            example=service.example,
            linked_data=linked_data(service, f"{self.site}{page_of(service.id, None)}", self.area_name),
        )


def _card(match: Match, language: str) -> Card:
    card = card_of(match, full=True, language=language)
    shut = () if _is_open(match.service) else (said_in(language, SHUT_FOR_NOW),)
    return card.model_copy(update={"notes": (*shut, *card.notes)})


def _is_open(service: Service) -> bool:
    return service.status is Status.ACTIVE
