"""One service as feeds write it, checked: Open Referral UK 3.0, its version 1, and the international HSDS 3.0.

The names of all three stand side by side, since real feeds mix them. What a field of a record must be for the record to
be used is said here; what it means is read in `mapping`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from math import ceil, floor, isfinite
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

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
_DAY_NAMES = {name: name[:2].upper() for name in
              ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}  # fmt: skip
_BYDAY = re.compile(r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?")
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


def _number(value: Any) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
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


def _minimum_age(value: Any) -> int | None:
    return None if (age := _age(value)) is None else floor(age)


def _maximum_age(value: Any) -> int | None:
    """Zero and 99 or more are how feeds write that there is no upper end."""
    age = _number(value)
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
    if value is None or (isinstance(value, str) and not value.strip()):
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
    text = str(value).strip()
    if not text:
        return None
    if match := _TIME.fullmatch(text):
        return time(int(match[1]), int(match[2]))
    if match := _CLOCK.fullmatch(text):
        return time(int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0), int(match[2] or 0))
    raise wrong("is not a time of day")


def _status(value: Any) -> Any:
    if value is None or value == "":
        return "active"
    found = STATUSES.get(str(value).strip().lower().replace("_", " "))
    if found is None:
        raise wrong("is not a status of the standard (active, inactive, defunct, temporarily closed)")
    return found


def _frequency(value: Any) -> Any:
    if value is None or value == "":
        return None
    found = str(value).strip().upper()
    if found not in FREQUENCIES:
        raise wrong("is not DAILY, WEEKLY or MONTHLY")
    return found


def _weekdays(value: Any) -> Any:
    if value is None or value == "" or value == []:
        return None
    parts = value if isinstance(value, list) else re.split(r"[,;\s]+", str(value).strip())
    codes = [_DAY_NAMES.get(str(part).lower(), str(part).upper()) for part in parts if str(part).strip()]
    if not all(_BYDAY.fullmatch(code) for code in codes):
        raise wrong("is not a list of weekdays (MO, 1TU, -1FR)")
    return ",".join(codes)[:60] or None


def _month_days(value: Any) -> Any:
    if value is None or value == "" or value == []:
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
    return () if value is None else value


def _one(value: Any) -> Any:
    """Some feeds wrap a single thing in a list."""
    return (value[0] if value else None) if isinstance(value, list) else value


Text = str | None
Number = Annotated[float | None, BeforeValidator(_number)]
Day = Annotated[date | None, BeforeValidator(_day)]
Clock = Annotated[time | None, BeforeValidator(_clock)]
MinimumAge = Annotated[int | None, BeforeValidator(_minimum_age)]
MaximumAge = Annotated[int | None, BeforeValidator(_maximum_age)]


class Raw(BaseModel):
    """Fields that we do not know are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class RawTerm(Raw):
    """A taxonomy term; version 1 calls the taxonomy `vocabulary`."""

    id: Text = None
    name: Text = None
    term: Text = None
    taxonomy: Annotated[Any, Field(default=None)] = None
    vocabulary: Text = None


class RawAttribute(Raw):
    taxonomy_term: Annotated[RawTerm | None, BeforeValidator(_one)] = None
    taxonomy: Annotated[RawTerm | None, BeforeValidator(_one)] = None
    link_type: Text = None
    label: Text = None
    value: Text = None


class RawEligibility(Raw):
    eligibility: Text = None
    minimum_age: MinimumAge = None
    maximum_age: MaximumAge = None


class RawSchedule(Raw):
    freq: Annotated[str | None, BeforeValidator(_frequency)] = None
    interval: Annotated[int, BeforeValidator(_interval)] = 1
    byday: Annotated[str | None, BeforeValidator(_weekdays)] = None
    weekday: Annotated[str | None, BeforeValidator(_weekdays)] = None
    bymonthday: Annotated[str | None, BeforeValidator(_month_days)] = None
    opens_at: Clock = None
    closes_at: Clock = None
    dtstart: Day = None
    valid_from: Day = None
    valid_to: Day = None
    until: Day = None
    description: Text = None
    attending_type: Text = None

    @model_validator(mode="after")
    def _in_order(self) -> RawSchedule:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise wrong("valid_to comes before valid_from")
        return self


