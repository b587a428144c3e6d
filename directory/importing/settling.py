"""Settles which records of all sources are one service, and under which id it is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.importing.merging import merged
from directory.importing.record_rows import KEYS, Row, body_of, pairs, rows_where
from directory.importing.sameness import Keys, Member, clusters, keys_of
from directory.importing.source_store import Source
from directory.repository import DirectoryRepository, Stored
from directory.rows import ServiceRows, rows_of

AT_ONCE: Final = 500
ROUNDS: Final = 4
"""How far kinship is followed: services that share a key with services that share a key."""
BY_HAND: Final = "seed/"
"""The lists that come with Kith are kept by hand: a record of a feed that is the same service stands behind them."""


class Settling:
    """For one run of one source. `merged` counts its records that are shown together with others."""

    def __init__(self, engine: Engine, repository: DirectoryRepository, source: Source) -> None:
        self._repository = repository
        self._source = source
        self.merged = 0
        self._has_others = _has_others(engine, source)
        self._by_hand = [(member, keys_of(member.service)) for member in _hand_kept(engine, repository)]

    def shared(self, connection: Connection, asked: Sequence[Keys]) -> frozenset[int]:
        """Return those of the keys that records of other sources, or services of our own lists, have too."""
        records = tables.source_records
        numbers = {number for keys in asked for _, number in pairs(keys)}
        found = {number for _, keys in self._by_hand for _, number in pairs(keys)} & numbers
        for name in KEYS if self._has_others else ():
            wanted = sorted(number for keys in asked for kind, number in pairs(keys) if kind == name)
            column = records.c[name]
            for some in _batches(wanted):
                theirs = sa.select(column).where(column.in_(some), records.c.source_id != self._source.id)
                found |= set(connection.execute(theirs).scalars())
        return frozenset(found)

    def settle(self, connection: Connection, rows: Iterable[Row], old: Iterable[Row]) -> None:
        """Group records with those of other sources, and write the services that come out otherwise than before.

        `old` is how these and withdrawn records were until now.
        """
        kin = {(row.member.source_id, row.member.record_id): row for row in rows}
        before = list(old)
        _gather(connection, kin, [row.keys for row in (*kin.values(), *before)])
        shown = {row.service_id for row in (*kin.values(), *before)}
        groups = clusters([*(row.member for row in kin.values()), *self._kept_beside(kin.values())])
        wanted: list[Stored] = []
        for group in groups:
            if group[0].source_id != BY_HAND:
                wanted.append(self._together(group))
                self.merged += (len(group) > 1) * sum(m.source_id == self._source.id for m in group)
            _point(connection, group, kin)
        self._repository.write(connection, wanted, shown - {member.own_id for member, _ in self._by_hand})

    def _together(self, group: Sequence[Member]) -> Stored:
        service = group[0].service if len(group) == 1 else merged(group, group[0].own_id)
        first = min(group, key=lambda member: member.rank)
        return stored(rows_of(service), body_of(service), first.source)

    def _kept_beside(self, rows: Iterable[Row]) -> list[Member]:
        """The services of our own lists that share a key with any of these."""
        numbers = {pair for row in rows for pair in pairs(row.keys)}
        return [member for member, keys in self._by_hand if numbers & set(pairs(keys))]


def stored(rows: ServiceRows, body: str, source: str) -> Stored:
    """Return a service of a source as the directory keeps it."""
    return Stored(f"source/{source}", rows, hashlib.sha256(body.encode()).hexdigest())


def _has_others(engine: Engine, source: Source) -> bool:
    records = tables.source_records
    with engine.connect() as connection:
        others = sa.select(records.c.record_id).where(records.c.source_id != source.id).limit(1)
        return connection.execute(others).first() is not None


def _hand_kept(engine: Engine, repository: DirectoryRepository) -> list[Member]:
    """The services of our own lists, as if each were a record that was always known."""
    services = tables.services
    kept = sa.select(services.c.id).where(services.c.feed.startswith(BY_HAND), services.c.example.is_(False))
    with engine.connect() as connection:
        ids = list(connection.execute(kept).scalars())
    beginning = datetime.min.replace(tzinfo=UTC)
    found = repository.read(ids).values()
    return [Member(BY_HAND, "Kith's own list", one.id, one.id, beginning, one) for one in found]


def _point(connection: Connection, group: Sequence[Member], kin: dict[tuple[str, str], Row]) -> None:
    """Write on each record under which service it is shown."""
    records = tables.source_records
    for member in group:
        row = kin.get((member.source_id, member.record_id))
        if row and row.service_id != group[0].own_id:
            mine = (records.c.source_id == member.source_id, records.c.record_id == member.record_id)
            connection.execute(sa.update(records).where(*mine).values(service_id=group[0].own_id))


def _gather(connection: Connection, kin: dict[tuple[str, str], Row], asked: Iterable[Keys]) -> None:
    """Add every record that shares a key with one of these, and those that share one with them."""
    seen: set[tuple[str, int]] = set()
    wanted = [*asked]
    for _ in range(ROUNDS):
        new = {pair for keys in wanted for pair in pairs(keys)} - seen
        if not new:
            return
        seen |= new
        wanted = []
        for name in KEYS:
            numbers = sorted(number for kind, number in new if kind == name)
            for some in _batches(numbers):
                for row in rows_where(connection, tables.source_records.c[name].in_(some)):
                    key = (row.member.source_id, row.member.record_id)
                    if key not in kin:
                        kin[key] = row
                        wanted.append(row.keys)


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(numbers)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch
