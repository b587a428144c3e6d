"""Sessions as a calendar file (RFC 5545): each rule of a schedule is one event that comes again by that rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from directory.coming import sessions_of
from directory.model import Schedule, Service
from directory.reasons import EXAMPLE_ONLY
from directory.schedule import LONDON, Session, next_session

MAKER = "-//Kith//Kith 1//EN"
YEARS = timedelta(days=3650)
"""For so long the file knows when the clocks change."""


def calendar_of(services: Iterable[Service], now: datetime) -> bytes | None:
    """Return the calendar of the sessions of `services` from `now` (timezone-aware) on; None where there are none.

    What Kith does not know it does not claim: a rule without a first day gets none, and a session without an end has
    none.
    """
    events = [event for service in services for event in _events(service, now)]
    if not events:
        return None
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    day = now.date()
    calendar.add_missing_timezones(first_date=day - YEARS // 10, last_date=day + YEARS)
    return bytes(calendar.to_ical())


def _events(service: Service, now: datetime) -> Iterator[Event]:
    for number, schedule in enumerate(sessions_of(service)):
        session = next_session((schedule,), now)
        if session:
            yield _event(service, schedule, session, f"{service.id}-{number}@kith", now)


def _event(service: Service, schedule: Schedule, session: Session, uid: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("summary", f"Example: {service.name}" if service.example else service.name)
    event.add("description", _description(service, schedule))
    event.add("transp", "TRANSPARENT")
    _add_times(event, session)
    if schedule.freq:
        event.add("rrule", _rule(schedule, timed=session.opens_at is not None))
    if service.location:
        event.add("location", service.location.address)
    if service.url and service.url.startswith(("https://", "http://")):
        event.add("url", service.url)
    return event


def _add_times(event: Event, session: Session) -> None:
    """The first session: in the time of England, or a whole day where no time is known."""
    if session.opens_at is None:
        event.add("dtstart", session.day)
        return
    event.add("dtstart", datetime.combine(session.day, session.opens_at, LONDON))
    if session.closes_at is not None:
        last = session.day + timedelta(days=session.closes_at <= session.opens_at)
        event.add("dtend", datetime.combine(last, session.closes_at, LONDON))


def _rule(schedule: Schedule, *, timed: bool) -> dict[str, Any]:
    rule: dict[str, Any] = {"freq": schedule.freq}
    if schedule.interval > 1:
        rule["interval"] = schedule.interval
    if schedule.valid_to:
        rule["until"] = _until(schedule.valid_to, timed=timed)
    if schedule.byday:
        rule["byday"] = [day.strip().upper() for day in schedule.byday.split(",") if day.strip()]
    if schedule.bymonthday:
        rule["bymonthday"] = [int(day) for day in schedule.bymonthday.split(",") if day.strip()]
    return rule


def _until(last: date, *, timed: bool) -> date | datetime:
    """The end of the last day: a moment in UTC where the event has a time, as the standard asks."""
    return datetime.combine(last, time(23, 59, 59), LONDON).astimezone(UTC) if timed else last


def _description(service: Service, schedule: Schedule) -> str:
    """Whom to ring, and what to be careful about. A calendar keeps this for long: it always says to check first."""
    lines = [
        *([str(EXAMPLE_ONLY)] if service.example else []),
        service.summary,
        *(f"Phone: {phone.number}" for phone in service.phones),
        *([schedule.description] if schedule.description else []),
        "Times change: please check before you go.",
    ]
    return "\n".join(lines)
