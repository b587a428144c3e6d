"""Signed-in sessions, kept on the server. The browser holds a random token; the database only its SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, not_, or_, select, update

from council.accounts import User, user_of
from council.tables import sessions, users

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
HALF_WAY = timedelta(minutes=10)  # to find the phone and type the code
_SEEN_STEP = timedelta(minutes=1)  # spares the database a write at every click


@dataclass(frozen=True)
class Session:
    """A living session: whose it is, and the secret that the browser holds.

    It is not `complete` while a second factor is still to come; then it opens nothing but the way to that.
    """

    token: str
    user: User
    complete: bool = True


def new_token() -> str:
    """Return 32 random bytes, safe in a cookie."""
    return secrets.token_urlsafe(32)


def form_token(secret: str) -> str:
    """Return a token that a form must carry to be believed: derived from the cookie, useless as a cookie.

    It looks different each time, so that the size of a compressed page tells nothing of it.
    """
    mask = secrets.token_bytes(32)
    return (mask + _mixed(mask, _form_digest(secret))).hex()


def is_form_token(secret: str, sent: str) -> bool:
    """Return whether `form_token` made this token of this secret."""
    try:
        raw = bytes.fromhex(sent)
    except ValueError:
        return False
    return len(raw) == 64 and hmac.compare_digest(_mixed(raw[:32], raw[32:]), _form_digest(secret))


def _form_digest(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"kith council form", hashlib.sha256).digest()


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


class Sessions:
    """Begins, finds and ends sessions.

    They end after 30 idle minutes, after 8 hours in any case, and after 10 minutes while they are not complete.
    """

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], make_token: Callable[[], str] = new_token
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._make_token = make_token

    def begin(self, user: User, complete: bool = True) -> Session:
        """Start a session with a token that nobody has seen before."""
        token, now = self._make_token(), self._clock()
        row = {"token_digest": _digest(token), "user_id": user.id, "started_at": now, "seen_at": now}
        with self._engine.begin() as connection:
            connection.execute(insert(sessions).values(row | {"complete": complete}))
        return Session(token, user, complete)

    def find(self, token: str) -> Session | None:
        """Return the living session of this token and note that it was used; None when there is none."""
        now = self._clock()
        query = select(users, sessions.c.seen_at, sessions.c.complete).join_from(sessions, users)
        query = query.where(sessions.c.token_digest == _digest(token), users.c.active, not_(_over(now)))
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        if now - row.seen_at >= _SEEN_STEP:
            self._touch(token, now)
        return Session(token, user_of(row), row.complete)

    def end(self, token: str) -> None:
        """Delete the session of this token, if there is one."""
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_digest == _digest(token)))

    def end_all(self, user: User) -> None:
        """Delete every session of a user: on every device, the next click asks to sign in."""
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.user_id == user.id))

    def tidy(self) -> int:
        """Delete sessions that have run out; return how many."""
        with self._engine.begin() as connection:
            return connection.execute(delete(sessions).where(_over(self._clock()))).rowcount

    def _touch(self, token: str, now: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(sessions).where(sessions.c.token_digest == _digest(token)).values(seen_at=now))


def _over(now: datetime) -> ColumnElement[bool]:
    return or_(
        sessions.c.seen_at <= now - IDLE,
        sessions.c.started_at <= now - ABSOLUTE,
        and_(not_(sessions.c.complete), sessions.c.started_at <= now - HALF_WAY),
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
