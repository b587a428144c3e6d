"""The migrations, one after the other, make exactly the tables that the rooms describe."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path

import numpy as np
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, inspect

import bot.tables
import council.tables
import directory.tables
import indicators.tables
from directory.model import Location, Need, Phone, Schedule, Spot
from directory.repository import DirectoryRepository
from kith.migrate import upgrade
from tests.unit.directory.builders import BIRMINGHAM, a_service

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


def test_what_stands_around_a_service_survives_the_loss_of_its_ids_and_their_return(database: Engine) -> None:
    upgrade(database)
    hours = Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12, 30), valid_from=date(2026, 1, 5))
    before = a_service(
        phones=(Phone("0121 496 0100"), Phone("0121 496 0199", "at night")),
        needs=(Need.GARDENING, Need.BEFRIENDING),
        schedules=(hours,),
        location=Location("The hall", postal_code="B14 7QH", latitude=52.43, longitude=-1.89),
        areas=(BIRMINGHAM,),
    )
    DirectoryRepository(database, lambda: datetime.now(UTC)).replace(
        "seed/here", [(before, np.ones(2, np.float32))], ()
    )
    later = STEPS[next(number for number, each in enumerate(STEPS) if each.__name__.endswith("around_services")) :]
    with database.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        for step in reversed(later):
            step.downgrade()
        assert len(set(connection.exec_driver_sql("SELECT id FROM phones").scalars())) == 2
        for step in later:
            step.upgrade()
    assert DirectoryRepository(database, lambda: datetime.now(UTC)).get(before.id) == before


def test_a_service_of_several_places_loses_only_the_others_when_there_is_no_room_for_them(database: Engine) -> None:
    upgrade(database)
    hall, library = Location("The hall", postal_code="B14 7QH"), Location("The library", postal_code="B13 8JP")
    tuesday, friday = Schedule("WEEKLY", byday="TU"), Schedule("WEEKLY", byday="FR")
    before = a_service(
        location=hall, schedules=(tuesday,), elsewhere=(Spot(library, (friday,), ("step_free",)),), accessibility=()
    )
    repository = DirectoryRepository(database, lambda: datetime.now(UTC))
    repository.replace("seed/here", [(before, np.ones(2, np.float32))], ())
    with database.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        STEPS[-1].downgrade()
        STEPS[-1].upgrade()
    assert repository.get(before.id) == replace(before, elsewhere=())