class RawAddress(Raw):
    address_1: Text = None
    address_2: Text = None
    city: Text = None
    postal_code: Text = None


class RawAccess(Raw):
    accessibility: Text = None
    description: Text = None
    details: Text = None


Schedules = Annotated[tuple[RawSchedule, ...], BeforeValidator(_list)]
Accesses = Annotated[tuple[RawAccess, ...], BeforeValidator(_list)]
Addresses = Annotated[tuple[RawAddress, ...], BeforeValidator(_list)]


class RawLocation(Raw):
    name: Text = None
    location_type: Text = None
    latitude: Number = None
    longitude: Number = None
    addresses: Addresses = ()
    physical_addresses: Addresses = ()
    accessibility: Accesses = ()
    accessibility_for_disabilities: Accesses = ()
    schedules: Schedules = ()
    regular_schedule: Schedules = ()


class RawServiceAtLocation(Raw):
    location: Annotated[RawLocation | None, BeforeValidator(_one)] = None
    schedules: Schedules = ()
    regular_schedule: Schedules = ()
    regular_schedules: Schedules = ()


class RawPhone(Raw):
    number: Text = None
    description: Text = None
    type: Text = None


Phones = Annotated[tuple[RawPhone, ...], BeforeValidator(_list)]


class RawContact(Raw):
    name: Text = None
    title: Text = None
    email: Text = None
    phones: Phones = ()


class RawCost(Raw):
    option: Text = None
    amount: Number = None
    amount_description: Text = None
    valid_from: Day = None
    valid_to: Day = None

    @model_validator(mode="after")
    def _not_negative(self) -> RawCost:
        if self.amount is not None and not 0 <= self.amount < 1_000_000:
            raise wrong("amount is below zero or far too large")
        return self


class RawLanguage(Raw):
    code: Text = None
    name: Text = None
    language: Text = None


class RawArea(Raw):
    name: Text = None
    service_area: Text = None
    uri: Text = None
    extent: Annotated[Any, Field(default=None)] = None


class RawOrganization(Raw):
    id: Text = None
    name: Text = None
    website: Text = None
    url: Text = None
    email: Text = None


class RawService(Raw):
    """A service with everything around it, whichever of the standards it is written in."""

    id: Annotated[str, BeforeValidator(_identifier)]
    name: Annotated[str, BeforeValidator(_named)]
    description: Text = None
    url: Text = None
    email: Text = None
    status: Annotated[str, BeforeValidator(_status)] = "active"
    fees: Text = None
    fees_description: Text = None
    application_process: Text = None
    eligibility_description: Text = None
    alert: Text = None
    minimum_age: MinimumAge = None
    maximum_age: MaximumAge = None
    assured_date: Day = None
    attending_type: Text = None
    attending_access: Text = None
    organization: Annotated[RawOrganization | None, BeforeValidator(_one)] = None
    schedules: Schedules = ()
    regular_schedules: Schedules = ()
    service_at_locations: Annotated[tuple[RawServiceAtLocation, ...], BeforeValidator(_list)] = ()
    service_areas: Annotated[tuple[RawArea, ...], BeforeValidator(_list)] = ()
    languages: Annotated[tuple[RawLanguage, ...], BeforeValidator(_list)] = ()
    phones: Phones = ()
    contacts: Annotated[tuple[RawContact, ...], BeforeValidator(_list)] = ()
    cost_options: Annotated[tuple[RawCost, ...], BeforeValidator(_list)] = ()
    attributes: Annotated[tuple[RawAttribute, ...], BeforeValidator(_list)] = ()
    service_taxonomys: Annotated[tuple[RawAttribute, ...], BeforeValidator(_list)] = ()
    eligibilitys: Annotated[tuple[RawEligibility, ...], BeforeValidator(_list)] = ()
    accessibility: Accesses = ()

    @model_validator(mode="after")
    def _ages_in_order(self) -> RawService:
        for low, high in ((self.minimum_age, self.maximum_age),
                          *((each.minimum_age, each.maximum_age) for each in self.eligibilitys)):  # fmt: skip
            if low is not None and high is not None and low > high:
                raise wrong("minimum_age is above maximum_age")
        return self
