"""Who changed which service, when, and what stood there before: written with every change, never rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.importing.source_store import utc
from directory.model import Service
from directory.plain import Plain, differences, plain, service_from

LONGEST_NOTE: Final = 200
Changes = Mapping[str, tuple[Any, Any]]


class Deed(StrEnum):
    """What was done."""

    ADDED = "added"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CLOSED_FOR_NOW = "closed for now"
    CLOSED = "closed for good"
    REOPENED = "opened again"
    TAKEN_BACK = "taken back"
    UNDONE = "undone"
    ONE = "said to be one"
    TWO = "said to be two"
    SETTLED = "reports settled"
    REMOVED = "removed"
    RESTORED = "restored"
    IMPORTED = "imported"
    WITHDRAWN = "withdrawn"


UNDOABLE: Final = frozenset(Deed) - {Deed.SETTLED, Deed.RESTORED}


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something: a name, and the council (GSS code) that it is done for."""

    name: str
    council: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `changes` are fields with their plain values before and after.

    `whole` is the service where it left the directory; `undoes` is the entry that this one undid.
    """

    service_id: str
    name: str
    author: Author
    at: datetime
    deed: Deed
    note: str = ""
    changes: Changes = field(default_factory=dict)
    whole: Plain | None = None
    undoes: int | None = None
    id: int = 0
    undone: bool = False

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something that can be put back."""
        return self.deed in UNDOABLE and not self.undone and bool(self.changes or self.whole or self.deed is Deed.ADDED)


class History:
    """Reads what was written."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, entry_id: int) -> Entry | None:
        """Return one entry, or None."""
        found = self._read(tables.service_history.c.id == entry_id, 1)
        return found[0] if found else None

    def of(self, service_id: str, limit: int = 200) -> list[Entry]:
        """Return what was done to a service, the newest first."""
        return self._read(tables.service_history.c.service_id == service_id, limit)

    def latest(self, council: str | None, limit: int = 200) -> list[Entry]:
        """Return what was done for a council and by its sources, or (None) by everyone, the newest first."""
        table = tables.service_history
        return self._read(sa.true() if council is None else table.c.council == council, limit)

    def _read(self, rule: sa.ColumnElement[bool], limit: int) -> list[Entry]:
        table, later = tables.service_history, tables.service_history.alias()
        undone = sa.exists().where(later.c.undoes == table.c.id, later.c.service_id == table.c.service_id)
        wanted = sa.select(table, undone.label("undone")).where(rule).order_by(table.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_entry(row) for row in connection.execute(wanted).mappings()]


def remember(connection: Connection, entries: Iterable[Entry]) -> None:
    """Write entries in the caller's transaction."""
    rows = [_row(entry) for entry in entries]
    if rows:
        connection.execute(sa.insert(tables.service_history), rows)


def remember_import(
    connection: Connection, author: Author, at: datetime, pairs: Iterable[tuple[str, Service, Service]]
) -> None:
    """Write what a source changed: the id under which it is shown, and the service before and after."""
    changes = ((key, after.name, differences(before, after)) for key, before, after in pairs)
    remember(
        connection,
        (Entry(key, name, author, at, Deed.IMPORTED, changes=found) for key, name, found in changes if found),
    )


def remember_withdrawal(
    connection: Connection, author: Author, at: datetime, gone: Sequence[tuple[str, Service]]
) -> None:
    """Write what left the directory with a source's records: the id under which each was shown, and the service."""
    services = tables.services
    ids = [key for key, _ in gone]
    there = set(connection.execute(sa.select(services.c.id).where(services.c.id.in_(ids))).scalars())
    left = ((key, one) for key, one in gone if key not in there)
    remember(
        connection,
        (Entry(key, one.name, author, at, Deed.WITHDRAWN, whole=plain(one) | {"id": key}) for key, one in left),
    )


def service_of(entry: Entry) -> Service | None:
    """Return the whole service that an entry keeps."""
    return service_from(entry.whole) if entry.whole else None


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "service_id": entry.service_id,
        "name": entry.name[:255],
        "council": entry.author.council,
        "at": entry.at,
        "who": entry.author.name[:254],
        "deed": entry.deed.value,
        "note": entry.note[:LONGEST_NOTE],
        "changes": json.dumps(entry.changes, ensure_ascii=False),
        "body": json.dumps(entry.whole, ensure_ascii=False) if entry.whole else None,
        "undoes": entry.undoes,
    }


def _entry(row: Mapping[Any, Any]) -> Entry:
    changes = {name: (before, after) for name, (before, after) in json.loads(row["changes"]).items()}
    return Entry(
        service_id=row["service_id"],
        name=row["name"],
        author=Author(row["who"], row["council"]),
        at=utc(row["at"]),
        deed=Deed(row["deed"]),
        note=row["note"],
        changes=changes,
        whole=json.loads(row["body"]) if row["body"] else None,
        undoes=row["undoes"],
        id=row["id"],
        undone=bool(row["undone"]),
    )
