"""What a message tells besides its answer to the open question: it is kept, so that it is never asked for later.

Nothing here reads an answer of the scale: only an answer to that very question counts as one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from actions.conditions import conditions_told, only_conditions
from actions.path import SCREENING_FORM, under_way
from actions.reading import needs_of
from actions.services import Services
from actions.told_place import place_told
from actions.turn import Turn
from directory.model import Filter
from language.conditions import read_conditions
from language.values import read_age, their_age, told_age
from screening.people import LifeStage, Role, stage_of

FACTS: Final = frozenset({"filter", "i_am_a_carer", "life_stage", "need", "no_place", "place", "tell_age"})
"""Meanings that tell something about the person, or about what they look for."""
UNHEARD: Final = frozenset(
    {"crisis", "delete_my_data", "feedback_wrong", "help_now", "keep", "out_of_scope", "restart", "shortlist", "stop"}
)
"""Where one of these leads, nothing else is noted."""
NOT_CONDITIONS: Final = (UNHEARD - {"out_of_scope"}) | {"goodbye", "greet", "thanks"}
"""Meanings of messages that only seem to say when something should be: "night night", "morning"."""
_BREAK: Final = re.compile(r"[,.;!?\n]+|\s(?:and|but|from|in)\s")
_KIN: Final = r"mum|mam|mom|dad|nan|gran\w*|mate|lad|lass|son|daughter|wife|husband|sister|brother|friend|neighbou?r"
_FOR_ME: Final = re.compile(
    r"\b(?:it'?s|this is|now|no,?|only|just|look|something|what) (?:for|about) (?:me|myself)\b"
    rf"(?! (?:and|to|or|{_KIN})\b)",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\bi(?:'?m| am)?((?: [\w-]+){0,9}?) (?:on my own|by myself|alone)\b|\bi(?: do| really| so)* miss (?!my )()|"
    r"\bi(?:'?m| am) a widow()",
    re.IGNORECASE,
)
"""Words of somebody who tells of their own life, whoever else comes up in it."""
_ANOTHER: Final = re.compile(r"\b(?:s?he|they|her|him|them|it|worried|behalf)\b", re.IGNORECASE)
_LATER_LIFE_FROM: Final = 65
_GROWN_UP_FROM: Final = 18


def told(turn: Turn, services: Services) -> dict[str, Any]:
    """The slots that the message fills besides the open question's own, with what leaves no doubt."""
    if turn.slots.get("paused"):
        return {}
    if hears_conditions(turn):
        return conditions_told(replace(turn, entities={}))
    if turn.intent in UNHEARD:
        return {}
    changes = _role(turn)
    asks_for_other = changes.get("role", turn.slots.get("role")) == Role.FOR_SOMEONE_ELSE
    changes |= _age_and_stage(turn, services.clock().year, theirs=asks_for_other)
    if needs := needs_of(turn):
        changes["need"] = needs
    if not only_conditions(turn):  # those that say nothing else were heard above, or are something else
        changes |= conditions_told(turn)
    return changes | place_told(turn, services)


def hears_conditions(turn: Turn) -> bool:
    """Whether the message tells only how or when something should be, whatever the engine took it for.

    Where a question of the scale is open it may be an answer: "now and then", "on Sundays". Whoever may want to talk to
    a person, "on the phone", is heard as that.
    """
    if turn.form == SCREENING_FORM or turn.intent in NOT_CONDITIONS or not only_conditions(turn):
        return False
    return turn.intent != "talk_to_human" or Filter.PHONE not in read_conditions(turn.text or "").names


def asks_for_self(turn: Turn) -> bool:
    """Whether somebody who asked for another person says that they ask for themselves now."""
    other = turn.slots.get("role") == Role.FOR_SOMEONE_ELSE and not turn.slots.get("paused")
    return other and bool(_FOR_ME.search(turn.text or ""))


def asks_for_other(turn: Turn) -> bool:
    """Whether the message asks for another person. "My wife has died and I live alone" tells of oneself."""
    return "for_someone_else" in turn.meanings and not tells_of_self(turn)


def tells_of_self(turn: Turn) -> bool:
    """Whether the words are about the writer's own life, or say that they ask for themselves."""
    words = turn.text or ""
    own = [found for found in _OWN.finditer(words) if not _ANOTHER.search(found[1] or "")]
    return bool(_FOR_ME.search(words) or own) and not re.search(r"\bworried\b|\bbehalf\b", words, re.IGNORECASE)


def _role(turn: Turn) -> dict[str, Any]:
    """Whoever has begun the questions answers for themselves; a carer who asks for another stays the one who asks."""
    if asks_for_other(turn) and not under_way(turn.slots):
        return {"role": Role.FOR_SOMEONE_ELSE}
    if "i_am_a_carer" in turn.meanings and turn.slots.get("role") != Role.FOR_SOMEONE_ELSE:
        return {"role": Role.CARER}
    return {}


def _age_and_stage(turn: Turn, year: int, *, theirs: bool) -> dict[str, Any]:
    stage = turn.entities.get("life_stage")
    changes: dict[str, Any] = {"life_stage": stage} if stage in set(LifeStage) else {}
    age = _age(turn, year, theirs=theirs)
    if age is None:
        return changes
    youngest, oldest = age
    changes["age"] = {"minimum": youngest, "maximum": oldest}
    if stage in {LifeStage.WORKING_AGE, LifeStage.YOUNG, LifeStage.LATER_LIFE}:
        changes["life_stage"] = stage_of(youngest)  # figures are plainer than words
    elif not stage and turn.slots.get("life_stage") is None and _stage_is_certain(youngest, oldest):
        changes["life_stage"] = stage_of(youngest)
    return changes


def _age(turn: Turn, year: int, *, theirs: bool) -> tuple[int, int | None] | None:
    if not turn.text or (turn.requested == "age" and not turn.also):  # a plain answer, from which nothing else is drawn
        return None
    if theirs:
        return their_age(turn.text, year)
    if age := told_age(turn.text, year):
        return age
    return _stated(turn.text, year) if "tell_age" in turn.meanings else None


def _stated(text: str, year: int) -> tuple[int, int | None] | None:
    """A bare age that is a whole message or a part of it: "77, Wallsend"."""
    ages = {age for part in (text, *_BREAK.split(text)) if (age := read_age(part, year))}
    return ages.pop() if len(ages) == 1 else None


def _stage_is_certain(youngest: int, oldest: int | None) -> bool:
    return youngest >= _LATER_LIFE_FROM or (oldest is not None and oldest < _GROWN_UP_FROM)
