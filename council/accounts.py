"""Council users: who they are, which council they belong to, and whether a password is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from council.guard import Guard
from council.passwords import Passwords, WeakPasswordError, check_strength, normal_form
from council.tables import users

_NAME = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_COUNCIL = re.compile(r"E(?:06|08|09|10)\d{6}")
LONGEST_NAME = 254


class AccountError(ValueError):
    """An account cannot be made or changed as asked; the message says why."""


class Role(StrEnum):
    """What a council user may do: see figures, also see who looked at them, or see every council."""

    VIEWER = "viewer"
    MANAGER = "manager"
    OPERATOR = "operator"


@dataclass(frozen=True)
class User:
    """Someone who may sign in. `council` is the GSS code of an adult-social-care authority."""

    id: int
    name: str
    council: str
    role: Role


@dataclass(frozen=True)
class Refused:
    """A sign-in that failed. `wait` is set when too many tries were made, whoever they were for."""

    wait: timedelta | None = None


def normal_name(name: str) -> str:
    """Return the one spelling under which a user name is kept."""
    return name.strip().casefold()


class Accounts:
    """The council users in the database.

    `key` keeps the digests of names and addresses unreadable; it must stay the same across processes.
    """

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], key: bytes, passwords: Passwords | None = None
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._passwords = passwords or Passwords()
        self.guard = Guard(engine, clock, key)

    def add_user(self, name: str, password: str, council: str, role: Role | str) -> User:
        """Make a user. Raises AccountError (name, council, role, name taken) or WeakPasswordError."""
        name = _checked_name(name)
        if not _COUNCIL.fullmatch(council):
            raise AccountError(f"{council!r} is not the code of an English adult-social-care authority")
        if role not in list(Role):
            raise AccountError(f"{role!r} is not a role: use viewer, manager or operator")
        check_strength(password, name)
        now = self._clock()
        row = {
            "name": name,
            "password_hash": self._passwords.hash(password),
            "council": council,
            "role": str(role),
            "created_at": now,
            "password_changed_at": now,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(users).values(row))
        except IntegrityError as error:
            raise AccountError(f"there is already a user {name}") from error
        return self._existing(name)

    def users(self) -> list[User]:
        """Return all users by name."""
        with self._engine.connect() as connection:
            return [_user(row) for row in connection.execute(select(users).order_by(users.c.name))]

    def find(self, name: str) -> User | None:
        """Return the user of this name, or None."""
        row = self._row(normal_name(name))
        return None if row is None else _user(row)

    def remove_user(self, name: str) -> None:
        """Delete a user; their sessions end with them. Raises AccountError when there is none."""
        user = self._existing(normal_name(name))
        with self._engine.begin() as connection:
            connection.execute(delete(users).where(users.c.id == user.id))

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password, as an operator does. Raises AccountError or WeakPasswordError."""
        user = self._existing(normal_name(name))
        check_strength(password, user.name)
        self._store_password(user.id, password)

    def change_password(self, user: User, current: str, new: str, address: str) -> Refused | None:
        """Change a user's own password; None means done. Wrong guesses at `current` count as failed sign-ins.

        Raises WeakPasswordError when `new` is weak or the same as `current`.
        """
        check_strength(new, user.name)
        verdict = self.verify(user.name, current, address)
        if isinstance(verdict, Refused):
            return verdict
        if normal_form(current) == normal_form(new):
            raise WeakPasswordError("Choose a password that is different from the one you have now.")
        self._store_password(user.id, new)
        return None

    def verify(self, name: str, password: str, address: str) -> User | Refused:
        """Return the user whose name and password these are.

        A refusal looks and costs the same whether or not the name exists. `address` is the network address of the
        person who tries; it is kept only as a keyed digest.
        """
        name = normal_name(name)[:LONGEST_NAME]
        attempt = self.guard.start(name, address)
        if isinstance(attempt, timedelta):
            return Refused(attempt)
        row = self._row(name)
        if not self._passwords.matches(None if row is None else row.password_hash, password) or row is None:
            return Refused()
        attempt.forgive()
        if self._passwords.is_outdated(row.password_hash):
            self._store_hash(row.id, self._passwords.hash(password))
        return _user(row)

    def _existing(self, name: str) -> User:
        user = self.find(name)
        if user is None:
            raise AccountError(f"there is no user {name}")
        return user

    def _row(self, name: str) -> Row[tuple[object, ...]] | None:
        if not _NAME.fullmatch(name):
            return None  # nobody can have it, and a database may not even bear it (a NUL)
        with self._engine.connect() as connection:
            return connection.execute(select(users).where(users.c.name == name)).first()

    def _store_password(self, user_id: int, password: str) -> None:
        self._store_hash(user_id, self._passwords.hash(password), password_changed_at=self._clock())

    def _store_hash(self, user_id: int, password_hash: str, **also: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(users).where(users.c.id == user_id).values(password_hash=password_hash, **also))


def _checked_name(name: str) -> str:
    name = normal_name(name)
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise AccountError("a user name looks like an email address, for example sam@council.example")
    return name


def _user(row: Row[tuple[object, ...]]) -> User:
    return User(row.id, row.name, row.council, Role(row.role))
