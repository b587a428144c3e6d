"""What is said about a search: what was not found, what is shown in its place, and what has to be asked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from directory.model import Filter, Need, When
from directory.reasons import whole_miles
from language.phrases import Phrase, phrase

NO_PLACE: Final = phrase("These work anywhere in England. Tell me your town or postcode and I can look near there.")
NO_PLACE_AND_OTHERS: Final = phrase("These work anywhere in England, but not all of them are what you asked for.")
OF_NEEDS: Final = MappingProxyType(
    {
        Need.BEFRIENDING: (phrase("friendly visit or call"), phrase("friendly visits or calls")),
        Need.LUNCH_SOCIAL: (phrase("lunch club or coffee morning"), phrase("lunch clubs or coffee mornings")),
        Need.WALKING_ACTIVITY: (phrase("walking or sports group"), phrase("walking or sports groups")),
        Need.ARTS_CRAFTS: (phrase("music, art or craft group"), phrase("music, art or craft groups")),
        Need.GARDENING: (phrase("gardening group"), phrase("gardening groups")),
        Need.MENS_SHED: (phrase("men's shed"), phrase("men's sheds")),
        Need.PARENT_BABY: (phrase("parent and baby group"), phrase("parent and baby groups")),
        Need.YOUTH_CLUB: (phrase("youth club"), phrase("youth clubs")),
        Need.CARERS_GROUP: (phrase("carers' group"), phrase("carers' groups")),
        Need.FAITH_CULTURE: (phrase("faith or culture group"), phrase("faith or culture groups")),
        Need.LGBT: (phrase("LGBT+ group"), phrase("LGBT+ groups")),
    }
)
"""One and several of what was asked for, where a short name is exact; else it is "service like that"."""
NONE_SAY: Final = phrase("None of these tell me if they have what you need, so please ask them first.")
SOME_SAY: Final = phrase("Not all of these tell me if they have what you need, so please ask them first.")
_LIKE_THAT: Final = (phrase("service like that"), phrase("services like that"))
_TWO: Final = phrase("two")
_TIMES: Final[Mapping[frozenset[Filter | When], Phrase]] = MappingProxyType(
    {
        frozenset({Filter.WEEKEND}): phrase("at weekends"),
        frozenset({Filter.EVENING}): phrase("in the evening"),
        frozenset({Filter.WEEKEND, Filter.EVENING}): phrase("at weekends or in the evening"),
        frozenset({When.NOW}): phrase("open now"),
        frozenset({When.TODAY}): phrase("today"),
        frozenset({When.TOMORROW}): phrase("tomorrow"),
    }
)


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
    dropped_times: frozenset[Filter | When]
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


def of_silence(shown: int, silent: int) -> tuple[str, ...]:
    """Return the one sentence to say where so many of those shown do not say that they are given as wanted."""
    if not silent:
        return ()
    return (NONE_SAY if silent == shown else SOME_SAY,)


def _about_little(outcome: Outcome) -> Phrase:
    one, many = _named(outcome.needs)
    if outcome.local:
        return _found_few(outcome, one, many)
    if outcome.others_local:
        return phrase("I found no {what} close by, but these may be good instead.", what=one)
    if outcome.others:
        return phrase("I found no {what} close by, but these may help.", what=one)
    if outcome.anything:
        return phrase("I found nothing close by yet, so these are for people anywhere in England.")
    return phrase("I found no {what} close by yet, so these are for people anywhere in England.", what=one)


def _found_few(outcome: Outcome, one: Phrase, many: Phrase) -> Phrase:
    number, miles, wider = _number(outcome.local), whole_miles(outcome.used_km), outcome.used_km > outcome.wanted_km
    if outcome.local == 1 and wider:
        return phrase("I found only one {what} within {miles} miles, so I added other things.", what=one, miles=miles)
    if outcome.local == 1:
        return phrase("I found only one {what} close by, so I added other things.", what=one)
    if wider:
        return phrase(
            "I found only {number} {what} within {miles} miles, so I added other things.",
            number=number,
            what=many,
            miles=miles,
        )
    return phrase("I found only {number} {what} close by, so I added other things.", number=number, what=many)


def _about_rules(outcome: Outcome) -> Phrase | None:
    times, wider = _times(outcome.dropped_times), outcome.used_km > outcome.wanted_km
    miles, far = whole_miles(outcome.wanted_km), whole_miles(outcome.used_km)
    if times and wider:
        return _further_and_at_other_times(outcome.exactly, times, miles)
    if times:
        return _at_other_times(outcome.exactly, times)
    if wider:
        return _further(outcome.exactly, miles, far)
    if outcome.beyond:
        return phrase("Some of these are more than {miles} miles away, as they fit your own words.", miles=miles)
    return None


def _times(dropped: frozenset[Filter | When]) -> Phrase | None:
    return _TIMES.get(dropped, phrase("at the times you told me")) if dropped else None


def _further_and_at_other_times(found: int, times: Phrase, miles: int) -> Phrase:
    if found == 0:
        return phrase(
            "I found none {times} within {miles} miles, so I looked at other times and further off.",
            times=times,
            miles=miles,
        )
    if found == 1:
        return phrase(
            "I found only one {times} within {miles} miles, so I looked at other times and further off.",
            times=times,
            miles=miles,
        )
    return phrase(
        "I found only {number} {times} within {miles} miles, so I looked at other times and further off.",
        number=_number(found),
        times=times,
        miles=miles,
    )


def _at_other_times(found: int, times: Phrase) -> Phrase:
    if found == 0:
        return phrase("I found none {times} close by, so some of these are at other times.", times=times)
    if found == 1:
        return phrase("I found only one {times} close by, so some of these are at other times.", times=times)
    return phrase(
        "I found only {number} {times} close by, so some of these are at other times.",
        number=_number(found),
        times=times,
    )


def _further(found: int, miles: int, far: int) -> Phrase:
    if found == 0:
        return phrase("I found none within {miles} miles, so I looked up to {far} miles away.", miles=miles, far=far)
    if found == 1:
        return phrase(
            "I found only one within {miles} miles, so I looked up to {far} miles away.", miles=miles, far=far
        )
    return phrase(
        "I found only {number} within {miles} miles, so I looked up to {far} miles away.",
        number=_number(found),
        miles=miles,
        far=far,
    )


def _number(several: int) -> Phrase | int:
    """Two is written out, as small numbers are in English."""
    return _TWO if several == 2 else several


def _named(needs: Sequence[Need]) -> tuple[Phrase, Phrase]:
    return OF_NEEDS.get(needs[0], _LIKE_THAT) if len(needs) == 1 else _LIKE_THAT
