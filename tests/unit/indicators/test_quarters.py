"""Quarters of the calendar, counted in whole weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.quarters import Quarter

days = st.dates(date(2020, 1, 1), date(2090, 1, 1))


def test_a_quarter_is_read_and_written_the_same_way() -> None:
    assert Quarter.parse("2026-Q4") == Quarter(2026, 4)
    assert str(Quarter(2026, 4)) == "2026-Q4"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-Q0", "2026-Q5", "2026-q4", "26-Q4", "2026-Q4 ", "２０２６-Q4", "0000-Q1"]
)
def test_anything_else_is_not_a_quarter(text) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)


def test_the_last_quarter_ends_with_the_year() -> None:
    assert (Quarter(2026, 4).start, Quarter(2026, 4).end) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (Quarter(2026, 4).next, Quarter(2027, 1).previous) == (Quarter(2027, 1), Quarter(2026, 4))


@given(days)
def test_every_week_is_counted_in_exactly_one_quarter(day) -> None:
    monday = day - timedelta(days=day.weekday())
    quarter = Quarter.of(day)
    assert quarter.contains(monday)
    assert not quarter.next.contains(monday)
    assert not quarter.previous.contains(monday)
    assert quarter.next.previous == quarter


def test_a_quarter_is_closed_a_week_after_its_last_week() -> None:
    quarter = Quarter(2026, 4)  # its last Monday is 28 December
    assert quarter.closes_on == date(2027, 1, 11)
    assert not quarter.is_closed(date(2027, 1, 10))
    assert quarter.is_closed(date(2027, 1, 11))


@given(days)
def test_the_last_closed_quarter_is_the_latest_one(day) -> None:
    quarter = Quarter.last_closed(day)
    assert quarter.is_closed(day)
    assert not quarter.next.is_closed(day)


def test_a_quarter_is_known_by_its_first_day() -> None:
    assert Quarter.of_start(Quarter(2027, 1).start) == Quarter(2027, 1)
