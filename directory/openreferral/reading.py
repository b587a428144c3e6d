"""Reads the published directory: which records are on a page from the index, what stands in them from the database."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import rows, tables
from directory.model import Place, Service
from directory.openreferral.index import Index, Rows, Term
from directory.openreferral.indexing import utc
from directory.openreferral.keeping import PROMPT, IndexKeeper
from directory.openreferral.matching import covering, matching, spots_of, terms_in_use
from directory.openreferral.query import Query
from directory.openreferral.records import Organisation, Published
from directory.openreferral.vocabulary import taxonomy_id

Read = Callable[[Sequence[str]], Mapping[str, Service]]


@dataclass(frozen=True, slots=True)
class ServicePage:
    """One page of services out of `total`. They are whole where the query asks for that."""

    total: int
    services: tuple[Published, ...]


class OpenReferralReader:
    """Synchronous; one instance serves all threads."""

    def __init__(
        self,
        engine: Engine,
        read: Read,
        *,
        examples: bool,
        clock: Callable[[], float] = time.monotonic,
        prompt: int = PROMPT,
    ) -> None:
        """`read` gives whole services by their ids. Without `examples` there are none, wherever one looks.

        A directory of more than `prompt` services is published as it was a little before.
        """
        self._engine = engine
        self._read = read
        self._examples = examples
        self._keeper = IndexKeeper(engine, clock, prompt)

    def prepare(self) -> None:
        """Begin to read what lists are found by, so that the first reader of a large directory need not wait for it."""
        self._keeper.prepare()

    def services(self, query: Query) -> ServicePage:
        """Return a page of services in the order of their ids."""
        index = self._keeper.current()
        return self._page(index, np.flatnonzero(matching(index, query, examples=self._examples)), query)

    def service(self, service_id: str) -> Published | None:
        """Return one service with everything, or None."""
        found = self._whole([service_id])
        return found[0] if found and (self._examples or not found[0].service.example) else None

    def services_at_locations(self, query: Query, place: Place | None) -> ServicePage:
        """Return a page of services that are met somewhere; with `place` those for its people."""
        index = self._keeper.current()
        passing = matching(index, query, examples=self._examples)
        if place is not None:
            passing &= covering(index, place)
        found = spots_of(index, query, passing, place)
        spots = found[_on_the_page(query)]
        ids, numbers = index.named(index.spots.rows[spots]), index.spots.places[spots].tolist()
        there = {one.service.id: one for one in self._records(ids, query)}
        at = [(there[key], number) for key, number in zip(ids, numbers, strict=True) if key in there]
        return ServicePage(len(found), tuple(one for each in at if (one := _at(*each))))

    def service_at_location(self, link_id: str) -> Published | None:
        """Return the service of a place where it is met, with everything, or None."""
        links = tables.service_at_locations
        wanted = sa.select(links.c.service_id, links.c.position).where(links.c.id == link_id)
        with self._engine.connect() as connection:
            link = connection.execute(wanted).first()
        service = self.service(link.service_id) if link else None
        return _at(service, link.position) if service and link else None

    def taxonomies(self) -> list[str]:
        """Return the codes of all taxonomies that have a term: a handful."""
        return sorted({term.taxonomy for term in self.taxonomy_terms()})

    def taxonomy_terms(self, of_taxonomy: str | None = None) -> list[Term]:
        """Return the terms in use in the order of their ids, of one taxonomy where its id is given."""
        terms = terms_in_use(self._keeper.current(), examples=self._examples)
        return [term for term in terms if of_taxonomy in (None, taxonomy_id(term.taxonomy))]

    def taxonomy_term(self, term_id: str) -> Term | None:
        """Return one term by its id, or None."""
        return next((term for term in self.taxonomy_terms() if term.id == term_id), None)

    def _page(self, index: Index, found: Rows, query: Query) -> ServicePage:
        return ServicePage(len(found), self._records(index.named(found[_on_the_page(query)]), query))

    def _records(self, ids: Sequence[str], query: Query) -> tuple[Published, ...]:
        """What is not there any more since the index was read is left out."""
        if query.full:
            return self._whole(ids)
        with self._engine.connect() as connection:
            return _published(connection, ids)

    def _whole(self, ids: Sequence[str]) -> tuple[Published, ...]:
        services = self._read(ids)
        with self._engine.connect() as connection:
            listed = _published(connection, ids)
        return tuple(replace(one, service=services[one.service.id]) for one in listed if one.service.id in services)


def _on_the_page(query: Query) -> slice:
    first = query.paging.offset
    return slice(first, first + query.paging.per_page)


def _published(connection: Connection, ids: Sequence[str]) -> tuple[Published, ...]:
    """Read services in the order of `ids`, with organisation, cost and location: what a list shows."""
    costs, links, spots = tables.cost_options, tables.service_at_locations, tables.locations
    located = sa.select(links.c.service_id, *(spots.c[name] for name in rows.LOCATION)).join_from(links, spots)
    located = located.where(links.c.service_id.in_(ids)).order_by(links.c.position)
    around = {
        "cost_options": _by_service(connection, sa.select(costs).where(costs.c.service_id.in_(ids))),
        "locations": _by_service(connection, located),
    }
    found = {row["id"]: _one(row, around) for row in connection.execute(_flat(ids)).mappings()}
    return tuple(found[key] for key in ids if key in found)


def _at(published: Published, number: int) -> Published | None:
    """The service at one of its places; None where it has not so many any more."""
    return replace(published, spot=number) if number < len(published.service.places) else None


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
    return Published(service, organisation, utc(row["last_modified"]))


def _by_service(connection: Connection, wanted: sa.Select[Any]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(wanted).mappings():
        groups[row["service_id"]].append(dict(row))
    return groups
