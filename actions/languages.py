"""Another language than English: what can be said in it, and why the questions are not asked in it."""

from __future__ import annotations

from typing import Final

from actions.anytime import back
from actions.path import SCREENING_FORM, unasked
from actions.services import Services
from actions.turn import LISTEN, Event, Turn, closed_form, follow_with, set_slot, set_slots
from bot.messages import Button
from bot.spoken import OFFERED, SPEAK
from language.catalogues import ENGLISH, LANGUAGES, SPOKEN
from screening.instruments import VALIDATED_LANGUAGES

WORDS: Final = "words"
"""The language was recognised from a person's words, which follow."""


def speak(turn: Turn, services: Services) -> list[Event]:
    """Go on in the language of the button, or of the words, and say what that means for the questions.

    Words are read next, in the state they were said in: a question about services stays open, a screening does not.
    """
    code = turn.entities.get("language", "")
    if code not in LANGUAGES:
        return [follow_with("action_not_understood")]
    turn.slots["language"] = None if code == ENGLISH else code
    services.conversations.note_language(turn.sender, turn.language)
    if not turn.slots.get("greeted"):
        turn.say("utter_greet", operator=services.operator)
    noted = [set_slot("language", turn.language), set_slot("greeted", True), set_slot("misses", None)]
    if code in VALIDATED_LANGUAGES:
        turn.say("utter_speak_english")
        return [*noted, *back(turn)]
    turn.say("utter_speak" if code in SPOKEN else "utter_speak_little")
    if turn.entities.get("item") != WORDS:
        return [*noted, follow_with("action_start_services")]
    ended = closed_form() if turn.form == SCREENING_FORM else []
    return [*noted, *set_slots(unasked(turn.slots)), *ended, follow_with(LISTEN)]


def offer_languages(turn: Turn, services: Services) -> list[Event]:
    """Name the languages, each in its own words."""
    turn.ask("utter_languages", [Button(title=LANGUAGES[code].name, payload=SPEAK[code]) for code in OFFERED])
    return [follow_with(LISTEN)]
