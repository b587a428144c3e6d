"""Services shown: the first that fit, more, farther ones, only some, and all about them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from actions.cards import card_in_chat
from actions.conditions import wanted_of
from actions.noting import note_told
from actions.offers import NOT_FOR_CHILDREN, after_results, is_child
from actions.path import FIND, next_step, youngest
from actions.reading import ANY
from actions.recording import count_search, searches_count
from actions.services import Services
from actions.told import asks_for_self
from actions.told_place import NO_PLACE, OUTSIDE
from actions.turn import LISTEN, Event, Slots, Turn, follow_with, set_slot, set_slots
from actions.unwanted import Unwanted
from bot.messages import Button, Card
from directory.model import AgeRange, Filter, Need, Place, When
from directory.places import One
from directory.search import Match, Results, Wish
from directory.spots import service_meant
from language.catalogues import said_in
from language.elsewhere import in_want
from language.ordinals import named
from language.phrases import phrase
from language.refusals import only_refuses, wanted
from screening.people import LifeStage, Role

PAGE: Final = 3
FOUND_AT_MOST: Final = 30
NEAREST_OF: Final = 9
RADIUS_KM: Final = 8.0
WIDEST_KM: Final = 64.0
_NEARER: Final = re.compile(r"\b(?:near(?:er|est)|clos(?:er|est)|less far)\b", re.IGNORECASE)
MORE: Final = Button(title=phrase("Show me more"), payload="/more_results")


def find_services(turn: Turn, services: Services) -> list[Event]:
    """Show the first services that fit."""
    return _show(turn, services, shown=[])


def more_results(turn: Turn, services: Services) -> list[Event]:
    """Show the next services that fit, in the order in which the search found them."""
    if missing := _still_to_ask(turn):
        return missing
    shown, rest = turn.slots.get("shown") or [], to_be_shown(turn.slots)
    if not shown:
        return _show(turn, services, shown=[])
    if not rest:
        return _nothing_more(turn)
    matches = these(rest[:PAGE], turn, services)
    _say_found(turn, services, *_whose(turn, matches), matches, more=len(rest) > PAGE)
    return [set_slot("shown", [*shown, *rest[:PAGE]]), follow_with(LISTEN)]


def wider(turn: Turn, services: Services) -> list[Event]:
    """Look in twice the distance, and show what was not shown yet."""
    if missing := _still_to_ask(turn):
        return missing
    radius = min(2 * float(turn.slots.get("radius_km") or RADIUS_KM), WIDEST_KM)
    turn.slots["radius_km"] = radius
    return [set_slot("radius_km", radius), *_show(turn, services, shown=list(turn.slots.get("shown") or ()))]


def nearest(turn: Turn, services: Services) -> list[Event]:
    """Show the best of what was found in the order of the way there; what fits less stays behind them."""
    found = list(turn.slots.get("found") or ())
    best = these(found[:NEAREST_OF], turn, services)
    order = sorted(best, key=lambda match: math.inf if match.distance_km is None else match.distance_km)
    ids = [*(match.id for match in order), *found[NEAREST_OF:]]
    turn.slots |= {"shown": ids[:PAGE], "found": ids}
    show_again(turn, services)
    return [*set_slots({"shown": ids[:PAGE], "found": ids, "misses": None}), follow_with(LISTEN)]


def asks_for_nearest(turn: Turn) -> bool:
    """Whether somebody to whom services were shown wants those that are less far."""
    return bool(turn.slots.get("found")) and bool(_NEARER.search(turn.text or ""))


def only_some(turn: Turn, services: Services) -> list[Event]:
    """Keep to services that are given as the person wants it: free, with a hearing loop, in Polish, today."""
    noted = note_told(turn, services)
    if not noted and in_want(turn.text or ""):
        return [follow_with("action_not_understood")]
    turn.slots |= noted
    return [*set_slots({**noted, "misses": None}), *(_still_to_ask(turn) or _show(turn, services, shown=[]))]


def show_details(turn: Turn, services: Services) -> list[Event]:
    """Tell all that the directory says about the services shown last."""
    if asks_for_self(turn):
        return [follow_with("action_for_someone_else")]
    if not turn.slots.get("shown"):
        turn.say("utter_nothing_shown")
        return [follow_with("action_repeat")]
    page = last_shown(turn.slots)
    matches = these(named(turn.text or "", page) or page, turn, services)
    cards = cards_of(matches, turn, services, full=True)
    turn.show("utter_details_hint", cards, after_results(turn.slots))
    return [follow_with(turn.form or LISTEN)]


def show_again(turn: Turn, services: Services) -> None:
    """Show the services shown last once more, with whatever could be done next."""
    matches = these(last_shown(turn.slots), turn, services)
    _say_found(turn, services, *_whose(turn, matches), matches, more=bool(to_be_shown(turn.slots)))


def last_shown(slots: Slots) -> list[str]:
    """The ids of the services on the page that was shown last, in their order; the last page may be a short one."""
    shown, found = slots.get("shown") or [], set(slots.get("found") or ())
    of_this_search = sum(service_id in found for service_id in shown)
    return list(shown[-(of_this_search % PAGE or PAGE) :])


def to_be_shown(slots: Slots) -> list[str]:
    """The ids of what was found and not shown yet."""
    return [service_id for service_id in slots.get("found") or () if service_id not in (slots.get("shown") or ())]


def these(service_ids: Sequence[str], turn: Turn, services: Services) -> tuple[Match, ...]:
    """These services as they are now, seen from the person's place, without those that are gone."""
    place = _place_of(turn.slots.get("place"), services)
    return services.search.these(service_ids, place, wanted_of(turn.slots))


