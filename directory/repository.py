"""The directory in a database: keeping services, and reading those that may suit a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from directory import tables
from directory.around import IDS, Rows, around
from directory.candidates import Entry
from directory.catalogue import Catalogue
from directory.editions import note, one_by_one
from directory.heeding import heeded
from directory.keeper import CatalogueKeeper
from directory.many_rows import insert_rows
from directory.model import Service
from directory.rows import COLUMNS, Row, ServiceRows, rows_of, to_service, version_of

AT_ONCE = 500
"""Ids in one statement: both databases take more, plans stay good with fewer."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A service to be kept: `feed` is who gave it, `version` changes when anything about it does."""

    feed: str
    rows: ServiceRows
    version: str
    vector: NDArray[np.float32] | None = None


class DirectoryRepository:
    """Reads and writes services. `folder` is where a large directory's catalogue is kept, which search reads."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], folder: Path | None = None) -> None:
        self._engine = engine
        self._reading = one_by_one(engine)
        self._clock = clock
        self._keeper = CatalogueKeeper(engine, read_entries, folder)

    def versions(self, feed: str) -> dict[str, str]:
        """Return the id and version of every service that this feed loaded."""
        wanted = sa.select(tables.services.c.id, tables.services.c.version).where(tables.services.c.feed == feed)
        with self._engine.connect() as connection:
            return _by_version(connection, wanted)

    def replace(self, feed: str, changed: Sequence[tuple[Service, NDArray[np.float32]]], gone: Iterable[str]) -> None:
        """Write new and changed services with their vectors and remove those that are gone, all or nothing."""
        stored = [Stored(feed, rows_of(service), version_of(service), vector) for service, vector in changed]
        with self._engine.begin() as connection:
            self.write(connection, stored, gone)
            self._sweep(connection)

    def write(
        self, connection: Connection, stored: Sequence[Stored], gone: Iterable[str], *, told: bool = True
    ) -> None:
        """Write services and remove those that are gone, in a transaction of the caller; `sweep` comes at the end.

        A service that stands there in this version already is left as it is. Where a council says otherwise of a
        service, it is written in the council's words; `told` says that these here are a source's.
        """
        new = _unlike(connection, stored)
        kept = {one.rows.id for one in stored}
        changed = [*dict.fromkeys((*(key for key in gone if key not in kept), *(one.rows.id for one in new)))]
        note(connection, changed)
        self._remove(connection, changed)
        self._add_shared(connection, [one.rows for one in new])
        self._add(connection, new)
        self._heed(connection, [one.rows.id for one in new], told)

    def sweep(self) -> None:
        """Drop organisations, locations and terms that no service uses any more."""
        with self._engine.begin() as connection:
            self._sweep(connection)

    def catalogue(self) -> Catalogue:
        """Return what search looks at of every active service, as it is now."""
        return self._keeper.current()

    def read(self, service_ids: Sequence[str], catalogue: Catalogue | None = None) -> dict[str, Service]:
        """Return those of these services that there are, whatever their status, by their ids.

        From the catalogue where nothing changed since, as every trip to the database costs a search time. Whoever has
        just asked for it may hand it over.
        """
        present = self._keeper.present() if catalogue is None else catalogue
        found = {} if present is None else present.services(service_ids)
        if others := [key for key in service_ids if key not in found]:
            with self._reading.connect() as connection:
                for some in _batches(others):
                    found |= _read(connection, some)
        return found

    def get(self, service_id: str) -> Service | None:
        """Return a service whatever its status, or None."""
        return self.read((service_id,)).get(service_id)

    def several(self, ids: Sequence[str]) -> list[Entry]:
        """Return these services, those that there are, in no particular order and past the memory of reads."""
        with self._engine.connect() as connection:
            return [entry for some in _batches(ids) for entry in read_entries(connection, some)]

    def count(self) -> int:
        """Return how many services there are, of any status."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(tables.services)).scalar_one()

    def _remove(self, connection: Connection, ids: list[str]) -> None:
        for some in _batches(ids):
            connection.execute(sa.delete(tables.services).where(tables.services.c.id.in_(some)))

    def _add_shared(self, connection: Connection, new: list[ServiceRows]) -> None:
        """Organisations, locations and terms, where they are new."""
        _add_missing(connection, "organisations", (one.organisation for one in new))
        _add_missing(connection, "locations", (row for one in new for row in one.locations))
        _add_missing(connection, "taxonomy_terms", (row for one in new for row in one.terms))

    def _add(self, connection: Connection, stored: Sequence[Stored]) -> None:
        now = self._clock()
        written: dict[str, list[Row]] = defaultdict(list)
        for one in stored:
            vector = None if one.vector is None else one.vector.tobytes()
            written["services"].append((*one.rows.service, one.feed, one.version, now, vector))
            for name, children in one.rows.around.items():
                written[name] += children
        for name, rows in written.items():
            _insert(connection, name, rows)

    def _heed(self, connection: Connection, ids: Sequence[str], told: bool) -> None:
        said = heeded(connection, ids, read_entries, told=told)
        words = [Stored(one.feed, rows_of(one.entry.service), one.entry.version, one.entry.vector) for one in said]
        self._remove(connection, [one.rows.id for one in words])
        self._add_shared(connection, [one.rows for one in words])
        self._add(connection, words)

    def _sweep(self, connection: Connection) -> None:
        users = (
            (tables.organisations, tables.services.c.organisation_id),
            (tables.locations, tables.service_at_locations.c.location_id),
            (tables.taxonomy_terms, tables.attributes.c.taxonomy_term_id),
        )
        for table, used in users:
            connection.execute(sa.delete(table).where(~sa.exists().where(used == table.c.id)))


