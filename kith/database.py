"""Database engines: SQLite by default, PostgreSQL by URL, both made ready in one place."""

from __future__ import annotations

import select
import sqlite3
from pathlib import Path

from psycopg import Connection
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

CONNECT_SECONDS = 5
"""How long PostgreSQL may take to let us in. A thread that waits for a host that is silent is missing elsewhere."""
_HEARD_OF = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds after which the system notices that nobody is at the other end, though no word of it came."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
)
"""What is deleted is overwritten in the file, whatever the SQLite at hand does by itself: answers go after a day."""


def make_engine(url: str) -> Engine:
    """Return an engine for `url` (`sqlite:///path` or `postgresql+psycopg://...`), thread-safe.

    SQLite gets write-ahead logging, enforced foreign keys, triggers that see what is replaced, five seconds of patience
    with other writers, and overwrites what is deleted; the folder of its file is created.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, connect_args={"connect_timeout": CONNECT_SECONDS, **_HEARD_OF})
        event.listen(engine, "checkout", _refuse_what_is_hung_up)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _refuse_what_is_hung_up(
    connection: Connection, _record: ConnectionPoolEntry, _taken: PoolProxiedConnection
) -> None:
    """Let the pool connect anew where the server left; unasked, it says nothing but that.

    To ask it whether it is there would be a trip to the database before each that is wanted.
    """
    if connection.closed or _readable(connection.fileno()):
        raise DisconnectionError


def _readable(socket: int) -> bool:
    asked = select.poll()
    asked.register(socket, select.POLLIN)
    return bool(asked.poll(0))
