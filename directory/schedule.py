"""When a service runs: the next session, and the rule in plain words.

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
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_EVERY_SO_MANY = {2: "second", 3: "third", 4: "fourth"}
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


def session_in_words(session: Session, today: date) -> str:
    """Return "Today, 10am to 12 noon", "Tomorrow, ...", else the day and month."""
    away = (session.day - today).days
    dated = f"{DAY_NAMES[session.day.weekday()]} {session.day.day} {session.day:%B}"
    day = {0: "Today", 1: "Tomorrow"}.get(away, dated)
    return _joined(day, _hours(session.opens_at, session.closes_at))


def rule_in_words(schedule: Schedule) -> str | None:
    """Return "Tuesdays, 10am to 12 noon", "First Monday of the month", ..., or what its keeper wrote, or None."""
    days = _days_in_words(schedule)
    if days is None:
        return schedule.description
    if _all_day(schedule):
        return f"{days}, 24 hours a day" if days != "Every day" else "24 hours a day, every day"
    return _joined(days, _hours(schedule.opens_at, schedule.closes_at))


def at_weekends(schedule: Schedule) -> bool:
    """Whether any session falls on a Saturday or Sunday."""
    if schedule.freq is None:
        return schedule.dtstart is not None and schedule.dtstart.weekday() >= 5
    if schedule.freq == "DAILY":
        return schedule.interval == 1
    return any(day.weekday >= 5 for day in _weekdays(schedule))


def in_the_evening(schedule: Schedule) -> bool:
    """Whether it starts at 5pm or later, or is open for at least an hour after that."""
    if schedule.opens_at is None:
        return False
    return schedule.opens_at >= EVENING or (schedule.closes_at is not None and schedule.closes_at >= time(18))


def clock_in_words(moment: time) -> str:
    """Return "10am", "2:30pm", "12 noon" or "midnight"."""
    if moment in (time(12), time(0)):
        return "12 noon" if moment.hour else "midnight"
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes}{'am' if moment.hour < 12 else 'pm'}"


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
        byweekday=_weekdays(schedule) or None,
        bymonthday=_month_days(schedule) or None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _weekdays(schedule: Schedule) -> list[weekday]:
    found = (_BYDAY.match(part.strip().upper()) for part in (schedule.byday or "").split(","))
    return [WEEKDAYS[m[2]](int(m[1])) if m[1] else WEEKDAYS[m[2]] for m in found if m]


def _month_days(schedule: Schedule) -> list[int]:
    return [int(part) for part in (schedule.bymonthday or "").split(",") if part.strip().lstrip("-").isdigit()]


def _days_in_words(schedule: Schedule) -> str | None:
    if schedule.freq is None:
        day = schedule.dtstart
        return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%B %Y}" if day else None
    days = _weekdays(schedule)
    if schedule.freq == "MONTHLY":
        return _monthly(days, _month_days(schedule))
    if schedule.freq == "DAILY" and not days:
        return "Every day" if schedule.interval == 1 else None
    return _weekly(sorted({day.weekday for day in days}), schedule.interval)


def _weekly(days: list[int], interval: int) -> str | None:
    if not days:
        return None
    if interval > 1:
        every = _EVERY_SO_MANY.get(interval)
        return f"Every {every} {_listed([DAY_NAMES[day] for day in days])}" if every else None
    if len(days) == 7:
        return "Every day"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{DAY_NAMES[days[0]]} to {DAY_NAMES[days[-1]]}"
    return _listed([f"{DAY_NAMES[day]}s" for day in days])


def _monthly(days: list[weekday], month_days: list[int]) -> str | None:
    if month_days and not days:
        return f"On day {_listed([str(day) for day in month_days])} of the month" if min(month_days) > 0 else None
    parts = [f"{_ORDINALS[day.n]} {DAY_NAMES[day.weekday]}" for day in days if day.n in _ORDINALS]
    if not parts or len(parts) != len(days):
        return None
    words = f"{_listed(parts)} of the month"
    return words[0].upper() + words[1:]


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _hours(opens_at: time | None, closes_at: time | None) -> str | None:
    if opens_at is None:
        return None
    if closes_at is None:
        return f"from {clock_in_words(opens_at)}"
    return f"{clock_in_words(opens_at)} to {clock_in_words(closes_at)}"


def _all_day(schedule: Schedule) -> bool:
    return schedule.opens_at == time(0) and schedule.closes_at in (time(23, 59), time(0))


def _joined(first: str, second: str | None) -> str:
    return f"{first}, {second}" if second else first
