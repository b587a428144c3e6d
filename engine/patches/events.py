"""Event types from one table.

Replaces `Event.resolve_by_type`, which walks the whole tree of event classes for each event that is read: half of all
processor time at turn 150 of a conversation.
"""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses


@lru_cache(maxsize=1)
def _event_types() -> dict[str, type[Event]]:
    types: dict[str, type[Event]] = {}
    for event_class in all_subclasses(Event):
        types.setdefault(event_class.type_name, event_class)
    return types


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    event_class = _event_types().get(type_name)
    if event_class is not None:
        return event_class
    if type_name == "topic":  # stories may still hold these; stock Rasa ignores them too
        return None
    if default is not None:
        return default
    raise ValueError(f"Unknown event name '{type_name}'.")


def apply() -> None:
    Event.resolve_by_type = staticmethod(_resolve_by_type)
