"""Where the service of a record is met, and which areas it is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import hypot
from typing import Final, NamedTuple

from directory.grid import to_grid
from directory.importing.field_values import is_nothing
from directory.importing.geography import Geography
from directory.importing.records import RawAddress, RawArea, RawLocation, RawServiceAtLocation
from directory.importing.report import Note, Remedy
from directory.importing.text import one_line
from directory.model import ALL_ENGLAND, Location

SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.2
"""Degrees around the United Kingdom."""
ABROAD: Final = ((51.3, 54.0, -11.0, -5.5), (49.0, 50.98, 1.0, 2.3), (49.0, 50.1, -5.0, 2.3))
"""South, north, west and east of Ireland and France within them."""
FAR_FROM_POSTCODE_M: Final = 15_000
LONGEST_NAME, LONGEST_CITY, LONGEST_POSTCODE, LONGEST_EXTENT = 255, 100, 10, 200
_POSTCODE = re.compile(r"([A-Z][A-HJ-Z]?)([\dOI]{1,2}[A-HJ-NPR-Y]?)([\dOI])([A-Z]{2})")
_POSTCODE_WITHIN = re.compile(r"\b([A-Z][A-HJ-Z]?)(\d[\dOI]?[A-HJ-NPR-Y]?)\s?(\d)([A-Z]{2})\b")
FIGURES: Final = str.maketrans("OI", "01")
"""No postcode has the letters O or I where a figure may stand."""
MOST_AREAS: Final = 400
MOST_PLACES: Final = 50
NOWHERE: Final = ("virtual", "postal")
"""Types of locations that nobody can go to."""


class Met(NamedTuple):
    """A place where a service is met; `spots` are what its record says of it, in one part or in several."""

    location: Location
    spots: tuple[RawServiceAtLocation, ...]


def places_of(spots: Iterable[RawServiceAtLocation], geography: Geography, note: Note) -> list[Met]:
    """Return the places where the service can be met, each once and in their order."""
    found: dict[tuple[object, str], Met] = {}
    left_out = 0
    for spot in spots:
        location = _location(spot.location, geography, note) if is_met_at(spot) and spot.location else None
        if location is None:
            continue
        known = found.get(key := _key(location))
        if known or len(found) < MOST_PLACES:
            found[key] = Met(known.location, (*known.spots, spot)) if known else Met(location, (spot,))
        else:
            left_out += 1
    if left_out:
        total = len(found) + left_out
        note("service_at_locations", f"has {total} places: the first {MOST_PLACES} are used", Remedy.IGNORED)
    return list(found.values())


def is_met_at(spot: RawServiceAtLocation) -> bool:
    """Whether it names somewhere that people can go to."""
    return spot.location is not None and (spot.location.location_type or "physical").lower() not in NOWHERE


def _key(spot: Location) -> tuple[object, str]:
    """What one place has in common, however often it is named: a square or a postcode, and a door."""
    return spot.postal_code or (spot.easting, spot.northing), (spot.address_1 or spot.name).casefold()


def areas_of(
    raw: Iterable[RawArea], geography: Geography, location: Location | None, council: str | None, note: Note
) -> tuple[str, ...]:
    """Return the codes of the areas that it is for; `council` is whose list it is, for what has neither."""
    codes: dict[str, None] = {}
    for area in raw:
        extent = area.extent if isinstance(area.extent, str) and len(area.extent) < LONGEST_EXTENT else None
        found = geography.areas(area.service_area or area.name, area.uri or extent) or geography.areas(area.name, None)
        codes |= dict.fromkeys(found)
        if not found:
            note("service_areas", "is an area that is not known here", Remedy.IGNORED)
    if ALL_ENGLAND in codes:
        return (ALL_ENGLAND,)
    if not codes and location is None and council:
        return (council,)
    if not codes and (location is None or location.easting is None):
        note("service_areas", "neither place nor area is known: nobody can find it nearby", Remedy.IGNORED)
    return tuple(codes)[:MOST_AREAS]


def _location(raw: RawLocation, geography: Geography, note: Note) -> Location | None:
    address = next(iter((*raw.addresses, *raw.physical_addresses)), None) or RawAddress()
    line = _told(address.address_1)[:LONGEST_NAME]
    city = _told(address.city)[:LONGEST_CITY]
    postcode = _postcode(one_line(address.postal_code or "")) or _within(line, city, raw.name or "")
    name = _told(raw.name)[:LONGEST_NAME] or line or city or postcode
    square = geography.spot(postcode) if postcode else None
    latitude, longitude = _coordinates(raw, note)
    grid = to_grid(latitude, longitude) if latitude is not None and longitude is not None else None
    if grid and square and hypot(grid[0] - square.easting, grid[1] - square.northing) > FAR_FROM_POSTCODE_M:
        note("location.latitude", "lies far from the postcode: the postcode is used", Remedy.PUT_RIGHT)
        latitude = longitude = grid = None
    if not name and grid is None:
        return None
    east, north = grid or ((square.easting, square.northing) if square else (None, None))
    return Location(
        name=name,
        address_1=line or None,
        city=city or None,
        postal_code=postcode or None,
        latitude=latitude,
        longitude=longitude,
        easting=None if east is None else round(east),
        northing=None if north is None else round(north),
    )


def _told(text: str | None) -> str:
    return "" if is_nothing(text) else one_line(text or "")


def _coordinates(raw: RawLocation, note: Note) -> tuple[float | None, float | None]:
    latitude, longitude = raw.latitude, raw.longitude
    if latitude is None or longitude is None:
        return None, None
    if _in_the_uk(latitude, longitude):
        return latitude, longitude
    if _in_the_uk(longitude, latitude):
        note("location.latitude", "latitude and longitude are swapped", Remedy.PUT_RIGHT)
        return longitude, latitude
    if latitude or longitude:
        note("location.latitude", "latitude and longitude are not in the United Kingdom", Remedy.IGNORED)
    return None, None


def _in_the_uk(latitude: float, longitude: float) -> bool:
    return (
        SOUTH <= latitude <= NORTH
        and WEST <= longitude <= EAST
        and not any(south < latitude < north and west < longitude < east for south, north, west, east in ABROAD)
    )


def _postcode(text: str) -> str:
    """A postcode as it is written on letters, with figures where figures belong; what is none stays as it is."""
    plain = text.upper()
    if found := _POSTCODE.fullmatch(plain.replace(" ", "")) or _POSTCODE_WITHIN.search(plain):
        area, district, sector, unit = found.groups()
        return f"{area}{district.translate(FIGURES)} {sector.translate(FIGURES)}{unit}"
    return plain[:LONGEST_POSTCODE] if any(map(str.isdigit, text)) else ""


def _within(*lines: str) -> str:
    """The postcode that stands in a line of the address instead of its own field."""
    found = next(filter(None, (_POSTCODE_WITHIN.search(line.upper()) for line in lines)), None)
    return _postcode(found[0]) if found else ""
