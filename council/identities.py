"""Who signs in through which identity provider: a user is bound to the subject there, never to an e-mail address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from council.accounts import User, user_of
from council.tables import identities, used_sign_ins, users

REMEMBERED = timedelta(hours=1)  # far longer than a sign-in may take


@dataclass(frozen=True)
class Identity:
    """Someone as an identity provider knows them: the provider's issuer, and what never changes there about them."""

    issuer: str
    subject: str


class Identities:
    """Binds users to identities, and sees to it that no sign-in is used twice."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def find(self, identity: Identity) -> User | None:
        """Return the active user who is bound to this identity, or None."""
        query = select(users).join_from(identities, users)
        query = query.where(identities.c.issuer == identity.issuer, identities.c.subject == identity.subject)
        with self._engine.connect() as connection:
            row = connection.execute(query.where(users.c.active)).first()
        return None if row is None else user_of(row)

    def bind(self, user: User, identity: Identity) -> bool:
        """Bind a user to an identity instead of any other; False when it belongs to another user."""
        row = {"user_id": user.id, "issuer": identity.issuer, "subject": identity.subject, "bound_at": self._clock()}
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(identities).where(identities.c.user_id == user.id))
                connection.execute(insert(identities).values(row))
        except IntegrityError:
            return False
        return True

    def unbind(self, user: User) -> None:
        """Take a user's identity away."""
        with self._engine.begin() as connection:
            connection.execute(delete(identities).where(identities.c.user_id == user.id))

    def bound(self) -> frozenset[int]:
        """Return the numbers of all users who are bound to an identity."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(identities.c.user_id)))

    def use_once(self, state: str) -> bool:
        """Note that the sign-in with this state went through; False when it did before."""
        row = {"state_digest": hashlib.sha256(state.encode()).hexdigest(), "at": self._clock()}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(used_sign_ins).values(row))
        except IntegrityError:
            return False
        return True

    def tidy(self) -> int:
        """Forget sign-ins that could not be repeated any more; return how many."""
        with self._engine.begin() as connection:
            old = used_sign_ins.c.at < self._clock() - REMEMBERED
            return connection.execute(delete(used_sign_ins).where(old)).rowcount
