"""A service in the words of schema.org, for search engines and other programs that read the page of a service."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import time
from typing import Any, Final

from directory.model import CostOption, Location, Schedule, Service, Status
from directory.openreferral.vocabulary import term_words
from directory.openreferral.wording import description_of
from directory.recurrence import days_of_the_week

_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER: Final = re.compile(r"\+?[\d ]{3,}")
_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def linked_data(service: Service, address: str, naming: Callable[[str], str | None]) -> str:
    """Return JSON-LD that is safe inside a `script` element.

    `address` is where the page of the service stands; `naming` gives the plain name of an area (GSS code), or None.
    """
    text = json.dumps(_without_gaps(_service(service, address, naming)), separators=(",", ":"))
    return "".join(_UNSAFE.get(character, character) for character in text)


def _service(service: Service, address: str, naming: Callable[[str], str | None]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": service.name,
        "description": description_of(service),
        "serviceType": [term_words("need", need)[0] for need in service.needs],
        "provider": {"@type": "Organization", "name": service.organisation},
        "areaServed": [{"@type": "AdministrativeArea", "name": name} for name in map(naming, service.areas) if name],
        "audience": _audience(service),
        "offers": _offer(service),
        "availableChannel": [_channel(service.at(number)) for number in range(len(service.places))]
        if service.elsewhere
        else _channel(service),
        "hoursAvailable": None if service.elsewhere else _opening(service),
    }


def _audience(service: Service) -> dict[str, Any] | None:
    who = {
        "suggestedMinAge": service.minimum_age,
        "suggestedMaxAge": service.maximum_age,
        "suggestedGender": {"women": "female", "men": "male"}.get(service.gender or ""),
        "audienceType": "Unpaid carers" if service.for_carers else None,
    }
    return {"@type": "PeopleAudience", **who} if any(value is not None for value in who.values()) else None


def _offer(service: Service) -> dict[str, Any] | None:
    price = 0 if service.cost.option is CostOption.FREE else service.cost.amount
    return None if price is None else {"@type": "Offer", "price": price, "priceCurrency": "GBP"}


def _channel(service: Service) -> dict[str, Any] | None:
    numbers = [phone.number for phone in service.phones if _NUMBER.fullmatch(phone.number)]
    ways = {
        "servicePhone": [{"@type": "ContactPoint", "telephone": number} for number in numbers],
        "serviceUrl": service.url if (service.url or "").startswith(("https://", "http://")) else None,
        "serviceLocation": _place(service, service.location) if service.location else None,
        "availableLanguage": list(service.languages),
    }
    return {"@type": "ServiceChannel", **ways} if any(ways.values()) else None


def _place(service: Service, spot: Location) -> dict[str, Any]:
    """Where it is one of several, with the hours of the service there."""
    known = spot.latitude is not None and spot.longitude is not None
    return {
        "@type": "Place",
        "name": spot.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": spot.address_1,
            "addressLocality": spot.city,
            "postalCode": spot.postal_code,
            "addressCountry": "GB",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": spot.latitude, "longitude": spot.longitude} if known else None,
        "openingHoursSpecification": _opening(service) if service.elsewhere else None,
    }


def _opening(service: Service) -> list[dict[str, Any]]:
    """One that has shut for now keeps no hours."""
    if service.status is not Status.ACTIVE:
        return []
    return [hours for schedule in service.schedules if _is_weekly(schedule) and (hours := _hours(schedule))]


def _is_weekly(schedule: Schedule) -> bool:
    """schema.org's opening hours know weeks alone: every second Tuesday, or the first of a month, cannot be said."""
    if schedule.interval != 1 or schedule.bymonthday:
        return False
    return schedule.freq == "WEEKLY" if schedule.byday else schedule.freq == "DAILY"


def _hours(schedule: Schedule) -> dict[str, Any] | None:
    """None where they are not known. The same time twice would say that it is shut: a whole day ends a minute early."""
    opens, closes = schedule.opens_at, schedule.closes_at
    if opens is None or closes is None or (opens == closes and opens != time()):
        return None
    days = sorted({day.weekday for day in days_of_the_week(schedule)}) or range(7)
    begins = max(filter(None, (schedule.valid_from, schedule.dtstart)), default=None)
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{_WEEK[day]}" for day in days],
        "opens": opens.isoformat("seconds"),
        "closes": (time(23, 59) if opens == closes else closes).isoformat("seconds"),
        "validFrom": begins.isoformat() if begins else None,
        "validThrough": schedule.valid_to.isoformat() if schedule.valid_to else None,
    }


def _without_gaps(value: Any) -> Any:
    """Return `value` without what is not known."""
    if isinstance(value, dict):
        return {name: _without_gaps(each) for name, each in value.items() if each is not None and each != []}
    return [_without_gaps(each) for each in value] if isinstance(value, list) else value
