"""What the actions work with. The composition root makes it; tests make their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from actions.wishes import Wishes
from directory.model import ANYHOW, Place, Wanted
from directory.places import PlaceAnswer
from directory.reports import Wrong
from directory.search import Match, Results, Wish
from indicators.definitions import Screening
from indicators.need_counts import Counted


class Places(Protocol):
    """Where people are: `directory.places.Places`."""

    def look_up(self, text: str) -> PlaceAnswer: ...
    def by_code(self, code: str) -> Place | None: ...
    def council_name(self, code: str) -> str: ...


class Mentions(Protocol):
    """Where a sentence may name a place: `language.place_mentions.PlaceMentions`."""

    def find(self, text: str) -> tuple[str, ...]: ...


class Search(Protocol):
    """What is near them: `directory.search.Search`."""

    def find(self, wish: Wish, skip: int = 0, limit: int = 3) -> Results: ...
    def these(self, service_ids: Sequence[str], place: Place | None, wanted: Wanted = ANYHOW) -> tuple[Match, ...]: ...


class Counts(Protocol):
    """The anonymous counts: `indicators.store.ScreeningStore`."""

    def record(self, key: str, screening: Screening) -> None: ...
    def forget(self, key: str) -> None: ...


class Needs(Protocol):
    """What was looked for: `indicators.need_counts.NeedCounts`."""

    def count(
        self, needs: Collection[str], council: str, life_stage: str | None, found: bool, before: Counted
    ) -> dict[str, Sequence[Any]]: ...
    def take_back(self, counted: Counted) -> None: ...


class Conversations(Protocol):
    """The front's own record of a conversation: `bot.sessions.SessionStore`."""

    def forget(self, session: str) -> None: ...
    def note_age(self, session: str, age: int | None) -> None: ...
    def note_council(self, session: str, council: str | None) -> None: ...
    def note_kept(self, session: str, services: Sequence[str]) -> None: ...
    def note_language(self, session: str, language: str | None) -> None: ...
    def first_report(self, session: str, service: str) -> bool: ...


class Reports(Protocol):
    """What people say is wrong with services: `directory.reports.Reports`."""

    def add(self, service_id: str, kind: Wrong) -> None: ...


@dataclass(frozen=True)
class Services:
    """Everything that an action may use.

    `new_key` gives a random token that names one screening; `site` is the public address of the service, without a
    slash at its end, or "" where it has none.
    """

    places: Places
    mentions: Mentions
    search: Search
    counts: Counts
    needs: Needs
    conversations: Conversations
    clock: Callable[[], datetime]
    new_key: Callable[[], str]
    reports: Reports
    operator: str
    site: str = ""
    wishes: Wishes = field(default_factory=Wishes)
