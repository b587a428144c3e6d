"""Which services were written or removed since when: every process asks before it searches, and reads what is new."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.candidates import Edition
from directory.many_rows import insert_rows

_ONLY = 1
_PRESENT = sa.select(tables.editions.c.directory, tables.editions.c.number)
AT_ONCE = 500


def one_by_one(engine: Engine) -> Engine:
    """Return an engine for statements that only read, each by itself.

    PostgreSQL is spared the trips that begin and end a transaction. SQLite makes none for such a statement.
    """
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="AUTOCOMMIT")


def edition(connection: Connection) -> Edition:
    """Return the directory's present edition; an empty one before the first."""
    row = connection.execute(_PRESENT).first()
    return Edition(row.directory, row.number) if row else Edition()


def note(connection: Connection, service_ids: Sequence[str]) -> None:
    """Begin a new edition in which these services changed.

    The one row stays locked until the transaction ends, so that editions are seen in the order of their numbers.
    """
    if not service_ids:
        return
    number = _next(connection)
    changes = tables.service_changes
    for start in range(0, len(service_ids), AT_ONCE):
        some = service_ids[start : start + AT_ONCE]
        connection.execute(sa.delete(changes).where(changes.c.service_id.in_(some)))
        insert_rows(connection, changes, ("service_id", "edition"), [(one, number) for one in some])


def changed_since(connection: Connection, before: Edition) -> list[str]:
    """Return the services that were written or removed after an edition."""
    changes = tables.service_changes
    return list(connection.execute(sa.select(changes.c.service_id).where(changes.c.edition > before.number)).scalars())


def _next(connection: Connection) -> int:
    editions = tables.editions
    if not connection.execute(sa.update(editions).values(number=editions.c.number + 1)).rowcount:
        connection.execute(sa.insert(editions).values(id=_ONLY, directory=secrets.token_hex(16), number=1))
    return edition(connection).number
