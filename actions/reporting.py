"""What a person says is wrong with a service: which, and what, by buttons alone, so that no words are kept."""

from __future__ import annotations

from actions.anytime import back
from actions.choosing import choices, meant
from actions.results import these
from actions.services import Services
from actions.turn import LISTEN, Event, Turn, follow_with, set_slot
from directory.reports import Wrong


def ask_what_is_wrong(turn: Turn, services: Services) -> list[Event]:
    """Ask what is wrong; first which service is meant, where that is not plain."""
    if turn.slots.get("paused"):
        return [follow_with("action_not_understood")]
    matches = meant(turn, services)
    if len(matches) == 1:
        turn.say("utter_what_is_wrong", name=matches[0].service.name)
        return [set_slot("reporting", matches[0].service.id), follow_with(LISTEN)]
    if buttons := choices("wrong", turn, services):
        turn.ask("utter_which_is_wrong", buttons)
        return [follow_with(LISTEN)]
    turn.say("utter_feedback_wrong", operator=services.operator)
    return back(turn)


def report(turn: Turn, services: Services) -> list[Event]:
    """Count what is wrong, once for each service in a conversation, and thank the person every time."""
    kind, service_id = turn.entities.get("kind"), turn.slots.get("reporting")
    if turn.slots.get("paused") or kind not in set(Wrong) or not service_id:
        return [follow_with("action_not_understood")]
    there = these([service_id], turn, services)
    if there and services.conversations.first_report(turn.sender, service_id):
        services.reports.add(service_id, Wrong(kind))
    turn.say("utter_reported", operator=services.operator)
    return [set_slot("reporting", None), *back(turn)]
