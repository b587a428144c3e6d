"""The screening: consent, role, age, the validated questions, and what the answers add up to."""

from __future__ import annotations

import re
from typing import Any

from actions.asides import command_along, say_asides_along
from actions.noting import confirm, note_told, unread_age
from actions.offers import for_someone_else, under_18
from actions.path import (
    FOUND,
    NOT_ASKED,
    SCALE,
    SCREENING,
    SCREENING_FORM,
    answered,
    complete,
    filled,
    form_of,
    instrument_of,
    keys,
    next_question,
    next_step,
    reopened,
    unasked,
    under_way,
    youngest,
)
from actions.reading import read_answer
from actions.recording import count_screening, note_changes, take_back_if_refused
from actions.service_steps import LEFT_OUT, left_out, passed_over, volunteered
from actions.services import Services
from actions.told import FACTS, asks_for_self, told
from actions.turn import LISTEN, Event, Slots, Turn, follow_with, set_slot, set_slots
from bot.messages import Button
from language.phrases import phrase
from language.refusals import refuses_questions
from screening.instruments import CHILD, PREFER_NOT_TO_SAY
from screening.people import Role
from screening.scoring import ucla_score

YOUNGEST_ASKED = CHILD.minimum_age
CORRECTS = re.compile(
    r"^\W*(?:(?:oh|no|wait|sorry|hang on|hold on|oops|actually)\W+)*"
    r"(?:no,? wait|wait,? no|actually,? no|i meant(?: to say)?|i should have said|make that)\b",
    re.IGNORECASE,
)
"""How somebody begins who puts their last answer right."""
WHEN_PAUSED = {"affirm": "action_carry_on", "deny": "action_stop"}
"""What yes and no mean after a safety reply, which asks whether to carry on."""
TITLES = {
    "consent": phrase("Whether to ask the questions"),
    "role": phrase("Whether I look after someone"),
    "age": phrase("My age"),
    "companionship": phrase("The first question"),
    "left_out": phrase("Feeling left out"),
    "isolated": phrase("The third question"),
    "lonely": phrase("Feeling lonely"),
    "social_contact": phrase("Contact with people I like"),
    "life_stage": phrase("My stage of life"),
    "place": phrase("The place"),
    "need": phrase("What I would enjoy"),
    "filters": phrase("How or when it should be"),
}
"""What the answers are called where one can be changed."""
TITLES_FOR_SOMEONE_ELSE = {
    **TITLES,
    "age": phrase("Their age"),
    "life_stage": phrase("Their stage of life"),
    "need": phrase("What they would enjoy"),
}


def start_screening(turn: Turn, services: Services) -> list[Event]:
    """Begin, or carry on with, a screening. A new one forgets the answers of the last and gets a key of its own.

    Nobody is asked a question in a language in which it was not validated.
    """
    if turn.language:
        turn.say("utter_questions_in_english")
        return [follow_with("action_start_services")]
    say_asides_along(turn, services)
    if under_way(turn.slots):
        return [*set_slots({**note_told(turn, services), "paused": None}), follow_with(SCREENING_FORM)]
    noted = note_told(turn, services)
    known = _told_before({**turn.slots, **noted})
    if known.get("age") and (youngest(known) or 0) < YOUNGEST_ASKED:
        turn.say("utter_too_young")
        return [*set_slots(noted), follow_with("action_start_services")]
    fresh: dict[str, Any] = noted | dict.fromkeys(SCREENING) | known
    fresh |= {"instrument": instrument_of(known), "screening_key": services.new_key(), "past_keys": keys(turn.slots)}
    fresh |= {"paused": None, "misses": None, "unanswered": None}
    return [*set_slots(fresh), follow_with(SCREENING_FORM)]


def _told_before(slots: Slots) -> dict[str, Any]:
    """What a person has already told about themselves, which no screening asks again."""
    role, age = slots.get("role"), slots.get("age")
    if role == Role.FOR_SOMEONE_ELSE:
        return {}
    known: dict[str, Any] = {"role": role} if role in {Role.CARER, Role.RESIDENT} else {}
    return known | ({"age": age} if isinstance(age, dict) else {})


def validate_screening(turn: Turn, services: Services) -> list[Event]:
    """Read the answer to the open question, and what else was told. No event means that the message was neither."""
    if turn.slots.get("paused") or command_along(turn) or turn.requested not in SCREENING:
        return []  # nothing was asked yet: the form only begins
    ending = _ending(turn)
    answers = {"consent": "no"} if ending and turn.requested == "consent" else _answers(turn, services)
    facts = told(turn, services) | ending if answers or ending or turn.intent in FACTS else {}
    if not {**facts, **answers}:
        return unread_age(turn)
    if turn.intent == "skip" and not ending:
        turn.say("utter_skipped")
    changes = filled(turn.slots, {**facts, **answers}) | confirm(turn, facts, unsaid=answers)
    changes |= take_back_if_refused(turn, changes, services)
    say_asides_along(turn, services)
    if turn.requested in SCALE and _meant(turn) in answers and _meant(turn) != turn.requested:
        turn.say("utter_changed")
    _explain(turn, changes)
    note_changes(turn, changes, services)
    return set_slots({**changes, "misses": None})


def _ending(turn: Turn) -> dict[str, Any]:
    """What ends the questions where somebody wants none of them; whoever wants to stop altogether stops."""
    if turn.intent == "stop" or not refuses_questions(turn.text or ""):
        return {}
    return unasked(turn.slots) | passed_over({**turn.slots, "age": NOT_ASKED}, None)


