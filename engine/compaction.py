"""A long conversation made short without changing what happens next.

Rasa walks all events of a conversation on every turn, so latency grows with its length. The older events are replaced
by the few that lead to the same state: session started, slots set, the active form. The newest turns stay as they
are, since rules look back a few turns; `keep` must cover the longest rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker


def since_fresh_start(events: Sequence[Event]) -> Sequence[Event]:
    """The events since the last new session or restart, which are all that Rasa itself looks at."""
    for index in range(len(events) - 1, 0, -1):
        event = events[index]
        starts_session = isinstance(event, ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME
        if starts_session or isinstance(event, Restarted):
            return events[index:]
    return events


def compact(events: Sequence[Event], slots: Iterable[Slot], keep: int) -> Sequence[Event]:
    """The newest events, `keep` or more, after the shortest beginning that leads to the same state; else `events`."""
    slots = list(slots)
    for cut in range(len(events) - keep, 0, -1):
        if not _is_between_turns(events, cut):
            continue
        beginning = _beginning(events[:cut], slots)
        if beginning is None or len(beginning) >= cut:
            continue
        shorter = [*beginning, *events[cut:]]
        if _state(shorter, slots) == _state(events, slots):
            return shorter
    return events


def _is_between_turns(events: Sequence[Event], cut: int) -> bool:
    before, after = events[cut - 1], events[cut]
    waits = isinstance(before, ActionExecuted) and before.action_name == ACTION_LISTEN_NAME
    return waits and isinstance(after, UserUttered)


def _replay(events: Sequence[Event], slots: Iterable[Slot]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("", list(events), slots)


def _beginning(events: Sequence[Event], slots: Iterable[Slot]) -> list[Event] | None:
    """The shortest events with the same outcome as `events`, or None in the middle of a form's interruption."""
    tracker = _replay(events, slots)
    moment = events[-1].timestamp
    loop = tracker.active_loop
    if tracker.followup_action or tracker.is_paused() or (loop and (loop.is_interrupted or loop.rejected)):
        return None
    activation = _activation(events, tracker.active_loop_name)
    if activation is None:
        return None
    return [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=moment),
        SessionStarted(timestamp=moment),
        ActionExecuted(ACTION_LISTEN_NAME, timestamp=moment),
        *activation,
        *(SlotSet(name, slot.value, timestamp=moment) for name, slot in tracker.slots.items() if slot.has_been_set),
        ActionExecuted(ACTION_LISTEN_NAME, timestamp=moment),
    ]


def _activation(events: Sequence[Event], loop_name: str | None) -> list[Event] | None:
    """The message that started the active form, and the form's first run; nothing where no form is active."""
    if loop_name is None:
        return []
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        if isinstance(event, ActiveLoop) and event.name == loop_name:
            messages = [each for each in events[:index] if isinstance(each, UserUttered)]
            if not messages:
                return None
            return [messages[-1], ActionExecuted(loop_name, timestamp=event.timestamp), event]
    return None


def _state(events: Sequence[Event], slots: Iterable[Slot]) -> tuple[object, ...]:
    tracker = _replay(events, slots)
    loop = tracker.active_loop
    return (
        {name: (slot.value, slot.has_been_set) for name, slot in tracker.slots.items()},
        None if loop is None else (loop.name, loop.is_interrupted, loop.rejected, loop.trigger_message),
        tracker.latest_action,
        tracker.latest_message,
        tracker.followup_action,
        tracker.is_paused(),
    )
