"""Services near a person: life stage, place, what they would enjoy, and what was found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.anytime import back
from actions.asides import command_along, say_asides_along
from actions.noting import confirm, note_told, unread_age
from actions.offers import for_someone_else as asks_for_someone_else
from actions.offers import need_choices
from actions.path import FIND, FOUND, SCREENING, SERVICES, answered, filled, next_step, unasked
from actions.reading import ANY, SKIPPED_AS, read_answer
from actions.recording import left_behind, note_changes
from actions.services import Services
from actions.told import FACTS, hears_conditions, told
from actions.turn import Event, Turn, follow_with, set_slots
from bot.messages import Button
from language.phrases import phrase
from screening.instruments import PREFER_NOT_TO_SAY
from screening.people import Role, stage_of


def start_services(turn: Turn, services: Services) -> list[Event]:
    """Go to services now. A screening that is under way ends where it is."""
    noted = note_told(turn, services)
    changes: dict[str, Any] = noted | unasked({**turn.slots, **noted}) | {"paused": None, "misses": None}
    if turn.slots.get("role") == Role.FOR_SOMEONE_ELSE:
        changes["role"] = None
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def for_someone_else(turn: Turn, services: Services) -> list[Event]:
    """Someone worried about another person is shown services; the other person is never screened in their place."""
    turn.say("utter_for_someone_else")
    changes: dict[str, Any] = dict.fromkeys((*SCREENING, *SERVICES, *FOUND, "screening_key", "instrument"))
    changes |= left_behind(turn.slots) | {"role": Role.FOR_SOMEONE_ELSE, "paused": None, "misses": None}
    changes |= note_told(replace(turn, slots={**turn.slots, **changes}), services)
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def validate_services(turn: Turn, services: Services) -> list[Event]:
    """Read the answer to the open question, and whatever else was told. No event: the message was neither."""
    if turn.slots.get("paused") or command_along(turn) or turn.requested not in SERVICES:
        return []  # nothing was asked yet: the form only begins
    answer = _answer(turn, services)
    tells = answer or turn.intent in FACTS or turn.requested in {"place", "need"} or hears_conditions(turn)
    facts = told(turn, services) if tells else {}
    if not {**facts, **answer}:
        return unread_age(turn)
    if turn.intent == "skip":
        turn.say("utter_skipped")
    changes = filled(turn.slots, {**facts, **answer}) | confirm(turn, facts, unsaid={turn.requested or "", *answer})
    say_asides_along(turn, services)
    note_changes(turn, changes, services)
    return set_slots({**changes, "misses": None})


def volunteered(turn: Turn, services: Services) -> list[Event]:
    """A wish, a place, a life stage or an age told outside its question starts, or renews, the search."""
    if command := command_along(turn):
        return [follow_with(command)]
    if "for_someone_else" in turn.meanings and turn.slots.get("role") != Role.FOR_SOMEONE_ELSE:
        return for_someone_else(turn, services)
    facts = told(turn, services)
    if turn.slots.get("paused") or not facts:
        return [follow_with("action_not_understood")]
    changes = filled(turn.slots, facts) | {**dict.fromkeys(FOUND), "misses": None}
    step = next_step({**turn.slots, **changes})
    changes |= confirm(turn, facts, unsaid={"need", "filters", "times"} if step == FIND else ())
    say_asides_along(turn, services)
    note_changes(turn, changes, services)
    looks = {"need", "place", "place_problem", "filters", "times"} & facts.keys() or answered(turn.slots)
    return [*set_slots(changes), *([follow_with(step)] if looks else back(turn))]


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
