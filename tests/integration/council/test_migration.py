"""The migrations guard the log as the tables do, and keep users over the step that brings set-up links and editors."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, Engine, text

from council import tables

first = importlib.import_module("migrations.versions.0004_council")
people = importlib.import_module("migrations.versions.0010_council_people")

ADD = text(
    "INSERT INTO council_user (name, password_hash, council, role, created_at, password_changed_at) "
    "VALUES (:name, :hash, 'E08000025', :role, :at, :at)"
)


def users(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(text("SELECT name, role FROM council_user ORDER BY name"))
    return [(row.name, row.role) for row in rows]


def add(connection: Connection, name: str, role: str, password_hash: str | None = "hash") -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    connection.execute(ADD, {"name": name, "hash": password_hash, "role": role, "at": at})


def test_migration_and_metadata_guard_the_log_with_the_same_triggers() -> None:
    assert first._APPEND_ONLY == tables._APPEND_ONLY


def test_users_stay_when_the_table_takes_its_newer_form_and_its_older_one(database: Engine) -> None:
    with database.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        first.upgrade()
        add(connection, "sam", "viewer")
        people.upgrade()
        add(connection, "ed", "editor")
        add(connection, "new", "viewer", None)
        assert users(connection) == [("ed", "editor"), ("new", "viewer"), ("sam", "viewer")]
        people.downgrade()
        assert users(connection) == [("ed", "viewer"), ("sam", "viewer")]
        first.downgrade()
