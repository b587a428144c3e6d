"""Our schedules as those of the UK profile, which knows weekly and monthly rules only."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from directory.model import Schedule
from directory.openreferral.query import WEEKDAYS


def schedule_record(schedule: Schedule, attending: str | None) -> dict[str, Any]:
    """Return the record of a schedule without its id; `attending` says in words how the service is met.

    Times are wall-clock times in England: a fixed offset would be wrong for half of the year.
    """
    return {
        "description": schedule.description,
        "opens_at": _clock(schedule.opens_at),
        "closes_at": _clock(schedule.closes_at),
        "dtstart": _day(schedule.dtstart),
        "valid_from": _day(schedule.valid_from),
        "valid_to": _day(schedule.valid_to),
        "attending_type": attending,
    } | _rule(schedule)


def _rule(schedule: Schedule) -> dict[str, Any]:
    """Every day is every weekday of every week. "Every second day" has no rule in the profile, only words.

    A first day without a rule would read as a single session: there it is the day from which it holds.
    """
    if schedule.freq is None:
        return {}
    if schedule.freq == "DAILY":
        return _daily(schedule)
    return {
        "freq": schedule.freq,
        "interval": schedule.interval,
        "byday": schedule.byday,
        "bymonthday": schedule.bymonthday,
    }


def _daily(schedule: Schedule) -> dict[str, Any]:
    if schedule.interval > 1:
        begins = _day(schedule.valid_from or schedule.dtstart)
        return {"notes": f"Every {schedule.interval} days", "dtstart": None, "valid_from": begins}
    if schedule.bymonthday:
        return {"freq": "MONTHLY", "interval": 1, "byday": schedule.byday, "bymonthday": schedule.bymonthday}
    return {"freq": "WEEKLY", "interval": 1, "byday": schedule.byday or ",".join(WEEKDAYS)}


def _clock(moment: time | None) -> str | None:
    return moment.strftime("%H:%M") if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
