"""Reads the published directory from the database, one page at a time, however many services there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import rows, tables
from directory.model import Place, Service
from directory.openreferral.query import Query
from directory.openreferral.records import Organisation, Published
from directory.openreferral.rules import Rule, place_rules, service_rules, visible_terms
from directory.openreferral.vocabulary import taxonomy_id

Term = tuple[str, str]
"""The taxonomy and the code."""


@dataclass(frozen=True, slots=True)
class ServicePage:
    """One page of services out of `total`."""

    total: int
    services: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class TermPage:
    """One page of terms out of `total`."""

    total: int
    terms: tuple[Term, ...]


class OpenReferralReader:
    """Synchronous; holds nothing between calls, so one instance serves all threads."""

    def __init__(self, engine: Engine, get: Callable[[str], Service | None], *, examples: bool) -> None:
        """`get` gives one whole service by its id. Without `examples` there are none, wherever one looks."""
        self._engine = engine
        self._get = get
        self._examples = examples

    def services(self, query: Query) -> ServicePage:
        """Return a page of services in a lasting order, without what lies around them."""
        services = tables.services
        with self._engine.connect() as connection:
            rules = self._rules(connection, query)
            total = _count(connection, services, rules)
            wanted = sa.select(services.c.id).where(*rules).order_by(services.c.id)
            ids = connection.execute(_page(wanted, query)).scalars().all()
            return ServicePage(total, _published(connection, ids))

    def service(self, service_id: str) -> Published | None:
        """Return one service with everything, or None."""
        service = self._get(service_id)
        if service is None or (service.example and not self._examples):
            return None
        with self._engine.connect() as connection:
            found = _published(connection, [service_id])
        return Published(service, found[0].organisation, found[0].last_modified) if found else None

    def services_at_locations(self, query: Query, place: Place | None) -> ServicePage:
        """Return a page of services that are met somewhere; with `place` those for its people."""
        links, services, spots = tables.service_at_locations, tables.services, tables.locations
        joined = links.join(services, services.c.id == links.c.service_id)
        if query.proximity is not None:
            joined = joined.join(spots, spots.c.id == links.c.location_id)
        with self._engine.connect() as connection:
            rules = self._rules(connection, query)
            rules += place_rules(place, query.proximity) if place else []
            total = _count(connection, joined, rules)
            wanted = sa.select(links.c.service_id).select_from(joined).where(*rules).order_by(links.c.id)
            ids = connection.execute(_page(wanted, query)).scalars().all()
            return ServicePage(total, _published(connection, ids))

    def service_at_location(self, link_id: str) -> Published | None:
        """Return the service of a place where it is met, with everything, or None."""
        links = tables.service_at_locations
        with self._engine.connect() as connection:
            service_id = connection.scalar(sa.select(links.c.service_id).where(links.c.id == link_id))
        return self.service(service_id) if service_id else None

    def taxonomies(self) -> list[str]:
        """Return the codes of all taxonomies that have a term: a handful."""
        with self._engine.connect() as connection:
            return _taxonomies(connection, visible_terms(examples=self._examples))

    def taxonomy_terms(self, query: Query) -> TermPage:
        """Return a page of the terms in use, of one taxonomy where it is asked for, in a lasting order."""
        terms = tables.taxonomy_terms
        with self._engine.connect() as connection:
            rules = visible_terms(examples=self._examples)
            if query.taxonomy_id:
                rules.append(terms.c.taxonomy.in_(_codes(connection, query.taxonomy_id)))
            total = _count(connection, terms, rules)
            wanted = sa.select(terms.c.taxonomy, terms.c.code).where(*rules).order_by(terms.c.id)
            return TermPage(total, tuple((kind, code) for kind, code in connection.execute(_page(wanted, query))))

    def taxonomy_term(self, term_id: str) -> Term | None:
        """Return one term by its id, or None."""
        terms = tables.taxonomy_terms
        rules = [terms.c.id == term_id, *visible_terms(examples=self._examples)]
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(terms.c.taxonomy, terms.c.code).where(*rules)).one_or_none()
        return (row[0], row[1]) if row else None

    def _rules(self, connection: Connection, query: Query) -> list[Rule]:
        taxonomies = _codes(connection, query.taxonomy_id) if query.taxonomy_id else []
        return service_rules(query, taxonomies, examples=self._examples)


def _page(wanted: sa.Select[Any], query: Query) -> sa.Select[Any]:
    return wanted.limit(query.paging.per_page).offset(query.paging.offset)


def _count(connection: Connection, source: sa.FromClause, rules: Sequence[Rule]) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(source).where(*rules)).scalar_one()


def _taxonomies(connection: Connection, rules: Sequence[Rule]) -> list[str]:
    taxonomy = tables.taxonomy_terms.c.taxonomy
    return list(connection.execute(sa.select(taxonomy).where(*rules).distinct().order_by(taxonomy)).scalars())


def _codes(connection: Connection, wanted: str) -> list[str]:
    """The code of the taxonomy with this id, or nothing: ids are derived from codes, and there is a handful."""
    return [code for code in _taxonomies(connection, []) if taxonomy_id(code) == wanted]


def _published(connection: Connection, ids: Sequence[str]) -> tuple[Published, ...]:
    """Read services in the order of `ids`, with organisation, cost and location: what a list shows."""
    costs, links, spots = tables.cost_options, tables.service_at_locations, tables.locations
    located = sa.select(links.c.service_id, *(spots.c[name] for name in rows.LOCATION)).join_from(links, spots)
    around = {
        "cost_options": _by_service(connection, sa.select(costs).where(costs.c.service_id.in_(ids))),
        "locations": _by_service(connection, located.where(links.c.service_id.in_(ids))),
    }
    found = {row["id"]: _one(row, around) for row in connection.execute(_flat(ids)).mappings()}
    return tuple(found[key] for key in ids if key in found)


def _flat(ids: Sequence[str]) -> sa.Select[Any]:
    services, organisations = tables.services, tables.organisations
    own = [column for column in services.c if column is not services.c.embedding]
    theirs = [organisations.c[name].label(f"organisation_{name}") for name in ("description", "url", "email")]
    return (
        sa.select(*own, organisations.c.name.label("organisation"), *theirs)
        .join_from(services, organisations)
        .where(services.c.id.in_(ids))
    )


def _one(row: Mapping[Any, Any], around: Mapping[str, Mapping[str, list[Mapping[str, Any]]]]) -> Published:
    service = rows.to_service(row, lambda name: around.get(name, {}).get(row["id"], []))
    theirs = (row[f"organisation_{name}"] for name in ("description", "url", "email"))
    organisation = Organisation(row["organisation_id"], row["organisation"], *theirs)
    return Published(service, organisation, _utc(row["last_modified"]))


def _by_service(connection: Connection, wanted: sa.Select[Any]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(wanted).mappings():
        groups[row["service_id"]].append(dict(row))
    return groups


def _utc(moment: datetime) -> datetime:
    """SQLite gives moments back without their zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
