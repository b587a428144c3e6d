"""Reports are numbers: by service, kind and day, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine

from bot.service_details import KINDS
from directory import tables
from directory.reports import Reports, Wrong
from directory.repository import DirectoryRepository
from tests.clock import Clock
from tests.unit.directory.builders import a_service

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEEDS = "E08000035"


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def reports(database: Engine, clock: Clock) -> Reports:
    tables.metadata.create_all(database)
    services = [a_service(id="lunch", name="Lunch"), a_service(id="choir", name="Choir", areas=(LEEDS,))]
    vector = np.zeros(512, np.float32)
    DirectoryRepository(database, clock).replace("test", [(each, vector) for each in services], [])
    return Reports(database, clock)


def test_what_was_said_adds_up_and_the_newest_stands_first(reports: Reports, clock: Clock) -> None:
    reports.add("lunch", Wrong.CLOSED)
    reports.add("lunch", Wrong.CLOSED)
    reports.add("lunch", Wrong.NUMBER)
    clock.now += timedelta(days=1)
    reports.add("lunch", Wrong.CLOSED)
    clock.now += timedelta(days=1)
    reports.add("choir", Wrong.TIME)
    choir, lunch = reports.all()
    assert (choir.name, choir.counts, choir.newest) == ("Choir", {Wrong.TIME: 1}, date(2026, 11, 23))
    assert (lunch.counts, lunch.newest) == ({Wrong.CLOSED: 3, Wrong.NUMBER: 1}, date(2026, 11, 22))
    assert lunch.organisation == "Friends of the Hall"


def test_what_was_looked_into_is_forgotten_and_the_rest_stays(reports: Reports, clock: Clock) -> None:
    reports.add("lunch", Wrong.CLOSED)
    clock.now += timedelta(days=1)
    reports.add("lunch", Wrong.NUMBER)
    reports.add("choir", Wrong.TIME)
    assert reports.settle("lunch") == 2
    assert [one.service_id for one in reports.all()] == ["choir"]
    assert reports.settle("lunch") == 0


def test_what_is_gone_is_not_listed_and_is_again_when_it_comes_back(
    reports: Reports, database: Engine, clock: Clock
) -> None:
    reports.add("lunch", Wrong.CLOSED)
    repository = DirectoryRepository(database, clock)
    repository.replace("test", [], ["lunch"])
    assert reports.all() == ()
    repository.replace("test", [(a_service(id="lunch"), np.zeros(512, np.float32))], [])
    assert [one.service_id for one in reports.all()] == ["lunch"]


def test_nothing_of_a_person_stands_in_the_table() -> None:
    assert set(tables.directory_report.c.keys()) == {"service_id", "kind", "day", "conversations"}


def test_the_pages_offer_the_kinds_that_there_are() -> None:
    assert set(KINDS) == set(Wrong)
