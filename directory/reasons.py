"""Why a service suits a person, and what to be careful about, in words that anybody can read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from directory.model import Attending, CostOption, Service
from directory.schedule import rule_in_words
from directory.suiting import for_carers_only

KM_PER_MILE = 1.609344
STALE_AFTER = timedelta(days=365)
CHECK_FIRST = "Check before you go"
EXAMPLE_ONLY = "Example only: this is not a real service."
MOST_REASONS = 6
_BY = {Attending.PHONE: "by phone", Attending.TEXT: "by text", Attending.ONLINE: "online"}


def reasons_for(service: Service, distance_km: float | None) -> tuple[str, ...]:
    """Return up to six short reasons, the most personal first."""
    found = (
        _reach_in_words(service, distance_km),
        _carers_in_words(service),
        _ages_in_words(service),
        f"for {service.gender}" if service.gender else None,
        "free" if service.cost.option is CostOption.FREE else None,
        next((words for schedule in service.schedules if (words := rule_in_words(schedule))), None),
        "step-free" if "step_free" in service.accessibility and service.location else None,
        _ways_in_words(service.attending),
    )
    return tuple(reason for reason in found if reason)[:MOST_REASONS]


def notes_for(service: Service, today: date) -> tuple[str, ...]:
    """Return the cautions that must be shown with the service."""
    stale = service.assured_date is None or today - service.assured_date > STALE_AFTER
    return ((EXAMPLE_ONLY,) if service.example else ()) + ((CHECK_FIRST,) if stale else ())


def distance_in_words(distance_km: float) -> str:
    """Return "0.8 miles away"; whole miles from ten on, and no false precision close by."""
    miles = distance_km / KM_PER_MILE
    if miles < 0.25:
        return "very close to you"
    shown = f"{miles:.0f}" if miles >= 10 else f"{miles:.1f}".removesuffix(".0")
    return f"{shown} mile away" if shown == "1" else f"{shown} miles away"


def miles_in_words(radius_km: float) -> str:
    """Return a search radius as people say it: 8 km is "5 miles"."""
    miles = round(radius_km / KM_PER_MILE)
    return "1 mile" if miles == 1 else f"{miles} miles"


def cost_in_words(service: Service) -> str | None:
    """Return what is known of the cost ("Free", "£3.50", "Donation, if you can"), or None."""
    cost = service.cost
    amount = f"£{cost.amount:.2f}".removesuffix(".00") if cost.amount else None
    words = {CostOption.FREE: "Free", CostOption.PAID: amount or "There is a charge", CostOption.DONATION: "Donation"}
    return cost.description or words.get(cost.option)


def _reach_in_words(service: Service, distance_km: float | None) -> str | None:
    if distance_km is not None:
        return distance_in_words(distance_km)
    if service.scope == "national":
        return "for people anywhere in England"
    return "covers your area" if service.areas else None


def _carers_in_words(service: Service) -> str | None:
    if not service.for_carers:
        return None
    return "for carers" if for_carers_only(service) else "carers welcome too"


def _ages_in_words(service: Service) -> str | None:
    youngest, oldest = service.minimum_age, service.maximum_age
    if youngest and oldest:
        return f"for people aged {youngest} to {oldest}"
    if youngest:
        return f"for people aged {youngest} and over"
    return f"for people aged up to {oldest}" if oldest else None


def _ways_in_words(attending: Iterable[Attending]) -> str | None:
    ways = tuple(attending)
    if Attending.IN_PERSON in ways:
        return None
    if Attending.HOME_VISIT in ways:
        return "comes to you at home"
    words = [_BY[way] for way in ways if way in _BY]
    return " or ".join(words) or None
