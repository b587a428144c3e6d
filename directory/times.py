"""The times of the week at which a service runs, as bits of one number: the same answer as `timing`, for a million.

What depends on the day and the hour, "today" and "open now", is read from its sessions (`session_rows.py`).
"""

from __future__ import annotations

from typing import Final

from directory.model import Filter, Schedule, Service, When
from directory.schedule import at_weekends, in_the_evening
from directory.timing import OF_NOW, days_of, in_the_afternoon, in_the_morning

_WEEK: Final = tuple(When)[:7]
_PARTS: Final = (When.MORNING, When.AFTERNOON, Filter.EVENING)
_TESTS: Final = (in_the_morning, in_the_afternoon, in_the_evening)
_DAY: Final = 0
_PART: Final = 7
_AT_WEEKENDS: Final = 10
_BOTH: Final = 11
"""Bits from here: one for each part of the day of each day of the week."""


def time_bits(service: Service) -> int:
    """Return 32 bits: its days, its times of day, both together, and whether it runs at weekends by its rule."""
    bits = 0
    for schedule in service.schedules:
        days = days_of(schedule)
        parts = [number for number, test in enumerate(_TESTS) if test(schedule)]
        bits |= sum(1 << _DAY + day for day in days) | sum(1 << _PART + part for part in parts)
        bits |= sum(1 << _BOTH + day * len(_PARTS) + part for day in days for part in parts)
        bits |= at_weekends(schedule) << _AT_WEEKENDS
    return bits


def part_bits(schedule: Schedule) -> int:
    """Return 3 bits: the times of day at which it runs."""
    return sum(test(schedule) << part for part, test in enumerate(_TESTS))


def wanted_parts(times: frozenset[When], filters: frozenset[Filter]) -> int:
    """Return the bits of the times of day that are wanted, 0 where any will do."""
    return sum(1 << number for number, part in enumerate(_PARTS) if part in times or part in filters)


def wanted_bits(times: frozenset[When], filters: frozenset[Filter]) -> int:
    """Return the bits of which a service must have one, 0 where any time of the week will do.

    Beside a day that is told from now, no time of day alone will do: 0 unless days of the week are told, too.
    """
    if not times:
        weekend = (Filter.WEEKEND in filters) << _AT_WEEKENDS
        return weekend | (Filter.EVENING in filters) << _PART + _PARTS.index(Filter.EVENING)
    days = {number for number, day in enumerate(_WEEK) if day in times} | (
        {5, 6} if Filter.WEEKEND in filters else set()
    )
    parts = [number for number, part in enumerate(_PARTS) if part in times or part in filters]
    if not parts:
        return sum(1 << _DAY + day for day in days)
    if not days:
        return 0 if times & OF_NOW else sum(1 << _PART + part for part in parts)
    return sum(1 << _BOTH + day * len(_PARTS) + part for day in days for part in parts)
