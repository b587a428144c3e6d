"""Why a service suits a person, and what to be careful about, in words that anybody can read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce

from directory.model import ANYHOW, Attending, Cost, CostOption, Filter, Service, Wanted
from directory.offering import ENGLISH, OFFERED, SIGN_LANGUAGE, WAYS, says, speaks, unsaid
from directory.schedule_words import listed, rule_in_words
from directory.suiting import for_carers_only
from language.phrases import Phrase, phrase
from language.spoken import name_of

KM_PER_MILE = 1.609344
STALE_AFTER = timedelta(days=365)
CHECK_FIRST = phrase("Check before you go")
EXAMPLE_ONLY = phrase("Example only: this is not a real service.")
SHUT_FOR_NOW = phrase("This is closed for now.")
MOST_REASONS = 6
GIVEN = {
    Filter.FREE: phrase("free"),
    Filter.STEP_FREE: phrase("step-free"),
    Filter.HEARING_LOOP: phrase("has a hearing loop"),
    Filter.BSL: phrase("uses British Sign Language"),
    Filter.ACCESSIBLE_TOILET: phrase("has a toilet for disabled people"),
    Filter.WOMEN: phrase("for women"),
    Filter.MEN: phrase("for men"),
    Filter.IN_PERSON: phrase("in person"),
    Filter.PHONE: phrase("by phone"),
    Filter.ONLINE: phrase("online"),
    Filter.HOME_VISIT: phrase("home visits"),
    Filter.SELF_REFERRAL: phrase("you can refer yourself"),
}
"""How a service is given, in words that are a reason for it."""
_BY = {Attending.PHONE: GIVEN[Filter.PHONE], Attending.TEXT: phrase("by text"), Attending.ONLINE: GIVEN[Filter.ONLINE]}
_OF_A_PLACE = (Filter.STEP_FREE, Filter.HEARING_LOOP, Filter.ACCESSIBLE_TOILET)
_LAST = (Filter.HEARING_LOOP, Filter.BSL, Filter.ACCESSIBLE_TOILET)
MOST_TONGUES = 3


def reasons_for(service: Service, distance_km: float | None, wanted: Wanted = ANYHOW) -> tuple[str, ...]:
    """Return up to six short reasons: how far it is, what was wanted of it, then the most personal first."""
    asked = [one for one in OFFERED if one in wanted.filters]
    found = (
        _reach_in_words(service, distance_km),
        *(_given(service, one) for one in asked),
        _tongues_in_words(service, wanted.languages) if wanted.languages else None,
        _carers_in_words(service),
        _ages_in_words(service),
        _given(service, Filter.WOMEN) or _given(service, Filter.MEN),
        _given(service, Filter.FREE),
        next((words for schedule in service.schedules if (words := rule_in_words(schedule))), None),
        _given(service, Filter.STEP_FREE) if service.location else None,
        None if WAYS.keys() & set(asked) else _ways_in_words(service.attending),
        None if wanted.languages else _tongues_in_words(service, service.languages),
        *(_given(service, one) for one in _LAST),
    )
    return tuple(dict.fromkeys(reason for reason in found if reason))[:MOST_REASONS]


def ask_first(service: Service, wanted: Wanted) -> tuple[str, ...]:
    """Return what is to be asked before a person goes there: what they want of it and it does not say."""
    silent = unsaid(service, wanted)
    tongues = in_languages(sorted(silent.languages))
    words = [*(GIVEN[one] for one in OFFERED if one in silent.filters), *([tongues] if tongues else [])]
    return (phrase("Please ask first if this is right: {what}", what=listed(words)),) if words else ()


def notes_for(service: Service, today: date) -> tuple[str, ...]:
    """Return the cautions that must be shown with the service."""
    stale = service.assured_date is None or today - service.assured_date > STALE_AFTER
    return ((EXAMPLE_ONLY,) if service.example else ()) + ((CHECK_FIRST,) if stale else ())


def distance_in_words(distance_km: float) -> Phrase:
    """Return "0.8 miles away"; whole miles from ten on, and no false precision close by."""
    miles = distance_km / KM_PER_MILE
    if miles < 0.25:
        return phrase("very close")
    shown = f"{miles:.0f}" if miles >= 10 else f"{miles:.1f}".removesuffix(".0")
    return phrase("1 mile away") if shown == "1" else phrase("{miles} miles away", miles=shown)


def whole_miles(radius_km: float) -> int:
    """Return a search radius as people think of it: 8 km are 5 miles."""
    return round(radius_km / KM_PER_MILE)


def cost_in_words(cost: Cost) -> str | None:
    """Return what is known of the cost ("Free", "£3.50", "Donation", or what its keeper wrote), or None."""
    amount = f"£{cost.amount:.2f}".removesuffix(".00") if cost.amount else None
    words = {
        CostOption.FREE: phrase("Free"),
        CostOption.PAID: amount or phrase("There is a charge"),
        CostOption.DONATION: phrase("Donation"),
    }
    return cost.description or words.get(cost.option)


def _reach_in_words(service: Service, distance_km: float | None) -> Phrase | None:
    if distance_km is not None:
        return distance_in_words(distance_km)
    if service.scope == "national":
        return phrase("for people anywhere in England")
    return COVERS_THE_PLACE if service.areas else None


COVERS_THE_PLACE = phrase("covers this area")


def _carers_in_words(service: Service) -> Phrase | None:
    if not service.for_carers:
        return None
    return phrase("for carers") if for_carers_only(service) else phrase("carers welcome too")


def _ages_in_words(service: Service) -> Phrase | None:
    youngest, oldest = service.minimum_age, service.maximum_age
    if youngest and oldest:
        return phrase("for people aged {youngest} to {oldest}", youngest=youngest, oldest=oldest)
    if youngest:
        return phrase("for people aged {youngest} and over", youngest=youngest)
    return phrase("for people aged up to {oldest}", oldest=oldest) if oldest else None


def _given(service: Service, wanted: Filter) -> Phrase | None:
    """What is said of the service itself: nobody needs a ramp at home, but that is no ramp."""
    if wanted in _OF_A_PLACE:
        return GIVEN[wanted] if wanted.value in service.accessibility else None
    return GIVEN[wanted] if says(service, wanted) else None


def _tongues_in_words(service: Service, languages: Iterable[str]) -> Phrase | None:
    named = [code for code in languages if code not in (ENGLISH, SIGN_LANGUAGE) and speaks(service, code)]
    return in_languages(named[:MOST_TONGUES])


def in_languages(codes: Iterable[str]) -> Phrase | None:
    """Return "speaks Polish and Urdu"; None where none of them has a name that we know."""
    names = [Phrase("{name}", {"name": name}) for code in codes if (name := name_of(code))]
    return phrase("speaks {languages}", languages=listed(names)) if names else None


def _ways_in_words(attending: Iterable[Attending]) -> Phrase | None:
    ways = tuple(attending)
    if Attending.IN_PERSON in ways:
        return None
    if Attending.HOME_VISIT in ways:
        return GIVEN[Filter.HOME_VISIT]
    return reduce(_either, (_BY[way] for way in ways if way in _BY)) if _BY.keys() & set(ways) else None


def _either(first: Phrase, other: Phrase) -> Phrase:
    return phrase("{first} or {other}", first=first, other=other)
