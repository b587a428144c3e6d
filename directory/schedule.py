"""When a service runs: the next session, and whether it is at weekends or in the evening.

Times are wall-clock times in England (Europe/London), on both sides of the clock change. Bank holidays are not known,
so nothing is claimed about them. Nothing is claimed either where a rule does not say enough: "every second Tuesday"
without a first one has words, but no next session.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule, weekday

from directory.model import Schedule

LONDON = ZoneInfo("Europe/London")
LOOK_AHEAD = timedelta(days=92)
EVENING = time(17)
FREQUENCIES: dict[str, Literal[1, 2, 3]] = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
WEEKDAYS = {"MO": MO, "TU": TU, "WE": WE, "TH": TH, "FR": FR, "SA": SA, "SU": SU}
_BYDAY = re.compile(r"^([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$")


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting, on a day in England; times are None where the rule has none."""

    day: date
    opens_at: time | None
    closes_at: time | None


def next_session(schedules: Iterable[Schedule], now: datetime) -> Session | None:
    """Return the next session that has not ended at `now` (timezone-aware), within three months."""
    here = now.astimezone(LONDON)
    sessions = (_first_after(schedule, here) for schedule in schedules)
    return min((s for s in sessions if s), key=lambda s: (s.day, s.opens_at or time.min), default=None)


def at_weekends(schedule: Schedule) -> bool:
    """Whether any session falls on a Saturday or Sunday."""
    if schedule.freq is None:
        return schedule.dtstart is not None and schedule.dtstart.weekday() >= 5
    if schedule.freq == "DAILY":
        return schedule.interval == 1
    return any(day.weekday >= 5 for day in days_of_the_week(schedule))


def in_the_evening(schedule: Schedule) -> bool:
    """Whether it starts at 5pm or later, or is open for at least an hour after that."""
    if schedule.opens_at is None:
        return False
    return schedule.opens_at >= EVENING or (schedule.closes_at is not None and schedule.closes_at >= time(18))


def days_of_the_week(schedule: Schedule) -> list[weekday]:
    """Return the rule's weekdays, each with its place in the month where it has one; [] where the rule has none."""
    found = (_BYDAY.match(part.strip().upper()) for part in (schedule.byday or "").split(","))
    return [WEEKDAYS[m[2]](int(m[1])) if m[1] else WEEKDAYS[m[2]] for m in found if m]


def days_of_the_month(schedule: Schedule) -> list[int]:
    """Return the rule's days of the month, from 1; below 0 they count from its end."""
    return [int(part) for part in (schedule.bymonthday or "").split(",") if part.strip().lstrip("-").isdigit()]


def _first_after(schedule: Schedule, now: datetime) -> Session | None:
    for day in _days_from(schedule, now.date()):
        if day > now.date() or schedule.closes_at is None or now.time() < schedule.closes_at:
            return Session(day, schedule.opens_at, schedule.closes_at)
    return None


def _days_from(schedule: Schedule, today: date) -> Iterator[date]:
    start = max(day for day in (today, schedule.valid_from, schedule.dtstart) if day)
    end = min(day for day in (today + LOOK_AHEAD, schedule.valid_to) if day)
    if schedule.freq is None:
        yield from (day for day in (schedule.dtstart,) if day and start <= day <= end)
        return
    anchor = schedule.dtstart or schedule.valid_from
    if schedule.interval > 1 and anchor is None:
        return
    for moment in _rule(schedule, anchor or today).between(_midnight(start), _midnight(end), inc=True):
        yield moment.date()


def _rule(schedule: Schedule, anchor: date) -> rrule:
    return rrule(
        FREQUENCIES[schedule.freq or "DAILY"],
        dtstart=_midnight(anchor),
        interval=schedule.interval,
        byweekday=days_of_the_week(schedule) or None,
        bymonthday=days_of_the_month(schedule) or None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
