"""On which days a schedule falls: the days that the standard's rules name, as another program reads them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from directory.bank_holidays import is_bank_holiday
from directory.model import Schedule
from directory.recurrence import WEEKDAYS, falls_on, rules_of

FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
NAMED = dict(zip(WEEKDAYS, (MO, TU, WE, TH, FR, SA, SU), strict=True))
FIRST = date(2026, 2, 3)
days = st.dates(FIRST - timedelta(days=40), FIRST + timedelta(days=800))
places = st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5])


def held(schedule: Schedule, day: date) -> bool:
    return any(falls_on(rule, day) for rule in rules_of(schedule))


@settings(max_examples=300)
@given(
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    interval=st.integers(1, 5),
    weekdays=st.lists(st.sampled_from(list(WEEKDAYS)), max_size=3, unique=True),
    place=st.none() | places,
    month_days=st.lists(st.sampled_from([1, 13, 29, 30, 31, -1, -2, -30]), max_size=2, unique=True),
    anchor=st.dates(FIRST, FIRST + timedelta(days=60)),
    day=days,
)
def test_the_days_are_those_of_the_standard(
    freq: str, interval: int, weekdays: list[str], place: int | None, month_days: list[int], anchor: date, day: date
) -> None:
    placed = place if freq == "MONTHLY" else None
    assume(not (placed and month_days))  # the other program looks for a second Monday on the 1st till the end of time
    byday = ",".join(f"{placed or ''}{name}" for name in weekdays)
    schedule = Schedule(freq, interval, byday or None, ",".join(map(str, month_days)) or None, dtstart=anchor)  # type: ignore[arg-type]
    told = rrule(
        FREQUENCIES[freq],
        dtstart=datetime.combine(anchor, time.min),
        interval=interval,
        byweekday=[NAMED[name](placed) if placed else NAMED[name] for name in weekdays] or None,
        bymonthday=month_days or None,
        until=datetime.combine(day, time.min),
    )
    assert held(schedule, day) == (datetime.combine(day, time.min) in told)


@given(day=days, end=days)
def test_nothing_is_held_before_the_first_day_nor_after_the_last(day: date, end: date) -> None:
    schedule = Schedule("DAILY", valid_from=FIRST, valid_to=end)
    assert held(schedule, day) == (FIRST <= day <= end)


@given(day=days)
def test_a_single_session_is_held_once(day: date) -> None:
    assume(day != FIRST)
    assert held(Schedule(dtstart=FIRST), FIRST)
    assert not held(Schedule(dtstart=FIRST), day)
    assert not held(Schedule(dtstart=FIRST, valid_to=FIRST - timedelta(days=1)), FIRST)


def test_the_first_tuesday_and_every_wednesday_of_a_month_stand_beside_one_another() -> None:
    schedule = Schedule("MONTHLY", byday="1TU,WE")
    assert [day for day in range(1, 15) if held(schedule, date(2026, 12, day))] == [1, 2, 9]


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(),
        Schedule("WEEKLY"),
        Schedule("MONTHLY"),
        Schedule("WEEKLY", 2, "TU"),
        Schedule("WEEKLY", byday="someday"),
        Schedule("MONTHLY", bymonthday="0,99,first"),
    ],
)
def test_a_rule_that_says_too_little_falls_on_no_day(schedule: Schedule) -> None:
    assert rules_of(schedule) == []


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 12, 25), True),
        (date(2026, 12, 28), True),  # instead of Boxing Day, a Saturday
        (date(2026, 8, 31), True),
        (date(2026, 11, 30), False),  # Saint Andrew's is Scotland's
        (date(2023, 5, 8), True),  # the coronation
        (date(2026, 11, 24), False),
    ],
)
def test_bank_holidays_are_those_of_england(day: date, off: bool) -> None:
    assert is_bank_holiday(day) is off
