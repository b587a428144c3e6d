"""Services near a person: life stage, place, what they would enjoy, and what was found."""

from __future__ import annotations

from typing import Any, Final

from actions.offers import for_someone_else as asks_for_someone_else
from actions.offers import need_choices
from actions.path import NOT_ASKED, SCREENING, SERVICES, SERVICES_FORM, filled, keys, next_step, under_way
from actions.reading import SKIPPED_AS, read_answer
from actions.recording import note_changes
from actions.screening_steps import unread_age
from actions.services import Services
from actions.turn import Event, Turn, follow_with, set_slots
from bot.messages import Button
from directory.model import Filter
from directory.places import One, OutsideEngland, Several, Unknown
from language.phrases import phrase
from language.values import told_age
from screening.instruments import PREFER_NOT_TO_SAY
from screening.people import Role, stage_of

NO_PLACE: Final = SKIPPED_AS["place"]
OUTSIDE: Final = "outside:"
COMMANDS: Final = frozenset(
    {"carers_assessment", "change_answer", "delete_my_data", "for_someone_else", "go_back", "goodbye", "greet"}
    | {"help_now", "i_am_a_carer", "is_it_private", "needs_assessment", "repeat", "restart", "skip", "stop"}
    | {"social_prescribing", "start_screening", "talk_to_human", "thanks", "who_are_you", "why_ask"}
)
"""Meanings that are never taken for a place name."""


def start_services(turn: Turn, services: Services) -> list[Event]:
    """Go to services now. A screening that is under way ends where it is."""
    left = [name for name in SCREENING if under_way(turn.slots) and turn.slots.get(name) is None]
    changes: dict[str, Any] = dict.fromkeys(left, NOT_ASKED) | {"paused": None, "misses": None}
    if turn.slots.get("role") == Role.FOR_SOMEONE_ELSE:
        changes["role"] = None
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def for_someone_else(turn: Turn, services: Services) -> list[Event]:
    """Someone worried about another person is shown services; the other person is never screened in their place."""
    turn.say("utter_for_someone_else")
    changes: dict[str, Any] = dict.fromkeys((*SCREENING, *SERVICES, "screening_key", "instrument", "shown"))
    changes |= {"role": Role.FOR_SOMEONE_ELSE, "past_keys": keys(turn.slots), "paused": None, "misses": None}
    return [*set_slots(changes), follow_with(SERVICES_FORM)]


def validate_services(turn: Turn, services: Services) -> list[Event]:
    """Read the answer to the open question, and whatever else the message tells. No event: not an answer."""
    if turn.slots.get("paused"):
        return []
    changes = filled(turn.slots, _told(turn, services, turn.requested))
    if not changes:
        return unread_age(turn)
    note_changes(turn, changes, services)
    return set_slots({**changes, "misses": None})


def volunteered(turn: Turn, services: Services) -> list[Event]:
    """A wish, a place or a life stage told outside its question starts, or renews, the search."""
    changes = filled(turn.slots, _told(turn, services, None))
    if turn.slots.get("paused") or not changes:
        return [follow_with("action_not_understood")]
    if changes.get("place_problem"):
        return [*set_slots({**changes, "place": None, "shown": None}), follow_with(SERVICES_FORM)]
    note_changes(turn, changes, services)
    changes |= {"shown": None, "misses": None}
    return [*set_slots(changes), follow_with(next_step({**turn.slots, **changes}))]


def _told(turn: Turn, services: Services, requested: str | None) -> dict[str, Any]:
    year = services.clock().year
    changes: dict[str, Any] = {}
    for name in ("life_stage", "need", *(["age"] if requested == "age" else ())):
        if (value := read_answer(turn, name, year)) is not None:
            changes[name] = value
    if turn.intent == "skip" and requested:
        turn.say("utter_skipped")
        return {requested: SKIPPED_AS[requested]}
    if requested == "life_stage" and turn.intent == "no_preference":
        changes = {"life_stage": PREFER_NOT_TO_SAY}
    if requested == "life_stage" and turn.intent == "tell_age" and (age := read_answer(turn, "age", year)):
        changes = {"life_stage": stage_of(age["minimum"]), "age": age} if isinstance(age, dict) else {}
    if changes.get("need") and turn.entities.get("filter"):
        changes["filters"] = filters_of(turn)
    if requested == "place" or turn.intent in {"place", "no_place"}:
        changes |= _place(turn, services, asked=requested == "place" and not changes)
    return changes | _mentioned(turn, services, changes)


def filters_of(turn: Turn) -> list[str]:
    """The conditions told so far together with those of this message: free, step-free, online, weekend, evening."""
    told = (turn.entities.get("filter") or "").split(",")
    return sorted({*(turn.slots.get("filters") or ()), *(value for value in told if value in set(Filter))})


def _mentioned(turn: Turn, services: Services, changes: dict[str, Any]) -> dict[str, Any]:
    """An age and a place told along with something else: what was said once is not asked again."""
    if not turn.text or turn.intent not in {"need", "life_stage", "place"}:
        return {}
    known = {**turn.slots, **changes}
    found: dict[str, Any] = {}
    if known.get("age") is None and (age := told_age(turn.text, services.clock().year)):
        found["age"] = {"minimum": age[0], "maximum": age[1]}
    if known.get("place") is None and not known.get("place_problem"):
        for words in services.mentions.find(turn.text):
            match services.places.look_up(words):
                case One(place) if place.precision != "town" or place.name.casefold().startswith(words.casefold()):
                    turn.say("utter_place_found", place=place.name)
                    return found | {"place": place.code}
    return found


def _place(turn: Turn, services: Services, *, asked: bool) -> dict[str, Any]:
    if turn.intent == "no_place":
        return _at(NO_PLACE)
    if code := turn.entities.get("place"):
        known = services.places.by_code(code)
        return _at(known.code) if known else {}
    if not turn.text or turn.intent in COMMANDS:
        return {}
    match services.places.look_up(turn.text):
        case One(place):
            turn.say("utter_place_found", place=place.name)
            return _at(place.code)
        case Several(places):
            options = [[place.name, place.code] for place in places]
            return {"place_problem": "several", "place_options": options}
        case OutsideEngland(country):
            turn.say("utter_place_outside", country=country)
            return _at(f"{OUTSIDE}{country}")
        case Unknown():
            return {"place_problem": "unknown", "place_options": None} if asked else {}


def _at(code: str) -> dict[str, Any]:
    """The place is settled."""
    return {"place": code, "place_problem": None, "place_options": None}


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
    cleared = dict.fromkeys((*emptied, "shown", "filters", "paused"))
    return [*set_slots(cleared), follow_with(next_step({**turn.slots, **cleared}))]
