"""Services near a person: life stage, place, what they would enjoy, and what was found."""

from __future__ import annotations

from typing import Any, Final

from actions.cards import card_of
from actions.path import NOT_ASKED, SCREENING, SERVICES, SERVICES_FORM, filled, keys, next_step, under_way, youngest
from actions.reading import ANY, SKIPPED_AS, read_answer
from actions.recording import count_screening
from actions.screening_steps import unread_age
from actions.services import Services
from actions.turn import LISTEN, Event, Turn, follow_with, set_slot, set_slots
from bot.messages import Button
from directory.model import AgeRange, Filter, Need, Place
from directory.places import One, OutsideEngland, Several, Unknown
from directory.search import Results, Wish
from language.values import told_age
from screening.instruments import PREFER_NOT_TO_SAY
from screening.people import LifeStage, Role

PAGE: Final = 3
RADIUS_KM: Final = 8.0
WIDEST_KM: Final = 64.0
NO_PLACE: Final = SKIPPED_AS["place"]
OUTSIDE: Final = "outside:"
COMMANDS: Final = frozenset(
    {"carers_assessment", "change_answer", "delete_my_data", "for_someone_else", "go_back", "goodbye", "greet"}
    | {"help_now", "i_am_a_carer", "is_it_private", "needs_assessment", "repeat", "restart", "skip", "stop"}
    | {"social_prescribing", "start_screening", "talk_to_human", "thanks", "who_are_you", "why_ask"}
)
"""Meanings that are never taken for a place name."""

NEED_TITLES: Final = {
    Need.BEFRIENDING: "Someone to talk to",
    Need.LUNCH_SOCIAL: "Lunch clubs and coffee mornings",
    Need.WALKING_ACTIVITY: "Walks and keeping active",
    Need.ARTS_CRAFTS: "Singing, art and crafts",
    Need.GARDENING: "Gardening",
    Need.MENS_SHED: "Men's sheds",
    Need.PARENT_BABY: "Parent and baby groups",
    Need.YOUTH_CLUB: "Youth clubs",
    Need.CARERS_GROUP: "Groups for carers",
    Need.BEREAVEMENT: "After someone has died",
    Need.FAITH_CULTURE: "Faith and culture",
    Need.LGBT: "LGBT+ groups",
    Need.LANGUAGE_ESOL: "Learning English",
    Need.DIGITAL_SKILLS: "Help with phones and computers",
    Need.TRANSPORT: "Getting about",
    Need.EMPLOYMENT: "Finding work",
    Need.MONEY_ADVICE: "Help with money",
    Need.TALKING_THERAPY: "Talking therapy",
    Need.VOLUNTEERING: "Volunteering",
    Need.CONDITION_SUPPORT: "Living with an illness or disability",
}
_EVERYONE: Final = (Need.BEFRIENDING, Need.WALKING_ACTIVITY, Need.ARTS_CRAFTS)
OFFERED: Final[dict[str | None, tuple[Need, ...]]] = {
    LifeStage.EARLY_YEARS: (Need.PARENT_BABY, Need.WALKING_ACTIVITY, Need.TALKING_THERAPY, Need.MONEY_ADVICE),
    LifeStage.YOUNG: (Need.YOUTH_CLUB, Need.ARTS_CRAFTS, Need.LGBT, Need.TALKING_THERAPY, Need.VOLUNTEERING),
    LifeStage.WORKING_AGE: (*_EVERYONE, Need.MENS_SHED, Need.EMPLOYMENT, Need.VOLUNTEERING, Need.TALKING_THERAPY),
    LifeStage.LATER_LIFE: (*_EVERYONE, Need.LUNCH_SOCIAL, Need.GARDENING, Need.BEREAVEMENT, Need.TRANSPORT),
    None: (*_EVERYONE, Need.LUNCH_SOCIAL, Need.GARDENING, Need.BEREAVEMENT, Need.VOLUNTEERING),
}
AFTER_RESULTS: Final = (
    Button(title="None of these suit me", payload="/none_suit"),
    Button(title="Look further away", payload="/wider"),
    Button(title="Something else to do", payload="/other_need"),
    Button(title="That's all, thank you", payload="/goodbye"),
)


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
    count_screening(turn, {**turn.slots, **changes}, services)
    if "age" in changes:
        services.conversations.note_age(turn.sender, youngest({**turn.slots, **changes}))
    return set_slots({**changes, "misses": None})


