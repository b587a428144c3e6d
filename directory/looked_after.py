"""Which services a council looks after: local ones for its area or met there, and those that its own lists gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from directory import tables
from directory.edits import OWN
from directory.model import Status
from directory.reasons import STALE_AFTER
from directory.territory import Box, Territory


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """A service as lists show it. `easting` and `northing` are metres."""

    id: str
    name: str
    organisation: str
    status: Status
    assured_date: date | None
    verified_on: date | None
    example: bool
    feed: str
    postcode: str | None = None
    easting: int | None = None
    northing: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether a council added it by itself."""
        return self.feed.startswith(OWN)

    def is_stale(self, today: date) -> bool:
        """Whether it runs and nobody has assured it for too long: residents are told to check before they go."""
        runs = self.status in (Status.ACTIVE, Status.TEMPORARILY_CLOSED)
        return runs and (self.assured_date is None or today - self.assured_date > STALE_AFTER)


class Looking:
    """Answers for one council: the GSS code of an authority with adult social care."""

    def __init__(self, engine: Engine, territory: Territory) -> None:
        self._engine = engine
        self._territory = territory

    def services(self, council: str) -> list[LookedAfter]:
        """Return the services that a council looks after, by name."""
        return self._of(council, sa.true())

    def one(self, council: str | None, service_id: str) -> LookedAfter | None:
        """Return a service where this council (None: anyone) looks after it, else None."""
        rule = tables.services.c.id == service_id
        found = self._of_everyone(rule, 1) if council is None else self._of(council, rule)
        return found[0] if found else None

    def council_of(self, service_id: str) -> str | None:
        """Return a council that looks after a service: that which added it, where it is met, or of its areas."""
        found = self.one(None, service_id)
        if found is None:
            return None
        areas = sa.select(tables.service_areas.c.code).where(tables.service_areas.c.service_id == service_id)
        with self._engine.connect() as connection:
            codes = list(connection.scalars(areas.order_by(tables.service_areas.c.code)))
        if found.easting is not None and found.northing is not None:
            codes.insert(0, self._territory.authority_at(found.easting, found.northing) or "")
        if found.is_own:
            codes.insert(0, found.feed.removeprefix(OWN))
        return next((code for code in codes if code and self.one(code, service_id)), None)

    def named(self, text: str, limit: int) -> list[LookedAfter]:
        """Return services of the whole country whose name or organisation has these words, by name."""
        services, organisations = tables.services.c.name, tables.organisations.c.name
        wanted = [sa.or_(services.icontains(word, autoescape=True), organisations.icontains(word, autoescape=True))
                  for word in text.split()[:10]]  # fmt: skip
        return self._of_everyone(sa.and_(sa.true(), *wanted), limit)

    def _of(self, council: str, rule: sa.ColumnElement[bool]) -> list[LookedAfter]:
        """What lies in the box around the area is told from what lies in the area row by row."""
        given, covering = _given_by(council), _for(self._territory.codes_of(council))
        box = self._territory.box_of(council)
        reached = sa.union(given, covering, *([_met_in(box)] if box else []))
        ids = tables.services.c.id
        wanted = _wanted(ids.in_(given), ids.in_(covering)).where(rule, ids.in_(reached))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).mappings()
            return _each_once(_looked_after(row) for row in rows if self._is_theirs(council, row))

    def _of_everyone(self, rule: sa.ColumnElement[bool], limit: int) -> list[LookedAfter]:
        link = tables.service_at_locations.c
        first = sa.or_(link.position.is_(None), link.position == 0)
        wanted = _wanted(sa.true(), sa.true()).where(rule, first).limit(limit)
        with self._engine.connect() as connection:
            return [_looked_after(row) for row in connection.execute(wanted).mappings()]

    def _is_theirs(self, council: str, row: Mapping[Any, Any]) -> bool:
        """A national line is nobody's own, unless a list of theirs gave it."""
        if row["given"] or row["scope"] != "local":
            return bool(row["given"])
        return bool(row["covers"]) or self._territory.authority_at(row["easting"], row["northing"]) == council


def _wanted(given: sa.ColumnElement[bool], covers: sa.ColumnElement[bool]) -> sa.Select[Any]:
    services, organisations = tables.services, tables.organisations
    link, spots = tables.service_at_locations, tables.locations
    return (
        sa.select(
            *(
                services.c[name]
                for name in ("id", "name", "status", "assured_date", "verified_on", "example", "feed", "scope")
            ),
            organisations.c.name.label("organisation"),
            spots.c.postal_code.label("postcode"),
            spots.c.easting,
            spots.c.northing,
            given.label("given"),
            covers.label("covers"),
        )
        .join(organisations, organisations.c.id == services.c.organisation_id)
        .outerjoin(link, link.c.service_id == services.c.id)
        .outerjoin(spots, spots.c.id == link.c.location_id)
        .order_by(services.c.name, services.c.id, link.c.position)
    )


def _for(codes: Sequence[str]) -> sa.Select[str]:
    """The ids of services for one of these areas."""
    areas = tables.service_areas
    return sa.select(areas.c.service_id).where(areas.c.code.in_(codes))


def _given_by(council: str) -> sa.Select[str]:
    """The ids of those that the council added, or that stand in a list of its own."""
    records, sources, services = tables.source_records, tables.sources, tables.services
    theirs = sa.select(sources.c.id).where(sources.c.council == council)
    listed = sa.select(records.c.service_id).where(records.c.source_id.in_(theirs))
    own = sa.select(services.c.id).where(services.c.feed == f"{OWN}{council}")
    return sa.select(sa.union_all(own, listed).subquery().c[0])


def _met_in(box: Box) -> sa.Select[str]:
    west, south, east, north = box
    spots, link = tables.locations, tables.service_at_locations
    near = sa.and_(spots.c.easting.between(west, east), spots.c.northing.between(south, north))
    return sa.select(link.c.service_id).join(spots, spots.c.id == link.c.location_id).where(near)


def _each_once(found: Iterable[LookedAfter]) -> list[LookedAfter]:
    """Each at the first of its places that is theirs."""
    services: dict[str, LookedAfter] = {}
    for one in found:
        services.setdefault(one.id, one)
    return list(services.values())


def _looked_after(row: Mapping[Any, Any]) -> LookedAfter:
    fields = {name: row[name] for name in LookedAfter.__dataclass_fields__}
    return LookedAfter(**(fields | {"status": Status(row["status"])}))
