"""A service as its own page, and a printed list, show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.messages import Card

KINDS: Final = ("number", "closed", "time", "other")
"""What can be wrong with a service (`directory.reports.Wrong`)."""


@dataclass(frozen=True)
class Meeting:
    """One of the other places where a service is met. `times` says when it runs there, `sessions` when next."""

    address: str
    times: tuple[str, ...]
    sessions: tuple[str, ...]


@dataclass(frozen=True)
class Details:
    """All that is said of one service, in the language of the reader; what its keeper wrote stays as written.

    The card is of the service at one of its places, and its id names both; `service_id` is of the service alone.
    `times` says when it runs there, `sessions` when next; `elsewhere` are its other places. `linked_data` is JSON-LD,
    safe inside a `script` element.
    """

    service_id: str
    card: Card
    good_to_know: tuple[str, ...]
    times: tuple[str, ...]
    sessions: tuple[str, ...]
    in_calendar: bool
    example: bool
    linked_data: str
    elsewhere: tuple[Meeting, ...] = ()


class Listing(Protocol):
    """The directory, as these pages need it: `kith.service_pages.ServicePages`."""

    def details(self, service_ids: Sequence[str], language: str) -> list[Details]:
        """Return these services in the order given, without those that are gone."""
        ...

    def calendar(self, service_ids: Sequence[str]) -> bytes | None:
        """Return a calendar file of their sessions; None where they have none."""
        ...

    def report(self, service_id: str, kind: str) -> None:
        """Count that something, one of `KINDS`, is wrong with a service."""
        ...


class Lists(Protocol):
    """What the front keeps of conversations: `bot.sessions.SessionStore`."""

    def kept(self, session: str) -> tuple[str, ...] | None: ...
    def first_report(self, session: str, service: str) -> bool: ...
    def begin(self, session: str) -> None: ...
