"""What a feed writes as one text where the standard has several fields ("FREQ=MONTHLY;BYDAY=2TU", "16-25")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil
from typing import Any, Final

DAYS: Final = {"DAILY": (1, 1), "WEEKLY": (7, 1), "MONTHLY": (30, 8)}
"""How long a turn is, and how long before the end of the last one the next cannot have begun."""
LONGEST: Final = 36_500
"""Days after which an end is none."""
_FIELDS: Final = {name.upper(): name for name in ("freq", "interval", "byday", "bymonthday", "until", "count")}
_PART = re.compile(r"(?:^|[;\n:\s])([A-Z]{4,10})=([^;\n\s]{1,60})")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?")
_EVERY_SECOND: Final = frozenset(
    {"fortnightly", "biweekly", "bi-weekly", "every two weeks", "every 2 weeks", "every other week"}
)
_AGE_SPAN = re.compile(
    r"(?:aged? |from )?(\d{1,3})(?: years?)?\s*(?:-|–|to)\s*(\d{1,3})(?: ?(?:years?|yrs?)(?: old)?)?", re.I
)


def only_told(record: Any) -> Any:
    """Return a record without the empty lists and objects that some programs write for nothing."""
    if not isinstance(record, Mapping):
        return record
    return {name: value for name, value in record.items() if value or not isinstance(value, list | dict)}


def with_age_span(record: Any) -> Any:
    """Return a record whose one field for ages holds both ends ("16-25") with a field for each."""
    if not isinstance(record, Mapping) or not isinstance(said := record.get("minimum_age"), str):
        return record
    found = _AGE_SPAN.fullmatch(said.strip())
    if not found or record.get("maximum_age") not in (None, "", said):
        return record
    return {**record, "minimum_age": found[1], "maximum_age": found[2]}


def open_ones(schedules: Any) -> Any:
    """The schedules of a list without those that only say when it is closed."""
    if not isinstance(schedules, list | tuple):
        return schedules
    return [one for one in schedules if not (isinstance(one, Mapping) and _is_closed(one))]


def _is_closed(schedule: Mapping[str, Any]) -> bool:
    said = (schedule.get("opens_at"), schedule.get("closes_at"))
    return any(isinstance(words, str) and words.strip().casefold() == "closed" for words in said)


def with_rule(schedule: Any) -> Any:
    """Return a schedule with the parts of its rule as fields; what it says in fields of its own stands."""
    if not isinstance(schedule, Mapping):
        return schedule
    rule = next(
        (text for name in ("rrule", "freq") if isinstance(text := schedule.get(name), str) and "=" in text), None
    )
    if rule:
        parts = {_FIELDS[key]: value for key, value in _PART.findall(rule.upper()) if key in _FIELDS}
        if stamp := _STAMP.fullmatch(parts.get("until", "")):
            parts["until"] = "-".join(stamp.groups())
        return {**parts, **{name: value for name, value in schedule.items() if value not in (None, "", rule)}}
    said = schedule.get("freq")
    if isinstance(said, str) and said.strip().lower() in _EVERY_SECOND:
        return {**schedule, "freq": "WEEKLY", "interval": 2}
    return schedule


def last_day(freq: str | None, interval: int, byday: str | None, count: int | None, first: date | None) -> date | None:
    """The last day on which the last of `count` sessions can be, or None where the rule has no such end."""
    if not freq or not count or not first:
        return None
    turns = interval * ceil(count / (len(byday.split(",")) if byday else 1))
    length, before = DAYS[freq]
    days = turns * length - before
    return first + timedelta(days=days) if days < LONGEST else None
