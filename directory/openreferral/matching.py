"""The filters of the published directory, as they read the index. Each narrows the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

import numpy as np
from numpy.typing import NDArray

from directory.model import ALL_ENGLAND, Place
from directory.openreferral.index import NOT_SAID, Index, Mask, Rows, Term
from directory.openreferral.query import WEEKDAYS, Query
from directory.openreferral.vocabulary import taxonomy_id


def matching(index: Index, query: Query, *, examples: bool) -> Mask:
    """Return which services pass every rule of the query about services."""
    passing = shown(index, examples=examples)
    for word in query.words:
        passing &= _mentions(index, word.casefold())
    if query.taxonomy_term_id:
        passing &= _described(index, lambda term: term.id == query.taxonomy_term_id)
    if query.taxonomy_id:
        passing &= _described(index, lambda term: taxonomy_id(term.taxonomy) == query.taxonomy_id)
    if query.organization_id:
        passing &= index.organisations == query.organization_id.encode()
    if query.modified_after:
        passing &= index.modified >= microseconds(query.modified_after)
    if asks_for_a_time(query):
        passing &= _runs(index, query)
    return passing & _within_ages(index, query)


def asks_for_a_time(query: Query) -> bool:
    """Whether the query has a rule about when a service runs."""
    return bool(query.day or query.start_time or query.end_time)


def shown(index: Index, *, examples: bool) -> Mask:
    """Return which services are published: all, or all that are real."""
    return np.ones(len(index), np.bool_) if examples else ~index.examples


def covering(index: Index, place: Place) -> Mask:
    """Return the services whose area on record covers the place, and those that have none on record."""
    passing = index.none()
    passing[index.covered.rows] = True
    np.logical_not(passing, out=passing)
    codes = {place.council, place.authority, ALL_ENGLAND}
    index.covered.mark(passing, (index.areas[code] for code in codes & index.areas.keys()))
    return passing


def spots_of(index: Index, query: Query, passing: Mask, place: Place | None) -> Rows:
    """Return where these services are met, at the time that is asked for, as numbers of spots in their order.

    With a place, those within the distance that is asked for.
    """
    spots = index.spots
    there = passing[spots.rows]
    if asks_for_a_time(query):
        keeping = _keeping(index, query)
        running = _door(index.sessions.rows[keeping], index.sessions.places[keeping])
        there = there & np.isin(_door(spots.rows, spots.places), running)
    if place is not None and query.proximity is not None:
        east, north = spots.easting - place.easting, spots.northing - place.northing
        there = there & (east * east + north * north <= query.proximity**2)
    return np.flatnonzero(there)


def _door(rows: Rows, places: Rows) -> NDArray[np.int64]:
    """One number for a service at one of its places."""
    return rows.astype(np.int64) << 16 | places


def terms_in_use(index: Index, *, examples: bool) -> list[Term]:
    """Return the terms that describe a service that is published, in the order of their ids."""
    published = shown(index, examples=examples)
    return [term for number, term in enumerate(index.terms) if published[index.described.bearing(number)].any()]


def microseconds(moment: datetime) -> int:
    """Return microseconds since 1970; `moment` is timezone-aware."""
    return round(moment.timestamp() * 1_000_000)


def _mentions(index: Index, word: str) -> Mask:
    """The word, or a part of one, stands in the texts of the service, its organisation's name or one of its terms."""
    passing = _described(index, lambda term: word in in_words(term.code))
    index.said.mark(passing, index.words.holding(word))
    return passing


def in_words(code: str) -> str:
    """Return the words of a term's code as they are searched."""
    return code.replace("_", " ").casefold()


def _described(index: Index, wanted: Callable[[Term], bool]) -> Mask:
    passing = index.none()
    index.described.mark(passing, (number for number, term in enumerate(index.terms) if wanted(term)))
    return passing


def _within_ages(index: Index, query: Query) -> Mask:
    """As the profile words it: the whole age range of the service lies within the ages that are asked for."""
    passing = np.ones(len(index), np.bool_)
    if query.minimum_age is not None:
        passing &= index.minimum_ages >= query.minimum_age
    if query.maximum_age is not None:
        passing &= index.maximum_ages <= query.maximum_age
    return passing


def _runs(index: Index, query: Query) -> Mask:
    passing = index.none()
    passing[index.sessions.rows[_keeping(index, query)]] = True
    return passing


def _keeping(index: Index, query: Query) -> Mask:
    """Which schedules keep to the day and the times together.

    A session that runs past midnight ends on the next day: not by any time of its own day.
    """
    sessions = index.sessions
    keeping = np.ones(len(sessions.rows), np.bool_)
    if query.day:
        keeping &= (sessions.days & (1 << WEEKDAYS.index(query.day))) > 0
    if query.start_time:
        keeping &= sessions.opens >= seconds(query.start_time)
    if query.end_time:
        keeping &= (sessions.closes <= seconds(query.end_time)) & (sessions.closes > sessions.opens)
    return keeping


def seconds(moment: time | None) -> int:
    """Return seconds since midnight, `NOT_SAID` for a time that is not known."""
    return NOT_SAID if moment is None else moment.hour * 3600 + moment.minute * 60 + moment.second