def _by_version(connection: Connection, wanted: sa.Select[str, str], ids: Sequence[str] = ()) -> dict[str, str]:
    return {key: value for key, value in connection.execute(wanted, {"ids": ids} if ids else {})}  # noqa: C416 - rows are not pairs to mypy


@cache
def _versions() -> sa.Select[str, str]:
    services = tables.services
    return sa.select(services.c.id, services.c.version).where(services.c.id.in_(IDS))


def _unlike(connection: Connection, stored: Sequence[Stored]) -> list[Stored]:
    """Those that do not stand there in their version."""
    there: dict[str, str] = {}
    for ids in _batches(one.rows.id for one in stored):
        there |= _by_version(connection, _versions(), ids)
    return [one for one in stored if there.get(one.rows.id) != one.version]


def _batches(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    remaining = iter(ids)
    while batch := tuple(islice(remaining, AT_ONCE)):
        yield batch


def _insert(connection: Connection, name: str, rows: Sequence[Row]) -> None:
    insert_rows(connection, tables.metadata.tables[name], COLUMNS[name], rows)


def _add_missing(connection: Connection, name: str, wanted: Iterable[Row]) -> None:
    by_id, id_column = {row[0]: row for row in wanted}, tables.metadata.tables[name].c.id
    for some in _batches(by_id):
        present = set(connection.execute(sa.select(id_column).where(id_column.in_(some))).scalars())
        _insert(connection, name, [by_id[key] for key in some if key not in present])


def _read(connection: Connection, ids: Sequence[str]) -> dict[str, Service]:
    beside = around(connection, ids)
    rows = connection.execute(_services_alone(), {"ids": ids}).mappings()
    return {row["id"]: _service(row, beside[row["id"]]) for row in rows}


def read_entries(connection: Connection, ids: Sequence[str]) -> list[Entry]:
    """Read these services, those that there are, in no particular order."""
    beside = around(connection, ids)
    return [_entry(row, beside[row["id"]]) for row in connection.execute(_services(), {"ids": ids}).mappings()]


@cache
def _services() -> sa.Select[Any]:
    return _with_organisation(tables.services.c)


@cache
def _services_alone() -> sa.Select[Any]:
    """Without their meanings, which are most of what is stored of them and are on no card."""
    return _with_organisation(column for column in tables.services.c if column.name != "embedding")


def _with_organisation(columns: Iterable[sa.ColumnElement[Any]]) -> sa.Select[Any]:
    services, organisations = tables.services, tables.organisations
    return (
        sa.select(*columns, organisations.c.name.label("organisation"))
        .join(organisations, organisations.c.id == services.c.organisation_id)
        .where(services.c.id.in_(IDS))
    )


def _entry(row: Mapping[Any, Any], beside: Rows) -> Entry:
    vector = np.frombuffer(row["embedding"], np.float32) if row["embedding"] else None
    return Entry(_service(row, beside), row["version"], vector)


def _service(row: Mapping[Any, Any], beside: Rows) -> Service:
    return to_service(row, lambda name: beside.get(name, []))
