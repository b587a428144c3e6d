"""Whether a service runs at the times at which a person is free, today and now among them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import takewhile
from typing import Final

from directory.model import Filter, Schedule, Service, When
from directory.recurrence import days_of_the_week
from directory.schedule import Session, at_weekends, in_the_evening, sessions_from

OF_NOW: Final = frozenset({When.TODAY, When.TOMORROW, When.NOW})
_WEEK: Final = tuple(When)[:7]
_WEEKEND: Final = frozenset({5, 6})
_NOON: Final = time(12)
_EVENING: Final = time(17)
_LONG_ENOUGH: Final = time(13)
"""Open until then, a session of the morning is one of the afternoon, too."""


def at_the_time(service: Service, times: frozenset[When], filters: frozenset[Filter], now: datetime) -> bool:
    """Whether any session is on one of the days and at one of the times of day that were told.

    Weekend and evening alone mean either: the times at which many people are free. `now` is a time of England.
    """
    if not times:
        wanted = [test for chosen, test in _EITHER.items() if chosen in filters]
        return not wanted or any(test(schedule) for schedule in service.schedules for test in wanted)
    days = {_WEEK.index(name) for name in times if name in _WEEK} | (_WEEKEND if Filter.WEEKEND in filters else set())
    parts = [test for name, test in _PARTS.items() if name in times or name in filters]
    return any(
        _on_the_day(schedule, days, times & OF_NOW, now) and (not parts or any(test(schedule) for test in parts))
        for schedule in service.schedules
    )


def _on_the_day(schedule: Schedule, days: set[int], of_now: frozenset[When], now: datetime) -> bool:
    if not days and not of_now:
        return True
    return not days.isdisjoint(days_of(schedule)) or any(
        _meant(session, when, now) for session in _close(schedule, now) for when in of_now
    )


def _close(schedule: Schedule, now: datetime) -> list[Session]:
    """The sessions that go on, or begin today or tomorrow."""
    tomorrow = now.date() + timedelta(days=1)
    return list(takewhile(lambda session: session.day <= tomorrow, sessions_from((schedule,), now)))


def _meant(session: Session, when: When, now: datetime) -> bool:
    """Of one that has not ended. One of last night that goes on is today's, and one without an end is never "now"."""
    if when is When.TOMORROW:
        return session.day > now.date()
    if when is When.TODAY or session.day != now.date():
        return session.day <= now.date()
    begun = session.opens_at is not None and session.opens_at <= now.time()
    return begun and session.closes_at is not None


def days_of(schedule: Schedule) -> set[int]:
    """The days of the week on which a session may fall, Monday 0; none where the rule has none."""
    if schedule.freq is None:
        return {schedule.dtstart.weekday()} if schedule.dtstart else set()
    named = {day.weekday for day in days_of_the_week(schedule)}
    return named or (set(range(7)) if schedule.freq == "DAILY" and schedule.interval == 1 else set())


def in_the_morning(schedule: Schedule) -> bool:
    """Whether it starts before noon."""
    return schedule.opens_at is not None and schedule.opens_at < _NOON


def in_the_afternoon(schedule: Schedule) -> bool:
    """Whether it starts between noon and 5pm, or goes on for an hour of the afternoon."""
    if schedule.opens_at is None or schedule.opens_at >= _EVENING:
        return False
    return schedule.opens_at >= _NOON or (schedule.closes_at is not None and schedule.closes_at >= _LONG_ENOUGH)


_EITHER: Final[dict[Filter, Callable[[Schedule], bool]]] = {
    Filter.WEEKEND: at_weekends,
    Filter.EVENING: in_the_evening,
}
_PARTS: Final[dict[When | Filter, Callable[[Schedule], bool]]] = {
    When.MORNING: in_the_morning,
    When.AFTERNOON: in_the_afternoon,
    Filter.EVENING: in_the_evening,
}
