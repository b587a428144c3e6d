"""Our services as the records of Open Referral UK 3.0.

What the UK profile has no field for stands in the field of the international standard (HSDS 3.0) that it is drawn
from: `phones`, `eligibility_description`, `application_process`, the `code` of a language. Nothing is published as
known that is not: what we do not hold is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from directory import rows, tables
from directory.model import Cost, CostOption, Location, Schedule, Service
from directory.openreferral.formats import email, uri
from directory.openreferral.schedules import schedule_record
from directory.openreferral.vocabulary import taxonomy_description, taxonomy_id, taxonomy_name, term_words
from directory.openreferral.wording import EXAMPLE, application, description_of, eligibility, fees

Record = dict[str, Any]
Naming = Callable[[str], str | None]
"""Gives the plain name of an area by its GSS code, or None."""

AREA_ADDRESS: Final = "http://statistics.data.gov.uk/id/statistical-geography/"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs a service, as far as is known."""

    id: str
    name: str
    description: str = ""
    url: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A service with what only the database knows of it. `last_modified` is timezone-aware.

    `spot` is the place, counted from 0, where it is published as a service at a location.
    """

    service: Service
    organisation: Organisation
    last_modified: datetime
    spot: int = 0


def listed_service(published: Published) -> Record:
    """Return the record of a service in a list: its own fields and its organisation."""
    service = published.service
    return _known(
        {
            "id": service.id,
            "organization_id": published.organisation.id,
            "name": service.name,
            "description": description_of(service),
            "url": uri(service.url),
            "email": email(service.email),
            "status": service.status.value,
            "fees": fees(service.cost),
            "minimum_age": service.minimum_age,
            "maximum_age": service.maximum_age,
            "eligibility_description": eligibility(service),
            "application_process": application(service),
            "assured_date": service.assured_date and service.assured_date.isoformat(),
            "alert": EXAMPLE if service.example else None,
            "last_modified": _moment(published.last_modified),
            "organization": _organization(published.organisation),
        }
    )


def full_service(published: Published, naming: Naming) -> Record:
    """Return the record of one service with everything around it."""
    service = published.service
    spots = [_at_location(service, number, full=True) for number in range(len(service.places))]
    return _described(published, naming) | {"service_at_locations": spots}


def listed_service_at_location(published: Published) -> Record:
    """Return the record of a service where it is met, in a list. Raises IndexError for a place that it has not."""
    spot = _at_location(published.service, published.spot)
    return spot | {"service": listed_service(published)}


def full_service_at_location(published: Published, naming: Naming) -> Record:
    """Return the record of a service where it is met, with all. Raises IndexError for a place that it has not.

    The published interface describes this address as a service, the schemas as a service at location: with the name and
    status of the service it is both.
    """
    spot = _at_location(published.service, published.spot, full=True)
    service = _described(published, naming)
    return spot | {"name": service["name"], "status": service["status"], "service": service}


def taxonomy(code: str) -> Record:
    """Return the record of a taxonomy."""
    return {"id": taxonomy_id(code), "name": taxonomy_name(code), "description": taxonomy_description(code)}


def taxonomy_term(taxonomy_code: str, code: str) -> Record:
    """Return the record of a term."""
    name, description = term_words(taxonomy_code, code)
    return {
        "id": rows.derived_id("term", taxonomy_code, code),
        "name": name,
        "description": description,
        "taxonomy": taxonomy_name(taxonomy_code),
        "taxonomy_id": taxonomy_id(taxonomy_code),
        "term": code,
    }


def _described(published: Published, naming: Naming) -> Record:
    service = published.service
    everywhere = service.schedules if _same_times_everywhere(service) else ()
    around: dict[str, list[Record]] = {
        "phones": _each(service, tables.phones, service.phones, lambda p: {"number": p.number, "description": p.about}),
        "schedules": _schedules(service, everywhere),
        "service_areas": _each(service, tables.service_areas, service.areas, lambda code: _area(code, naming)),
        "languages": _each(service, tables.languages, service.languages, lambda code: {"code": code}),
        "cost_options": _each(service, tables.cost_options, (service.cost,), _cost_option)
        if service.cost != Cost(CostOption.UNKNOWN)
        else [],
        "accessibility": [] if service.location else _access(service, service.accessibility),
        "attributes": _each(service, tables.attributes, rows.terms_of(service), _attribute(service)),
    }
    return listed_service(published) | {name: records for name, records in around.items() if records}


def _each(
    service: Service, table: Any, items: Any, record: Callable[[Any], Mapping[str, Any]], first: int = 0
) -> list[Record]:
    """The records of what belongs to a service, with the ids of their rows, which are counted from `first`."""
    return [
        {"id": rows.derived_id(service.id, table.name, index)} | _known(record(item))
        for index, item in enumerate(items, first)
    ]


def _same_times_everywhere(service: Service) -> bool:
    """What is said of the service holds at every place of which nothing else is said."""
    return all(spot.schedules == service.schedules for spot in service.elsewhere)


def _schedules(service: Service, schedules: tuple[Schedule, ...], first: int = 0) -> list[Record]:
    attending = ", ".join(way.replace("_", " ") for way in service.attending) or None
    return _each(service, tables.schedules, schedules, lambda one: schedule_record(one, attending), first)


def _organization(organisation: Organisation) -> Record:
    return _known(
        {
            "id": organisation.id,
            "name": organisation.name,
            "description": organisation.description or "",
            "website": uri(organisation.url),
            "email": email(organisation.email),
        }
    )


def _area(code: str, naming: Naming) -> Record:
    return {"name": naming(code) or code, "service_area": naming(code), "uri": f"{AREA_ADDRESS}{code}"}


def _cost_option(cost: Cost) -> Record:
    return {"option": cost.option.value, "amount": cost.amount, "amount_description": cost.description}


def _attribute(service: Service) -> Callable[[tuple[str, str]], Record]:
    def attribute(term: tuple[str, str]) -> Record:
        return {"link_id": service.id, "link_type": term[0], "taxonomy_term": taxonomy_term(*term)}

    return attribute


def _at_location(service: Service, number: int, *, full: bool = False) -> Record:
    """A service at one of its places; where it has several, `full` says when it runs there."""
    spots = service.places
    spot, before = spots[number], spots[:number]
    record: Record = {"id": rows.spot_id(service.id, number), "location": _location(spot.location)}
    if not full:
        return record
    features = _access(service, spot.accessibility, sum(len(one.accessibility) for one in before))
    record["location"] |= {"addresses": _addresses(spot.location), "accessibility": features}
    if service.elsewhere and spot.schedules:
        record["schedules"] = _schedules(service, spot.schedules, sum(len(one.schedules) for one in before))
    return record


def _location(spot: Location) -> Record:
    return _known(
        {
            "id": rows.location_id(spot),
            "location_type": "physical",
            "name": spot.name,
            "latitude": spot.latitude,
            "longitude": spot.longitude,
        }
    )


def _access(service: Service, features: tuple[str, ...], first: int = 0) -> list[Record]:
    """How people get in and take part: it belongs to the place, and to the service itself where there is none."""
    return _each(service, tables.accessibility, features, lambda feature: {"accessibility": feature}, first)


def _addresses(spot: Location) -> list[Record]:
    """The profile asks for every part of an address: a part that is not known is an empty text."""
    if not (spot.address_1 or spot.city or spot.postal_code):
        return []
    address = {
        "id": rows.derived_id("address", rows.location_id(spot)),
        "address_1": spot.address_1 or "",
        "city": spot.city or "",
        "state_province": "England",
        "postal_code": spot.postal_code or "",
        "country": "GB",
        "address_type": "physical",
    }
    return [address]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _known(record: Mapping[str, Any]) -> Record:
    return {name: value for name, value in record.items() if value is not None}
