"""Counts by cell in the database: what a publication is made of, whose cost grows with cells and not with people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from indicators.counting import TOOK_PART, Key
from indicators.quarters import Quarter
from indicators.tables import screening_cell

NOT_TOLD: Final = ""
"""The council of people who did not tell their place."""
NAMES: Final = ("table_name", "row_name", "column_name")
Standing = tuple[str, Quarter, Mapping[Key, int]]
"""Where somebody is counted: the council, the quarter and the cells."""
_INSERT: Final[Mapping[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def change(connection: Connection, council: str, quarter: Quarter, differences: Mapping[Key, int]) -> None:
    """Add `differences` to the cells of a council's quarter; `council` is `NOT_TOLD` where it is not known.

    The cells are written in one order by everybody, so that two people who are counted at once wait for each other
    and never for ever.
    """
    place = {"council": council, "quarter": quarter.start}
    changed = sorted((key, people) for key, people in differences.items() if people)
    rows = [dict(zip(NAMES, key, strict=True)) | place | {"people": people} for key, people in changed]
    if rows:
        connection.execute(_adding(connection.dialect.name), rows)


def move(connection: Connection, before: Iterable[Standing], after: Iterable[Standing]) -> None:
    """Take away what is counted at `before`, and add what is at `after`."""
    places: dict[tuple[str, Quarter], Counter[Key]] = {}
    for standings, sign in ((before, -1), (after, 1)):
        for council, quarter, counts in standings:
            differences = places.setdefault((council, quarter), Counter())
            differences.update({key: sign * people for key, people in counts.items()})
    for (council, quarter), differences in sorted(places.items()):
        change(connection, council, quarter, differences)


def read(engine: Engine, council: str, quarter: Quarter) -> Counter[Key]:
    """Return the counts of a council's quarter, all from one moment. Cells of nobody may be missing."""
    cell = screening_cell.c
    this = cell.council == council, cell.quarter == quarter.start
    query = select(*(cell[name] for name in NAMES), cell.people).where(*this)
    with engine.connect() as connection:
        return Counter({Key(*names): people for *names, people in connection.execute(query)})


def quarters(engine: Engine, council: str) -> set[Quarter]:
    """Return the quarters in which somebody took part for `council`; who was taken out again left noughts.

    What was only looked for does not count here: of that, not even "nobody" is told.
    """
    took_part = screening_cell.c.table_name == TOOK_PART
    counted = screening_cell.c.council == council, screening_cell.c.people > 0, took_part
    query = select(screening_cell.c.quarter).where(*counted).distinct()
    with engine.connect() as connection:
        return {Quarter.of_start(start) for start in connection.scalars(query)}


def councils(engine: Engine, quarter: Quarter) -> list[str]:
    """Return the councils for which somebody is counted in a quarter, `NOT_TOLD` among them."""
    counted = screening_cell.c.quarter == quarter.start, screening_cell.c.people > 0
    query = select(screening_cell.c.council).where(*counted).distinct()
    with engine.connect() as connection:
        return sorted(connection.scalars(query))


@cache
def _adding(dialect: str) -> Any:
    """The statement that adds to a cell, or makes it."""
    adding = _INSERT[dialect](screening_cell)
    more = {"people": screening_cell.c.people + adding.excluded.people}
    return adding.on_conflict_do_update(index_elements=list(screening_cell.primary_key), set_=more)
