"""The second factor of users: codes of an authenticator app (RFC 6238), and recovery codes for who lost the phone."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import Engine, delete, func, insert, not_, select, update
from sqlalchemy.exc import IntegrityError

from council.accounts import Refused, User
from council.guard import Guard
from council.sealing import Seal
from council.tables import recovery_codes, second_factors

ISSUER = "Kith for councils"
RECOVERY_CODES = 10
_SECRET = 20  # bytes, as RFC 4226 recommends
_STEP = 30  # seconds
_DRIFT = 1  # steps that a phone's clock may be off, either way
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that looks like another
_GROUPS = 3
_GROUP = 5  # 30 letters to the power of 15: 73 bits


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app is given: the secret, and the same in the address that the picture shows."""

    secret: str
    address: str


def new_recovery_code() -> str:
    """Return a code such as 7KQ2M-XW4TB-93HJD."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


class SecondFactors:
    """Sets second factors up and checks their codes. Each code is accepted once.

    Wrong codes are counted as wrong passwords are, on a slate of their own.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        key: bytes,
        guard: Guard,
        new_code: Callable[[], str] = new_recovery_code,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._seal = Seal(key, "second factor")
        self._guard = guard
        self._new_code = new_code

    def is_on(self, user: User) -> bool:
        """Return whether this user has a second factor."""
        return user.id in self.all_on()

    def all_on(self) -> frozenset[int]:
        """Return the numbers of all users who have a second factor."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(second_factors.c.user_id).where(second_factors.c.confirmed)))

    def offer(self, user: User, session: str) -> Enrolment:
        """Return the secret for the app: the same for as long as a session lasts, and another in any other session.

        So nobody who saw it before, in a session of their own, knows the codes of who sets it up. Nothing is kept yet.
        """
        drawn = bytes.fromhex(self._guard.digest("second factor offered", f"{user.id}:{session}"))
        secret = base64.b32encode(drawn[:_SECRET]).decode()
        return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=user.name, issuer_name=ISSUER))

    def confirm(self, user: User, code: str, address: str, session: str) -> tuple[str, ...] | Refused:
        """Switch the second factor on when the app shows the right code; return the recovery codes.

        Only for a user whose second factor is not on; of two at once, one switches it on.
        """
        attempt = self._guard.start(_slate(user), address)
        if isinstance(attempt, timedelta):
            return Refused(attempt)
        secret = self.offer(user, session).secret
        step = _step_of(pyotp.TOTP(secret), code, self._clock())
        if step is None or not self._keep(user, secret, step):
            return Refused()
        attempt.forgive()
        return self.renew_recovery_codes(user)

    def check(self, user: User, code: str, address: str) -> Refused | None:
        """Return None when this code of the app or recovery code is right and was never used before."""
        attempt = self._guard.start(_slate(user), address)
        if isinstance(attempt, timedelta):
            return Refused(attempt)
        if not (self._use_step(user, code) or self._use_recovery_code(user, code)):
            return Refused()
        attempt.forgive()
        return None

    def renew_recovery_codes(self, user: User) -> tuple[str, ...]:
        """Return ten new recovery codes, which are shown once; older ones no longer work."""
        codes = tuple(self._new_code() for _ in range(RECOVERY_CODES))
        rows = [{"code_digest": self._digest(user, code), "user_id": user.id} for code in codes]
        with self._engine.begin() as connection:
            connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user.id))
            connection.execute(insert(recovery_codes), rows)
        return codes

    def recovery_codes_left(self, user: User) -> int:
        """Return how many recovery codes were not used yet."""
        query = select(func.count()).where(recovery_codes.c.user_id == user.id)
        with self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def remove(self, user: User) -> None:
        """Switch the second factor off."""
        with self._engine.begin() as connection:
            connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user.id))
            connection.execute(delete(second_factors).where(second_factors.c.user_id == user.id))

    def _keep(self, user: User, secret: str, step: int) -> bool:
        row = {"user_id": user.id, "sealed_secret": self._seal.close(secret, str(user.id)), "last_step": step}
        unfinished = delete(second_factors).where(second_factors.c.user_id == user.id, not_(second_factors.c.confirmed))
        try:
            with self._engine.begin() as connection:
                connection.execute(unfinished)
                connection.execute(insert(second_factors).values(row | {"confirmed": True}))
        except IntegrityError:
            return False
        return True

    def _secret(self, user: User) -> str | None:
        query = select(second_factors.c.sealed_secret)
        query = query.where(second_factors.c.user_id == user.id, second_factors.c.confirmed)
        with self._engine.connect() as connection:
            sealed = connection.scalar(query)
        return None if sealed is None else self._seal.open(sealed, str(user.id))

    def _use_step(self, user: User, code: str) -> bool:
        """Whether `code` is right now; then it and all older ones are used up. Two at once cannot both use it."""
        secret = self._secret(user)
        step = None if secret is None else _step_of(pyotp.TOTP(secret), code, self._clock())
        if step is None:
            return False
        query = update(second_factors).values(last_step=step)
        query = query.where(second_factors.c.user_id == user.id, second_factors.c.last_step < step)
        with self._engine.begin() as connection:
            return connection.execute(query).rowcount == 1

    def _use_recovery_code(self, user: User, code: str) -> bool:
        query = delete(recovery_codes).where(recovery_codes.c.user_id == user.id)
        with self._engine.begin() as connection:
            used = connection.execute(query.where(recovery_codes.c.code_digest == self._digest(user, code)))
        return used.rowcount == 1

    def _digest(self, user: User, code: str) -> str:
        return self._guard.digest("recovery code", f"{user.id}:{re.sub(r'[^0-9A-Z]', '', code.upper())}")


def _step_of(app: pyotp.TOTP, code: str, now: datetime) -> int | None:
    """Return the step whose code this is, or None."""
    code = re.sub(r"\s", "", code)
    present = int(now.timestamp()) // _STEP
    steps = range(present - _DRIFT, present + _DRIFT + 1)
    return next(
        (
            step
            for step in steps
            if secrets.compare_digest(app.at(step * _STEP).encode(), code.encode("utf-8", "replace"))
        ),
        None,
    )


def _slate(user: User) -> str:
    return f"code of {user.name}"
