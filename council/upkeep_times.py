"""When a service runs, as rows of a form. Rules that no row can say are shown in words, to be kept or taken away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time
from types import MappingProxyType
from typing import Any, Final

from pydantic_core import to_jsonable_python

from council.upkeep_typing import LONGEST, WrongFieldError, time_of
from directory.importing.text import one_line
from directory.model import Schedule

DAYS: Final = MappingProxyType(
    {
        "MO": "Monday",
        "TU": "Tuesday",
        "WE": "Wednesday",
        "TH": "Thursday",
        "FR": "Friday",
        "SA": "Saturday",
        "SU": "Sunday",
    }
)
OFTEN: Final = MappingProxyType(
    {
        "weekly": "Every week",
        "1": "First of the month",
        "2": "Second of the month",
        "3": "Third of the month",
        "4": "Fourth of the month",
        "-1": "Last of the month",
    }
)
EMPTY_ROWS: Final = 2
_NTH = re.compile(r"([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU)")


def row_count(schedules: Sequence[Schedule]) -> int:
    """Return how many rows the form has."""
    return len(schedules) + EMPTY_ROWS


def fits_a_row(schedule: Schedule) -> bool:
    """Whether a row of the form can say all of it."""
    return _often(schedule) is not None


def times_as_typed(schedules: Sequence[Schedule]) -> dict[str, str]:
    """Return the fields of the rows."""
    typed: dict[str, str] = {}
    for number in range(row_count(schedules)):
        schedule = schedules[number] if number < len(schedules) else None
        key = f"when_{number}"
        if schedule is not None and not fits_a_row(schedule):
            typed[f"{key}_keep"] = "yes"
            continue
        typed |= {f"{key}_{name}": "" for name in ("often", "opens", "closes", "note")}
        if schedule is not None:
            often, days = _often(schedule) or ("", ())
            typed |= {f"{key}_often": often, f"{key}_note": schedule.description or ""}
            typed |= {f"{key}_opens": _clock(schedule.opens_at), f"{key}_closes": _clock(schedule.closes_at)}
            typed |= {f"{key}_{day}": "yes" for day in days}
    return typed


def times_of(typed: Mapping[str, str], schedules: Sequence[Schedule]) -> list[dict[str, Any]]:
    """Return the rules that the rows say, as plain values. Raises WrongFieldError."""
    found: list[dict[str, Any]] = []
    for number in range(row_count(schedules)):
        schedule = schedules[number] if number < len(schedules) else None
        if schedule is not None and not fits_a_row(schedule):
            found += [to_jsonable_python(schedule)] if f"when_{number}_keep" in typed else []
        else:
            found += _row(typed, f"when_{number}")
    return found


def _row(typed: Mapping[str, str], key: str) -> list[dict[str, Any]]:
    often = typed.get(f"{key}_often", "")
    days = [day for day in DAYS if f"{key}_{day}" in typed]
    opens, closes = (time_of(f"{key}_{name}", typed.get(f"{key}_{name}", "")) for name in ("opens", "closes"))
    note = one_line(typed.get(f"{key}_note", ""))
    if not often and not days and not opens and not closes and not note:
        return []
    if often not in OFTEN:
        raise WrongFieldError(f"{key}_often", "Choose how often it is, or empty the row.")
    if not days:
        raise WrongFieldError(f"{key}_MO", "Tick the days.")
    if closes and not opens:
        raise WrongFieldError(f"{key}_opens", "Write when it begins.")
    if len(note) > LONGEST["note"]:
        raise WrongFieldError(f"{key}_note", f"Use at most {LONGEST['note']} characters.")
    weekly = often == "weekly"
    rule = Schedule(
        freq="WEEKLY" if weekly else "MONTHLY",
        byday=",".join(days if weekly else (f"{often}{day}" for day in days)),
        opens_at=opens,
        closes_at=closes,
        description=note or None,
    )
    return [to_jsonable_python(rule)]


def _often(schedule: Schedule) -> tuple[str, tuple[str, ...]] | None:
    """Return how often and on which days, where a row can say so."""
    bounded = schedule.dtstart or schedule.valid_from or schedule.valid_to or schedule.bymonthday
    if bounded or schedule.interval != 1 or not schedule.byday or _seconds(schedule):
        return None
    days = tuple(schedule.byday.split(","))
    if schedule.freq == "WEEKLY":
        return ("weekly", days) if all(day in DAYS for day in days) else None
    found = [match for day in days if (match := _NTH.fullmatch(day))]
    same = len(found) == len(days) and len({match[1] for match in found}) == 1
    return (found[0][1], tuple(match[2] for match in found)) if schedule.freq == "MONTHLY" and same else None


def _seconds(schedule: Schedule) -> bool:
    return any(moment and moment.second for moment in (schedule.opens_at, schedule.closes_at))


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""
