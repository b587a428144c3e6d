"""Fills an empty directory quickly: rows as the repository would write them, past everything that makes it careful.

A test reads such services back and compares them with what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Engine

from directory import rows, tables
from directory.model import Service

AT_ONCE: Final = 5_000
WRITTEN: Final = datetime(2026, 11, 21, tzinfo=UTC)
OWN: Final = (*rows.PLAIN, "status", "access", "organisation_id", "feed", "version", "last_modified", "embedding")
COLUMNS: Final[dict[sa.Table, tuple[str, ...]]] = {
    tables.organisations: ("id", "name"),
    tables.locations: ("id", *rows.LOCATION),
    tables.taxonomy_terms: ("id", "taxonomy", "code"),
    tables.services: OWN,
    tables.phones: ("number", "description"),
    tables.schedules: rows.SCHEDULE,
    tables.cost_options: ("option", "amount", "amount_description"),
    tables.service_areas: ("code",),
    tables.accessibility: ("accessibility",),
    tables.languages: ("code",),
    tables.attributes: ("taxonomy_term_id",),
    tables.service_at_locations: ("location_id",),
}
"""In the order in which they may be written; the last eight belong to a service."""
CHILDREN: Final = tuple(COLUMNS)[4:]
Row = tuple[Any, ...]
Drawn = tuple[Service, NDArray[np.float32]]


def fill(engine: Engine, services: Iterable[Drawn]) -> None:
    """Write services into a database that holds the tables and nothing in them."""
    seen: set[str] = set()
    drawn = iter(services)
    while batch := list(islice(drawn, AT_ONCE)):
        around: dict[sa.Table, list[Row]] = {table: [] for table in COLUMNS}
        for service, vector in batch:
            _add(around, seen, service, vector)
        with engine.begin() as connection:
            for table, written in around.items():
                _write(connection, table, written)
    with engine.begin() as connection:
        connection.execute(sa.insert(tables.editions).values(id=1, directory="bench", number=1))


def _add(around: dict[sa.Table, list[Row]], seen: set[str], service: Service, vector: NDArray[np.float32]) -> None:
    organisation = _short("o", service.organisation)
    term_ids = _terms(service.needs, service.life_stages, service.attending, service.keywords)
    shared = [(tables.organisations, (organisation, service.organisation))]
    shared += [(tables.taxonomy_terms, term) for term in term_ids]
    if (spot := service.location) is not None:
        shared.append((tables.locations, (f"l{service.id[:8]}", *(getattr(spot, name) for name in rows.LOCATION))))
    for table, row in shared:
        if row[0] not in seen:
            seen.add(row[0])
            around[table].append(row)
    plain = [getattr(service, name) for name in rows.PLAIN]
    access = service.access.value if service.access else None
    around[tables.services].append(
        (*plain, service.status.value, access, organisation, "bench", service.id, WRITTEN, vector.tobytes())
    )
    children = (
        [(phone.number, phone.about) for phone in service.phones],
        [tuple(getattr(schedule, name) for name in rows.SCHEDULE) for schedule in service.schedules],
        [(service.cost.option.value, service.cost.amount, service.cost.description)],
        [(code,) for code in service.areas],
        [(feature,) for feature in service.accessibility],
        [(code,) for code in service.languages],
        [(term[0],) for term in term_ids],
        [(f"l{service.id[:8]}",)] if spot else [],
    )
    for table, made in zip(CHILDREN, children, strict=True):
        around[table] += [(f"{service.id[:8]}-{n}", service.id, n, *row) for n, row in enumerate(made)]


@cache
def _terms(*groups: tuple[str, ...]) -> Sequence[Row]:
    names = ("need", "life_stage", "attending", "keyword")
    pairs = [(name, str(code)) for name, codes in zip(names, groups, strict=True) for code in codes]
    return [(rows.derived_id("term", *pair), *pair) for pair in pairs]


@lru_cache(maxsize=100)
def _short(kind: str, name: str) -> str:
    return rows.derived_id(kind, name)


def _write(connection: sa.Connection, table: sa.Table, written: Sequence[Row]) -> None:
    if not written:
        return
    names = COLUMNS[table] if table not in CHILDREN else ("id", "service_id", "position", *COLUMNS[table])
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for row in written:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", map(_in_sqlite, written))


def _in_sqlite(row: Row) -> Row:
    """As SQLAlchemy keeps dates and times there."""
    return tuple(_text(value) if isinstance(value, (date, time)) else value for value in row)


def _text(value: date | time) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    return f"{value:%H:%M:%S.%f}" if isinstance(value, time) else value.isoformat()
