"""A tracker copied by its state.

Replaces `DialogueStateTracker.copy` and `FormAction._temporary_tracker`, which make an empty tracker and replay every
event of the conversation: the first for each action, the second twice for each answer to a form.
"""

from __future__ import annotations

import copy

from rasa.core.actions.forms import FormAction
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


def _copy(self: DialogueStateTracker) -> DialogueStateTracker:
    new: DialogueStateTracker = DialogueStateTracker.__new__(type(self))
    vars(new).update(vars(self))
    new.model_id = new.assistant_id = None  # `init_copy` leaves them out, and saving sets them again
    new.events = copy.copy(self.events)
    new.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
    new.active_loop = copy.copy(self.active_loop)
    return new


def _temporary_tracker(
    self: FormAction, current_tracker: DialogueStateTracker, additional_events: list[Event], _domain: Domain
) -> DialogueStateTracker:
    temporary = current_tracker.copy()
    asked = SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker))
    for event in (asked, ActionExecuted(self.name()), *additional_events):
        temporary.update(event)
    return temporary


def apply() -> None:
    DialogueStateTracker.copy = _copy
    FormAction._temporary_tracker = _temporary_tracker
