"""Takes a list that was read whole over into the directory, some services at a time.

What is new and changed comes first and what was withdrawn goes last, so that nothing is missing at any moment. Each
step is a transaction of its own: people who are talking to Kith never wait for more than one, and a run that breaks off
is taken up where it stopped, since every step may be done twice.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.history import Author, remember_import, remember_withdrawal
from directory.importing.record_rows import COLUMNS, Prepared, Row, pairs, rows_where, service_of, values_of
from directory.importing.sameness import Member
from directory.importing.second_process import SecondProcess
from directory.importing.settling import Settling, stored
from directory.importing.source_store import Source
from directory.importing.staging import Staging
from directory.many_rows import insert_rows
from directory.model import Service
from directory.repository import DirectoryRepository

AT_ONCE: Final = 500
BREATH_S: Final = 0.005
"""Between two steps: SQLite lets one write at a time, and others wait for their turn."""
ROOM_KB: Final = 64_000
"""Memory for pages of SQLite while a list is written; the log is folded into the database as rarely."""


class Takeover:
    """Writes one source's staged list. `repository` is the directory that serves people."""

    def __init__(self, engine: Engine, repository: DirectoryRepository, source: Source, now: datetime) -> None:
        self._engine = engine
        self._repository = repository
        self._source = source
        self._now = now
        self._author = Author(source.name, source.council or "")
        self._settling = Settling(engine, repository, source)

    @property
    def merged(self) -> int:
        """How many records are shown together with those of other sources."""
        return self._settling.merged

    def lost(self, staging: Staging) -> Iterator[list[str]]:
        """The ids of records that the source no longer has, in batches."""
        records = tables.source_records
        last = ""
        while True:
            mine = [records.c.source_id == self._source.id, records.c.record_id > last]
            wanted = sa.select(records.c.record_id).where(*mine).order_by(records.c.record_id).limit(AT_ONCE)
            with self._engine.connect() as connection:
                ids = list(connection.execute(wanted).scalars())
            if not ids:
                return
            last = ids[-1]
            known = staging.known(ids)
            if gone := [one for one in ids if one not in known]:
                yield gone

    def take(
        self,
        staging: Staging,
        second: SecondProcess,
        *,
        withdraw: bool,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> int:
        """Write what changed, then withdraw what is gone. Returns how many were withdrawn."""
        done = 0
        with _roomy(self._engine) as connection:
            for number, batch in enumerate(second.prepared(staging.changes()), 1):
                with connection.begin():
                    self._write(connection, batch)
                    if number.bit_count() == 1:
                        _count_records(connection)
                done += len(batch)
                progress(done)
                time.sleep(BREATH_S)
        removed = self._withdraw(staging) if withdraw else 0
        if done or removed:
            self._repository.sweep()
        return removed

    def _withdraw(self, staging: Staging) -> int:
        removed = 0
        for ids in self.lost(staging):
            with self._engine.begin() as connection:
                old = rows_where(connection, self._mine(ids))
                connection.execute(sa.delete(tables.source_records).where(self._mine(ids)))
                self._settling.settle(connection, [], old)
                gone = [(row.service_id, row.member.service) for row in old]
                remember_withdrawal(connection, self._author, self._now, gone)
            removed += len(ids)
            time.sleep(BREATH_S)
        return removed

    def _write(self, connection: Connection, batch: Sequence[Prepared]) -> None:
        ids = [one.staged.record_id for one in batch]
        old = {row.member.record_id: row for row in rows_where(connection, self._mine(ids))}
        if old:
            connection.execute(sa.delete(tables.source_records).where(self._mine(ids)))
        values = [values_of(one, self._source.id, self._first_seen(one, old)) for one in batch]
        insert_rows(connection, tables.source_records, COLUMNS, values)
        keys = [*(one.keys for one in batch), *(row.keys for row in old.values())]
        shared = self._settling.shared(connection, keys)
        related = [one for one in batch if _is_related(one, old, shared)]
        alone = [one for one in batch if not _is_related(one, old, shared)]
        kept = [stored(one.rows, one.staged.body or "", self._source.name) for one in alone]
        self._repository.write(connection, kept, [row.service_id for row in _among(alone, old)])
        if related:
            self._settling.settle(connection, [self._row(one, old) for one in related], _among(related, old))
        remember_import(connection, self._author, self._now, _changes(batch, old))

    def _first_seen(self, record: Prepared, old: Mapping[str, Row]) -> datetime:
        before = old.get(record.staged.record_id)
        return before.member.first_seen if before else self._now

    def _row(self, record: Prepared, old: Mapping[str, Row]) -> Row:
        source, own_id, first_seen = self._source, record.rows.id, self._first_seen(record, old)
        service = service_of(record.staged.body or "")
        return Row(
            Member(source.id, source.name, record.staged.record_id, own_id, first_seen, service), own_id, record.keys
        )

    def _mine(self, ids: Sequence[str]) -> sa.ColumnElement[bool]:
        records = tables.source_records
        return sa.and_(records.c.source_id == self._source.id, records.c.record_id.in_(ids))


def _is_related(record: Prepared, old: Mapping[str, Row], shared: frozenset[int]) -> bool:
    """Whether another source, or our own list, has or had something to do with the record."""
    before = old.get(record.staged.record_id)
    keys = [record.keys, before.keys] if before else [record.keys]
    return any(number in shared for one in keys for _, number in pairs(one))


def _changes(records: Sequence[Prepared], old: Mapping[str, Row]) -> Iterator[tuple[str, Service, Service]]:
    """The services that were there already, before and after, each under the id by which it is shown."""
    for one in records:
        if before := old.get(one.staged.record_id):
            yield before.service_id, before.member.service, service_of(one.staged.body or "")


def _among(records: Sequence[Prepared], old: Mapping[str, Row]) -> list[Row]:
    return [old[one.staged.record_id] for one in records if one.staged.record_id in old]


def _count_records(connection: Connection) -> None:
    """Tell PostgreSQL how many there are by now: as long as it believes in few, it reads all of them for each batch."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {tables.source_records.name}")


@contextlib.contextmanager
def _roomy(engine: Engine) -> Iterator[Connection]:
    """A connection for much writing: ids are scattered, and in SQLite's two megabytes they push each other out."""
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{ROOM_KB}")
            connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {ROOM_KB // 4}")
            connection.rollback()
        try:
            yield connection
        finally:
            if sqlite:
                connection.rollback()
                connection.exec_driver_sql("PRAGMA cache_size = -2000")
                connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 1000")
