"""The directory in a database: keeping services, and reading those that may suit a person."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from directory import rows, tables
from directory.candidates import Entry, Prefilter
from directory.model import Service
from directory.prefilter import allowed

AT_ONCE = 500
"""Ids in one statement: both databases take more, plans stay good with fewer."""
CHILDREN = (tables.phones, tables.schedules, tables.cost_options, tables.service_areas, tables.accessibility,
            tables.languages, tables.attributes, tables.service_at_locations)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """A service to be kept: `feed` is who gave it, `version` changes when anything about it does."""

    feed: str
    service: Service
    version: str
    vector: NDArray[np.float32] | None = None


class DirectoryRepository:
    """Reads and writes services. Read services stay in memory by version, so a change is seen at the next read."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], remembered: int = 20_000) -> None:
        self._engine = engine
        self._clock = clock
        self._remembered = remembered
        self._known: dict[str, Entry] = {}
        self._lock = threading.Lock()

    def versions(self, feed: str) -> dict[str, str]:
        """Return the id and version of every service that this feed loaded."""
        wanted = sa.select(tables.services.c.id, tables.services.c.version).where(tables.services.c.feed == feed)
        with self._engine.connect() as connection:
            return _by_version(connection, wanted)

    def replace(self, feed: str, changed: Sequence[tuple[Service, NDArray[np.float32]]], gone: Iterable[str]) -> None:
        """Write new and changed services with their vectors and remove those that are gone, all or nothing."""
        stored = [Stored(feed, service, rows.version_of(service), vector) for service, vector in changed]
        with self._engine.begin() as connection:
            self.write(connection, stored, gone)
            self._sweep(connection)

    def write(self, connection: Connection, stored: Sequence[Stored], gone: Iterable[str]) -> None:
        """Write services and remove those that are gone, in a transaction of the caller; `sweep` comes at the end.

        A service that stands there in this version already is left as it is.
        """
        new = _unlike(connection, stored)
        kept = {one.service.id for one in stored}
        self._remove(connection, [*(key for key in gone if key not in kept), *(one.service.id for one in new)])
        self._add_shared(connection, [one.service for one in new])
        self._add(connection, new)

    def sweep(self) -> None:
        """Drop organisations, locations and terms that no service uses any more."""
        with self._engine.begin() as connection:
            self._sweep(connection)

    def candidates(self, prefilter: Prefilter) -> list[Entry]:
        """Return the active services that pass the rules which are never relaxed, in no particular order."""
        with self._engine.connect() as connection:
            found = _by_version(connection, allowed(prefilter))
            return self._entries(connection, found)

    def get(self, service_id: str) -> Service | None:
        """Return a service whatever its status, or None."""
        services = tables.services
        wanted = sa.select(services.c.id, services.c.version).where(services.c.id == service_id)
        with self._engine.connect() as connection:
            entries = self._entries(connection, _by_version(connection, wanted))
        return entries[0].service if entries else None

    def several(self, ids: Sequence[str]) -> list[Entry]:
        """Return these services, those that there are, in no particular order and past the memory of reads."""
        with self._engine.connect() as connection:
            return [entry for some in _batches(ids) for entry in _read(connection, some)]

    def count(self) -> int:
        """Return how many services there are, of any status."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(tables.services)).scalar_one()

    def _entries(self, connection: Connection, found: Mapping[str, str]) -> list[Entry]:
        known = {key: entry for key in found if (entry := self._known.get(key)) and entry.version == found[key]}
        for ids in _batches([key for key in found if key not in known]):
            known.update({entry.service.id: entry for entry in _read(connection, ids)})
        self._remember(known)
        return list(known.values())

    def _remember(self, entries: dict[str, Entry]) -> None:
        with self._lock:
            if len(self._known) + len(entries) > self._remembered:
                self._known = {}
            self._known.update(entries)

    def _remove(self, connection: Connection, ids: list[str]) -> None:
        for some in _batches(ids):
            connection.execute(sa.delete(tables.services).where(tables.services.c.id.in_(some)))

    def _add_shared(self, connection: Connection, services: list[Service]) -> None:
        """Organisations, locations and terms, where they are new."""
        _add_missing(connection, tables.organisations, map(rows.organisation_row, services))
        _add_missing(connection, tables.locations, filter(None, map(rows.location_row, services)))
        _add_missing(connection, tables.taxonomy_terms, (row for one in services for row in rows.term_rows(one)))

    def _add(self, connection: Connection, stored: Sequence[Stored]) -> None:
        around: dict[sa.Table, list[rows.Row]] = defaultdict(list)
        for one in stored:
            kept = {"feed": one.feed, "version": one.version, "last_modified": self._clock()}
            vector = {"embedding": None if one.vector is None else one.vector.tobytes()}
            around[tables.services].append(rows.service_row(one.service) | kept | vector)
            for table, children in rows.to_rows(one.service).items():
                around[table] += children
        for table, children in around.items():
            if children:
                connection.execute(sa.insert(table), children)

    def _sweep(self, connection: Connection) -> None:
        users = (
            (tables.organisations, tables.services.c.organisation_id),
            (tables.locations, tables.service_at_locations.c.location_id),
            (tables.taxonomy_terms, tables.attributes.c.taxonomy_term_id),
        )
        for table, used in users:
            connection.execute(sa.delete(table).where(~sa.exists().where(used == table.c.id)))


def _by_version(connection: Connection, wanted: sa.Select[str, str]) -> dict[str, str]:
    return {key: value for key, value in connection.execute(wanted)}  # noqa: C416 - rows are not pairs to mypy


def _unlike(connection: Connection, stored: Sequence[Stored]) -> list[Stored]:
    """Those that do not stand there in their version."""
    services = tables.services
    there: dict[str, str] = {}
    for ids in _batches(one.service.id for one in stored):
        there |= _by_version(connection, sa.select(services.c.id, services.c.version).where(services.c.id.in_(ids)))
    return [one for one in stored if there.get(one.service.id) != one.version]


def _batches(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    remaining = iter(ids)
    while batch := tuple(islice(remaining, AT_ONCE)):
        yield batch


def _add_missing(connection: Connection, table: sa.Table, wanted: Iterable[rows.Row]) -> None:
    by_id = {row["id"]: row for row in wanted}
    for some in _batches(by_id):
        present = set(connection.execute(sa.select(table.c.id).where(table.c.id.in_(some))).scalars())
        missing = [by_id[key] for key in some if key not in present]
        if missing:
            connection.execute(sa.insert(table), missing)


def _read(connection: Connection, ids: Sequence[str]) -> list[Entry]:
    around = {name: _by_service(connection, query) for name, query in _around(ids).items()}
    services, organisations = tables.services, tables.organisations
    wanted = (
        sa.select(services, organisations.c.name.label("organisation"))
        .join(organisations, organisations.c.id == services.c.organisation_id)
        .where(services.c.id.in_(ids))
    )
    return [_entry(row, around) for row in connection.execute(wanted).mappings()]


def _entry(row: Mapping[Any, Any], around: dict[str, dict[str, list[Mapping[str, Any]]]]) -> Entry:
    service = rows.to_service(row, lambda name: around[name].get(row["id"], []))
    vector = np.frombuffer(row["embedding"], np.float32) if row["embedding"] else None
    return Entry(service, row["version"], vector)


def _around(ids: Sequence[str]) -> dict[str, sa.Select[Any]]:
    terms, spots, links = tables.taxonomy_terms, tables.locations, tables.service_at_locations
    queries: dict[str, sa.Select[Any]] = {table.name: sa.select(table) for table in CHILDREN}
    queries["attributes"] = sa.select(tables.attributes, terms.c.taxonomy, terms.c.code).join(terms)
    queries["locations"] = sa.select(links, *(spots.c[name] for name in rows.LOCATION)).join(spots)
    owner = {table.name: table for table in CHILDREN} | {"locations": links}
    return {
        name: query.where(owner[name].c.service_id.in_(ids)).order_by(owner[name].c.position)
        for name, query in queries.items()
    }


def _by_service(connection: Connection, query: sa.Select[Any]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        groups[row["service_id"]].append(dict(row))
    return groups
