"""The screening: consent, role, age, the validated questions, and what the answers add up to."""

from __future__ import annotations

from typing import Any

from actions.asides import command_along, say_asides_along
from actions.noting import confirm, note_told, unread_age
from actions.offers import for_someone_else, under_18
from actions.path import (
    NOT_ASKED,
    SCALE,
    SCREENING,
    SCREENING_FORM,
    answered,
    complete,
    filled,
    form_of,
    keys,
    next_question,
    next_step,
    reopened,
    under_way,
    youngest,
)
from actions.reading import read_answer
from actions.recording import count_screening, note_changes, take_back_if_refused
from actions.service_steps import volunteered
from actions.services import Services
from actions.told import FACTS, told
from actions.turn import Event, Slots, Turn, follow_with, set_slot, set_slots
from bot.messages import Button
from language.phrases import phrase
from screening.instruments import CHILD, PREFER_NOT_TO_SAY
from screening.people import Role
from screening.scoring import ucla_score

YOUNGEST_ASKED = CHILD.minimum_age
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
    if under_way(turn.slots):
        return [*set_slots({**note_told(turn, services), "paused": None}), follow_with(SCREENING_FORM)]
    noted = note_told(turn, services)
    known = _told_before({**turn.slots, **noted})
    if known.get("age") and (youngest(known) or 0) < YOUNGEST_ASKED:
        turn.say("utter_too_young")
        return [*set_slots(noted), follow_with("action_start_services")]
    fresh: dict[str, Any] = noted | dict.fromkeys(SCREENING) | known
    fresh |= {"instrument": None, "screening_key": services.new_key(), "past_keys": keys(turn.slots)}
    fresh |= {"paused": None, "misses": None}
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
    answers = _answers(turn, services)
    facts = told(turn, services) if answers or turn.intent in FACTS else {}
    if not {**facts, **answers}:
        return unread_age(turn)
    if turn.intent == "skip":
        turn.say("utter_skipped")
    changes = filled(turn.slots, {**facts, **answers}) | confirm(turn, facts, unsaid=answers)
    changes |= take_back_if_refused(turn, changes, services)
    say_asides_along(turn, services)
    _explain(turn, changes)
    note_changes(turn, changes, services)
    return set_slots({**changes, "misses": None})


def _answers(turn: Turn, services: Services) -> dict[str, Any]:
    this_year = services.clock().year
    named = [name for name in SCREENING if name in turn.entities]
    asked = [turn.requested] if turn.requested in SCREENING and not named else []
    read = {name: read_answer(turn, name, this_year) for name in (*named, *asked)}
    return {name: value for name, value in read.items() if value is not None}


def _explain(turn: Turn, changes: dict[str, Any]) -> None:
    """Say what an answer means for the questions that follow."""
    after = {**turn.slots, **changes}
    if changes.get("consent") == "no":
        turn.say("utter_consent_refused")
    elif changes.get("age") == PREFER_NOT_TO_SAY:
        turn.say("utter_age_unknown")
    elif "age" in changes and not after.get("instrument"):
        turn.say("utter_too_young")
    elif next_question(after) in SCALE and next_question(turn.slots) not in SCALE:
        turn.say("utter_screening_introduction")


def tell_result(turn: Turn, services: Services) -> list[Event]:
    """Tell what the answers add up to, when there is something to tell, and go on to services whatever it is."""
    slots = turn.slots
    if slots.get("instrument"):
        answers = {name: slots[name] for name in SCALE if slots.get(name) not in (None, NOT_ASKED)}
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


def choose_answer(turn: Turn, services: Services) -> list[Event]:
    """Offer the answers that can be changed."""
    given = answered(turn.slots)
    if not given:
        turn.say("utter_nothing_to_change")
        return [follow_with(turn.form or "action_repeat")]
    titles = TITLES_FOR_SOMEONE_ELSE if for_someone_else(turn.slots) else TITLES
    turn.ask(
        "utter_which_answer", [Button(title=titles[name], payload=f'/change{{"item":"{name}"}}') for name in given]
    )
    return [follow_with("action_listen")]


def change_answer(turn: Turn, services: Services) -> list[Event]:
    """Ask one question again; the others keep their answers."""
    name = turn.entities.get("item", "")
    if name not in answered(turn.slots):
        return [follow_with("action_change_answer")]
    return [*set_slots(reopened(turn.slots, name)), set_slot("paused", None), follow_with(form_of(name, turn.slots))]
