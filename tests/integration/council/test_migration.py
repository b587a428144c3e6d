"""The migration makes the tables that the code uses, with the triggers that guard the log."""

from __future__ import annotations

import importlib

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, Engine, inspect

from council import tables

migration = importlib.import_module("migrations.versions.0004_council")


def differences(connection: Connection) -> list[object]:
    options = {"include_object": lambda thing, *_: True, "compare_type": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata)


def test_the_upgrade_makes_exactly_the_tables_of_the_room_and_the_downgrade_removes_them(database: Engine) -> None:
    with database.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()
        assert differences(connection) == []
        with Operations.context(MigrationContext.configure(connection)):
            migration.downgrade()
        assert inspect(connection).get_table_names() == []


def test_migration_and_metadata_guard_the_log_with_the_same_triggers() -> None:
    assert migration._APPEND_ONLY == tables._APPEND_ONLY
