"""Council users: who they are, which council they belong to, what they may do, and whether a password is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, Row, delete, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from council.guard import Guard
from council.passwords import Passwords, WeakPasswordError, check_strength, normal_form
from council.tables import users

_NAME = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_COUNCIL = re.compile(r"E(?:06|08|09|10)[0-9]{6}")
LONGEST_NAME = 254


class AccountError(ValueError):
    """An account cannot be made or changed as asked; the message says why."""


class Role(StrEnum):
    """What a council user may do; each may do all that stands before it.

    A viewer sees figures, an editor looks after the directory, a manager looks after users and settings, and an
    operator does all of it for every council.
    """

    VIEWER = "viewer"
    EDITOR = "editor"
    MANAGER = "manager"
    OPERATOR = "operator"


@dataclass(frozen=True)
class User:
    """Someone who may sign in. `council` is the GSS code of an adult-social-care authority.

    Without a password a user is not set up yet, or signs in through the council's identity provider.
    """

    id: int
    name: str
    council: str
    role: Role
    active: bool = True
    has_password: bool = True


@dataclass(frozen=True)
class Refused:
    """A sign-in that failed. `wait` is set when too many tries were made, whoever they were for."""

    wait: timedelta | None = None


def is_council(code: str) -> bool:
    """Return whether `code` looks like that of an English adult-social-care authority."""
    return bool(_COUNCIL.fullmatch(code))


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
        check_strength(password, normal_name(name))
        return self._insert(name, council, role, password)

    def invite(self, name: str, council: str, role: Role | str) -> User:
        """Make a user who has no password yet. Raises AccountError."""
        return self._insert(name, council, role, None)

    def users(self, council: str | None = None) -> list[User]:
        """Return the users of one council, or (None) of all, by name."""
        chosen = true() if council is None else users.c.council == council
        with self._engine.connect() as connection:
            return [user_of(row) for row in connection.execute(select(users).where(chosen).order_by(users.c.name))]

    def find(self, name: str) -> User | None:
        """Return the user of this name, or None."""
        row = self._row(normal_name(name))
        return None if row is None else user_of(row)

    def by_id(self, user_id: int) -> User | None:
        """Return the user of this number, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(users.c.id == user_id)).first()
        return None if row is None else user_of(row)

    def set_role(self, user: User, role: Role) -> None:
        """Give a user another role."""
        self._change(user.id, role=str(role))

    def set_active(self, user: User, active: bool) -> None:
        """Let a user sign in, or keep them out."""
        self._change(user.id, active=active)

    def drop_password(self, user: User) -> None:
        """Leave a user without a password: none signs them in."""
        self._change(user.id, password_hash=None, password_changed_at=self._clock())

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
        stored = row.password_hash if row and row.active else None
        if not self._passwords.matches(stored, password) or row is None or stored is None:
            return Refused()
        attempt.forgive()
        if self._passwords.is_outdated(stored):
            self._change(row.id, password_hash=self._passwords.hash(password))
        return user_of(row)

    def _insert(self, name: str, council: str, role: Role | str, password: str | None) -> User:
        name, now = _checked_name(name), self._clock()
        if not is_council(council):
            raise AccountError(f"{council!r} is not the code of an English adult-social-care authority")
        if role not in list(Role):
            raise AccountError(f"{role!r} is not a role: use {', '.join(Role)}")
        row = {
            "name": name,
            "password_hash": None if password is None else self._passwords.hash(password),
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
        self._change(user_id, password_hash=self._passwords.hash(password), password_changed_at=self._clock())

    def _change(self, user_id: int, **values: str | bool | datetime | None) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(users).where(users.c.id == user_id).values(**values))


def _checked_name(name: str) -> str:
    name = normal_name(name)
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise AccountError("a user name looks like an email address, for example sam@council.example")
    return name


def user_of(row: Row[tuple[object, ...]]) -> User:
    """Return the user of a row of the table of users."""
    return User(row.id, row.name, row.council, Role(row.role), row.active, row.password_hash is not None)
