"""A service is at the time that was asked for when one session is on such a day, at such an hour."""

from __future__ import annotations

from datetime import time

import pytest

from directory.model import Filter, Schedule, When
from directory.timing import at_the_time
from tests.unit.directory.builders import a_service

TUESDAY_MORNING = Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12))
TUESDAY_MIDDAY = Schedule("WEEKLY", byday="TU", opens_at=time(11), closes_at=time(14))
SATURDAY_EVENING = Schedule("WEEKLY", byday="SA", opens_at=time(19), closes_at=time(21))
EVERY_DAY = Schedule("DAILY")


@pytest.mark.parametrize(
    ("schedule", "times", "filters", "fits"),
    [
        (TUESDAY_MORNING, {When.TUESDAY}, set(), True),
        (TUESDAY_MORNING, {When.MONDAY}, set(), False),
        (TUESDAY_MORNING, {When.TUESDAY, When.AFTERNOON}, set(), False),
        (TUESDAY_MIDDAY, {When.TUESDAY, When.AFTERNOON}, set(), True),
        (TUESDAY_MIDDAY, {When.MORNING}, set(), True),
        (TUESDAY_MORNING, {When.MONDAY}, {Filter.WEEKEND}, False),
        (SATURDAY_EVENING, {When.MONDAY}, {Filter.WEEKEND}, True),
        (SATURDAY_EVENING, {When.SATURDAY}, {Filter.EVENING}, True),
        (TUESDAY_MORNING, {When.TUESDAY}, {Filter.EVENING}, False),
        (EVERY_DAY, {When.THURSDAY}, set(), True),
        (EVERY_DAY, {When.MORNING}, set(), False),
        (SATURDAY_EVENING, set(), {Filter.WEEKEND, Filter.EVENING}, True),
        (TUESDAY_MORNING, set(), set(), True),
    ],
)
def test_the_day_and_the_time_of_day_must_both_fit(
    schedule: Schedule, times: set[When], filters: set[Filter], fits: bool
) -> None:
    assert at_the_time(a_service(schedules=(schedule,)), frozenset(times), frozenset(filters)) is fits


def test_one_session_must_be_at_the_day_and_at_the_hour() -> None:
    both = a_service(schedules=(TUESDAY_MORNING, SATURDAY_EVENING))
    assert not at_the_time(both, frozenset({When.TUESDAY}), frozenset({Filter.EVENING}))


def test_nothing_is_claimed_of_a_service_whose_times_are_not_known() -> None:
    assert not at_the_time(a_service(), frozenset({When.TUESDAY}), frozenset())