def cards_of(matches: Sequence[Match], turn: Turn, services: Services, *, full: bool = False) -> list[Card]:
    """The cards of matches, with what can be done with them in this conversation."""
    kept = turn.slots.get("kept") or ()
    return [card_in_chat(match, kept, services.site, turn.language, full=full) for match in matches]


def _still_to_ask(turn: Turn) -> list[Event]:
    step = next_step(turn.slots)
    return [follow_with(step)] if step != FIND else []


def _show(turn: Turn, services: Services, shown: list[str]) -> list[Event]:
    """Search anew, and show what was not shown yet. The order of what was found is kept, the words are not."""
    unwanted = Unwanted(_own_words(turn, services))
    if Unwanted(turn.text or ""):
        turn.say("utter_not_wanted")
    results = services.search.find(_wish(turn, services), limit=0 if shown or unwanted else PAGE)
    counted = [] if shown else count_search(turn.slots, services, found=results.local_found)
    seen = set(map(service_meant, shown))
    fresh = [each for each in results.ids if service_meant(each) not in seen][:FOUND_AT_MOST]
    if not fresh:
        return [*counted, *(_nothing_more(turn) if shown else _nothing(turn, services))]
    if unwanted:
        fresh = [match.id for match in unwanted.last(these(fresh, turn, services))]
    matches = results.matches or these(fresh[:PAGE], turn, services)
    _say_found(turn, services, *_how_found(turn, results, matches), matches, more=len(fresh) > PAGE)
    return [*counted, set_slot("shown", [*shown, *fresh[:PAGE]]), set_slot("found", fresh), follow_with(LISTEN)]


def _say_found(
    turn: Turn,
    services: Services,
    response: str,
    values: dict[str, str],
    matches: Sequence[Match],
    *,
    more: bool,
) -> None:
    turn.show(
        response, cards_of(matches, turn, services), [*([MORE] if more else []), *after_results(turn.slots)], **values
    )


def _nothing(turn: Turn, services: Services) -> list[Event]:
    """Where nothing is given as it was wanted, what helps everywhere, so that nobody is left without a way on."""
    anyhow = replace(_wish(turn, services), place=None, languages=frozenset(), times=frozenset())
    results = services.search.find(replace(anyhow, filters=anyhow.filters & {Filter.FREE}), limit=PAGE)
    if not results.matches:
        noted = searches_count(turn.slots, services)
        turn.ask("utter_found_nothing" if noted else "utter_found_nothing_uncounted", after_results(turn.slots))
        return [follow_with(LISTEN)]
    ids = list(results.ids[:FOUND_AT_MOST])
    _say_found(turn, services, "utter_found_national", {}, results.matches, more=len(ids) > PAGE)
    return [set_slot("shown", ids[:PAGE]), set_slot("found", ids), follow_with(LISTEN)]


def _nothing_more(turn: Turn) -> list[Event]:
    turn.ask("utter_no_more", after_results(turn.slots))
    return [follow_with(LISTEN)]


def _how_found(turn: Turn, results: Results, matches: Sequence[Match]) -> tuple[str, dict[str, str]]:
    if results.relaxed and turn.slots.get("place") != NO_PLACE:
        return "utter_found_relaxed", {"relaxed": " ".join(said_in(turn.language, each) for each in results.relaxed)}
    return _whose(turn, matches)


def _whose(turn: Turn, matches: Sequence[Match]) -> tuple[str, dict[str, str]]:
    if turn.slots.get("place") == NO_PLACE:
        return "utter_found_no_place", {}
    national = all(match.service.scope == "national" for match in matches)
    return ("utter_found_national" if national else "utter_found"), {}


def _wish(turn: Turn, services: Services) -> Wish:
    slots, wanted = turn.slots, wanted_of(turn.slots)
    needs = [Need(need) for need in slots.get("need") or () if need != ANY]
    if needs and is_child(slots) and NOT_FOR_CHILDREN.issuperset(needs):
        needs.append(Need.YOUTH_CLUB)
    return Wish(
        place=_place_of(slots.get("place"), services),
        age=_age(turn),
        life_stages=_stages(slots.get("life_stage")),
        role=Role(slots["role"]) if slots.get("role") in set(Role) else Role.RESIDENT,
        needs=tuple(needs),
        text=_searched_for(turn, services),
        filters=wanted.filters,
        languages=wanted.languages,
        times=frozenset(When(name) for name in slots.get("times") or ()),
        radius_km=float(slots.get("radius_km") or RADIUS_KM),
    )


def _own_words(turn: Turn, services: Services) -> str:
    """The words of the wish as they were typed; "" where there are none."""
    words = turn.text or "" if turn.intent == "need" else ""
    return (words if not only_refuses(words) else "") or services.wishes.of(turn.sender, services.clock()) or ""


def _searched_for(turn: Turn, services: Services) -> str | None:
    """The words of the wish without what is refused, and without the name of the place: it says where, not what."""
    words = wanted(_own_words(turn, services)) if turn.slots.get("need") != [ANY] else ""
    for name in services.mentions.find(words) if words else ():
        match services.places.look_up(name):
            case One(place) if place.code == turn.slots.get("place"):
                words = words.replace(name, " ")
    return words or None


def _place_of(code: str | None, services: Services) -> Place | None:
    return services.places.by_code(code) if code and code != NO_PLACE and not code.startswith(OUTSIDE) else None


def _age(turn: Turn) -> AgeRange | None:
    lowest = youngest(turn.slots)
    return None if lowest is None else AgeRange(lowest, turn.slots["age"]["maximum"])


def _stages(stage: str | None) -> tuple[LifeStage, ...]:
    return (LifeStage(stage),) if stage in set(LifeStage) else ()
