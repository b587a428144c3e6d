"""A recurrence rule that a feed writes as one text ("FREQ=MONTHLY;BYDAY=2TU"), as the standard's own fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_FIELDS: Final = {name.upper(): name for name in ("freq", "interval", "byday", "bymonthday", "until")}
_PART = re.compile(r"(?:^|[;\n:\s])([A-Z]{4,10})=([^;\n\s]{1,60})")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?")
_EVERY_SECOND: Final = frozenset(
    {"fortnightly", "biweekly", "bi-weekly", "every two weeks", "every 2 weeks", "every other week"}
)


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
