"""The migration makes exactly the tables that the room describes."""

from __future__ import annotations

from importlib import import_module

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, inspect

from indicators.tables import metadata

migration = import_module("migrations.versions.0002_indicators")


def test_the_migration_equals_the_tables_and_can_be_undone(database: Engine) -> None:
    with database.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        with Operations.context(context):
            migration.upgrade()
            assert compare_metadata(context, metadata) == []
            migration.downgrade()
        assert inspect(connection).get_table_names() == []


def test_it_follows_the_directory() -> None:
    assert (migration.revision, migration.down_revision) == ("0002", "0001")
