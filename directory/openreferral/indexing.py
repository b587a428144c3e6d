"""Reads the index of the published directory from the database: every table once, a few columns of each."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from directory import tables
from directory.editions import edition
from directory.openreferral.index import NO_END, Index, Postings, Rows, Sessions, Spots, Term, Words
from directory.openreferral.matching import microseconds, seconds
from directory.openreferral.query import WEEKDAYS

AT_ONCE: Final = 2_000
EVERY_DAY: Final = 0b111_1111
RowOf = dict[str, int]


def read_index(connection: Connection) -> Index:
    """Return the index of all services of any status. What is written meanwhile may be in it by halves.

    It bears the edition from before it was read, so that such an index is known to be old.
    """
    present = edition(connection)
    connection = connection.execution_options(yield_per=AT_ONCE)
    ids = sorted(connection.execute(sa.select(tables.services.c.id)).scalars())
    row_of = {key: row for row, key in enumerate(ids)}
    own = _Own(len(ids))
    own.read(connection, row_of)
    terms = tuple(Term(*row) for row in sorted(map(tuple, connection.execute(_terms()))))
    areas = _Numbers()
    return Index(
        edition=present,
        ids=np.array(ids, "S36"),
        organisations=own.organisations,
        examples=own.examples,
        minimum_ages=own.minimum_ages,
        maximum_ages=own.maximum_ages,
        modified=own.modified,
        words=Words([*own.vocabulary]),
        said=own.said.postings(len(own.vocabulary)),
        terms=terms,
        described=_described(connection, row_of, terms).postings(len(terms)),
        covered=_covered(connection, row_of, areas).postings(len(areas)),
        areas=areas,
        sessions=_sessions(connection, row_of),
        spots=_spots(connection, row_of),
    )


def utc(moment: datetime) -> datetime:
    """Return a moment with its zone, which SQLite does not give back."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Numbers(dict[str, int]):
    """Gives every text that is looked up a number, the next one where it is new."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class _Pairs:
    """Rows and the numbers that they bear, gathered in little memory."""

    def __init__(self) -> None:
        self.rows = array("i")
        self.numbers = array("i")

    def postings(self, count: int) -> Postings:
        return Postings.of(_whole(self.rows), _whole(self.numbers), count)


class _Own:
    """What stands in the rows of the services themselves, and the words in their texts."""

    def __init__(self, count: int) -> None:
        self.organisations = np.zeros(count, "S36")
        self.examples = np.zeros(count, np.bool_)
        self.minimum_ages = np.zeros(count, np.int32)
        self.maximum_ages = np.full(count, NO_END, np.int32)
        self.modified = np.zeros(count, np.int64)
        self.vocabulary = _Numbers()
        self.said = _Pairs()

    def read(self, connection: Connection, row_of: RowOf) -> None:
        services, organisations = tables.services.c, tables.organisations.c
        wanted = sa.select(
            services.id, services.organisation_id, services.example, services.minimum_age, services.maximum_age,
            services.last_modified, services.name, services.summary, services.description, organisations.name,
        ).join_from(tables.services, tables.organisations)  # fmt: skip
        for key, organisation, example, minimum, maximum, modified, *texts in connection.execute(wanted):
            if (row := row_of.get(key)) is None:
                continue
            self.organisations[row] = organisation
            self.examples[row] = example
            self.minimum_ages[row] = minimum or 0
            self.maximum_ages[row] = NO_END if maximum is None else maximum
            self.modified[row] = microseconds(utc(modified))
            words = {*"\n".join(texts).casefold().split()}
            self.said.rows.extend([row] * len(words))
            self.said.numbers.extend(map(self.vocabulary.__getitem__, words))


def _terms() -> sa.Select[str, str, str]:
    terms = tables.taxonomy_terms.c
    return sa.select(terms.id, terms.taxonomy, terms.code)


def _described(connection: Connection, row_of: RowOf, terms: tuple[Term, ...]) -> _Pairs:
    numbers = {term.id: number for number, term in enumerate(terms)}
    attributes = tables.attributes.c
    return _numbered(connection, sa.select(attributes.service_id, attributes.taxonomy_term_id), row_of, numbers.get)


def _covered(connection: Connection, row_of: RowOf, areas: _Numbers) -> _Pairs:
    covered = tables.service_areas.c
    return _numbered(connection, sa.select(covered.service_id, covered.code), row_of, areas.__getitem__)


def _numbered(
    connection: Connection, pairs: sa.Select[str, str], row_of: RowOf, number_of: Callable[[str], int | None]
) -> _Pairs:
    found = _Pairs()
    for key, value in connection.execute(pairs):
        row, number = row_of.get(key), number_of(value)
        if row is not None and number is not None:
            found.rows.append(row)
            found.numbers.append(number)
    return found


def _sessions(connection: Connection, row_of: RowOf) -> Sessions:
    names = ("service_id", "spot", "opens_at", "closes_at", "freq", "interval", "byday", "bymonthday", "dtstart")
    wanted = sa.select(*(tables.schedules.c[name] for name in names))
    rows, places, days, opens, closes = array("i"), array("i"), array("B"), array("i"), array("i")
    for key, spot, opens_at, closes_at, *rule in connection.execute(wanted):
        if key in row_of:
            rows.append(row_of[key])
            places.append(spot or 0)
            days.append(weekdays(*rule))
            opens.append(seconds(opens_at))
            closes.append(seconds(closes_at))
    return Sessions(_whole(rows), _whole(places), np.array(days, np.uint8), _whole(opens), _whole(closes))


def _whole(numbers: Any) -> Rows:
    return np.array(numbers, np.int32)


@lru_cache(maxsize=10_000)
def weekdays(freq: str | None, interval: int, byday: str | None, bymonthday: str | None, first: date | None) -> int:
    """Return a bit for each weekday from Monday on which a rule holds.

    Those that it names; every day; or, where a weekly rule or a single session names none, that of its first day.
    Every second day is no day of the week.
    """
    if freq == "DAILY" and interval > 1:
        return 0
    if byday is not None:
        return sum(1 << number for number, day in enumerate(WEEKDAYS) if day in byday.upper())
    if bymonthday is not None or freq == "MONTHLY":
        return 0
    if freq == "DAILY":
        return EVERY_DAY
    return 1 << first.weekday() if first else 0


def _spots(connection: Connection, row_of: RowOf) -> Spots:
    links, locations = tables.service_at_locations.c, tables.locations.c
    wanted = sa.select(links.id, links.service_id, links.position, locations.easting, locations.northing)
    joined = wanted.join_from(tables.service_at_locations, tables.locations)
    found = sorted((key, row_of[owner], *spot) for key, owner, *spot in connection.execute(joined) if owner in row_of)
    return Spots(
        np.array([row for _, row, *_ in found], np.int32),
        np.array([place for _, _, place, _, _ in found], np.int32),
        np.array([east for *_, east, _ in found], np.float64),
        np.array([north for *_, north in found], np.float64),
    )
