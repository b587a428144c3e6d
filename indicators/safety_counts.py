"""How many conversations met a safety reply, by week, council and category. Numbers alone: no row is anybody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from indicators.cells import NOT_TOLD
from indicators.definitions import SAFETY_CATEGORIES, valid_council
from indicators.quarters import Quarter, monday_of
from indicators.tables import safety_count


class SafetyCounts:
    """Counts safety replies. Who is counted once only is the caller's to know: nothing here could tell."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, council: str | None, categories: Sequence[str]) -> None:
        """Count one conversation in each of `categories`, this week; `council` is None where it was not told.

        Raises ValueError for a category or a council that cannot be one.
        """
        if not SAFETY_CATEGORIES.keys() >= set(categories):
            raise ValueError("unknown safety category")
        valid_council(council)
        week = monday_of(self._clock().date())
        for category in categories:
            self._add_one(week, council or NOT_TOLD, category)

    def totals(self, council: str, quarter: Quarter) -> Mapping[str, int]:
        """Return the number of conversations of a council's quarter by category; `NOT_TOLD` is a council, too."""
        total = func.sum(safety_count.c.conversations)
        query = select(safety_count.c.category, total).where(_within(quarter), safety_count.c.council == council)
        with self._engine.connect() as connection:
            return {category: int(number) for category, number in connection.execute(query.group_by("category"))}

    def councils(self, quarter: Quarter) -> list[str]:
        """Return the councils with safety replies in a quarter, `NOT_TOLD` among them."""
        query = select(safety_count.c.council).where(_within(quarter)).distinct()
        with self._engine.connect() as connection:
            return sorted(connection.scalars(query))

    def _add_one(self, week: date, council: str, category: str) -> None:
        """Add to the number that stands there, or put the first; of two firsts at once, one meets the other's."""
        row = {"week": week, "council": council, "category": category}
        with self._engine.begin() as connection:
            if _added(connection, row):
                return
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(safety_count).values(**row, conversations=1))
        except IntegrityError:
            with self._engine.begin() as connection:
                _added(connection, row)


def _within(quarter: Quarter) -> ColumnElement[bool]:
    return safety_count.c.week.between(quarter.start, quarter.end)


def _added(connection: Connection, row: Mapping[str, object]) -> bool:
    this = [safety_count.c[name] == value for name, value in row.items()]
    more = update(safety_count).where(*this).values(conversations=safety_count.c.conversations + 1)
    return connection.execute(more).rowcount > 0
