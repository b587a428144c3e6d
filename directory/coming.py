"""The sessions of a service that come next, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from directory.model import Attending, Schedule, Service
from directory.schedule import LONDON, Session, next_session


def coming(schedules: Iterable[Schedule], now: datetime, most: int = 4) -> list[Session]:
    """Return up to `most` sessions that have not ended at `now` (timezone-aware), the next first."""
    kept = tuple(schedules)
    return [session for session, _ in zip(_one_after_another(kept, now), range(most), strict=False)]


def sessions_of(service: Service) -> tuple[Schedule, ...]:
    """The times at which people meet, where enough is known to name a day.

    The hours of a phone or text line, and of what never closes, are no sessions.
    """
    if service.attending and set(service.attending) <= {Attending.PHONE, Attending.TEXT}:
        return ()
    return tuple(schedule for schedule in service.schedules if _names_a_day(schedule) and not _always_open(schedule))


def _one_after_another(schedules: tuple[Schedule, ...], now: datetime) -> Iterator[Session]:
    while session := next_session(schedules, now):
        yield session
        now = _over(session)


def _over(session: Session) -> datetime:
    """The moment at which a session has ended; one without an end lasts all day."""
    begins, ends = session.opens_at or time.min, session.closes_at
    if ends is None or ends <= begins:
        return datetime.combine(session.day + timedelta(days=1), time.min, LONDON)
    return datetime.combine(session.day, ends, LONDON)


def _names_a_day(schedule: Schedule) -> bool:
    named = schedule.byday or schedule.bymonthday or schedule.freq == "DAILY"
    return bool(named or schedule.dtstart or schedule.valid_from)


def _always_open(schedule: Schedule) -> bool:
    return schedule.opens_at == time(0) and schedule.closes_at in (time(23, 59), time(0))