def _answers(turn: Turn, services: Services) -> dict[str, Any]:
    this_year = services.clock().year
    named = [name for name in SCREENING if name in turn.entities]
    asked = [_meant(turn)] if turn.requested in SCREENING and not named else []
    read = {name: read_answer(turn, name, this_year) for name in (*named, *asked)}
    return {name: value for name, value in read.items() if value is not None}


def _meant(turn: Turn) -> str:
    """The question that the words answer: the one before, where they put its answer right ("sorry, I meant often")."""
    asked = turn.requested or ""
    before = [name for name in SCALE[: SCALE.index(asked)] if turn.slots.get(name)] if asked in SCALE else []
    return before[-1] if before and turn.text and CORRECTS.search(turn.text) else asked


def _explain(turn: Turn, changes: dict[str, Any]) -> None:
    """Say what an answer means for the questions that follow."""
    after = {**turn.slots, **changes}
    if changes.get("consent") == "no":
        turn.say("utter_consent_refused")
    elif changes.get("age") == PREFER_NOT_TO_SAY:
        turn.say("utter_age_unknown")
    elif isinstance(changes.get("age"), dict) and not after.get("instrument"):
        turn.say("utter_too_young")
    elif next_question(after) in SCALE and next_question(turn.slots) not in SCALE:
        turn.say("utter_screening_introduction")


def tell_result(turn: Turn, services: Services) -> list[Event]:
    """Tell what the answers add up to, when there is something to tell, and go on to services whatever it is."""
    slots = turn.slots
    answers = {name: slots[name] for name in SCALE if slots.get(name) not in (None, NOT_ASKED)}
    if slots.get("instrument") and answers:
        _tell(turn, answers)
        count_screening(turn, slots, services)
    if slots.get("role") == Role.CARER and not slots.get("told_carer"):
        turn.say("utter_young_carer" if under_18(slots) else "utter_carer")
    return [set_slot("told_carer", slots.get("role") == Role.CARER), follow_with(next_step(slots))]


def _tell(turn: Turn, answers: dict[str, str]) -> None:
    score = ucla_score(answers)
    if turn.slots["instrument"] == "child":
        turn.say("utter_result_child")
    elif score is None:
        turn.say("utter_result_incomplete")
    else:
        turn.say(f"utter_result_{score.band}", total=score.total)
    if answers.get("lonely") == "often" and turn.slots["instrument"] != "child":
        turn.say("utter_result_often_lonely")


def late_answer(turn: Turn, services: Services) -> list[Event]:
    """An answer outside its question, such as an earlier button: it changes the answer that it belongs to."""
    if turn.slots.get("paused"):
        return [follow_with(WHEN_PAUSED.get(turn.intent, "action_not_understood"))]
    if command := command_along(turn):
        return [follow_with(command)]
    changes = filled(turn.slots, _answers(turn, services)) if turn.slots.get("screening_key") else {}
    if not changes and turn.intent == "deny" and not asks_for_self(turn) and not told(turn, services):
        return _denied(turn, services)
    if not changes:
        return volunteered(turn, services)
    slots = {**turn.slots, **changes}
    if all(turn.slots.get(name) == value for name, value in changes.items()):
        return [follow_with(next_step(slots))]
    turn.say("utter_changed")
    changes |= take_back_if_refused(turn, changes, services)
    note_changes(turn, changes, services)
    again = "action_tell_result" if complete(slots) else next_step(slots)
    return [*set_slots(changes), follow_with(again)]


def _denied(turn: Turn, services: Services) -> list[Event]:
    """A plain no where it answers no open question: to what was found, to what was noted, or to the question itself."""
    if turn.slots.get("shown") and not turn.form:
        turn.say("utter_none_suit")
        return [set_slot("misses", None), follow_with(LISTEN)]
    if turn.form == SCREENING_FORM or not _changeable(turn.slots):
        return [follow_with("action_not_understood")]
    noted = any(name not in SCREENING for name in _changeable(turn.slots))
    if turn.requested in LEFT_OUT and (turn.slots.get("misses") or not noted):
        changes = left_out(turn, turn.slots, turn.requested)
        note_changes(turn, changes, services)
        return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]
    return [set_slot("misses", 1), follow_with("action_change_answer")]


def choose_answer(turn: Turn, services: Services) -> list[Event]:
    """Offer the answers that can be changed."""
    given = _changeable(turn.slots)
    if not given:
        turn.say("utter_nothing_to_change")
        return [follow_with(turn.form or "action_repeat")]
    titles = TITLES_FOR_SOMEONE_ELSE if for_someone_else(turn.slots) else TITLES
    turn.ask(
        "utter_which_answer", [Button(title=titles[name], payload=f'/change{{"item":"{name}"}}') for name in given]
    )
    return [follow_with("action_listen")]


def _changeable(slots: Slots) -> tuple[str, ...]:
    conditions = ("filters",) if slots.get("filters") or slots.get("times") else ()
    return (*answered(slots), *conditions)


def change_answer(turn: Turn, services: Services) -> list[Event]:
    """Ask one question again; the others keep their answers."""
    name = turn.entities.get("item", "")
    if name not in _changeable(turn.slots):
        return [follow_with("action_change_answer")]
    if name == "filters":
        cleared = dict.fromkeys((*FOUND, "filters", "times", "paused"))
        turn.say("utter_changed")
        return [*set_slots(cleared), follow_with(next_step({**turn.slots, **cleared}))]
    return [*set_slots(reopened(turn.slots, name)), set_slot("paused", None), follow_with(form_of(name, turn.slots))]
