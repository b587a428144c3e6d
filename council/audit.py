"""The audit log: who did what and when. It can be written and read; nothing here can change or delete an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, insert, select

from council.tables import audit

NOBODY = "(no such user)"  # what was typed as a name may be a password: it is never kept
COMMAND_LINE = "(command line)"
LONGEST_WHAT = 200


class Event(StrEnum):
    """What is worth remembering."""

    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    VIEWED = "viewed"
    DOWNLOADED = "downloaded"
    PASSWORD_CHANGED = "password changed"  # noqa: S105 - the name of an event
    PASSWORD_CHANGE_FAILED = "password change failed"  # noqa: S105 - the name of an event
    SET_UP = "account set up"
    SECOND_FACTOR_ON = "two-step sign-in on"
    SECOND_FACTOR_OFF = "two-step sign-in off"
    NOT_CONFIRMED = "change not confirmed"
    SECOND_FACTOR_FAILED = "wrong sign-in code"
    RECOVERY_CODES = "new recovery codes"
    USER_ADDED = "user added"
    USER_RESET = "user reset"
    USER_DEACTIVATED = "user deactivated"
    USER_ACTIVATED = "user activated"
    USER_REMOVED = "user removed"
    ROLE_CHANGED = "role changed"
    SETTING_CHANGED = "setting changed"
    NUMBER_CHANGED = "number changed"
    NUMBER_REMOVED = "number removed"
    SERVICE_ADDED = "service added"
    SERVICE_CHANGED = "service changed"
    CHANGE_UNDONE = "change undone"
    REPORTS_SETTLED = "reports settled"
    SOURCE_ASKED = "source to be read"
    IMPORT_CONFIRMED = "held import confirmed"
    IMPORT_REFUSED = "held import refused"
    TERM_CORRECTED = "term corrected"
    SERVICES_COMPARED = "services said to be two or one"


@dataclass(frozen=True)
class Entry:
    """One line of the log. `origin` is a keyed digest: equal for equal addresses, and no way back to one."""

    at: datetime
    event: Event
    who: str
    council: str
    what: str
    origin: str
    id: int = 0


class Audit:
    """The log in the database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def write(self, event: Event, who: str, council: str = "", what: str = "", origin: str = "") -> None:
        """Add one entry, now. `what` is cut to 200 characters, and a sign that cannot be printed stands as a space."""
        what = "".join(sign if sign.isprintable() else " " for sign in what[:LONGEST_WHAT])
        row = {"at": self._clock(), "event": event, "who": who, "council": council, "what": what, "origin": origin}
        with self._engine.begin() as connection:
            connection.execute(insert(audit).values(row))

    def latest(self, council: str | None, limit: int = 200, before: int | None = None) -> list[Entry]:
        """Return the newest entries first, of one council or (None) of all; with `before`, those older than that."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if council is not None:
            query = query.where(audit.c.council == council)
        if before is not None:
            query = query.where(audit.c.id < before)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Entry(row.at, Event(row.event), row.who, row.council, row.what, row.origin, row.id) for row in rows]
