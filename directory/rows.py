"""Services as rows and rows as services: how the pure model lies in the tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from directory import tables
from directory.model import (
    Access,
    Attending,
    Cost,
    CostOption,
    Location,
    Need,
    Phone,
    Schedule,
    Service,
    Spot,
    Status,
)
from screening.people import LifeStage

NAMESPACE = UUID("6b1f6f2e-8d0c-5b0a-9a53-0d7c3f1f2d10")
"""Ids of rows that have none of their own are derived from it, so that loading twice gives the same ids."""

_SEED = NAMESPACE.bytes
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
Row = tuple[Any, ...]
PLAIN = ("id", "name", "summary", "description", "url", "email", "minimum_age", "maximum_age", "gender", "for_carers",
         "self_referral", "scope", "assured_date", "verified_on", "source", "example")  # fmt: skip
SCHEDULE = ("freq", "interval", "byday", "bymonthday", "opens_at", "closes_at", "dtstart", "valid_from", "valid_to",
            "description")  # fmt: skip
LOCATION = ("name", "address_1", "city", "postal_code", "latitude", "longitude", "easting", "northing")
_PLAIN, _SCHEDULE, _LOCATION = attrgetter(*PLAIN), attrgetter(*SCHEDULE), attrgetter(*LOCATION)
_AROUND: Mapping[str, tuple[str, ...]] = {
    "phones": ("number", "description"),
    "schedules": ("spot", *SCHEDULE),
    "cost_options": ("option", "amount", "amount_description"),
    "service_areas": ("code",),
    "accessibility": ("spot", "accessibility"),
    "languages": ("code",),
    "attributes": ("taxonomy_term_id",),
    "service_at_locations": ("id", "location_id"),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisations": ("id", "name"),
    "locations": ("id", *LOCATION),
    "taxonomy_terms": ("id", "taxonomy", "code"),
    "services": (*PLAIN, "status", "access", "organisation_id", "feed", "version", "last_modified", "embedding"),
    **{name: ("service_id", "position", *columns) for name, columns in _AROUND.items()},
}
"""The columns of each table's rows, the tables in the order in which they may be written."""


