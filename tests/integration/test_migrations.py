"""The migrations, one after the other, make exactly the tables that the rooms describe."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, inspect

import bot.tables
import council.tables
import directory.tables
import indicators.tables

ROOMS = (directory.tables, indicators.tables, bot.tables, council.tables)
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
STEPS = [import_module(f"migrations.versions.{path.stem}") for path in sorted(VERSIONS.glob("0*.py"))]


def test_the_migrations_equal_the_tables_and_can_be_undone(database: Engine) -> None:
    with database.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        with Operations.context(context):
            for step in STEPS:
                step.upgrade()
            assert compare_metadata(context, [room.metadata for room in ROOMS]) == []
            for step in reversed(STEPS):
                step.downgrade()
        assert inspect(connection).get_table_names() == []
