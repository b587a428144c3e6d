"""The sessions of a service that come next, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from directory.model import Attending, Schedule, Service
from directory.recurrence import rules_of
from directory.schedule import LOOK_AHEAD_DAYS, Session, always_open, sessions_from


def coming(schedules: Iterable[Schedule], now: datetime, most: int = 4) -> list[Session]:
    """Return up to `most` sessions that have not ended at `now` (timezone-aware), the next first."""
    return list(islice(sessions_from(schedules, now, most * LOOK_AHEAD_DAYS), most))


def sessions_of(service: Service) -> tuple[Schedule, ...]:
    """The times at which people meet, where enough is known to name a day.

    The hours of a phone or text line, and of what never closes, are no sessions.
    """
    if service.attending and set(service.attending) <= {Attending.PHONE, Attending.TEXT}:
        return ()
    return tuple(schedule for schedule in service.schedules if rules_of(schedule) and not always_open(schedule))
