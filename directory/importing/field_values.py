"""What a field of a record must be for the record to be used, and what is made of it.

Feeds write one thing in many ways ("10:00", "10am"; "MO", "Monday"; an age of 99 for "no upper end"): what is plainly
meant is taken, what is not is refused with the reason in words for the keeper of the feed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from math import ceil, floor, isfinite
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

NOTHING: Final = frozenset({"", "-", "--", "n/a", "n.a.", "null", "nil", "none", "unknown", "tbc", "tba"})
"""Words that feeds write where they have nothing to say."""
OLDEST: Final = 125
NO_UPPER_AGE: Final = 99
"""Feeds write 99, 100, 120 or 999 for "no upper end"."""
LONGEST_ID: Final = 255
STATUSES: Final = {
    "active": "active",
    "inactive": "inactive",
    "defunct": "defunct",
    "temporarily closed": "temporarily closed",
}
FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PERIODS: Final = {"weekdays": WEEKDAYS[:5], "weekends": WEEKDAYS[5:], "weekend": WEEKDAYS[5:], "daily": WEEKDAYS,
                   "every day": WEEKDAYS, "everyday": WEEKDAYS}  # fmt: skip
_DAY_WORD = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur|urs)?(?:day)?s?", re.IGNORECASE)
_SPAN = re.compile(r"([a-z]+)\s*(?:to|-|–|until|through)\s*([a-z]+)", re.IGNORECASE)
_BYDAY = re.compile(r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?")
_MOMENT = re.compile(r"(?:\d{4}-\d\d-\d\d)?T", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_NAMED_TIMES: Final = {"noon": time(12), "midday": time(12), "12 noon": time(12), "midnight": time(0)}
_AGE = re.compile(
    r"(?:aged? |over |from |under )?(\d{1,3}(?:\.\d+)?)\s?(?:\+|plus|years?|yrs?|and over)*(?: old)?", re.IGNORECASE
)
_CLOCK = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s*([ap])\.?m\.?", re.IGNORECASE)
_UK_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def wrong(reason: str) -> PydanticCustomError:
    """A problem in words for the keeper of the feed."""
    return PydanticCustomError("value", reason)


def _text(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise wrong("is not a text")


def _identifier(value: Any) -> Any:
    found = _text(value)
    if not found or not found.strip():
        raise wrong("is missing")
    if len(found) > LONGEST_ID or not found.isprintable():
        raise wrong("is too long, or has characters that cannot be printed")
    return found.strip()


def _named(value: Any) -> Any:
    found = _text(value)
    if not found or not found.strip():
        raise wrong("is missing")
    return found


def is_nothing(value: Any) -> bool:
    """Whether a feed has nothing to say here, in whichever way it says so."""
    return value is None or (isinstance(value, str) and value.strip().lower() in NOTHING)


def _number(value: Any) -> float | None:
    if is_nothing(value):
        return None
    try:
        if isinstance(value, bool):
            raise TypeError
        found = float(value)
    except (TypeError, ValueError):
        raise wrong("is not a number") from None
    if not isfinite(found):
        raise wrong("is not a number")
    return found


def _amount(value: Any) -> float | None:
    """Pounds, as a number or as people write them."""
    if isinstance(value, str) and not is_nothing(value):
        value = re.sub(r",(?=\d\d?$)", ".", value.replace("£", "").strip()).replace(",", "")
    return _number(value)


def _years(value: Any) -> Any:
    """An age as a number, also where it is written with words ("50+", "18 years")."""
    found = _AGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[1] if found else value


def _minimum_age(value: Any) -> int | None:
    return None if (age := _age(_years(value))) is None else floor(age)


def _maximum_age(value: Any) -> int | None:
    """Zero and 99 or more are how feeds write that there is no upper end."""
    age = _number(value := _years(value))
    if age is not None and age >= NO_UPPER_AGE:
        return None
    return None if (checked := _age(age)) is None or checked == 0 else ceil(checked)


def _age(value: Any) -> float | None:
    age = _number(value)
    if age is None:
        return None
    if age < 0:
        raise wrong("is below zero")
    if age > OLDEST:
        raise wrong(f"is above {OLDEST}")
    return age


def _day(value: Any) -> Any:
    if is_nothing(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise wrong("is not a date")
    return _day_of(value.strip())


def _day_of(text: str) -> date:
    """ISO 8601, with or without a time of day, or as people in England write it: day, month, year."""
    try:
        if british := _UK_DAY.fullmatch(text):
            found = date(int(british[3]), int(british[2]), int(british[1]))
        else:
            found = date.fromisoformat(text[:10])
    except ValueError:
        raise wrong("is not a date") from None
    if not 1900 <= found.year <= 2200:
        raise wrong("is not a date of our times")
    return found


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


def _status(value: Any) -> Any:
    if is_nothing(value):
        return "active"
    found = STATUSES.get(str(value).strip().lower().replace("_", " "))
    if found is None:
        raise wrong("is not a status of the standard (active, inactive, defunct, temporarily closed)")
    return found


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
    found = _number(value)
    if found is None or found == 0:
        return 1
    if not 1 <= found <= 400 or found != int(found):
        raise wrong("is not a whole number above zero")
    return int(found)


def _list(value: Any) -> Any:
    return () if is_nothing(value) else value


def _one(value: Any) -> Any:
    found = (value[0] if value else None) if isinstance(value, list) else value
    return None if is_nothing(found) else found


Text = str | None
Number = Annotated[float | None, BeforeValidator(_number)]
Amount = Annotated[float | None, BeforeValidator(_amount)]
Day = Annotated[date | None, BeforeValidator(_day)]
Clock = Annotated[time | None, BeforeValidator(_clock)]
MinimumAge = Annotated[int | None, BeforeValidator(_minimum_age)]
MaximumAge = Annotated[int | None, BeforeValidator(_maximum_age)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Name = Annotated[str, BeforeValidator(_named)]
Status = Annotated[str, BeforeValidator(_status)]
Recurrence = Literal["DAILY", "WEEKLY", "MONTHLY"]
Frequency = Annotated[Recurrence | None, BeforeValidator(_frequency)]
Interval = Annotated[int, BeforeValidator(_interval)]
Weekdays = Annotated[str | None, BeforeValidator(_weekdays)]
MonthDays = Annotated[str | None, BeforeValidator(_month_days)]
A_LIST: Final = BeforeValidator(_list)
"""For a field that holds several things: nothing is none of them."""
JUST_ONE: Final = BeforeValidator(_one)
"""For a field that holds one thing, which some feeds wrap in a list."""
