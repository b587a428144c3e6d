"""The filters of the published directory as SQL. Each narrows the others."""

from __future__ import annotations

from datetime import time

import sqlalchemy as sa

from directory import tables
from directory.model import ALL_ENGLAND, Place
from directory.openreferral.query import WEEKDAYS, Query

Rule = sa.ColumnElement[bool]
NO_END = 999
"""Years: above every age that may be asked for, so that a service without an upper end is within none."""


def service_rules(query: Query, taxonomies: list[str], *, examples: bool) -> list[Rule]:
    """Return the rules on `services`. `taxonomies` are the codes that the taxonomy id of the query stands for."""
    rules: list[Rule] = [] if examples else [tables.services.c.example.is_(False)]
    rules += [_mentions(word) for word in query.words]
    rules += _age_rules(query)
    if query.taxonomy_term_id:
        rules.append(_described_by(tables.attributes.c.taxonomy_term_id == query.taxonomy_term_id))
    if query.taxonomy_id:
        rules.append(_described_in(taxonomies))
    if query.day or query.start_time or query.end_time:
        rules.append(_runs(query))
    return rules


def place_rules(place: Place, proximity: float | None) -> list[Rule]:
    """Return the rules on `services` and `locations` for the people of a place; `proximity` is in metres."""
    return [_in_covered_list(place)] if proximity is None else [*_within(place, proximity), _is_covered(place)]


def visible_terms(*, examples: bool) -> list[Rule]:
    """Return the rules on `taxonomy_terms`: without examples, only terms that describe a real service."""
    if examples:
        return []
    services, attributes = tables.services, tables.attributes
    real = sa.exists().where(
        attributes.c.taxonomy_term_id == tables.taxonomy_terms.c.id,
        services.c.id == attributes.c.service_id,
        services.c.example.is_(False),
    )
    return [real]


def _mentions(word: str) -> Rule:
    """The word stands in the texts of the service, its organisation's name or one of its terms, in any case."""
    services, organisations, terms = tables.services, tables.organisations, tables.taxonomy_terms
    named = sa.select(organisations.c.id).where(organisations.c.name.icontains(word, autoescape=True))
    plain = sa.func.replace(terms.c.code, "_", " ")
    meant = sa.select(terms.c.id).where(plain.icontains(word, autoescape=True))
    return sa.or_(
        *(column.icontains(word, autoescape=True) for column in
          (services.c.name, services.c.summary, services.c.description)),
        services.c.organisation_id.in_(named),
        _described_by(tables.attributes.c.taxonomy_term_id.in_(meant)),
    )  # fmt: skip


def _described_by(rule: Rule) -> Rule:
    return tables.services.c.id.in_(sa.select(tables.attributes.c.service_id).where(rule))


def _described_in(taxonomies: list[str]) -> Rule:
    """Most services pass, so each is asked for its first term of the kind; a list of all would be long."""
    services, attributes, terms = tables.services, tables.attributes, tables.taxonomy_terms
    wanted = sa.select(terms.c.id).where(terms.c.taxonomy.in_(taxonomies))
    return sa.exists().where(attributes.c.service_id == services.c.id, attributes.c.taxonomy_term_id.in_(wanted))


def _age_rules(query: Query) -> list[Rule]:
    """As the profile words them: the whole age range of the service lies within the ages that are asked for."""
    services = tables.services
    rules: list[Rule] = []
    if query.minimum_age is not None:
        rules.append(sa.func.coalesce(services.c.minimum_age, 0) >= query.minimum_age)
    if query.maximum_age is not None:
        rules.append(sa.func.coalesce(services.c.maximum_age, NO_END) <= query.maximum_age)
    return rules


def _runs(query: Query) -> Rule:
    """One schedule keeps to the day and the times together."""
    schedules = tables.schedules
    rules: list[Rule] = []
    if query.day:
        rules.append(_on(query.day))
    if query.start_time:
        rules.append(schedules.c.opens_at >= query.start_time)
    if query.end_time:
        rules.append(_ends_by(query.end_time))
    return tables.services.c.id.in_(sa.select(schedules.c.service_id).where(*rules))


def _on(day: str) -> Rule:
    """By its weekdays; every day; or, where a weekly rule or a single session has none, by its first day."""
    schedules = tables.schedules
    of_a_first_day = sa.and_(
        schedules.c.bymonthday.is_(None),
        sa.func.coalesce(schedules.c.freq, "WEEKLY") == "WEEKLY",
        sa.extract("dow", schedules.c.dtstart) == (WEEKDAYS.index(day) + 1) % 7,  # Sunday is 0
    )
    daily = sa.and_(schedules.c.freq == "DAILY", schedules.c.bymonthday.is_(None))
    return sa.or_(
        sa.func.upper(schedules.c.byday).contains(day),
        sa.and_(schedules.c.byday.is_(None), sa.or_(daily, of_a_first_day)),
    )


def _ends_by(end: time) -> Rule:
    """A session that runs past midnight ends on the next day: not by any time of its own day."""
    schedules = tables.schedules
    same_day = sa.or_(schedules.c.opens_at.is_(None), schedules.c.closes_at > schedules.c.opens_at)
    return sa.and_(schedules.c.closes_at <= end, same_day)


def _in_covered_list(place: Place) -> Rule:
    """The service area on record covers the place, or none is on record: two lists that indexes alone can give."""
    services, areas = tables.services, tables.service_areas
    covering = sa.select(areas.c.service_id).where(areas.c.code.in_(_codes(place)))
    silent = sa.except_(sa.select(services.c.id), sa.select(areas.c.service_id)).subquery()
    return services.c.id.in_(sa.union(covering, sa.select(silent.c.id)))


def _is_covered(place: Place) -> Rule:
    """The same, asked of each of the few services nearby."""
    services, areas = tables.services, tables.service_areas
    named = sa.exists().where(areas.c.service_id == services.c.id)
    return sa.or_(~named, named.where(areas.c.code.in_(_codes(place))))


def _codes(place: Place) -> tuple[str, ...]:
    return place.council, place.authority, ALL_ENGLAND


def _within(place: Place, metres: float) -> list[Rule]:
    """Inside the box first, which is indexed, then inside the circle. Squares of metres outgrow 32 bits."""
    east, north = tables.locations.c.easting, tables.locations.c.northing
    away_east = sa.cast(east - place.easting, sa.BigInteger)
    away_north = sa.cast(north - place.northing, sa.BigInteger)
    return [
        east.between(place.easting - metres, place.easting + metres),
        north.between(place.northing - metres, place.northing + metres),
        away_east * away_east + away_north * away_north <= metres * metres,
    ]
