"""Reading an answer to the open question: from the button that was pressed, or from what Rasa understood of the words.

A value that is not an answer to the question gives nothing, and the question is asked again: no answer is ever guessed.
"""

from __future__ import annotations

import re
from typing import Any, Final

from actions.path import SCALE
from actions.turn import Turn
from actions.unwanted import Unwanted
from directory.model import Need
from language.refusals import only_refuses
from language.values import read_age, their_age
from screening.instruments import ADULT, CARER_CONTACT, PREFER_NOT_TO_SAY, SKIPPED
from screening.people import LifeStage, Role

OPTIONS: Final[dict[str, frozenset[str]]] = {
    **{item.name: frozenset(option.code for option in item.options) for item in (*ADULT.items, *CARER_CONTACT.items)},
    "consent": frozenset({"yes", "uncounted", "no"}),
    "role": frozenset({Role.CARER, Role.RESIDENT}),
    "life_stage": frozenset(LifeStage),
}
ANY: Final = "any"
REFUSABLE: Final = frozenset({"role", *SCALE, "social_contact", "life_stage"})

SKIPPED_AS: Final[dict[str, Any]] = {
    "consent": "no",
    "role": PREFER_NOT_TO_SAY,
    "age": PREFER_NOT_TO_SAY,
    **dict.fromkeys((*SCALE, "social_contact"), SKIPPED),
    "life_stage": PREFER_NOT_TO_SAY,
    "place": "none",
    "need": [ANY],
}
"""What a question that is skipped is taken for: never an answer of the scale."""

_FEW_WORDS: Final = 6
_NO_AGES: Final = frozenset({"carry_on", "go_back", "goodbye", "repeat", "stop"})
"""Meanings of messages in which a number is no age."""
_SAID_YES: Final = {"consent": "yes", "role": Role.CARER}
_SAID_NO: Final = {"consent": "no", "role": Role.RESIDENT}
_NOT_COUNTED: Final = re.compile(
    r"\b(?:do ?n['’]?t|do not|without|not(?: to)?|never)(?: be(?:ing)?)? (?:count|includ|record|add|shar)|\buncounted\b"
)
_NO_QUESTIONS: Final = re.compile(r"^\W*(?:no|nope|nah)\b")
_SAME_ON_THREE_OPTIONS: Final = {"never": "hardly_ever", "always": "often"}
"""The three-option questions say "Hardly ever or never" and "Often": never and always belong there."""


def read_answer(turn: Turn, question: str, this_year: int) -> Any | None:
    """The answer to `question` that this turn gives, as its slot keeps it; None when it gives none."""
    if turn.intent == "skip":
        return SKIPPED_AS.get(question) if question == turn.requested else None
    if question == "age":
        return _age(turn, this_year)
    if question == "need":
        return _needs(turn)
    said = turn.entities.get(question) or _in_words(turn, question)
    if said == PREFER_NOT_TO_SAY and question in REFUSABLE:
        return said
    return said if said in OPTIONS.get(question, ()) else None


def _in_words(turn: Turn, question: str) -> str | None:
    if question == "consent" and _asks_not_to_be_counted(turn.text):
        return "uncounted"
    if turn.intent == "affirm":
        return _SAID_YES.get(question)
    if turn.intent == "deny":
        return _SAID_NO.get(question)
    if turn.intent != "answer":
        return None
    said = turn.entities.get("answer")
    if question == "lonely":
        return "often" if said == "always" else said
    return _SAME_ON_THREE_OPTIONS.get(said or "", said)


def _asks_not_to_be_counted(text: str | None) -> bool:
    """ "Yes, but don't count me"; whoever says no at the same time is not asked at all."""
    plain = (text or "").casefold()
    return bool(_NOT_COUNTED.search(plain)) and not _NO_QUESTIONS.search(plain)


def _age(turn: Turn, this_year: int) -> dict[str, int | None] | str | None:
    told = turn.entities.get("age")
    if PREFER_NOT_TO_SAY in (told, turn.entities.get("answer")):
        return PREFER_NOT_TO_SAY
    if told:
        youngest, _, oldest = told.partition("-")
        return {"minimum": int(youngest), "maximum": int(oldest) if oldest else None}
    if turn.intent in _NO_AGES:
        return None  # "one moment"
    if not turn.meanings & {"tell_age", "life_stage"} and len((turn.text or "").split()) > _FEW_WORDS:
        return None  # a story, or a page that was pasted: a number in it is hardly an age
    read = (their_age if turn.slots.get("role") == Role.FOR_SOMEONE_ELSE else read_age)(turn.text or "", this_year)
    return {"minimum": read[0], "maximum": read[1]} if read else None


def _needs(turn: Turn) -> list[str] | None:
    if turn.intent == "no_preference":
        return [ANY]
    return needs_of(turn) or None


def needs_of(turn: Turn) -> list[str]:
    """The wishes that the message names, but for those that it refuses: "something to do, not walking" is anything."""
    words, named = turn.text or "", named_needs(turn)
    if only_refuses(words):
        return []
    unwanted = Unwanted(words).needs
    return [need for need in named if need not in unwanted] or ([ANY] if named else [])


def named_needs(turn: Turn) -> list[str]:
    """The wishes that the message names, wanted or not."""
    return [need for need in (turn.entities.get("need") or "").split(",") if need in set(Need)]
