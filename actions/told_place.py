"""The place that a message tells: as the answer to its question, along with something else, or by a button."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from actions.reading import SKIPPED_AS
from actions.services import Services
from actions.turn import Turn
from directory.places import One, OutsideEngland, PlaceAnswer, Several, Unknown

NO_PLACE: Final = SKIPPED_AS["place"]
OUTSIDE: Final = "outside:"
NO_AREA: Final = "unknown"
_MENTIONED_ALONG: Final = frozenset(
    {"filter", "for_someone_else", "greet", "i_am_a_carer", "life_stage", "need", "skip_to_services"}
    | {"start_screening", "tell_age"}
)
"""Beside these meanings a name that is plainly a place is one, even where the engine heard no place."""
_COMMANDS: Final = frozenset(
    {"carers_assessment", "change_answer", "delete_my_data", "details", "feedback_wrong", "go_back", "goodbye", "greet"}
    | {
        "help_now",
        "keep",
        "is_it_private",
        "languages",
        "more_results",
        "needs_assessment",
        "none_suit",
        "repeat",
        "restart",
    }
    | {
        "shortlist",
        "skip",
        "skip_to_services",
        "social_prescribing",
        "start_screening",
        "stop",
        "talk_to_human",
        "thanks",
    }
    | {"who_are_you", "why_ask", "wider"}
)
"""Meanings that are never the answer to where someone is."""
_LONGEST_NAME: Final = 8
"""Words of a message that was not understood and may yet be a place."""
_LIVES_IN: Final = re.compile(
    r"\b(?:liv(?:e|es|in|ing)?|based|stay(?:ing)?|moved|from)(?: here)?(?: in| near| at| to| by)? ((?:[a-z'-]+ ?){1,4})"
)
_BREAK: Final = re.compile(r"[,.;!?\n]+|\s(?:and|but)\s")


def place_told(turn: Turn, services: Services) -> dict[str, Any]:
    """The slots that the place of this message fills; {} where it names none.

    An unknown place is one only where the place was asked for.
    """
    if code := turn.entities.get("place"):
        return _chosen(turn, services, code)
    if "no_place" in turn.meanings:
        named = _looked_up(turn, services) if turn.text and "place" in turn.meanings else Unknown()
        return _at(NO_PLACE) if isinstance(named, Unknown) else _settled(turn, named)
    if not turn.text:
        return {}
    if "place" in turn.meanings:
        return _settled(turn, _looked_up(turn, services))
    if turn.requested == "place" and turn.intent not in _COMMANDS:
        return _perhaps(turn, services)
    if turn.intent in _MENTIONED_ALONG and turn.slots.get("place") is None and not turn.slots.get("place_problem"):
        return _mentioned(turn, services)
    return {}


def _chosen(turn: Turn, services: Services, code: str) -> dict[str, Any]:
    """A place by its code: from a button, or from a device that told where it is."""
    if code == NO_AREA:
        return {"place": None, "place_problem": "unknown", "place_options": None}
    if code.startswith(OUTSIDE):
        return _settled(turn, OutsideEngland(code.removeprefix(OUTSIDE)))
    known = services.places.by_code(code)
    if known is not None and known.precision == "postcode":
        return _settled(turn, One(known))
    return _at(known.code) if known else {}


def code_of(answer: PlaceAnswer) -> str:
    """Return the code under which a conversation keeps what a device's position is."""
    match answer:
        case One(place):
            return place.code
        case OutsideEngland(country):
            return f"{OUTSIDE}{country}"
    return NO_AREA


def _looked_up(turn: Turn, services: Services) -> PlaceAnswer:
    """Where the message says only the place, all of it is looked up; else what is named in it, part by part."""
    answers = (services.places.look_up(words) for words in _readings(turn, services))
    return next((answer for answer in answers if not isinstance(answer, Unknown)), Unknown())


def _readings(turn: Turn, services: Services) -> Iterator[str]:
    text = turn.text or ""
    if turn.also or turn.entities:
        yield from services.mentions.find(text)
        yield from _BREAK.split(text)
    yield text


def _perhaps(turn: Turn, services: Services) -> dict[str, Any]:
    """Words that were not taken for a place may be one, since one was asked for, unless they are a whole story."""
    text = turn.text or ""
    if turn.intent != "out_of_scope":
        return _mentioned(turn, services)
    if len(text.split()) > _LONGEST_NAME:
        return {}
    answer = services.places.look_up(text)
    return {} if isinstance(answer, Unknown) else _settled(turn, answer)


def _mentioned(turn: Turn, services: Services) -> dict[str, Any]:
    """A name that is plainly a place: by its capitals and the grammar, or because somebody says they live there."""
    for words in services.mentions.find(turn.text or ""):
        match services.places.look_up(words):
            case One(place) if place.precision != "town" or place.name.casefold().startswith(words.casefold()):
                return _settled(turn, One(place))
    for words in _lived_in(turn.text or ""):
        match services.places.look_up(words):
            case One(place) if place.name.casefold().partition(",")[0] == words:
                return _settled(turn, One(place))
    return {}


def _lived_in(text: str) -> Iterator[str]:
    """What is named after "I live in", longest first: many people type no capitals, which grammar goes by."""
    for found in _LIVES_IN.finditer(text.casefold()):
        words = found[1].split()
        yield from (" ".join(words[:count]) for count in range(len(words), 0, -1))


def _settled(turn: Turn, answer: PlaceAnswer) -> dict[str, Any]:
    match answer:
        case One(place):
            turn.say("utter_place_found", place=place.name)
            return _at(place.code)
        case Several(places):
            options = [[place.name, place.code] for place in places]
            return {"place": None, "place_problem": "several", "place_options": options}
        case OutsideEngland(country):
            turn.say("utter_place_outside", country=country)
            return _at(f"{OUTSIDE}{country}")
        case Unknown():
            asked = turn.requested == "place" and not turn.also and turn.slots.get("place_problem") != "several"
            return {"place": None, "place_problem": "unknown", "place_options": None} if asked else {}


def _at(code: str) -> dict[str, Any]:
    """The place is settled."""
    return {"place": code, "place_problem": None, "place_options": None}
