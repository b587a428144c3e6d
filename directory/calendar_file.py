"""Sessions as a calendar file (RFC 5545): each rule of a schedule is one event that comes again by that rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zlib import crc32

from icalendar import Calendar, Event
from icalendar.cal import Component

from directory.coming import sessions_of
from directory.model import Schedule, Service
from directory.reasons import EXAMPLE_ONLY
from directory.recurrence import WEEKDAYS, days_of_the_month, days_of_the_week
from directory.schedule import LONDON, Session, sessions_from

MAKER: Final = "-//Kith//Kith 1//EN"
BANK_HOLIDAYS_FOR_DAYS: Final = 731
"""For so long the file knows which sessions fall on bank holidays."""
NOT_ON_BANK_HOLIDAYS: Final = "Bank holidays are left out here: please ask."
CLOCKS_OF_ENGLAND: Final = "\r\n".join(
    (
        "BEGIN:VTIMEZONE", "TZID:Europe/London",
        "BEGIN:DAYLIGHT", "DTSTART:19960331T010000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:BST", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "END:DAYLIGHT",
        "BEGIN:STANDARD", "DTSTART:19961027T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:GMT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "END:STANDARD",
        "END:VTIMEZONE", "",
    )
)  # fmt: skip
"""As the law has it since 1996: summer time from the last Sunday of March to that of October, at 01:00 UTC."""
_NAMES: Final = {number: name for name, number in WEEKDAYS.items()}


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
    calendar.add_component(Component.from_ical(CLOCKS_OF_ENGLAND))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(service: Service, now: datetime) -> Iterator[Event]:
    for number, schedule in enumerate(sessions_of(service)):
        found = list(sessions_from((schedule,), now, BANK_HOLIDAYS_FOR_DAYS))
        sure = [session for session in found if not session.check] or found
        if sure:
            left_out = [session for session in found if session.check and session.day > sure[0].day]
            yield _event(
                service, schedule, [sure[0], *left_out], f"{service.id}{_place_of(service)}-{number}@kith", now
            )


def _place_of(service: Service) -> str:
    """What tells the sessions at one of several places from those at the others, in whatever order they come."""
    if service.location is None or not service.elsewhere:
        return ""
    return f"-{crc32(service.location.address.encode()):08x}"


def _event(service: Service, schedule: Schedule, sessions: Sequence[Session], uid: str, now: datetime) -> Event:
    """The first of `sessions` begins the event; on the others it may be off."""
    session, *left_out = sessions
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("summary", f"Example: {service.name}" if service.example else service.name)
    event.add("description", _description(service, schedule, [NOT_ON_BANK_HOLIDAYS] if left_out else []))
    event.add("transp", "TRANSPARENT")
    _add_times(event, session)
    if schedule.freq:
        event.add("rrule", _rule(schedule, timed=session.opens_at is not None))
    if left_out:
        event.add("exdate", [_start(each) for each in left_out])
    if service.location:
        event.add("location", service.location.address)
    if service.url and service.url.startswith(("https://", "http://")):
        event.add("url", service.url)
    return event


def _add_times(event: Event, session: Session) -> None:
    """The first session: in the time of England, or a whole day where no time is known."""
    event.add("dtstart", _start(session))
    if session.opens_at is not None and session.closes_at is not None:
        last = session.day + timedelta(days=session.closes_at <= session.opens_at)
        event.add("dtend", datetime.combine(last, session.closes_at, LONDON))


def _start(session: Session) -> date | datetime:
    return session.day if session.opens_at is None else datetime.combine(session.day, session.opens_at, LONDON)


def _rule(schedule: Schedule, *, timed: bool) -> dict[str, Any]:
    rule: dict[str, Any] = {"freq": schedule.freq}
    if schedule.interval > 1:
        rule["interval"] = schedule.interval
    if schedule.valid_to:
        rule["until"] = _until(schedule.valid_to, timed=timed)
    if days := days_of_the_week(schedule):
        in_month = schedule.freq == "MONTHLY"
        rule["byday"] = [f"{day.nth if day.nth and in_month else ''}{_NAMES[day.weekday]}" for day in days]
    if month_days := days_of_the_month(schedule):
        rule["bymonthday"] = month_days
    return rule


def _until(last: date, *, timed: bool) -> date | datetime:
    """The end of the last day: a moment in UTC where the event has a time, as the standard asks."""
    return datetime.combine(last, time(23, 59, 59), LONDON).astimezone(UTC) if timed else last


def _description(service: Service, schedule: Schedule, notes: Sequence[str]) -> str:
    """Whom to ring, and what to be careful about. A calendar keeps this for long: it always says to check first."""
    lines = [
        *([str(EXAMPLE_ONLY)] if service.example else []),
        service.summary,
        *(f"Phone: {phone.number}" for phone in service.phones),
        *([schedule.description] if schedule.description else []),
        *notes,
        "Times change: please check before you go.",
    ]
    return "\n".join(lines)
