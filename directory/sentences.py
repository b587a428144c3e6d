"""What is said about a search, in one plain sentence: what was not found, and what is shown in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from directory.model import Filter, Need
from directory.reasons import miles_in_words

NO_PLACE: Final = "These work anywhere in England. Tell me your town or postcode and I can look near you."
NO_PLACE_AND_OTHERS: Final = "These work anywhere in England, but not all of them are what you asked for."
OF_NEEDS: Final = MappingProxyType(
    {
        Need.BEFRIENDING: ("befriending group", "befriending groups"),
        Need.LUNCH_SOCIAL: ("lunch club or coffee morning", "lunch clubs or coffee mornings"),
        Need.WALKING_ACTIVITY: ("walking or sports group", "walking or sports groups"),
        Need.ARTS_CRAFTS: ("music, art or craft group", "music, art or craft groups"),
        Need.GARDENING: ("gardening group", "gardening groups"),
        Need.MENS_SHED: ("men's shed", "men's sheds"),
        Need.PARENT_BABY: ("parent and baby group", "parent and baby groups"),
        Need.YOUTH_CLUB: ("youth club", "youth clubs"),
        Need.CARERS_GROUP: ("carers' group", "carers' groups"),
        Need.FAITH_CULTURE: ("faith or culture group", "faith or culture groups"),
        Need.LGBT: ("LGBT+ group", "LGBT+ groups"),
    }
)
"""One and several of what was asked for, where a short name is exact; else it is "service like that"."""
_LIKE_THAT: Final = ("service like that", "services like that")
_NUMBERS: Final = {1: "one", 2: "two"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search did. Counts are of services that fit; `exactly` those that fit with nothing set aside.

    `wanted_km` is how far the search was to look and `used_km` how far it looked; `dropped_times` the times of the
    week that were set aside.
    """

    needs: tuple[Need, ...]
    anything: bool
    exactly: int
    local: int
    national: int
    others: int
    others_local: int
    wanted_km: float
    used_km: float
    dropped_times: frozenset[Filter]
    beyond: bool


def sentences(outcome: Outcome) -> tuple[str, ...]:
    """Return the one sentence to say, or none where everything was found or nothing at all."""
    if not outcome.local + outcome.national + outcome.others:
        return ()
    said = _about_little(outcome) if outcome.others or not outcome.local else _about_rules(outcome)
    return (said,) if said else ()


def without_place(others: int) -> tuple[str, ...]:
    """Return the one sentence to say to a person who has not told where they are."""
    return (NO_PLACE_AND_OTHERS if others else NO_PLACE,)


def _about_little(outcome: Outcome) -> str:
    one, many = _named(outcome.needs)
    if outcome.local:
        number = outcome.local
        found = f"only {_NUMBERS.get(number, number)} {one if number == 1 else many}"
        return f"I found {found}{_reach(outcome)}, so I added other things you may like."
    if outcome.others_local:
        return f"I found no {one} near you, but you may like these instead."
    if outcome.others:
        return f"I found no {one} near you, but these may help."
    missing = "nothing" if outcome.anything else f"no {one}"
    return f"I found {missing} near you yet, so these are for people anywhere in England."


def _about_rules(outcome: Outcome) -> str | None:
    times, wider = _times(outcome.dropped_times), outcome.used_km > outcome.wanted_km
    near, far = miles_in_words(outcome.wanted_km), miles_in_words(outcome.used_km)
    if times and wider:
        return f"I found {_few(outcome.exactly)} {times} within {near}, so I also looked further and at other times."
    if times:
        return f"I found {_few(outcome.exactly)} {times} near you, so some of these are at other times."
    if wider:
        return f"I found {_few(outcome.exactly)} within {near}, so I looked up to {far} away."
    return f"Some of these are more than {near} away, as they fit your own words." if outcome.beyond else None


def _few(number: int) -> str:
    return f"only {_NUMBERS.get(number, number)}" if number else "none"


def _reach(outcome: Outcome) -> str:
    return f" within {miles_in_words(outcome.used_km)}" if outcome.used_km > outcome.wanted_km else " near you"


def _named(needs: Sequence[Need]) -> tuple[str, str]:
    return OF_NEEDS.get(needs[0], _LIKE_THAT) if len(needs) == 1 else _LIKE_THAT


def _times(dropped: frozenset[Filter]) -> str:
    words = {Filter.WEEKEND: "at weekends", Filter.EVENING: "in the evening"}
    return " or ".join(words[chosen] for chosen in (Filter.WEEKEND, Filter.EVENING) if chosen in dropped)
