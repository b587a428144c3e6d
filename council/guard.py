"""Slows down guessing: locks a user name after five wrong tries, and delays a network address more and more.

Both rules look only at what was tried, never at whether such a user exists, so neither tells who has an account. A
success does not wipe the slate either: else the slate would tell a watcher that the name is real.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select

from council.tables import failures

NAME_TRIES = 5
LOCK = timedelta(minutes=15)
ADDRESS_TRIES = 10  # a whole council may sit behind one address
ADDRESS_MEMORY = timedelta(hours=1)
LONGEST_DELAY = timedelta(minutes=5)

_NO_WAIT = timedelta(0)


def lock_left(tries: Sequence[datetime], now: datetime) -> timedelta:
    """Return how long a name stays locked; `tries` are its wrong tries, newest first."""
    if len(tries) < NAME_TRIES or tries[0] - tries[NAME_TRIES - 1] > LOCK:
        return _NO_WAIT
    return max(_NO_WAIT, tries[0] + LOCK - now)


def delay_left(tries: Sequence[datetime], now: datetime) -> timedelta:
    """Return how long an address must wait: a second after ten wrong tries in an hour, then ever twice as long."""
    recent = [at for at in tries if now - at < ADDRESS_MEMORY]
    if len(recent) < ADDRESS_TRIES:
        return _NO_WAIT
    doublings = min(len(recent) - ADDRESS_TRIES, 16)
    return max(_NO_WAIT, recent[0] + min(timedelta(seconds=2**doublings), LONGEST_DELAY) - now)


def network_of(address: str) -> str:
    """Return what one guesser can easily hold: an IPv4 address, or the /64 network around an IPv6 address.

    The address may have been told as its network already.
    """
    try:
        parsed = ipaddress.ip_interface(re.sub(r"%[^/]*", "", address)).ip
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class Guard:
    """Counts wrong tries. Names and addresses are kept only as digests keyed with `key`."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], key: bytes) -> None:
        self._engine = engine
        self._clock = clock
        self._key = key

    def digest(self, kind: str, value: str) -> str:
        """Return a digest that is useless without the service's key (64 hex digits)."""
        return hmac.new(self._key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

    def origin(self, address: str) -> str:
        """Return a short sign for an address: the same address gives the same sign, and no way back (12 hex digits)."""
        return self.digest("address", network_of(address))[:12]

    def start(self, name: str, address: str) -> Attempt | timedelta:
        """Count a try before its password is checked, or return how long to wait.

        The try is written first and the others are counted after, so tries sent at the same moment cannot slip
        through together.
        """
        now = self._clock()
        name_key, address_key = self.digest("name", name), self.digest("address", network_of(address))
        if wait := self._wait(name_key, address_key, now, ()):
            return wait
        with self._engine.begin() as connection:
            own = tuple(_write(connection, subject, now) for subject in (name_key, address_key))
        if wait := self._wait(name_key, address_key, now, own):
            self._erase(own)
            return wait
        return Attempt(own, self._erase)

    def tidy(self) -> int:
        """Delete tries that no rule looks at any more; return how many."""
        with self._engine.begin() as connection:
            return connection.execute(delete(failures).where(failures.c.at < self._clock() - ADDRESS_MEMORY)).rowcount

    def _wait(self, name_key: str, address_key: str, now: datetime, own: Sequence[int]) -> timedelta:
        with self._engine.connect() as connection:
            by_name = _newest(connection, name_key, NAME_TRIES, own)
            by_address = _newest(connection, address_key, ADDRESS_TRIES + 16, own)
        return max(lock_left(by_name, now), delay_left(by_address, now))

    def _erase(self, own: Sequence[int]) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(failures).where(failures.c.id.in_(own)))


class Attempt:
    """A try that stands as wrong until it is forgiven."""

    def __init__(self, rows: Sequence[int], erase: Callable[[Sequence[int]], None]) -> None:
        self._rows = rows
        self._erase = erase

    def forgive(self) -> None:
        """The password was right: this try does not count. Earlier ones still do."""
        self._erase(self._rows)


def _write(connection: Connection, subject: str, at: datetime) -> int:
    row = connection.execute(insert(failures).values(subject=subject, at=at)).inserted_primary_key
    return int(row[0]) if row else 0


def _newest(connection: Connection, subject: str, limit: int, own: Sequence[int]) -> list[datetime]:
    query = (
        select(failures.c.at)
        .where(failures.c.subject == subject, failures.c.id.not_in(own))
        .order_by(failures.c.at.desc())
        .limit(limit)
    )
    return list(connection.scalars(query))
