"""Bringing a database to the newest form, by numbered steps."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

import bot.tables
import council.tables
import directory.tables
import indicators.tables

ROOMS: tuple[MetaData, ...] = (
    directory.tables.metadata,
    indicators.tables.metadata,
    bot.tables.metadata,
    council.tables.metadata,
)
"""The tables of every room: what the newest migration must equal."""


def migrations() -> Config:
    """Alembic's configuration; there is no file of it."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    return config


def head() -> str:
    """The number of the newest migration."""
    newest = ScriptDirectory.from_config(migrations()).get_current_head()
    if newest is None:
        raise RuntimeError("there are no migrations")
    return newest


def current(engine: Engine) -> str | None:
    """The number of the migration that a database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring the database of `engine` to the newest form; nothing happens when it is there already."""
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
