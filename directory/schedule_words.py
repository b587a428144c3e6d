"""When a service runs, in words: the rule, and the next session.

Every part is a phrase of its own that reads well wherever it stands, so that no language has to bend English grammar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from types import MappingProxyType
from typing import Final

from directory.model import Schedule
from directory.recurrence import Weekday, days_of_the_month, days_of_the_week
from directory.schedule import Session, always_open
from language.dates import MONTHS
from language.phrases import ClockTime, Phrase, phrase

DAYS: Final = (
    phrase("Monday"),
    phrase("Tuesday"),
    phrase("Wednesday"),
    phrase("Thursday"),
    phrase("Friday"),
    phrase("Saturday"),
    phrase("Sunday"),
)
EVERY_WEEK: Final = (
    phrase("Mondays"),
    phrase("Tuesdays"),
    phrase("Wednesdays"),
    phrase("Thursdays"),
    phrase("Fridays"),
    phrase("Saturdays"),
    phrase("Sundays"),
)
EVERY_DAY: Final = phrase("Every day")
TODAY: Final = phrase("Today")
TOMORROW: Final = phrase("Tomorrow")


def session_in_words(session: Session, today: date | None) -> str:
    """Return "Today, 10am to 12 noon", "Tomorrow, ...", else the day and month; and that it is a bank holiday.

    Without `today`, for what is read on another day, every day is named by its date.
    """
    near = {0: TODAY, 1: TOMORROW}.get((session.day - today).days) if today else None
    said = _at_the_hours(near or _dated(session.day), session)
    return phrase("{session} (check: bank holiday)", session=said) if session.check else said


def rule_in_words(schedule: Schedule) -> str | None:
    """Return "Tuesdays, 10am to 12 noon", "First Monday of the month", ..., or what its keeper wrote, or None."""
    days = _days_in_words(schedule)
    if days is None:
        return schedule.description
    if always_open(schedule) and days is EVERY_DAY:
        return phrase("24 hours a day, every day")
    return _at_the_hours(days, schedule)


def clock_in_words(moment: time) -> ClockTime:
    """Return "10am", "2:30pm", "12 noon" or "midnight"."""
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    words = f"{(moment.hour - 1) % 12 + 1}{minutes}{'am' if moment.hour < 12 else 'pm'}"
    return ClockTime({time(0): "midnight", time(12): "12 noon"}.get(moment, words), moment)


def _dated(day: date) -> Phrase:
    return phrase("{weekday} {day} {month}", weekday=DAYS[day.weekday()], day=day.day, month=MONTHS[day.month - 1])


def _dated_with_year(day: date) -> Phrase:
    return phrase(
        "{weekday} {day} {month} {year}",
        weekday=DAYS[day.weekday()],
        day=day.day,
        month=MONTHS[day.month - 1],
        year=day.year,
    )


def _days_in_words(schedule: Schedule) -> Phrase | None:
    if schedule.freq is None:
        return _dated_with_year(schedule.dtstart) if schedule.dtstart else None
    days = days_of_the_week(schedule)
    if schedule.freq == "MONTHLY":
        return _monthly(days, days_of_the_month(schedule))
    if schedule.freq == "DAILY" and not days:
        return EVERY_DAY if schedule.interval == 1 else None
    return _weekly(sorted({day.weekday for day in days}), schedule.interval)


def _weekly(days: Sequence[int], interval: int) -> Phrase | None:
    if not days:
        return None
    if interval > 1:
        return _every_so_many_weeks(listed([DAYS[day] for day in days]), interval)
    if len(days) == 7:
        return EVERY_DAY
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return phrase("{first_day} to {last_day}", first_day=DAYS[days[0]], last_day=DAYS[days[-1]])
    return listed([EVERY_WEEK[day] for day in days])


def _every_so_many_weeks(days: Phrase, weeks: int) -> Phrase | None:
    return {
        2: phrase("Every second {days}", days=days),
        3: phrase("Every third {days}", days=days),
        4: phrase("Every fourth {days}", days=days),
    }.get(weeks)


def _monthly(days: Sequence[Weekday], month_days: Sequence[int]) -> Phrase | None:
    if month_days and not days:
        on = listed([Phrase(str(day), {}) for day in month_days])
        return phrase("On day {days} of the month", days=on) if min(month_days) > 0 else None
    named = [words for day in days if (words := _in_the_month(DAYS[day.weekday]).get(day.nth))]
    if not named or len(named) != len(days):
        return None
    beginning = [first for first, _ in named[:1]]
    return phrase("{days} of the month", days=listed([*beginning, *(further for _, further in named[1:])]))


def _in_the_month(day: Phrase) -> Mapping[int | None, tuple[Phrase, Phrase]]:
    """Which of the month's Mondays, Tuesdays, ... it is: as the words begin, and further on."""
    return MappingProxyType(
        {
            1: (phrase("First {weekday}", weekday=day), phrase("first {weekday}", weekday=day)),
            2: (phrase("Second {weekday}", weekday=day), phrase("second {weekday}", weekday=day)),
            3: (phrase("Third {weekday}", weekday=day), phrase("third {weekday}", weekday=day)),
            4: (phrase("Fourth {weekday}", weekday=day), phrase("fourth {weekday}", weekday=day)),
            5: (phrase("Fifth {weekday}", weekday=day), phrase("fifth {weekday}", weekday=day)),
            -1: (phrase("Last {weekday}", weekday=day), phrase("last {weekday}", weekday=day)),
        }
    )


def listed(words: Sequence[Phrase]) -> Phrase:
    """Return "one, two and three"; `words` is not empty."""
    said, *further = words
    for word in further[:-1]:
        said = phrase("{first}, {next}", first=said, next=word)
    return phrase("{first} and {last}", first=said, last=further[-1]) if further else said


def _hours(opens_at: time | None, closes_at: time | None) -> Phrase | None:
    if opens_at is None:
        return None
    if closes_at is None:
        return phrase("from {time}", time=clock_in_words(opens_at))
    return phrase("{start} to {end}", start=clock_in_words(opens_at), end=clock_in_words(closes_at))


def _at_the_hours(days: Phrase, held: Schedule | Session) -> Phrase:
    if always_open(held):
        return phrase("{days}, 24 hours a day", days=days)
    hours = _hours(held.opens_at, held.closes_at)
    return phrase("{days}, {hours}", days=days, hours=hours) if hours else days
