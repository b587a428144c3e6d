"""Services near a person: life stage, place, what they would enjoy, and what was found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from actions.anytime import back
from actions.asides import command_along, say_asides_along
from actions.noting import confirm, note_told, unread_age
from actions.offers import for_someone_else as asks_for_someone_else
from actions.offers import need_choices
from actions.path import FIND, FOUND, NOT_ASKED, SCREENING, SERVICES, answered, filled, next_step, unasked
from actions.reading import ANY, SKIPPED_AS, named_needs, read_answer
from actions.recording import left_behind, note_changes, remember_refused
from actions.services import Services
from actions.told import FACTS, asks_for_other, asks_for_self, hears_conditions, tells_of_self, told
from actions.turn import Event, Slots, Turn, follow_with, set_slot, set_slots
from actions.unwanted import Unwanted
from bot.messages import Button
from language.phrases import phrase
from language.refusals import refuses_questions
from screening.instruments import PREFER_NOT_TO_SAY
from screening.people import Role, stage_of

PATIENCE: Final = 2
"""How many messages may tell something else before the question that is open is left out."""
LEFT_OUT: Final = frozenset({"life_stage", "place", "need"})


def start_services(turn: Turn, services: Services) -> list[Event]:
    """Go to services now. A screening that is under way ends where it is."""
    noted = note_told(turn, services)
    changes: dict[str, Any] = noted | unasked({**turn.slots, **noted}) | {"paused": None, "misses": None}
    if turn.slots.get("role") == Role.FOR_SOMEONE_ELSE:
        changes["role"] = None
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def for_someone_else(turn: Turn, services: Services) -> list[Event]:
    """Someone worried about another person is shown services; the other person is never screened in their place."""
    if asks_for_self(turn):
        return for_me(turn, services)
    if tells_of_self(turn):
        return volunteered(turn, services)
    turn.say("utter_for_someone_else")
    changes: dict[str, Any] = dict.fromkeys((*SCREENING, *SERVICES, *FOUND, "screening_key", "instrument"))
    changes |= left_behind(turn.slots) | {"role": Role.FOR_SOMEONE_ELSE, "paused": None, "misses": None}
    changes |= note_told(replace(turn, slots={**turn.slots, **changes}), services)
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def for_me(turn: Turn, services: Services) -> list[Event]:
    """Whoever asked for another person asks for themselves: what was told of the other is not about them."""
    forgotten: dict[str, Any] = dict.fromkeys((*SERVICES, *FOUND, "role", "paused", "misses"))
    noted = note_told(replace(turn, intent="skip_to_services", also=(), slots={**turn.slots, **forgotten}), services)
    slots = {**turn.slots, **forgotten, **noted}
    return [*set_slots(forgotten | noted), follow_with(next_step(slots))]


def validate_services(turn: Turn, services: Services) -> list[Event]:
    """Read the answer to the open question, and whatever else was told. No event: the message was neither."""
    if turn.slots.get("paused") or command_along(turn) or turn.requested not in SERVICES:
        return []  # nothing was asked yet: the form only begins
    if asks_for_self(turn):
        return []
    if refuses_questions(turn.text or "") and (turn.intent != "stop" or _is_last(turn)):
        return _without_questions(turn, services)
    answer = _answer(turn, services)
    tells = answer or turn.intent in FACTS or turn.requested in {"place", "need"} or hears_conditions(turn)
    facts = told(turn, services) if tells else {}
    if not {**facts, **answer}:
        return unread_age(turn)
    if turn.intent == "skip":
        turn.say("utter_skipped")
    changes = filled(turn.slots, {**facts, **answer}) | confirm(turn, facts, unsaid={turn.requested or "", *answer})
    changes |= _left_out(turn, {**turn.slots, **changes})
    say_asides_along(turn, services)
    note_changes(turn, changes, services)
    return set_slots({**changes, "misses": None})


def _is_last(turn: Turn) -> bool:
    """Whether something can be shown without another question."""
    return turn.requested == "place" or turn.slots.get("place") is not None


def _without_questions(turn: Turn, services: Services) -> list[Event]:
    turn.say("utter_skipped")
    noted = note_told(turn, services)
    changes = noted | passed_over({**turn.slots, **noted}, turn.requested)
    note_changes(turn, changes, services)
    return set_slots({**changes, "misses": None})


def _left_out(turn: Turn, slots: Slots) -> dict[str, Any]:
    """A question that goes unanswered while other things are told is left out, so that nobody is asked for ever.

    The stage of life is not asked again once it is known where to look and for what.
    """
    asked = turn.requested or ""
    if asked not in LEFT_OUT or slots.get(asked) is not None:
        return {"unanswered": None}
    if asked == "place" and turn.intent == "place":
        return {}  # an answer, though no place can be looked around with it yet
    times = int(turn.slots.get("unanswered") or 0) + 1
    enough = asked == "life_stage" and slots.get("place") and slots.get("need")
    if times < PATIENCE and not enough:
        return {"unanswered": times}
    return left_out(turn, slots, asked)


def left_out(turn: Turn, slots: Slots, question: str) -> dict[str, Any]:
    """Leave `question` out, and say so. Returns the slots to set."""
    turn.say("utter_skipped")
    answered_as = filled(slots, {question: SKIPPED_AS[question]})
    return answered_as | {"place_problem": None, "unanswered": None, "misses": None}


def volunteered(turn: Turn, services: Services) -> list[Event]:
    """A wish, a place, a life stage or an age told outside its question starts, or renews, the search."""
    if command := command_along(turn):
        return [follow_with(command)]
    if asks_for_other(turn) and turn.slots.get("role") != Role.FOR_SOMEONE_ELSE:
        return for_someone_else(turn, services)
    if asks_for_self(turn):
        return for_me(turn, services)
    facts = told(turn, services)
    if not turn.slots.get("paused") and not facts and (refused := named_needs(turn)):
        return _without(turn, services, refused)
    if turn.slots.get("paused") or not facts:
        unheard = turn.intent != "for_someone_else" or turn.slots.get("paused")
        return [follow_with("action_not_understood" if unheard else "action_start_screening")]
    stopped = {} if turn.form else unasked(turn.slots)  # questions that were stopped are not gone back to
    changes = filled(turn.slots, facts) | stopped | {**dict.fromkeys(FOUND), "misses": None}
    step = next_step({**turn.slots, **changes})
    changes |= confirm(turn, facts, unsaid={"need", "filters", "times"} if step == FIND else ())
    say_asides_along(turn, services)
    note_changes(turn, changes, services)
    looks = {"need", "place", "place_problem", "filters", "times"} & facts.keys() or answered(turn.slots)
    return [*set_slots(changes), *([follow_with(step)] if looks else back(turn))]


def _without(turn: Turn, services: Services, named: list[str]) -> list[Event]:
    """What is not wanted is no wish, and one no more where it was; of one thing in many ("no bingo") the rest stays."""
    unwanted = Unwanted(turn.text or "")
    refused = unwanted.needs if unwanted else named
    wished = turn.slots.get("need") or []
    left = [need for need in wished if need not in refused]
    remember_refused(turn, services)
    shows = bool(left) and bool(turn.slots.get("shown")) and not turn.form
    if not shows:
        turn.say("utter_not_wanted")
    if left == wished and not shows:
        return [set_slot("misses", None), *back(turn)]
    changes: dict[str, Any] = {"need": left or None, **dict.fromkeys(FOUND), "misses": None}
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def no_questions(turn: Turn, services: Services) -> list[Event]:
    """Somebody wants no questions: what is found is shown, once it is known where to look."""
    if turn.slots.get("shown"):
        return [set_slot("misses", None), *back(turn)]
    noted = note_told(turn, services) | unasked(turn.slots) | {"paused": None, "misses": None}
    changes = noted | passed_over({**turn.slots, **noted}, None)
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def passed_over(slots: Slots, asked: str | None) -> dict[str, Any]:
    """Leave out all that would be asked, but for a place that was not asked for yet: little is found without it."""
    passed = [name for name in LEFT_OUT if slots.get(name) is None and (name != "place" or asked == "place")]
    changes = filled(slots, {name: SKIPPED_AS[name] for name in passed})
    if {**slots, **changes}.get("age") is None:
        changes["age"] = NOT_ASKED
    return changes | {"place_problem": None, "unanswered": None}


def _answer(turn: Turn, services: Services) -> dict[str, Any]:
    """The answer to the open question alone. Where someone is, `place_told` reads."""
    asked, year = turn.requested, services.clock().year
    if hears_conditions(turn):
        return {}
    if turn.intent == "skip" and asked:
        return {asked: SKIPPED_AS[asked]}
    if asked == "life_stage" and turn.intent == "no_preference":
        return {"life_stage": PREFER_NOT_TO_SAY}
    if (
        asked == "life_stage"
        and "tell_age" in turn.meanings
        and isinstance(age := read_answer(turn, "age", year), dict)
    ):
        return {"life_stage": stage_of(age["minimum"]), "age": age}
    if turn.intent == "no_preference":
        return {"need": [ANY]}
    if asked and asked != "place" and (value := read_answer(turn, asked, year)) is not None:
        return {asked: value}
    return {}


def ask_place(turn: Turn, services: Services) -> list[Event]:
    """Ask for the place, or about the one that was told."""
    match turn.slots.get("place_problem"):
        case "several":
            options = turn.slots["place_options"]
            chosen = [Button(title=name, payload=f'/place{{"place":"{code}"}}') for name, code in options]
            turn.ask("utter_place_several", [*chosen, Button(title=phrase("Somewhere else"), payload="/other_place")])
        case "unknown":
            turn.say("utter_place_unknown")
        case _:
            turn.say("utter_place")
    return []


def ask_need(turn: Turn, services: Services) -> list[Event]:
    """Ask what a person would enjoy, with choices that fit them."""
    response = "utter_need_someone_else" if asks_for_someone_else(turn.slots) else "utter_need"
    turn.ask(response, need_choices(turn.slots))
    return []


def other(turn: Turn, services: Services) -> list[Event]:
    """Ask again for the wish or for the place."""
    emptied = ("need",) if turn.intent == "other_need" else ("place", "place_problem", "place_options", "radius_km")
    cleared = dict.fromkeys((*emptied, *FOUND, "filters", "times", "paused"))
    return [*set_slots(cleared), follow_with(next_step({**turn.slots, **cleared}))]
