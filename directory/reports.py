"""What people say is wrong with services: numbers for the people who look after the list. No row is anybody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from directory import tables
from directory.tables import directory_report as reports


class Wrong(StrEnum):
    """What can be wrong."""

    NUMBER = "number"
    CLOSED = "closed"
    TIME = "time"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reported:
    """A service that people say is wrong: how many conversations said so of each kind, and the newest day."""

    service_id: str
    name: str
    organisation: str
    example: bool
    counts: Mapping[Wrong, int]
    newest: date


class Reports:
    """Counts reports by service, kind and day. Who is counted once only is the caller's to know."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, service_id: str, kind: Wrong) -> None:
        """Add to the number that stands there, or put the first; of two firsts at once, one meets the other's."""
        row = {"service_id": service_id, "kind": kind.value, "day": self._clock().date()}
        with self._engine.begin() as connection:
            if _added(connection, row):
                return
        try:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(reports).values(**row, conversations=1))
        except IntegrityError:
            with self._engine.begin() as connection:
                _added(connection, row)

    def all(self) -> tuple[Reported, ...]:
        """Return what is said to be wrong, the newest first, of services that still stand in the directory."""
        with self._engine.connect() as connection:
            rows = list(connection.execute(_listed()).mappings())
        found = (_reported(list(group)) for _, group in groupby(rows, key=lambda row: row["service_id"]))
        return tuple(sorted(found, key=lambda one: (one.newest, one.service_id), reverse=True))

    def settle(self, service_id: str) -> int:
        """Forget what was said of a service: somebody looked into it. Returns in how many conversations it was."""
        mine = reports.c.service_id == service_id
        with self._engine.begin() as connection:
            number = connection.execute(sa.select(sa.func.sum(reports.c.conversations)).where(mine)).scalar_one()
            connection.execute(sa.delete(reports).where(mine))
        return int(number or 0)


def _added(connection: Connection, row: Mapping[str, object]) -> bool:
    this = [reports.c[name] == value for name, value in row.items()]
    more = sa.update(reports).where(*this).values(conversations=reports.c.conversations + 1)
    return connection.execute(more).rowcount > 0


def _listed() -> sa.Select[Any]:
    services, organisations = tables.services, tables.organisations
    return (
        sa.select(
            reports.c.service_id,
            reports.c.kind,
            sa.func.sum(reports.c.conversations).label("number"),
            sa.func.max(reports.c.day).label("newest"),
            services.c.name,
            services.c.example,
            organisations.c.name.label("organisation"),
        )
        .join(services, services.c.id == reports.c.service_id)
        .join(organisations, organisations.c.id == services.c.organisation_id)
        .group_by(reports.c.service_id, reports.c.kind, services.c.name, services.c.example, organisations.c.name)
        .order_by(reports.c.service_id, reports.c.kind)
    )


def _reported(rows: list[Any]) -> Reported:
    first = rows[0]
    return Reported(
        service_id=first["service_id"],
        name=first["name"],
        organisation=first["organisation"],
        example=bool(first["example"]),
        counts={Wrong(row["kind"]): int(row["number"]) for row in rows},
        newest=max(row["newest"] for row in rows),
    )
