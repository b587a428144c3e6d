"""A service is at the time that was asked for when one session is on such a day, at such an hour."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from directory.model import Filter, Schedule, When
from directory.schedule import LONDON
from directory.timing import at_the_time
from tests.unit.directory.builders import a_service

TUESDAY_MORNING = Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12))
TUESDAY_MIDDAY = Schedule("WEEKLY", byday="TU", opens_at=time(11), closes_at=time(14))
SATURDAY_EVENING = Schedule("WEEKLY", byday="SA", opens_at=time(19), closes_at=time(21))
NOW = datetime(2026, 11, 21, 9, tzinfo=LONDON)
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
    assert at_the_time(a_service(schedules=(schedule,)), frozenset(times), frozenset(filters), NOW) is fits


def test_one_session_must_be_at_the_day_and_at_the_hour() -> None:
    both = a_service(schedules=(TUESDAY_MORNING, SATURDAY_EVENING))
    assert not at_the_time(both, frozenset({When.TUESDAY}), frozenset({Filter.EVENING}), NOW)


def test_nothing_is_claimed_of_a_service_whose_times_are_not_known() -> None:
    assert not at_the_time(a_service(), frozenset({When.TUESDAY}), frozenset(), NOW)


def held(byday: str, opens: time | None, closes: time | None) -> Schedule:
    return Schedule("WEEKLY", byday=byday, opens_at=opens, closes_at=closes)


SATURDAY_TEN_TO_NOON = held("SA", time(10), time(12))
OVERNIGHT = held("FR", time(22), time(2))
MORNING, LATE, SMALL_HOURS = time(10, 30), time(12), time(1)


@pytest.mark.parametrize(
    ("schedule", "clock", "when", "fits"),
    [
        (SATURDAY_TEN_TO_NOON, MORNING, When.NOW, True),
        (SATURDAY_TEN_TO_NOON, LATE, When.NOW, False),
        (SATURDAY_TEN_TO_NOON, SMALL_HOURS, When.NOW, False),
        (SATURDAY_TEN_TO_NOON, SMALL_HOURS, When.TODAY, True),
        (SATURDAY_TEN_TO_NOON, LATE, When.TODAY, False),
        (SATURDAY_TEN_TO_NOON, LATE, When.TOMORROW, False),
        (held("SU", time(10), time(12)), MORNING, When.TOMORROW, True),
        (held("SU", time(10), time(12)), MORNING, When.TODAY, False),
        (OVERNIGHT, SMALL_HOURS, When.NOW, True),
        (OVERNIGHT, SMALL_HOURS, When.TODAY, True),
        (OVERNIGHT, MORNING, When.TODAY, False),
        (held("SA", time(10), None), MORNING, When.TODAY, True),
        (held("SA", time(10), None), MORNING, When.NOW, False),  # nobody knows when it ends
        (held("SA", None, None), MORNING, When.NOW, False),
        (Schedule("DAILY", opens_at=time(0), closes_at=time(0)), SMALL_HOURS, When.NOW, True),
        (Schedule("WEEKLY", 2, "SA", opens_at=time(10), closes_at=time(12)), MORNING, When.TODAY, False),
    ],
)
def test_today_and_now_are_read_from_the_clock(schedule: Schedule, clock: time, when: When, fits: bool) -> None:
    now = datetime.combine(NOW.date(), clock, LONDON)
    assert at_the_time(a_service(schedules=(schedule,)), frozenset({when}), frozenset(), now) is fits


def test_this_afternoon_is_today_and_in_the_afternoon() -> None:
    afternoon = frozenset({When.TODAY, When.AFTERNOON})
    assert not at_the_time(a_service(schedules=(SATURDAY_TEN_TO_NOON,)), afternoon, frozenset(), NOW)
    both = a_service(schedules=(SATURDAY_TEN_TO_NOON, held("SA", time(14), time(16))))
    assert at_the_time(both, afternoon, frozenset(), NOW)
