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
from kith.errors import StartError

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


def behind(engine: Engine) -> str | None:
    """What keeps this version from working with a database, in one line; None when nothing does."""
    found = current(engine)
    if found == head():
        return None
    if found and not _knows(found):
        return f"The database is at step {found}, made by a newer version: use that one, or a backup from before."
    return f"The database is at step {found or 'none'} and should be at {head()}: kith up brings it there."


def require_newest(engine: Engine) -> None:
    """Raise `StartError` where a database is not of the newest form."""
    if problem := behind(engine):
        raise StartError(problem)


def upgrade(engine: Engine) -> None:
    """Bring the database of `engine` to the newest form; nothing happens when it is there already.

    Raises `StartError` for one that a newer version made.
    """
    if (found := current(engine)) and not _knows(found):
        require_newest(engine)
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _knows(step: str) -> bool:
    return step in {each.revision for each in ScriptDirectory.from_config(migrations()).walk_revisions()}
