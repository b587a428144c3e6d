"""When a service runs: its sessions from now on, and whether it is at weekends or in the evening.

Times are wall-clock times in England (Europe/London), on both sides of the clock change. Nothing is claimed where a
rule does not say enough: "every second Tuesday" without a first one has words, but no next session. A session that
comes again and falls on a bank holiday is to be checked: most groups rest then, and few say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from directory.bank_holidays import is_bank_holiday
from directory.model import Schedule
from directory.recurrence import days_of_the_week, falls_on, rules_of

LONDON = ZoneInfo("Europe/London")
LOOK_AHEAD_DAYS = 92
EVENING = time(17)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting, on a day in England; times are None where the rule has none. `check`: it may be off that day."""

    day: date
    opens_at: time | None
    closes_at: time | None
    check: bool = False

    @property
    def overnight(self) -> bool:
        """Whether it ends on the day after."""
        return self.opens_at is not None and self.closes_at is not None and self.closes_at <= self.opens_at

    @property
    def end(self) -> datetime:
        """The moment at which it has ended; one without an end lasts all day."""
        if self.closes_at is None:
            return datetime.combine(self.day + _DAY, time.min, LONDON)
        return datetime.combine(self.day + _DAY * self.overnight, self.closes_at, LONDON)


def sessions_from(schedules: Iterable[Schedule], now: datetime, days: int = LOOK_AHEAD_DAYS) -> Iterator[Session]:
    """Yield the sessions that have not ended at `now` (timezone-aware), in their order, for so many days."""
    here = now.astimezone(LONDON)
    parts = [(schedule, rules_of(schedule)) for schedule in schedules]
    for ahead in range(-1, days + 1) if any(rules for _, rules in parts) else ():
        day = here.date() + timedelta(days=ahead)
        held = {_session(schedule, day) for schedule, rules in parts if any(falls_on(rule, day) for rule in rules)}
        yield from sorted((session for session in held if session.end > here), key=_by_the_clock)


def next_session(schedules: Iterable[Schedule], now: datetime) -> Session | None:
    """Return the next session that has not ended at `now` (timezone-aware), within three months."""
    return next(sessions_from(schedules, now), None)


def always_open(schedule: Schedule | Session) -> bool:
    """Whether it runs around the clock."""
    return schedule.opens_at == time(0) and schedule.closes_at in (time(23, 59), time(0))


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


def _session(schedule: Schedule, day: date) -> Session:
    comes_again = schedule.freq is not None and not always_open(schedule)
    return Session(day, schedule.opens_at, schedule.closes_at, comes_again and is_bank_holiday(day))


def _by_the_clock(session: Session) -> tuple[time, time]:
    return session.opens_at or time.min, session.closes_at or time.max