def volunteered(turn: Turn, services: Services) -> list[Event]:
    """A wish, a place or a life stage told outside its question starts, or renews, the search."""
    changes = filled(turn.slots, _told(turn, services, None))
    if turn.slots.get("paused") or not changes:
        return [follow_with("action_not_understood")]
    if changes.get("place_problem"):
        return [*set_slots({**changes, "place": None, "shown": None}), follow_with(SERVICES_FORM)]
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
    if requested == "place" or turn.intent in {"place", "no_place"}:
        changes |= _place(turn, services, asked=requested == "place" and not changes)
    return changes | _mentioned(turn, services, changes)


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
        return {"place": NO_PLACE, "place_problem": None, "place_options": None}
    if code := turn.entities.get("place"):
        known = services.places.by_code(code)
        return {"place": known.code, "place_problem": None, "place_options": None} if known else {}
    if not turn.text or turn.intent in COMMANDS:
        return {}
    match services.places.look_up(turn.text):
        case One(place):
            turn.say("utter_place_found", place=place.name)
            return {"place": place.code, "place_problem": None, "place_options": None}
        case Several(places):
            options = [[place.name, place.code] for place in places]
            return {"place_problem": "several", "place_options": options}
        case OutsideEngland(country):
            turn.say("utter_place_outside", country=country)
            return {"place": f"{OUTSIDE}{country}", "place_problem": None, "place_options": None}
        case Unknown():
            return {"place_problem": "unknown", "place_options": None} if asked else {}


def ask_place(turn: Turn, services: Services) -> list[Event]:
    """Ask for the place, or about the one that was told."""
    match turn.slots.get("place_problem"):
        case "several":
            options = turn.slots["place_options"]
            chosen = [Button(title=name, payload=f'/place{{"place":"{code}"}}') for name, code in options]
            turn.ask("utter_place_several", [*chosen, Button(title="Somewhere else", payload="/other_place")])
        case "unknown":
            turn.say("utter_place_unknown")
        case _:
            turn.say("utter_place")
    return []


def ask_need(turn: Turn, services: Services) -> list[Event]:
    """Ask what a person would enjoy, with choices that fit their stage of life."""
    stage = turn.slots.get("life_stage")
    needs = OFFERED.get(stage, OFFERED[None])
    if turn.slots.get("role") == Role.CARER:
        needs = (Need.CARERS_GROUP, *needs)
    buttons = [Button(title=NEED_TITLES[need], payload=f'/need{{"need":"{need}"}}') for need in needs]
    other = turn.slots.get("role") == Role.FOR_SOMEONE_ELSE
    anything = Button(title="Anything near me" if not other else "Anything near them", payload="/no_preference")
    turn.ask("utter_need_someone_else" if other else "utter_need", [*buttons, anything])
    return []


def find_services(turn: Turn, services: Services) -> list[Event]:
    """Show the first services that fit."""
    return _show(turn, services, shown=[])


def more_results(turn: Turn, services: Services) -> list[Event]:
    """Show the next services that fit."""
    if missing := _still_to_ask(turn):
        return missing
    return _show(turn, services, shown=list(turn.slots.get("shown") or ()))


def wider(turn: Turn, services: Services) -> list[Event]:
    """Look in twice the distance, and show what was not shown yet."""
    if missing := _still_to_ask(turn):
        return missing
    radius = min(2 * float(turn.slots.get("radius_km") or RADIUS_KM), WIDEST_KM)
    turn.slots["radius_km"] = radius
    return [set_slot("radius_km", radius), *_show(turn, services, shown=list(turn.slots.get("shown") or ()))]


