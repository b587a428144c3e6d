"""On which days a schedule falls: one rule, for the numbers of one schedule and for columns of a million alike.

A schedule is told in parts (`Rule`), each of whole numbers, and falls on the days of any of them. It has no part where
it does not say enough: "every second Tuesday" without a first one, "weekly" without a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any, Final, NamedTuple

from directory.model import Schedule

ONCE, DAILY, WEEKLY, MONTHLY = range(4)
WEEKDAYS: Final = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_UNITS: Final = {None: ONCE, "DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
_BYDAY: Final = re.compile(r"^([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$")
_MONTH_DAY: Final = re.compile(r"^[+-]?0?(?:[1-9]|[12]\d|3[01])$")
_ANY_DAY: Final = 0


class Weekday(NamedTuple):
    """A day of the week, Monday 0; `nth` of the month, from its end where it is below 0, or None for each."""

    weekday: int
    nth: int | None


class Rule(NamedTuple):
    """A part of a schedule, in numbers or in columns of them.

    It comes every `interval` days, weeks or months, counted from `phase`; on the weekdays whose bits are in `days`, as
    the `nth` of the month, and on the `month_day`, where 0 is any of them; from the day `first` to `last` (ordinals).
    """

    unit: Any
    interval: Any
    phase: Any
    days: Any
    nth: Any
    month_day: Any
    first: Any
    last: Any


def days_of_the_week(schedule: Schedule) -> list[Weekday]:
    """Return the rule's weekdays, each with its place in the month where it has one; [] where the rule has none."""
    found = (_BYDAY.match(part.strip().upper()) for part in (schedule.byday or "").split(","))
    return [Weekday(WEEKDAYS[m[2]], int(m[1]) if m[1] else None) for m in found if m]


def days_of_the_month(schedule: Schedule) -> list[int]:
    """Return the rule's days of the month, from 1; below 0 they count from its end."""
    named = (part.strip() for part in (schedule.bymonthday or "").split(","))
    return [int(day) for day in named if _MONTH_DAY.match(day)]


def falls_on(rule: Rule, day: date) -> Any:
    """Return whether the rule falls on this day; an array of answers for a rule of columns."""
    last_day = monthrange(day.year, day.month)[1]
    number = day.toordinal()
    count = (rule.unit == DAILY) * number + (rule.unit == WEEKLY) * _week(day) + (rule.unit == MONTHLY) * _month(day)
    return (
        (rule.first <= number)
        & (number <= rule.last)
        & ((count - rule.phase) % rule.interval == 0)
        & ((rule.days == _ANY_DAY) | ((rule.days >> day.weekday()) & 1 == 1))
        & ((rule.nth == 0) | (rule.nth == (day.day - 1) // 7 + 1) | (rule.nth == -((last_day - day.day) // 7 + 1)))
        & ((rule.month_day == 0) | (rule.month_day == day.day) | (rule.month_day == day.day - last_day - 1))
    )


def rules_of(schedule: Schedule) -> list[Rule]:
    """Return the parts of a schedule, none where it does not say enough to name a day."""
    unit, interval = _UNITS[schedule.freq], max(schedule.interval, 1)
    anchor = schedule.dtstart if unit == ONCE else schedule.dtstart or schedule.valid_from
    if anchor is None and (unit == ONCE or interval > 1):
        return []
    first, last = _span(schedule, unit)
    return [
        Rule(unit, interval, _phase(unit, anchor) % interval, days, nth, month_day, first, last)
        for days, nth in _weekdays(schedule, unit, anchor)
        for month_day in _month_days(schedule, unit, anchor)
    ]


def _span(schedule: Schedule, unit: int) -> tuple[int, int]:
    first = max((day for day in (schedule.dtstart, schedule.valid_from) if day), default=date.min)
    ends = [schedule.valid_to or date.max, *([schedule.dtstart] if unit == ONCE and schedule.dtstart else [])]
    return first.toordinal(), min(ends).toordinal()


def _weekdays(schedule: Schedule, unit: int, anchor: date | None) -> list[tuple[int, int]]:
    """Bits of weekdays with their place in the month, which has a meaning only in months."""
    named = days_of_the_week(schedule) if unit != ONCE else []
    if not named and unit == WEEKLY and not days_of_the_month(schedule):
        return [(1 << anchor.weekday(), 0)] if anchor else []
    placed = [(1 << day, nth) for day, nth in named if nth and unit == MONTHLY]
    each = {day for day, nth in named if not nth or unit != MONTHLY}
    return placed + ([(sum(1 << day for day in each), 0)] if each or not named else [])


def _month_days(schedule: Schedule, unit: int, anchor: date | None) -> list[int]:
    named = days_of_the_month(schedule) if unit != ONCE else []
    if not named and unit == MONTHLY and not days_of_the_week(schedule):
        return [anchor.day] if anchor else []
    return named or [0]


def _phase(unit: int, anchor: date | None) -> int:
    if anchor is None or unit == ONCE:
        return 0
    return {DAILY: anchor.toordinal(), WEEKLY: _week(anchor), MONTHLY: _month(anchor)}[unit]


def _week(day: date) -> int:
    """Weeks begin on Mondays, as the first day of all was one."""
    return (day.toordinal() - 1) // 7


def _month(day: date) -> int:
    return day.year * 12 + day.month
