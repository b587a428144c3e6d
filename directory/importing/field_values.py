"""What a field of a record must be for the record to be used, and what is made of it.

Feeds write one thing in many ways (an age of 99 for "no upper end", a price with its sign): what is plainly meant is
taken, what is not is refused with the reason in words for the keeper of the feed. Days and times are in `time_values`.
"""

from __future__ import annotations

import re
from math import ceil, floor, isfinite
from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from directory.importing.text import one_line

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
_AGE = re.compile(
    r"(?:aged? |over |from |under )?(\d{1,3}(?:\.\d+)?)\s?(?:\+|plus|years?|yrs?|and over)*(?: old)?", re.IGNORECASE
)
ANY_AGE: Final = frozenset({"any", "any age", "all", "all ages", "all ages welcome", "everyone", "no limit"})
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEW])?", re.IGNORECASE)


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
    """A name is more than spaces, markup and letters that nobody sees."""
    found = _text(value)
    if not found or not one_line(found):
        raise wrong("is missing")
    return found


def is_nothing(value: Any) -> bool:
    """Whether a feed has nothing to say here, in whichever way it says so."""
    return value is None or (isinstance(value, str) and value.strip().lower() in NOTHING)


def number(value: Any) -> float | None:
    """A number as such or as a text, or None where nothing is said. Raises what `wrong` gives."""
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


def _degrees(value: Any) -> float | None:
    """Degrees as a number or as people write them: with a comma, a sign for degrees, a letter for the direction."""
    if isinstance(value, str) and (found := _DEGREES.fullmatch(value.strip())):
        degrees = float(found[1].replace(",", "."))
        return -degrees if (found[2] or "").upper() in ("S", "W") else degrees
    return number(value)


def _amount(value: Any) -> float | None:
    """Pounds, as a number or as people write them."""
    if isinstance(value, str) and not is_nothing(value):
        value = re.sub(r",(?=\d\d?$)", ".", value.replace("£", "").strip()).replace(",", "")
    return number(value)


def _years(value: Any) -> Any:
    """An age as a number, also where it is written with words ("50+", "18 years")."""
    found = _AGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[1] if found else value


def _is_any_age(value: Any) -> bool:
    return isinstance(value, str) and value.strip().casefold() in ANY_AGE


def _minimum_age(value: Any) -> int | None:
    """The youngest who may come; words for everybody are no age."""
    return None if (age := _age(_years(value))) is None else floor(age)


def _maximum_age(value: Any) -> int | None:
    """Zero and 99 or more are how feeds write that there is no upper end."""
    age = None if _is_any_age(value) else number(value := _years(value))
    if age is not None and age >= NO_UPPER_AGE:
        return None
    return None if (checked := _age(age)) is None or checked == 0 else ceil(checked)


def _age(value: Any) -> float | None:
    age = None if _is_any_age(value) else number(value)
    if age is None:
        return None
    if age < 0:
        raise wrong("is below zero")
    if age > OLDEST:
        raise wrong(f"is above {OLDEST}")
    return age


def _status(value: Any) -> Any:
    if is_nothing(value):
        return "active"
    found = STATUSES.get(str(value).strip().lower().replace("_", " "))
    if found is None:
        raise wrong("is not a status of the standard (active, inactive, defunct, temporarily closed)")
    return found


def listed(said: str = "") -> BeforeValidator:
    """For a field that holds several things: nothing is none of them, and one alone is a list of it.

    `said` is the field of a thing that is told where a feed gives words instead of the thing ("Polish").
    """

    def as_list(value: Any) -> Any:
        if is_nothing(value) or value == {}:
            return ()
        if isinstance(value, dict) or (said and isinstance(value, str)):
            value = [value]
        if said and isinstance(value, list):
            return [{said: one} if isinstance(one, str) else one for one in value]
        return value

    return BeforeValidator(as_list)


def named(said: str) -> BeforeValidator:
    """For a field that holds one thing, which some feeds wrap in a list or give as its `said` alone."""

    def as_one(value: Any) -> Any:
        found = _one(value)
        return {said: found} if isinstance(found, str) else found

    return BeforeValidator(as_one)


def _one(value: Any) -> Any:
    found = (value[0] if value else None) if isinstance(value, list) else value
    return None if is_nothing(found) else found


Text = str | None
Amount = Annotated[float | None, BeforeValidator(_amount)]
MinimumAge = Annotated[int | None, BeforeValidator(_minimum_age)]
MaximumAge = Annotated[int | None, BeforeValidator(_maximum_age)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Name = Annotated[str, BeforeValidator(_named)]
Status = Annotated[str, BeforeValidator(_status)]
Degrees = Annotated[float | None, BeforeValidator(_degrees)]
JUST_ONE: Final = BeforeValidator(_one)
"""For a field that holds one thing, which some feeds wrap in a list."""
