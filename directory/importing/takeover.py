"""Takes a list that was read whole over into the directory, some services at a time.

What is new and changed comes first and what was withdrawn goes last, so that nothing is missing at any moment. Each
step is a transaction of its own: people who are talking to Kith never wait for more than one, and a run that breaks off
is taken up where it stopped, since every step may be done twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from pydantic import TypeAdapter
from pydantic_core import from_json
from sqlalchemy import Connection, Engine

from directory import tables
from directory.importing.merging import merged
from directory.importing.sameness import Keys, Member, clusters, keys_of
from directory.importing.source_store import Source, utc
from directory.importing.staging import Staged, Staging
from directory.model import Service
from directory.repository import DirectoryRepository, Stored

_SERVICE: Final = TypeAdapter(Service)
AT_ONCE: Final = 500
BREATH_S: Final = 0.005
"""Between two steps: SQLite lets one write at a time, and others wait for their turn."""
ROOM_KB: Final = 128_000
"""Memory for pages of SQLite while a list is written; the log is folded into the database as rarely."""
ROUNDS: Final = 4
"""How far kinship is followed: services that share a key with services that share a key."""
KEYS: Final = ("key_organisation", "key_phone", "key_place")
BY_HAND: Final = "seed/"
"""The lists that come with Kith are kept by hand: a record of a feed that is the same service stands behind them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the database keeps it."""

    member: Member
    service_id: str
    keys: Keys


class Takeover:
    """Writes one source's staged list. `remembers` is the directory that serves people."""

    def __init__(self, engine: Engine, repository: DirectoryRepository, source: Source, now: datetime) -> None:
        self._engine = engine
        self._repository = repository
        self._source = source
        self._now = now
        self.merged = 0
        self._has_others = True
        self._by_hand: list[Member] = []
        self._by_hand_keys: list[tuple[Member, Keys]] = []

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

    def take(self, staging: Staging, *, withdraw: bool, progress: Callable[[int], None] = lambda _done: None) -> int:
        """Write what changed, then withdraw what is gone. Returns how many were withdrawn."""
        self._know_the_others()
        done = 0
        with _roomy(self._engine) as connection:
            for batch in staging.changes():
                with connection.begin():
                    self._write(connection, batch)
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
                old = _rows(connection, self._mine(ids))
                connection.execute(sa.delete(tables.source_records).where(self._mine(ids)))
                self._settle(connection, [], old)
            removed += len(ids)
            time.sleep(BREATH_S)
        return removed

    def _write(self, connection: Connection, batch: Sequence[Staged]) -> None:
        ids = [one.record_id for one in batch]
        old = _rows(connection, self._mine(ids))
        seen = {row.member.record_id: row for row in old}
        rows = [self._row(one, seen.get(one.record_id)) for one in batch]
        if old:
            connection.execute(sa.delete(tables.source_records).where(self._mine(ids)))
        values = [_values(row, one) for row, one in zip(rows, batch, strict=True)]
        connection.execute(sa.insert(tables.source_records), values)
        shared = self._shared(connection, [row.keys for row in (*rows, *old)])
        related = [row for row in rows if self._is_related(row, seen, shared)]
        alone = [(row, one) for row, one in zip(rows, batch, strict=True) if not self._is_related(row, seen, shared)]
        stored = [self._stored(row.member.service, one.body or "") for row, one in alone]
        self._repository.write(connection, stored, (seen[row.member.record_id].service_id for row, _ in alone
                                                    if row.member.record_id in seen))  # fmt: skip
        if related:
            self._settle(connection, related, [seen[r.member.record_id] for r in related if r.member.record_id in seen])

    def _is_related(self, row: Row, seen: Mapping[str, Row], shared: frozenset[int]) -> bool:
        """Whether another source, or our own list, has or had something to do with the record."""
        old = seen.get(row.member.record_id)
        keys = [row.keys, old.keys] if old else [row.keys]
        return any(number in shared for one in keys for _, number in _pairs(one))

    def _shared(self, connection: Connection, asked: Sequence[Keys]) -> frozenset[int]:
        """Those of the keys that records of other sources, or services of our own lists, have too."""
        records = tables.source_records
        numbers = {number for keys in asked for _, number in _pairs(keys)}
        found = {number for _, keys in self._by_hand_keys for _, number in _pairs(keys)} & numbers
        for name in KEYS if self._has_others else ():
            wanted = sorted(number for keys in asked for kind, number in _pairs(keys) if kind == name)
            column = records.c[name]
            for some in _batches(wanted):
                theirs = sa.select(column).where(column.in_(some), records.c.source_id != self._source.id)
                found |= set(connection.execute(theirs).scalars())
        return frozenset(found)

    def _row(self, staged: Staged, old: Row | None) -> Row:
        service = service_of(staged.body or "")
        first_seen = old.member.first_seen if old else self._now
        source = self._source
        member = Member(source.id, source.name, staged.record_id, service.id, first_seen, service)
        return Row(member, service.id, keys_of(service))

    def _settle(self, connection: Connection, rows: Sequence[Row], old: Sequence[Row]) -> None:
        """Group the records with those of other sources, and write the services that come out otherwise than before."""
        kin = {(row.member.source_id, row.member.record_id): row for row in rows}
        self._gather(connection, kin, [row.keys for row in (*rows, *old)])
        shown = {row.service_id for row in (*kin.values(), *old)}
        groups = clusters([*(row.member for row in kin.values()), *self._hand_kept(kin.values())])
        wanted: list[Stored] = []
        for group in groups:
            if group[0].source_id != BY_HAND:
                wanted.append(self._together(group))
                self.merged += (len(group) > 1) * sum(m.source_id == self._source.id for m in group)
            self._point(connection, group, kin)
        self._repository.write(connection, wanted, shown - {member.own_id for member in self._by_hand})

    def _together(self, group: Sequence[Member]) -> Stored:
        service = group[0].service if len(group) == 1 else merged(group, group[0].own_id)
        return self._stored(service, body_of(service), min(group, key=lambda member: member.rank).source)

    def _stored(self, service: Service, body: str, source: str | None = None) -> Stored:
        return Stored(f"source/{source or self._source.name}", service, hashlib.sha256(body.encode()).hexdigest())

    def _point(self, connection: Connection, group: Sequence[Member], kin: dict[tuple[str, str], Row]) -> None:
        """Write on each record under which service it is shown."""
        records = tables.source_records
        for member in group:
            row = kin.get((member.source_id, member.record_id))
            if row and row.service_id != group[0].own_id:
                mine = (records.c.source_id == member.source_id, records.c.record_id == member.record_id)
                connection.execute(sa.update(records).where(*mine).values(service_id=group[0].own_id))

    def _gather(self, connection: Connection, kin: dict[tuple[str, str], Row], asked: Iterable[Keys]) -> None:
        """Add every record that shares a key with one of these, and those that share one with them."""
        seen: set[tuple[str, int]] = set()
        wanted = [*asked]
        for _ in range(ROUNDS):
            new = {(name, number) for keys in wanted for name, number in _pairs(keys)} - seen
            if not new:
                return
            seen |= new
            wanted = []
            for name in KEYS:
                numbers = sorted(number for kind, number in new if kind == name)
                for some in _batches(numbers):
                    for row in _rows(connection, tables.source_records.c[name].in_(some)):
                        key = (row.member.source_id, row.member.record_id)
                        if key not in kin:
                            kin[key] = row
                            wanted.append(row.keys)

    def _hand_kept(self, rows: Iterable[Row]) -> list[Member]:
        """The services of our own lists that share a key with any of these."""
        numbers = {pair for row in rows for pair in _pairs(row.keys)}
        return [member for member, keys in self._by_hand_keys if numbers & set(_pairs(keys))]

    def _know_the_others(self) -> None:
        services = tables.services
        kept = sa.select(services.c.id).where(services.c.feed.startswith(BY_HAND), services.c.example.is_(False))
        records = tables.source_records
        others = sa.select(records.c.record_id).where(records.c.source_id != self._source.id).limit(1)
        with self._engine.connect() as connection:
            ids = list(connection.execute(kept).scalars())
            self._has_others = connection.execute(others).first() is not None
        beginning = datetime.min.replace(tzinfo=UTC)
        found = filter(None, map(self._repository.get, ids))
        self._by_hand = [Member(BY_HAND, "Kith's own list", one.id, one.id, beginning, one) for one in found]
        self._by_hand_keys = [(member, keys_of(member.service)) for member in self._by_hand]

    def _mine(self, ids: Sequence[str]) -> sa.ColumnElement[bool]:
        records = tables.source_records
        return sa.and_(records.c.source_id == self._source.id, records.c.record_id.in_(ids))


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


