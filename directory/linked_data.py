"""A service in the words of schema.org, for search engines and other programs that read the page of a service."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from directory.model import CostOption, Location, Schedule, Service
from directory.recurrence import days_of_the_week

_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER: Final = re.compile(r"\+?[\d ]{3,}")
_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def linked_data(service: Service, address: str) -> str:
    """Return JSON-LD that is safe inside a `script` element; `address` is where the page of the service stands."""
    text = json.dumps(_without_gaps(_service(service, address)), separators=(",", ":"))
    return "".join(_UNSAFE.get(character, character) for character in text)


def _service(service: Service, address: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": address,
        "name": service.name,
        "description": service.description or service.summary,
        "provider": {"@type": "Organization", "name": service.organisation},
        "areaServed": {"@type": "Country", "name": "England"} if service.scope == "national" else None,
        "audience": _audience(service),
        "offers": _offer(service),
        "availableChannel": _channel(service),
        "hoursAvailable": [_hours(each) for each in service.schedules if _is_weekly(each)],
    }


def _audience(service: Service) -> dict[str, Any] | None:
    who = {
        "suggestedMinAge": service.minimum_age,
        "suggestedMaxAge": service.maximum_age,
        "suggestedGender": {"women": "female", "men": "male"}.get(service.gender or ""),
    }
    return {"@type": "PeopleAudience", **who} if any(value is not None for value in who.values()) else None


def _offer(service: Service) -> dict[str, Any] | None:
    price = 0 if service.cost.option is CostOption.FREE else service.cost.amount
    return None if price is None else {"@type": "Offer", "price": price, "priceCurrency": "GBP"}


def _channel(service: Service) -> dict[str, Any]:
    numbers = [phone.number for phone in service.phones if _NUMBER.fullmatch(phone.number)]
    return {
        "@type": "ServiceChannel",
        "servicePhone": [{"@type": "ContactPoint", "telephone": number} for number in numbers],
        "serviceUrl": service.url if (service.url or "").startswith(("https://", "http://")) else None,
        "serviceLocation": _place(service.location) if service.location else None,
        "availableLanguage": list(service.languages),
    }


def _place(spot: Location) -> dict[str, Any]:
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
    }


def _is_weekly(schedule: Schedule) -> bool:
    """schema.org's opening hours know weeks alone: every second Tuesday, or the first of a month, cannot be said."""
    every_day = schedule.freq == "DAILY" and schedule.interval == 1 and not schedule.byday
    weekly = schedule.freq == "WEEKLY" and schedule.interval == 1 and bool(schedule.byday)
    return schedule.opens_at is not None and schedule.closes_at is not None and (every_day or weekly)


def _hours(schedule: Schedule) -> dict[str, Any]:
    days = sorted({day.weekday for day in days_of_the_week(schedule)}) or range(7)
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{_WEEK[day]}" for day in days],
        "opens": f"{schedule.opens_at:%H:%M}",
        "closes": f"{schedule.closes_at:%H:%M}",
        "validFrom": schedule.valid_from.isoformat() if schedule.valid_from else None,
        "validThrough": schedule.valid_to.isoformat() if schedule.valid_to else None,
    }


def _without_gaps(value: Any) -> Any:
    """Return `value` without what is not known."""
    if isinstance(value, dict):
        return {name: _without_gaps(each) for name, each in value.items() if each is not None and each != []}
    return [_without_gaps(each) for each in value] if isinstance(value, list) else value
