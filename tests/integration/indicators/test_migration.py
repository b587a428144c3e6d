"""The migrations make exactly the tables that the room describes."""

from __future__ import annotations

from importlib import import_module

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, inspect

import bot.tables
from indicators.tables import metadata

FIRST = import_module("migrations.versions.0002_indicators")
NAMES = ("0002_indicators", "0003_chat", "0005_chat_language_council", "0006_safety_counts")
STEPS = [import_module(f"migrations.versions.{name}") for name in NAMES]
"""Those of this room, and of the front, whose table one of them changes."""


def test_the_migrations_equal_the_tables_and_can_be_undone(database: Engine) -> None:
    with database.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        with Operations.context(context):
            for step in STEPS:
                step.upgrade()
            assert compare_metadata(context, [metadata, bot.tables.metadata]) == []
            for step in reversed(STEPS):
                step.downgrade()
        assert inspect(connection).get_table_names() == []


def test_it_follows_the_directory() -> None:
    assert (FIRST.revision, FIRST.down_revision) == ("0002", "0001")
