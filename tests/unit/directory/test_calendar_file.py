"""Sessions as calendar entries: what a phone's calendar makes of them is what the schedule says."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import cast

import pytest
from dateutil.rrule import rrule, rruleset, rrulestr
from dateutil.tz import tzical
from icalendar import Calendar
from icalendar.cal import Component

from directory.calendar_file import calendar_of
from directory.coming import coming, sessions_of
from directory.model import Attending, Phone, Schedule
from directory.schedule import LONDON
from tests.unit.directory.builders import a_service, national

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEN, NOON = time(10), time(12)
WEEKLY = Schedule("WEEKLY", byday="TU", opens_at=TEN, closes_at=NOON)


def events(*schedules: Schedule, **service: object) -> list[Component]:
    made = calendar_of([a_service(schedules=schedules, **service)], NOW)
    assert made is not None
    return list(Calendar.from_ical(made).walk("VEVENT"))


def coming_by(event: Component, most: int) -> list[datetime]:
    """What a calendar shows, expanded by another library; wall-clock times."""
    rule = rruleset()
    first = event.decoded("dtstart")
    first = first.replace(tzinfo=None) if isinstance(first, datetime) else datetime.combine(first, time.min)
    words = event["rrule"].to_ical().decode().replace("225959Z", "225959").replace("235959Z", "235959")
    rule.rrule(cast("rrule", rrulestr(words, dtstart=first)))
    for each in event["exdate"].dts if "exdate" in event else ():
        rule.exdate(
            each.dt.replace(tzinfo=None) if isinstance(each.dt, datetime) else datetime.combine(each.dt, time.min)
        )
    return list(islice(rule, most))


def test_a_weekly_session_is_one_event_that_comes_again() -> None:
    [event] = events(WEEKLY)
    assert event.decoded("dtstart").isoformat() == "2026-11-24T10:00:00+00:00"
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.decoded("dtend").hour == 12
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"
    assert event["location"] == "The Hall, 1 High Street, Birmingham, B13"


@pytest.mark.parametrize(
    "schedule",
    [
        WEEKLY,
        Schedule("WEEKLY", 2, "TU,TH", opens_at=TEN, closes_at=NOON, dtstart=date(2026, 1, 6)),
        Schedule("WEEKLY", byday="MO,WE", opens_at=TEN, closes_at=NOON, valid_to=date(2026, 12, 9)),
        Schedule("WEEKLY", byday="MO", opens_at=TEN, closes_at=NOON, valid_from=date(2026, 12, 1)),
        Schedule("MONTHLY", byday="1TU,-1FR", opens_at=TEN, closes_at=NOON),
        Schedule("MONTHLY", bymonthday="1,15", opens_at=TEN, closes_at=NOON),
        Schedule("DAILY", opens_at=TEN, closes_at=NOON),
        Schedule("MONTHLY", byday="2WE"),
    ],
)
def test_a_calendar_comes_to_the_same_days_as_the_directory(schedule: Schedule) -> None:
    [event] = events(schedule)
    expected = [session.day for session in coming([schedule], NOW, most=8) if not session.check]
    assert [moment.date() for moment in coming_by(event, len(expected))] == expected
    assert expected


def test_bank_holidays_are_left_out_and_it_is_said() -> None:
    [event] = events(Schedule("WEEKLY", byday="MO,FR", opens_at=TEN, closes_at=NOON))
    assert event["exdate"].params["TZID"] == "Europe/London"
    days = {moment.date() for moment in coming_by(event, 120)}
    assert {date(2026, 12, 18), date(2026, 12, 21), date(2027, 1, 4)} <= days
    assert not days & {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)}
    assert "Bank holidays are left out" in event["description"]


def test_whole_days_are_left_out_as_days() -> None:
    [event] = events(Schedule("MONTHLY", byday="-1FR", dtstart=date(2026, 12, 1)))
    assert event.decoded("dtstart") == date(2027, 1, 29)
    assert date(2027, 3, 26) in [each.dt for each in event["exdate"].dts]


def test_it_does_not_begin_on_a_bank_holiday_unless_it_is_held_on_nothing_else() -> None:
    [event] = events(Schedule("WEEKLY", byday="FR", opens_at=TEN, closes_at=NOON, valid_from=date(2026, 12, 25)))
    assert event.decoded("dtstart").date() == date(2027, 1, 8)
    christmas = date(2026, 12, 25)
    [only] = events(Schedule("WEEKLY", byday="FR", opens_at=TEN, valid_from=christmas, valid_to=christmas))
    assert (only.decoded("dtstart").date(), "exdate" in only) == (christmas, False)
    [dinner] = events(Schedule(dtstart=christmas, opens_at=TEN))
    assert dinner.decoded("dtstart").date() == christmas


def test_a_rule_is_written_as_calendars_may_read_it() -> None:
    [event] = events(Schedule("WEEKLY", byday="1MO, we", opens_at=TEN))
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO,WE"
    [event] = events(Schedule("MONTHLY", byday="+1MO,-1FR", opens_at=TEN))
    assert event["rrule"].to_ical() == b"FREQ=MONTHLY;BYDAY=1MO,-1FR"


def test_the_same_wall_clock_on_both_sides_of_the_clock_change() -> None:
    made = calendar_of([a_service(schedules=(WEEKLY,))], NOW)
    assert made is not None
    [zone] = Calendar.from_ical(made).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/London"
    theirs = tzical(io.StringIO(zone.to_ical().decode())).get()
    for year in range(2026, 2040):
        for day in (date(year, month, day) for month in (3, 10) for day in range(24, 32)):
            for hour in (0, *range(2, 24)):  # the hour that is skipped or comes twice has no one answer
                here = datetime.combine(day, time(hour), LONDON)
                assert here.replace(tzinfo=theirs, fold=0).utcoffset() == here.utcoffset(), here


def test_a_session_without_a_time_is_a_whole_day() -> None:
    [event] = events(Schedule("MONTHLY", byday="-1FR"))
    assert event.decoded("dtstart") == date(2026, 11, 27)
    assert "dtend" not in event


def test_a_session_past_midnight_ends_on_the_next_day() -> None:
    [event] = events(Schedule("WEEKLY", byday="SA", opens_at=time(22), closes_at=time(1)))
    assert (event.decoded("dtend") - event.decoded("dtstart")).total_seconds() == 3 * 3600


def test_what_says_too_little_is_left_out() -> None:
    too_little = (
        Schedule("WEEKLY", 2, "TU", opens_at=TEN),
        Schedule(description="Now and then"),
        Schedule("WEEKLY", opens_at=TEN),
        Schedule(dtstart=date(2026, 1, 1)),
    )
    assert calendar_of([a_service(schedules=too_little)], NOW) is None


def test_the_hours_of_a_line_are_no_sessions() -> None:
    hours = Schedule("DAILY", opens_at=TEN, closes_at=NOON)
    assert sessions_of(national(schedules=(hours,), attending=(Attending.PHONE, Attending.TEXT))) == ()
    assert sessions_of(a_service(schedules=(Schedule("DAILY", opens_at=time(0), closes_at=time(0)),))) == ()


def test_an_example_says_so_and_everything_says_to_check() -> None:
    [event] = events(WEEKLY, example=True, phones=(Phone("0121 496 0123"),))
    assert event["summary"] == "Example: Tuesday Table"
    assert "not a real service" in event["description"]
    assert "0121 496 0123" in event["description"]
    assert "check before you go" in event["description"]


def test_strangers_words_stay_words() -> None:
    name = "Tea\r\nBEGIN:VALARM\r\nACTION:DISPLAY; a, b\\"
    [event] = events(WEEKLY, name=name)
    made = calendar_of([a_service(schedules=(WEEKLY,), name=name)], NOW)
    assert made is not None
    assert b"\r\nBEGIN:VALARM" not in made
    assert not Calendar.from_ical(made).walk("VALARM")
    assert "ACTION:DISPLAY; a, b" in event["summary"]


def test_two_sessions_of_one_day_come_one_after_the_other() -> None:
    evening = Schedule("WEEKLY", byday="TU", opens_at=time(19), closes_at=time(21))
    found = coming([WEEKLY, evening], NOW, most=3)
    assert [(session.day.day, session.opens_at) for session in found] == [(24, TEN), (24, time(19)), (1, TEN)]