def body_of(service: Service) -> str:
    """Return a service as JSON, the same text for the same service."""
    return _SERVICE.dump_json(service, exclude_defaults=True).decode()


def service_of(body: str) -> Service:
    """Return the service of such a text."""
    return _SERVICE.validate_json(body)


def members_of(connection: Connection, service_id: str) -> list[tuple[Member, list[dict[str, Any]]]]:
    """Return the records behind a service, each with its evidence."""
    records = tables.source_records
    found = _rows(connection, records.c.service_id == service_id)
    wanted = sa.select(records.c.source_id, records.c.record_id, records.c.evidence).where(
        records.c.service_id == service_id
    )
    evidence = {(row.source_id, row.record_id): from_json(row.evidence) for row in connection.execute(wanted)}
    return [(row.member, evidence[row.member.source_id, row.member.record_id]) for row in found]


def _values(row: Row, staged: Staged) -> dict[str, Any]:
    return {
        "source_id": row.member.source_id,
        "record_id": staged.record_id,
        "own_id": row.member.own_id,
        "service_id": row.service_id,
        "raw_hash": staged.raw_hash,
        "page": staged.page,
        "first_seen": row.member.first_seen,
        "body": staged.body,
        "evidence": staged.evidence,
        "key_organisation": row.keys.organisation,
        "key_phone": row.keys.phone,
        "key_place": row.keys.place,
    }


def _rows(connection: Connection, rule: sa.ColumnElement[bool]) -> list[Row]:
    records, sources = tables.source_records, tables.sources
    wanted = sa.select(records, sources.c.name).join(sources, sources.c.id == records.c.source_id).where(rule)
    return [_row_of(row) for row in connection.execute(wanted).mappings()]


def _row_of(row: Any) -> Row:
    keys = Keys(row["key_organisation"], row["key_phone"], row["key_place"])
    seen = utc(row["first_seen"])
    service = service_of(row["body"])
    member = Member(row["source_id"], row["name"], row["record_id"], row["own_id"], seen, service)
    return Row(member, row["service_id"], keys)


def _pairs(keys: Keys) -> Iterator[tuple[str, int]]:
    numbers = zip(KEYS, (keys.organisation, keys.phone, keys.place), strict=True)
    return ((name, number) for name, number in numbers if number is not None)


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(numbers)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch
