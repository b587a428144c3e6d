"""Database engines: SQLite by default, PostgreSQL by URL, both made ready in one place."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_SECONDS = 5
"""How long PostgreSQL may take to let us in. A thread that waits for a host that is silent is missing elsewhere."""


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
        return create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS})
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
