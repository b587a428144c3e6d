"""Services shown: the first that fit, more, farther ones, only some, and all about them."""

from __future__ import annotations

from typing import Final

from actions.cards import card_of
from actions.offers import after_results
from actions.path import FIND, next_step, youngest
from actions.reading import ANY
from actions.recording import count_screening
from actions.service_steps import NO_PLACE, OUTSIDE, filters_of
from actions.services import Services
from actions.turn import LISTEN, Event, Turn, follow_with, set_slot
from bot.messages import Button
from directory.model import AgeRange, Filter, Need, Place
from directory.search import Results, Wish
from language.catalogues import said_in
from language.phrases import phrase
from screening.people import LifeStage, Role

PAGE: Final = 3
RADIUS_KM: Final = 8.0
WIDEST_KM: Final = 64.0
MORE: Final = Button(title=phrase("Show me more"), payload="/more_results")


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
    filters = filters_of(turn)
    turn.slots["filters"] = filters
    return [set_slot("filters", filters), *(_still_to_ask(turn) or _show(turn, services, shown=[]))]


def show_details(turn: Turn, services: Services) -> list[Event]:
    """Tell all that the directory says about the services shown last."""
    if not turn.slots.get("shown"):
        turn.say("utter_nothing_shown")
        return [follow_with(turn.form or LISTEN)]
    wish = _wish(turn, services)
    last = turn.slots["shown"][-PAGE:]
    matches = services.search.find(wish, limit=len(turn.slots["shown"])).matches
    cards = [card_of(match, full=True, language=turn.language) for match in matches if match.service.id in last]
    turn.show("utter_details_hint", cards, after_results(turn.slots))
    return [follow_with(turn.form or LISTEN)]


def _still_to_ask(turn: Turn) -> list[Event]:
    step = next_step(turn.slots)
    return [follow_with(step)] if step != FIND else []


def _show(turn: Turn, services: Services, shown: list[str]) -> list[Event]:
    results = services.search.find(_wish(turn, services), limit=len(shown) + PAGE)
    fresh = [match for match in results.matches if match.service.id not in shown][:PAGE]
    if not shown:
        count_screening(turn, turn.slots, services, found=results.local_found)
    if not fresh:
        turn.ask("utter_no_more" if shown else "utter_found_nothing", after_results(turn.slots))
        return [follow_with(LISTEN)]
    more = [MORE] if results.total > len(shown) + len(fresh) else []
    response, values = _how_found(turn, results)
    cards = [card_of(match, language=turn.language) for match in fresh]
    turn.show(response, cards, [*more, *after_results(turn.slots)], **values)
    return [set_slot("shown", [*shown, *(match.service.id for match in fresh)]), follow_with(LISTEN)]


def _how_found(turn: Turn, results: Results) -> tuple[str, dict[str, str]]:
    if turn.slots.get("place") == NO_PLACE:
        return "utter_found_no_place", {}
    if results.relaxed:
        return "utter_found_relaxed", {"relaxed": " ".join(said_in(turn.language, each) for each in results.relaxed)}
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
