"""The step from rows to cells counts everybody once, and leaves only rows that can still be taken back."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, Engine

from indicators import cells
from indicators.counting import EVERYONE, SCORES_ADDED, Group, Key, cell, took_part
from indicators.quarters import Quarter
from indicators.store import ScreeningStore
from indicators.unmet import FOUND, NOT_FOUND, need_cell, stage_cell

BIRMINGHAM = "E08000025"
QUARTER = Quarter(2026, 3)
STEPS = [f"migrations.versions.{name}" for name in ("0002_indicators", "0012_cells")]
RESIDENT: dict[str, Any] = {
    "week": date(2026, 8, 3),
    "council": BIRMINGHAM,
    "ward": None,
    "life_stage": "later_life",
    "role": "resident",
    "channel": "web",
    "language": "en",
    "instrument": "adult/1",
    "companionship": "often",
    "left_out": "often",
    "isolated": "some_of_the_time",
    "lonely": "skipped",
    "social_contact": None,
    "found": None,
    "finished": True,
}


def insert(connection: Connection, table: str, *rows: dict[str, Any]) -> None:
    described = sa.Table(table, sa.MetaData(), autoload_with=connection)
    connection.execute(sa.insert(described), list(rows))


def with_rows_before_the_step(database: Engine) -> None:
    """Four screenings: two alike, one of which is linked; one that searched; one on behalf of somebody else."""
    with database.begin() as connection:
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            import_module(STEPS[0]).upgrade()
            searched = {"id": 3, **RESIDENT, "council": None, "found": False, "companionship": None}
            other = {"id": 4, **RESIDENT, "role": "for_someone_else", "found": True}
            insert(connection, "screening", {"id": 1, **RESIDENT}, {"id": 2, **RESIDENT}, searched, other)
            needs = ((2, "transport"), (3, "transport"), (3, "gardening"), (4, "gardening"))
            insert(connection, "screening_need", *({"screening_id": row, "need": need} for row, need in needs))
            insert(
                connection,
                "screening_link",
                {"key_hash": "a" * 64, "screening_id": 3, "at": datetime(2026, 8, 5, tzinfo=UTC)},
            )
            import_module(STEPS[1]).upgrade()


def test_rows_are_counted_into_cells(database: Engine) -> None:
    with_rows_before_the_step(database)
    told, not_told = (cells.read(database, council, QUARTER) for council in (BIRMINGHAM, cells.NOT_TOLD))
    assert told[cell("adult_ucla", EVERYONE, "most")] == 2
    assert told[cell("adult_ucla", EVERYONE, SCORES_ADDED)] == 16
    assert told[cell("adult_ucla", Group("Life stage", "later_life", ""), "most")] == 2
    assert told[Key("not_answered", "adults/lonely", "skipped")] == 2
    assert told[took_part("adults", "finished", "yes")] == 2
    assert not_told[cell("adult_ucla", EVERYONE, "no_category")] == 1
    assert not_told[need_cell("transport", NOT_FOUND)] == not_told[need_cell("gardening", NOT_FOUND)] == 1
    assert not_told[stage_cell("later_life")] == 2
    assert not [key for key in told if key.column == FOUND]


def test_only_rows_that_can_be_taken_back_are_left(database: Engine) -> None:
    with_rows_before_the_step(database)
    with database.connect() as connection:
        assert connection.scalars(sa.text("SELECT id FROM screening")).all() == [3]
        needs = connection.execute(sa.text("SELECT need, found FROM screening_need ORDER BY need")).all()
        assert [(need, bool(found)) for need, found in needs] == [("gardening", False), ("transport", False)]
        assert connection.scalar(sa.text("SELECT count(*) FROM screening_link")) == 1


def test_a_row_that_was_counted_by_the_step_can_still_be_taken_back_and_what_was_looked_for_stays(
    database: Engine,
) -> None:
    with_rows_before_the_step(database)
    with database.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            import_module("migrations.versions.0013_needs").upgrade()
        known = hashlib.sha256(b"a key").hexdigest()
        connection.execute(sa.text("UPDATE screening_link SET key_hash = :known").bindparams(known=known))
    ScreeningStore(database, lambda: datetime(2026, 8, 5, tzinfo=UTC)).forget("a key")
    needs = {need_cell("transport", NOT_FOUND): 1, need_cell("gardening", NOT_FOUND): 1, stage_cell("later_life"): 2}
    assert +cells.read(database, cells.NOT_TOLD, QUARTER) == needs
