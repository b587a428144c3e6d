"""A domain's emptiness remembered.

Replaces `Domain.is_empty`, which writes the whole domain out as a dictionary on each message. A domain does not
change while it serves.
"""

from __future__ import annotations

from rasa.shared.core.domain import Domain


def _is_empty(self: Domain) -> bool:
    state = vars(self)
    if "_known_empty" not in state:
        state["_known_empty"] = self.as_dict() == Domain.empty().as_dict()
    return bool(state["_known_empty"])


def apply() -> None:
    Domain.is_empty = _is_empty
