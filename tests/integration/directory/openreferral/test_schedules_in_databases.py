"""Schedules that the seed does not have: past midnight, a single day, days of the month, two sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import numpy as np
import pytest
from sqlalchemy import Engine

from directory import tables
from directory.model import Schedule
from directory.openreferral.query import OF_SERVICES, read_query
from directory.openreferral.reading import OpenReferralReader
from directory.repository import DirectoryRepository
from tests.unit.directory.builders import a_service

SUNDAY = date(2026, 11, 22)
SCHEDULES = {
    "past midnight": (Schedule("WEEKLY", 1, "FR", None, time(22), time(2)),),
    "until midnight": (Schedule("WEEKLY", 1, "FR", None, time(20), time(0)),),
    "one sunday": (Schedule(None, 1, None, None, time(9), time(11), SUNDAY),),
    "weekly since a sunday": (Schedule("WEEKLY", 2, None, None, time(9), None, SUNDAY),),
    "first of the month": (Schedule("MONTHLY", 1, None, "1", None, time(12), SUNDAY),),
    "last friday": (Schedule("MONTHLY", 1, "-1FR", None, time(14), time(16)),),
    "every day": (Schedule("DAILY", 1, None, None, time(0), time(23, 59)),),
    "monday morning, friday evening": (
        Schedule("WEEKLY", 1, "MO", None, time(9), time(11)),
        Schedule("WEEKLY", 1, "FR", None, time(18), time(21)),
    ),
    "only words": (Schedule(description="Ring us"),),
}


@pytest.fixture
def reader(database: Engine) -> OpenReferralReader:
    tables.metadata.create_all(database)
    repository = DirectoryRepository(database, lambda: datetime(2026, 11, 21, tzinfo=UTC))
    services = [
        a_service(id=f"00000000-0000-4000-8000-{number:012}", name=name, schedules=schedules)
        for number, (name, schedules) in enumerate(SCHEDULES.items())
    ]
    repository.replace("test", [(service, np.zeros(4, np.float32)) for service in services], [])
    return OpenReferralReader(database, repository.read, examples=True)


def found(reader: OpenReferralReader, **asked: str) -> set[str]:
    return {one.service.name for one in reader.services(read_query(asked.items(), OF_SERVICES)).services}


def test_days_are_read_from_every_kind_of_rule(reader: OpenReferralReader) -> None:
    assert found(reader, day="SU") == {"one sunday", "weekly since a sunday", "every day"}
    assert found(reader, day="FR") == {
        "past midnight", "until midnight", "last friday", "every day", "monday morning, friday evening",
    }  # fmt: skip
    assert found(reader, day="WE") == {"every day"}


def test_a_session_past_midnight_does_not_end_in_the_morning(reader: OpenReferralReader) -> None:
    assert found(reader, end_time="12:00") == {
        "one sunday", "first of the month", "monday morning, friday evening",
    }  # fmt: skip
    assert found(reader, start_time="20:00") == {"past midnight", "until midnight"}


def test_day_and_time_are_those_of_one_session(reader: OpenReferralReader) -> None:
    assert found(reader, day="FR", end_time="12:00") == set()
    assert found(reader, day="MO", start_time="09:00", end_time="11:00") == {"monday morning, friday evening"}
