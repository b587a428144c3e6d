"""Questions about the service itself, and commands, that come beside an answer: "often, and why do you ask?"."""

from __future__ import annotations

from typing import Final

from actions.offers import for_someone_else
from actions.path import SCALE
from actions.services import Services
from actions.turn import Turn
from language.for_a_person import is_hurt_by_others
from language.phrases import phrase

ASIDES: Final = frozenset(
    {"carers_assessment", "is_it_private", "needs_assessment", "social_prescribing", "talk_to_human", "who_are_you"}
    | {"why_ask"}
)
"""Meanings that have fixed words and change nothing."""
COMMANDS: Final = {
    "delete_my_data": "action_delete_my_data",
    "change_answer": "action_change_answer",
    "go_back": "action_go_back",
}
"""Meanings that decide what happens with the whole message, the most weighty first, and their actions."""


def say_aside(turn: Turn, services: Services, name: str) -> None:
    """Answer a question about the service with its fixed words."""
    response = _why(turn) if name == "why_ask" else f"utter_{name}"
    turn.say(response, operator=services.operator, council=_council(turn, services))


def say_asides_along(turn: Turn, services: Services) -> None:
    """Answer what was asked beside an answer or a wish, and tell who is hurt by others of people who listen."""
    hurt = ("talk_to_human",) if is_hurt_by_others(turn.text or "") else ()
    for name in dict.fromkeys((*turn.also, *hurt)):
        if name in ASIDES:
            say_aside(turn, services, name)


def command_along(turn: Turn) -> str | None:
    """The action of a command that was said beside something else: with it, nothing of the message is an answer."""
    return next((action for name, action in COMMANDS.items() if name in turn.also), None)


def _why(turn: Turn) -> str:
    if turn.form is None or not turn.requested:
        return "utter_why_ask"
    return "utter_why_ask_question" if turn.requested in SCALE else f"utter_why_ask_{turn.requested}"


def _council(turn: Turn, services: Services) -> str:
    place = services.places.by_code(turn.slots.get("place") or "")
    whose = phrase("their council") if for_someone_else(turn.slots) else phrase("your council")
    return (
        phrase("{whose} ({name})", whose=whose, name=services.places.council_name(place.authority)) if place else whose
    )