def only_some(turn: Turn, services: Services) -> list[Event]:
    """Keep to services that are free, step-free, online, at the weekend or in the evening."""
    wanted = [value for value in (turn.entities.get("filter") or "").split(",") if value in set(Filter)]
    filters = sorted({*(turn.slots.get("filters") or ()), *wanted})
    turn.slots["filters"] = filters
    return [set_slot("filters", filters), *(_still_to_ask(turn) or _show(turn, services, shown=[]))]


def other(turn: Turn, services: Services) -> list[Event]:
    """Ask again for the wish or for the place."""
    emptied = ("need",) if turn.intent == "other_need" else ("place", "place_problem", "place_options", "radius_km")
    cleared = dict.fromkeys((*emptied, "shown", "filters", "paused"))
    return [*set_slots(cleared), follow_with(next_step({**turn.slots, **cleared}))]


def show_details(turn: Turn, services: Services) -> list[Event]:
    """Tell all that the directory says about the services shown last."""
    if not turn.slots.get("shown"):
        turn.say("utter_nothing_shown")
        return [follow_with(turn.form or LISTEN)]
    wish = _wish(turn, services)
    last = turn.slots["shown"][-PAGE:]
    matches = services.search.find(wish, limit=len(turn.slots["shown"])).matches
    cards = [card_of(match, full=True) for match in matches if match.service.id in last]
    turn.show("utter_details_hint", cards, AFTER_RESULTS)
    return [follow_with(turn.form or LISTEN)]


def _still_to_ask(turn: Turn) -> list[Event]:
    step = next_step(turn.slots)
    return [follow_with(step)] if step != "action_find_services" else []


def _show(turn: Turn, services: Services, shown: list[str]) -> list[Event]:
    results = services.search.find(_wish(turn, services), limit=len(shown) + PAGE)
    fresh = [match for match in results.matches if match.service.id not in shown][:PAGE]
    if not shown:
        count_screening(turn, turn.slots, services, found=results.local_found)
    if not fresh:
        turn.ask("utter_no_more" if shown else "utter_found_nothing", AFTER_RESULTS)
        return [follow_with(LISTEN)]
    more = [Button(title="Show me more", payload="/more_results")] if results.total > len(shown) + len(fresh) else []
    response, values = _how_found(turn, results)
    turn.show(response, [card_of(match) for match in fresh], [*more, *AFTER_RESULTS], **values)
    return [set_slot("shown", [*shown, *(match.service.id for match in fresh)]), follow_with(LISTEN)]


def _how_found(turn: Turn, results: Results) -> tuple[str, dict[str, str]]:
    if turn.slots.get("place") == NO_PLACE:
        return "utter_found_no_place", {}
    if results.relaxed:
        return "utter_found_relaxed", {"relaxed": " ".join(results.relaxed)}
    if all(match.service.scope == "national" for match in results.matches):
        return "utter_found_national", {}
    return "utter_found", {}


def _wish(turn: Turn, services: Services) -> Wish:
    slots = turn.slots
    needs = [Need(need) for need in slots.get("need") or () if need != ANY]
    typed = turn.text if turn.intent == "need" else None
    return Wish(
        place=_place_of(slots.get("place"), services),
        age=_age(turn),
        life_stages=_stages(slots.get("life_stage")),
        role=Role(slots["role"]) if slots.get("role") in set(Role) else Role.RESIDENT,
        needs=tuple(needs),
        text=typed,
        filters=frozenset(Filter(name) for name in slots.get("filters") or ()),
        radius_km=float(slots.get("radius_km") or RADIUS_KM),
    )


def _place_of(code: str | None, services: Services) -> Place | None:
    return services.places.by_code(code) if code and code != NO_PLACE and not code.startswith(OUTSIDE) else None


def _age(turn: Turn) -> AgeRange | None:
    lowest = youngest(turn.slots)
    return None if lowest is None else AgeRange(lowest, turn.slots["age"]["maximum"])


def _stages(stage: str | None) -> tuple[LifeStage, ...]:
    return (LifeStage(stage),) if stage in set(LifeStage) else ()
