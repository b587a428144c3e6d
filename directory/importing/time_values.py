"""When a service runs, as feeds write it: days, times of day, weekdays and how often, each in one form.

What is plainly meant is taken ("10am", "Mondays and Thursdays", 45321 in a spreadsheet), what is not is refused with
the reason in words for the keeper of the feed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator

from directory.importing.field_values import is_nothing, number, wrong

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY")
MOST_TIMES: Final = 5000
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PERIODS: Final = {"weekdays": WEEKDAYS[:5], "weekends": WEEKDAYS[5:], "weekend": WEEKDAYS[5:], "daily": WEEKDAYS,
                   "every day": WEEKDAYS, "everyday": WEEKDAYS}  # fmt: skip
_DAY_WORD = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur|urs)?(?:day)?s?", re.IGNORECASE)
_SPAN = re.compile(r"([a-z]+)\s*(?:to|-|–|until|through)\s*([a-z]+)", re.IGNORECASE)
_BYDAY = re.compile(r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?")
_MOMENT = re.compile(r"(?:\d{4}-\d\d-\d\d)?T", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_NAMED_TIMES: Final = {"noon": time(12), "midday": time(12), "12 noon": time(12), "midnight": time(0),
                       "24:00": time(0), "24:00:00": time(0)}  # fmt: skip
NO_BOUND: Final = ("0001-01-01", "9999-12-31")
"""What programs write where a schedule has no beginning or no end."""
_CLOCK = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s*([ap])\.?m\.?", re.IGNORECASE)
_UK_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NAMED_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d\d)", re.IGNORECASE)
_SHEET_DAY = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_SHEET_BEGIN: Final = date(1899, 12, 30)
"""The day from which spreadsheets count."""
_MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                  "november", "december")  # fmt: skip


def _day(value: Any) -> Any:
    if is_nothing(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise wrong("is not a date")
    return _day_of(str(value).strip())


def _bound(value: Any) -> Any:
    """A day from which or to which something holds."""
    return None if isinstance(value, str) and value.strip().startswith(NO_BOUND) else _day(value)


def _day_of(text: str) -> date:
    """ISO 8601, with or without a time of day, as people in England write it, or as spreadsheets count."""
    try:
        if british := _UK_DAY.fullmatch(text):
            found = date(int(british[3]), int(british[2]), int(british[1]))
        elif named := _NAMED_DAY.fullmatch(text):
            found = date(int(named[3]) + (2000 if len(named[3]) == 2 else 0), _month(named[2]), int(named[1]))
        elif _SHEET_DAY.fullmatch(text):
            found = _SHEET_BEGIN + timedelta(days=int(float(text)))
        else:
            found = date.fromisoformat(text[:10])
    except ValueError:
        raise wrong("is not a date") from None
    if not 1900 <= found.year <= 2200:
        raise wrong("is not a date of our times")
    return found


def _month(name: str) -> int:
    """The number of a month by its name or the beginning of it; 0 for none."""
    return next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.casefold())), 0)


def _clock(value: Any) -> Any:
    if value is None or isinstance(value, time):
        return value
    if is_nothing(value):
        return None
    text = _MOMENT.sub("", str(value).strip(), count=1)
    if named := _NAMED_TIMES.get(text.lower()):
        return named
    if match := _TIME.fullmatch(text):
        return time(int(match[1]), int(match[2]))
    if match := _CLOCK.fullmatch(text):
        return time(int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0), int(match[2] or 0))
    if match := _FOUR_DIGITS.fullmatch(text):
        return time(int(match[1]), int(match[2]))
    raise wrong("is not a time of day")


def _frequency(value: Any) -> Any:
    if is_nothing(value):
        return None
    found = str(value).strip().upper()
    if found not in FREQUENCIES:
        raise wrong("is not DAILY, WEEKLY or MONTHLY")
    return found


def _weekdays(value: Any) -> Any:
    if is_nothing(value) or value == []:
        return None
    text = (",".join(map(str, value)) if isinstance(value, list) else str(value)).strip("[] ").replace("'", "")
    parts = [part for part in re.split(r"[,;/&\s]+|\band\b", text) if part]
    codes = [_day_code(part) for part in parts]
    if not all(_BYDAY.fullmatch(code) for code in codes):
        codes = list(_days_in_words(text))
    if not codes:
        raise wrong("is not a list of weekdays (MO, 1TU, -1FR)")
    return ",".join(codes)[:60]


def _day_code(part: str) -> str:
    """The code of one day: a code, a name or its beginning, or a number from 1 for Monday."""
    if part.isdigit():
        return WEEKDAYS[int(part) - 1] if len(part) == 1 and 1 <= int(part) <= 7 else part
    return part[:2].upper() if _DAY_WORD.fullmatch(part) else part.upper()


def _days_in_words(text: str) -> tuple[str, ...]:
    """The days of "Monday to Friday" and "weekdays"; nothing for words that say more than days."""
    if days := _PERIODS.get(text.lower()):
        return days
    if (span := _SPAN.fullmatch(text)) and all(_DAY_WORD.fullmatch(day) for day in span.groups()):
        first, last = (WEEKDAYS.index(day[:2].upper()) for day in span.groups())
        return WEEKDAYS[first : last + 1] if first <= last else WEEKDAYS[first:] + WEEKDAYS[: last + 1]
    return ()


def _month_days(value: Any) -> Any:
    if is_nothing(value) or value == []:
        return None
    parts = value if isinstance(value, list) else re.split(r"[,;\s]+", str(value).strip())
    if not all(re.fullmatch(r"-?\d{1,2}", str(part)) and 1 <= abs(int(part)) <= 31 for part in parts):
        raise wrong("is not a list of days of the month")
    return ",".join(str(int(part)) for part in parts)[:60]


def _interval(value: Any) -> Any:
    found = number(value)
    if found is None or found == 0:
        return 1
    if not 1 <= found <= 400 or found != int(found):
        raise wrong("is not a whole number above zero")
    return int(found)


def _count(value: Any) -> int | None:
    """How often at most; what is no such number ends nothing."""
    try:
        found = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if 1 <= found <= MOST_TIMES else None


Recurrence = Literal["DAILY", "WEEKLY", "MONTHLY"]
Day = Annotated[date | None, BeforeValidator(_day)]
Bound = Annotated[date | None, BeforeValidator(_bound)]
Clock = Annotated[time | None, BeforeValidator(_clock)]
Frequency = Annotated[Recurrence | None, BeforeValidator(_frequency)]
Interval = Annotated[int, BeforeValidator(_interval)]
Count = Annotated[int | None, BeforeValidator(_count)]
Weekdays = Annotated[str | None, BeforeValidator(_weekdays)]
MonthDays = Annotated[str | None, BeforeValidator(_month_days)]
