"""Conversations that are open: which exist, and which buttons each was offered. Gone after a day of silence."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update

from bot.safety_reply import AgeBand
from bot.tables import chat_sessions
from indicators.quarters import monday_of

LIFETIME: Final = timedelta(hours=24)
_TOKEN_BYTES: Final = 24
MOST_OFFERED: Final = 200
"""Distinct payloads remembered for one conversation; the oldest go first."""
MOST_REPORTED: Final = 50
"""Services that one conversation can say to be wrong."""
_NOTED_EVERY: Final = timedelta(minutes=5)


_ROW: Final = select(chat_sessions).where(chat_sessions.c.id == bindparam("session"))
_OFFERED: Final = select(chat_sessions.c.offered).where(chat_sessions.c.id == bindparam("session"))
_COUNTED: Final = select(chat_sessions.c.counted).where(chat_sessions.c.id == bindparam("session"))
_KEPT: Final = select(chat_sessions.c.kept, chat_sessions.c.used_at).where(chat_sessions.c.id == bindparam("session"))
_REPORTED: Final = select(chat_sessions.c.reported).where(chat_sessions.c.id == bindparam("session"))
_CHANGED: Final = update(chat_sessions).where(chat_sessions.c.id == bindparam("session"))


def new_token() -> str:
    """A random token for a browser to hold."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def session_of(token: str) -> str:
    """The internal id of the conversation whose browser holds `token`. The token itself is stored nowhere."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Conversation:
    """What is remembered of one: the payloads offered, the age group, the language where it is not English, the
    authority of its place (ONS code), and a pause that the dialogue was not told of.

    `fresh` says that its last use was noted so lately that it need not be noted again.
    """

    offered: frozenset[str] = frozenset()
    age_band: AgeBand | None = None
    language: str | None = None
    council: str | None = None
    pause_owed: bool = False
    fresh: bool = False


class SessionStore:
    """The conversations of the last day, in the database, so that any process can serve any of them."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def open(self, session: str) -> Conversation | None:
        """The conversation `session`; None when there is none or a day of silence ended it."""
        with self._engine.connect() as connection:
            row = connection.execute(_ROW, {"session": session}).one_or_none()
        if row is None or _utc(row.used_at) < self._clock() - LIFETIME:
            return None
        band = AgeBand(row.age_band) if row.age_band else None
        fresh = _utc(row.used_at) > self._clock() - _NOTED_EVERY
        offered = frozenset(json.loads(row.offered))
        return Conversation(offered, band, row.language, row.council, row.pause_owed, fresh)

    def begin(self, session: str) -> None:
        """Remember a new conversation, in the place of one of that id that has ended."""
        with self._engine.begin() as connection:
            connection.execute(delete(chat_sessions).where(chat_sessions.c.id == session))
            connection.execute(
                insert(chat_sessions).values(id=session, offered="[]", pause_owed=False, used_at=self._clock())
            )

    def offer(self, session: str, payloads: Iterable[str]) -> None:
        """Add the payloads just offered, and note the use. A conversation that has ended meanwhile stays ended."""
        with self._engine.begin() as connection:
            known = connection.execute(_OFFERED, {"session": session}).scalar()
            if known is not None:
                offered = [*dict.fromkeys([*json.loads(known), *payloads])][-MOST_OFFERED:]
                self._write(connection, session, offered=json.dumps(offered), used_at=self._clock())

    def note_age(self, session: str, age: int | None) -> None:
        """Remember the age group of the person, so that a safety reply names the right people first."""
        with self._engine.begin() as connection:
            self._write(connection, session, age_band=None if age is None else str(AgeBand.of(age)))

    def note_language(self, session: str, language: str | None) -> None:
        """Remember in which language the person is answered; None for English."""
        with self._engine.begin() as connection:
            self._write(connection, session, language=language)

    def note_council(self, session: str, council: str | None) -> None:
        """Remember the authority of the person's place, so that a safety reply can name its numbers."""
        with self._engine.begin() as connection:
            self._write(connection, session, council=council)

    def note_kept(self, session: str, services: Sequence[str]) -> None:
        """Remember which services (ids) the person keeps, in their order, so that the list can be printed."""
        with self._engine.begin() as connection:
            self._write(connection, session, kept=json.dumps(list(services)) if services else None)

    def kept(self, session: str) -> tuple[str, ...] | None:
        """The ids of the services that the person keeps; None when there is no such conversation any more."""
        with self._engine.connect() as connection:
            row = connection.execute(_KEPT, {"session": session}).one_or_none()
        if row is None or _utc(row.used_at) < self._clock() - LIFETIME:
            return None
        return tuple(json.loads(row.kept or "[]"))

    def first_report(self, session: str, service: str) -> bool:
        """Whether this conversation says for the first time that this service is wrong; from now on it has.

        False, too, for a conversation that does not exist: there would be no way to count it only once.
        """
        with self._engine.begin() as connection:
            row = connection.execute(_REPORTED, {"session": session}).one_or_none()
            before = json.loads(row.reported or "[]") if row else []
            if row is None or service in before or len(before) >= MOST_REPORTED:
                return False
            self._write(connection, session, reported=json.dumps([*before, service]))
            return True

    def first_this_week(self, session: str, categories: Iterable[str]) -> list[str]:
        """Those of the safety categories that were not counted for this conversation in this week; they are now.

        Nothing is counted of a conversation that does not exist: there would be no way to count it only once.
        """
        week = str(monday_of(self._clock().date()))
        with self._engine.begin() as connection:
            row = connection.execute(_COUNTED, {"session": session}).one_or_none()
            if row is None:
                return []
            before = json.loads(row.counted or "{}").get(week, [])
            new = [each for each in dict.fromkeys(categories) if each not in before]
            if new:
                self._write(connection, session, counted=json.dumps({week: [*before, *new]}))
            return new

    def owe_pause(self, session: str, owed: bool) -> None:
        """Remember that the dialogue is still to be told of a pause, or that it was."""
        with self._engine.begin() as connection:
            self._write(connection, session, pause_owed=owed)

    def _write(self, connection: Connection, session: str, **values: object) -> None:
        connection.execute(_CHANGED, {"session": session, **values})

    def forget(self, session: str) -> None:
        """Forget at once what was offered; the next message begins a new conversation under the same id."""
        self.begin(session)

    def forget_silent(self) -> int:
        """Forget every conversation that has been silent for a day; how many there were."""
        silent = chat_sessions.c.used_at < self._clock() - LIFETIME
        with self._engine.begin() as connection:
            return connection.execute(delete(chat_sessions).where(silent)).rowcount


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