def derived_id(*parts: object) -> str:
    """Return a stable UUID (version 5) for the thing that these parts name; a country's import makes millions."""
    name = hashlib.sha1(_SEED + "/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()
    return f"{name[:8]}-{name[8:12]}-5{name[13:16]}-{_VARIANT[name[16]]}{name[17:20]}-{name[20:32]}"


@lru_cache(maxsize=20_000, typed=True)
def shared_id(*parts: object) -> str:
    """Return the `derived_id` of something that many services share."""
    return derived_id(*parts)


def version_of(service: Service) -> str:
    """Return a hash that changes when anything about the service changes."""
    return hashlib.sha256(json.dumps(asdict(service), sort_keys=True, default=str).encode()).hexdigest()


def terms_of(service: Service) -> list[tuple[str, str]]:
    """Return the (taxonomy, code) pairs that describe the service."""
    groups: tuple[tuple[str, Iterable[str]], ...] = (
        ("need", service.needs),
        ("life_stage", service.life_stages),
        ("attending", service.attending),
        ("keyword", service.keywords),
    )
    return [(taxonomy, str(code)) for taxonomy, codes in groups for code in codes]


def spot_id(service_id: str, number: int) -> str:
    """Return the id of a service at one of its places, counted from 0, by which the published feed names it."""
    return derived_id(service_id, tables.service_at_locations.name, number)


class ServiceRows(NamedTuple):
    """One service as it lies in the tables, each row with the columns that `COLUMNS` names.

    The row of the service is without what is kept beside it. `around` are its own rows by the name of their table.
    """

    id: str
    service: Row
    organisation: Row
    locations: list[Row]
    terms: list[Row]
    around: dict[str, list[Row]]


def rows_of(service: Service) -> ServiceRows:
    """Return the rows of a service."""
    terms = [(shared_id("term", *term), *term) for term in terms_of(service)]
    organisation = (shared_id("organisation", service.organisation), service.organisation)
    locations = [_location_row(service.location)] if service.location else []
    further = list(enumerate(service.elsewhere, 1)) if locations else []
    locations += [_location_row(spot.location) for _, spot in further]
    cost = service.cost
    around: dict[str, list[Row]] = {
        "phones": [(phone.number, phone.about) for phone in service.phones],
        "schedules": [(None, *_SCHEDULE(schedule)) for schedule in service.schedules]
        + [(number, *_SCHEDULE(schedule)) for number, spot in further for schedule in spot.schedules],
        "cost_options": [(cost.option.value, cost.amount, cost.description)],
        "service_areas": [(code,) for code in service.areas],
        "accessibility": [(None, feature) for feature in service.accessibility]
        + [(number, feature) for number, spot in further for feature in spot.accessibility],
        "languages": [(code,) for code in service.languages],
        "attributes": [term[:1] for term in terms],
        "service_at_locations": [
            (spot_id(service.id, number), location[0]) for number, location in enumerate(locations)
        ],
    }
    owned = {
        name: [(service.id, position, *row) for position, row in enumerate(found)]
        for name, found in around.items()
        if found
    }
    return ServiceRows(service.id, _service_row(service, organisation[0]), organisation, locations, terms, owned)


def _service_row(service: Service, organisation: str) -> Row:
    access = service.access.value if service.access else None
    return (*_PLAIN(service), service.status.value, access, organisation)


def _location_row(location: Location) -> Row:
    return (location_id(location), *_LOCATION(location))


def location_id(location: Location) -> str:
    """Return the id of a location: services that meet in one place share it."""
    return shared_id("location", *_LOCATION(location))


def to_service(row: Mapping[str, Any], around: Callable[[str], list[Mapping[str, Any]]]) -> Service:
    """Build a service from its row and a function that gives its rows of a named table, in order."""
    terms: dict[str, list[str]] = {}
    for term in around("attributes"):
        terms.setdefault(term["taxonomy"], []).append(term["code"])
    places, schedules, features = around("locations"), around("schedules"), around("accessibility")
    return Service(
        **{name: row[name] for name in PLAIN},
        organisation=row["organisation"],
        status=Status(row["status"]),
        access=Access(row["access"]) if row["access"] else None,
        phones=tuple(Phone(phone["number"], phone["description"]) for phone in around("phones")),
        needs=tuple(map(Need, terms.get("need", ()))),
        life_stages=tuple(map(LifeStage, terms.get("life_stage", ()))),
        attending=tuple(map(Attending, terms.get("attending", ()))),
        keywords=tuple(terms.get("keyword", ())),
        cost=_cost(around("cost_options")),
        languages=tuple(language["code"] for language in around("languages")),
        accessibility=_features(features, None),
        schedules=_schedules(schedules, None),
        location=_location(places[0]) if places else None,
        areas=tuple(area["code"] for area in around("service_areas")),
        elsewhere=tuple(
            Spot(_location(place), _schedules(schedules, number), _features(features, number))
            for number, place in enumerate(places[1:], 1)
        ),
    )


def _location(row: Mapping[str, Any]) -> Location:
    return Location(**{name: row[name] for name in LOCATION})


def _schedules(rows: list[Mapping[str, Any]], spot: int | None) -> tuple[Schedule, ...]:
    return tuple(Schedule(**{name: row[name] for name in SCHEDULE}) for row in rows if row["spot"] == spot)


def _features(rows: list[Mapping[str, Any]], spot: int | None) -> tuple[str, ...]:
    return tuple(row["accessibility"] for row in rows if row["spot"] == spot)


def _cost(rows: list[Mapping[str, Any]]) -> Cost:
    if not rows:
        return Cost(CostOption.UNKNOWN)
    return Cost(CostOption(rows[0]["option"]), rows[0]["amount"], rows[0]["amount_description"])
