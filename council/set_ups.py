"""One-time links by which a new user, or one who was reset, sets their account up. People pass them on themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from council.accounts import User, user_of
from council.sessions import new_token
from council.tables import set_ups, users

LASTS = timedelta(days=3)


class SetUps:
    """Makes set-up links, finds whose they are and uses them up. A user has one at most: a new one ends the old."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], make_token: Callable[[], str] = new_token
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._make_token = make_token

    def make(self, user: User) -> str:
        """Return the token of a new link for this user; the database keeps its SHA-256 alone."""
        token = self._make_token()
        row = {"user_id": user.id, "token_digest": _digest(token), "expires_at": self._clock() + LASTS}
        with self._engine.begin() as connection:
            connection.execute(delete(set_ups).where(set_ups.c.user_id == user.id))
            connection.execute(insert(set_ups).values(row))
        return token

    def whose(self, token: str) -> User | None:
        """Return who may set an account up with this token; looking does not use it up."""
        query = select(users).join_from(set_ups, users)
        query = query.where(set_ups.c.token_digest == _digest(token), set_ups.c.expires_at > self._clock())
        with self._engine.connect() as connection:
            row = connection.execute(query.where(users.c.active)).first()
        return None if row is None else user_of(row)

    def use(self, token: str) -> bool:
        """Use a link up; False when it was used already, ran out or never was."""
        query = delete(set_ups).where(set_ups.c.token_digest == _digest(token), set_ups.c.expires_at > self._clock())
        with self._engine.begin() as connection:
            return connection.execute(query).rowcount == 1

    def end(self, user: User) -> None:
        """End the link of this user, if there is one."""
        with self._engine.begin() as connection:
            connection.execute(delete(set_ups).where(set_ups.c.user_id == user.id))

    def tidy(self) -> int:
        """Delete links that ran out; return how many."""
        with self._engine.begin() as connection:
            return connection.execute(delete(set_ups).where(set_ups.c.expires_at <= self._clock())).rowcount


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
