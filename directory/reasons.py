"""Why a service suits a person, and what to be careful about, in words that anybody can read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce

from directory.model import Attending, Cost, CostOption, Service
from directory.schedule_words import rule_in_words
from directory.suiting import for_carers_only
from language.phrases import Phrase, phrase

KM_PER_MILE = 1.609344
STALE_AFTER = timedelta(days=365)
CHECK_FIRST = phrase("Check before you go")
EXAMPLE_ONLY = phrase("Example only: this is not a real service.")
SHUT_FOR_NOW = phrase("This is closed for now.")
MOST_REASONS = 6
_BY = {Attending.PHONE: phrase("by phone"), Attending.TEXT: phrase("by text"), Attending.ONLINE: phrase("online")}
_ONLY_FOR = {"women": phrase("for women"), "men": phrase("for men")}


def reasons_for(service: Service, distance_km: float | None) -> tuple[str, ...]:
    """Return up to six short reasons, the most personal first."""
    found = (
        _reach_in_words(service, distance_km),
        _carers_in_words(service),
        _ages_in_words(service),
        _ONLY_FOR[service.gender] if service.gender else None,
        phrase("free") if service.cost.option is CostOption.FREE else None,
        next((words for schedule in service.schedules if (words := rule_in_words(schedule))), None),
        phrase("step-free") if "step_free" in service.accessibility and service.location else None,
        _ways_in_words(service.attending),
    )
    return tuple(reason for reason in found if reason)[:MOST_REASONS]


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
    return phrase("covers this area") if service.areas else None


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


def _ways_in_words(attending: Iterable[Attending]) -> Phrase | None:
    ways = tuple(attending)
    if Attending.IN_PERSON in ways:
        return None
    if Attending.HOME_VISIT in ways:
        return phrase("home visits")
    return reduce(_either, (_BY[way] for way in ways if way in _BY)) if _BY.keys() & set(ways) else None


def _either(first: Phrase, other: Phrase) -> Phrase:
    return phrase("{first} or {other}", first=first, other=other)
