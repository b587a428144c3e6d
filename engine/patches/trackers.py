"""A tracker copied by its state.

Replaces `DialogueStateTracker.copy`, which makes an empty tracker and replays every event of the conversation for each
action.
"""

from __future__ import annotations

import copy

from rasa.shared.core.trackers import DialogueStateTracker


def _copy(self: DialogueStateTracker) -> DialogueStateTracker:
    new: DialogueStateTracker = DialogueStateTracker.__new__(type(self))
    vars(new).update(vars(self))
    new.model_id = new.assistant_id = None  # `init_copy` leaves them out, and saving sets them again
    new.events = copy.copy(self.events)
    new.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
    new.active_loop = copy.copy(self.active_loop)
    return new


def apply() -> None:
    DialogueStateTracker.copy = _copy
