"""Where conversations lie: one row for each event, in SQLite or PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import sqlalchemy as sa
from rasa.shared.core.events import Event, deserialise_events
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import StaticPool

_METADATA = sa.MetaData()
_EVENTS = sa.Table(
    "engine_events",
    _METADATA,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False),
    sa.Column("moment", sa.Float, nullable=False),  # seconds since 1970
    sa.Column("data", sa.Text, nullable=False),  # the event as JSON, without the person's words
    sa.Index("engine_events_of_sender", "sender_id", "id"),
)


def connect(url: str) -> Engine:
    """An engine for `url`. SQLite gets one connection, a write-ahead log and deletes that overwrite."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.connect() as connection:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "busy_timeout=5000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    return engine


class EventRows:
    """Each method is one transaction: a process killed at any moment leaves whole turns behind."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.is_shared = engine.dialect.name != "sqlite"  # whether other processes may write the same conversations
        _METADATA.create_all(engine)

    def load(self, sender_id: str) -> list[Event]:
        query = sa.select(_EVENTS.c.data).where(_EVENTS.c.sender_id == sender_id).order_by(_EVENTS.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).scalars().all()
        return list(deserialise_events([json.loads(row) for row in rows]))

    def last_id(self, sender_id: str) -> int | None:
        query = sa.select(sa.func.max(_EVENTS.c.id)).where(_EVENTS.c.sender_id == sender_id)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()  # type: ignore[no-any-return]

    def append(self, sender_id: str, events: Sequence[Event]) -> None:
        with self._engine.begin() as connection:
            _insert(connection, sender_id, events)

    def replace(self, sender_id: str, events: Sequence[Event]) -> None:
        """Delete what is there and write `events` instead."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_EVENTS).where(_EVENTS.c.sender_id == sender_id))
            _insert(connection, sender_id, events)

    def delete_silent_since(self, moment: float) -> None:
        """Delete conversations without an event after `moment` (seconds since 1970)."""
        newest = sa.func.max(_EVENTS.c.moment)
        silent = sa.select(_EVENTS.c.sender_id).group_by(_EVENTS.c.sender_id).having(newest < moment)
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_EVENTS).where(_EVENTS.c.sender_id.in_(silent)))
        self.scrub()

    def scrub(self) -> None:
        """Empty SQLite's write-ahead log, which still holds the pages from before a delete."""
        if not self.is_shared:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def senders(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_EVENTS.c.sender_id).distinct()).scalars())


def _insert(connection: Connection, sender_id: str, events: Iterable[Event]) -> None:
    rows = [
        {"sender_id": sender_id, "moment": event.timestamp, "data": json.dumps(event.as_dict())} for event in events
    ]
    if rows:
        connection.execute(sa.insert(_EVENTS), rows)
