"""When a service runs, in words, and when it next does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from directory.model import Schedule
from directory.schedule import (
    Session,
    at_weekends,
    in_the_evening,
    next_session,
)
from directory.schedule_words import clock_in_words, rule_in_words, session_in_words

TEN, NOON = time(10), time(12)
SATURDAY = datetime(2026, 11, 21, 9, tzinfo=UTC)


def weekly(byday: str, **changes: object) -> Schedule:
    return Schedule(**({"freq": "WEEKLY", "byday": byday, "opens_at": TEN, "closes_at": NOON} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (weekly("TU"), "Tuesdays, 10am to 12 noon"),
        (weekly("WE,MO"), "Mondays and Wednesdays, 10am to 12 noon"),
        (weekly("MO,TU,WE,TH,FR"), "Monday to Friday, 10am to 12 noon"),
        (weekly("TU", interval=2), "Every second Tuesday, 10am to 12 noon"),
        (weekly("MO,TU,WE,TH,FR,SA,SU"), "Every day, 10am to 12 noon"),
        (weekly("1TU", freq="MONTHLY"), "First Tuesday of the month, 10am to 12 noon"),
        (weekly("1TH,-1FR", freq="MONTHLY"), "First Thursday and last Friday of the month, 10am to 12 noon"),
        (weekly("", freq="MONTHLY", bymonthday="1,15"), "On day 1 and 15 of the month, 10am to 12 noon"),
        (weekly("TU", closes_at=None), "Tuesdays, from 10am"),
        (weekly("TU", opens_at=None), "Tuesdays"),
        (Schedule("DAILY", opens_at=time(0), closes_at=time(23, 59)), "24 hours a day, every day"),
        (Schedule(dtstart=date(2026, 12, 5), opens_at=TEN), "Saturday 5 December 2026, from 10am"),
        (Schedule(description="Ring to ask"), "Ring to ask"),
        (weekly("XX"), None),
    ],
)
def test_a_rule_is_said_in_plain_words(schedule: Schedule, words: str | None) -> None:
    assert rule_in_words(schedule) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [(time(0), "midnight"), (time(12), "12 noon"), (time(14, 30), "2:30pm"), (time(0, 30), "12:30am")],
)
def test_times_are_said_as_people_say_them(moment: time, words: str) -> None:
    assert clock_in_words(moment) == words


@pytest.mark.parametrize(
    ("schedule", "day"),
    [
        (weekly("TU"), date(2026, 11, 24)),
        (weekly("SA"), date(2026, 11, 21)),
        (weekly("1TU", freq="MONTHLY"), date(2026, 12, 1)),
        (weekly("-1FR", freq="MONTHLY"), date(2026, 11, 27)),
        (weekly("", freq="MONTHLY", bymonthday="15"), date(2026, 12, 15)),
        (weekly("TU", interval=2, dtstart=date(2026, 11, 17)), date(2026, 12, 1)),
        (weekly("TU", valid_from=date(2026, 12, 10)), date(2026, 12, 15)),
        (Schedule(dtstart=date(2026, 12, 5)), date(2026, 12, 5)),
        (Schedule("DAILY"), date(2026, 11, 21)),
    ],
)
def test_the_next_session_follows_the_rule(schedule: Schedule, day: date) -> None:
    session = next_session([schedule], SATURDAY)
    assert session is not None
    assert session.day == day


@pytest.mark.parametrize(
    "schedule",
    [
        weekly("TU", valid_to=date(2026, 11, 20)),
        weekly("TU", interval=2),  # without a first Tuesday nobody can tell which ones
        Schedule(dtstart=date(2026, 11, 1)),
        Schedule(description="Ring to ask"),
    ],
)
def test_nothing_is_claimed_where_the_rule_does_not_say(schedule: Schedule) -> None:
    assert next_session([schedule], SATURDAY) is None


def test_a_session_that_has_ended_today_is_not_the_next_one() -> None:
    after = datetime(2026, 11, 24, 12, 1, tzinfo=UTC)
    session = next_session([weekly("TU")], after)
    assert session is not None
    assert session.day == date(2026, 12, 1)


def test_a_session_that_is_still_on_counts() -> None:
    session = next_session([weekly("TU")], datetime(2026, 11, 24, 11, 59, tzinfo=UTC))
    assert session is not None
    assert session.day == date(2026, 11, 24)


def test_the_clock_is_englands_in_summer_too() -> None:
    half_past_ten_in_london = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)  # already Tuesday there
    session = next_session([weekly("TU")], half_past_ten_in_london)
    assert session is not None
    assert session_in_words(session, date(2026, 7, 7)) == "Today, 10am to 12 noon"


def test_the_earliest_of_several_rules_wins() -> None:
    session = next_session([weekly("WE"), weekly("MO"), weekly("TU")], SATURDAY)
    assert session == Session(date(2026, 11, 23), TEN, NOON)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "Today, 10am to 12 noon"),
        (date(2026, 11, 22), "Tomorrow, 10am to 12 noon"),
        (date(2026, 11, 24), "Tuesday 24 November, 10am to 12 noon"),
    ],
)
def test_a_session_is_said_by_its_day(day: date, words: str) -> None:
    assert session_in_words(Session(day, TEN, NOON), SATURDAY.date()) == words


def test_weekends_and_evenings_are_told_from_the_rule() -> None:
    assert at_weekends(weekly("SA"))
    assert at_weekends(Schedule("DAILY"))
    assert at_weekends(Schedule(dtstart=date(2026, 11, 22)))
    assert not at_weekends(weekly("FR"))
    assert in_the_evening(weekly("TU", opens_at=time(17), closes_at=time(19)))
    assert in_the_evening(weekly("TU", closes_at=time(21)))
    assert not in_the_evening(weekly("TU"))


def test_two_sessions_on_one_day_come_one_after_the_other() -> None:
    twice = [weekly("SA"), weekly("SA", opens_at=time(11), closes_at=time(13))]
    found = [next_session(twice, datetime(2026, 11, 21, hour, tzinfo=UTC)) for hour in (9, 12, 13)]
    assert [(s.day.day, s.opens_at) for s in found if s] == [(21, TEN), (21, time(11)), (28, TEN)]


def test_a_session_that_began_last_night_is_still_on() -> None:
    session = next_session([weekly("FR", opens_at=time(22), closes_at=time(2))], datetime(2026, 11, 21, 1, tzinfo=UTC))
    assert session is not None
    assert session.day == date(2026, 11, 20)
