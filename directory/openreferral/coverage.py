"""Which place a postcode is in: looked up on this machine, used for one answer, never kept and never repeated."""

from __future__ import annotations

import re
from typing import Final, Protocol

from directory.model import ALL_ENGLAND, Place
from directory.openreferral.query import BadQueryError
from directory.places import One, OutsideEngland, PlaceAnswer, Unknown

_POSTCODE: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE | re.ASCII)


class PlaceNames(Protocol):
    """What is asked of the places: `directory.places.Places`, or a few places in tests."""

    def look_up(self, text: str) -> PlaceAnswer:
        """Return what the text says about where somebody is."""
        ...

    def council_name(self, code: str) -> str:
        """Return the plain name of a council. Raises KeyError for an unknown code."""
        ...


def place_of(postcode: str, places: PlaceNames) -> Place:
    """Return the 250 m square of a full postcode. Raises BadQueryError where there is none in England.

    Places forgive spelling, as people want it; a program that sends something else than a postcode is told so.
    """
    match places.look_up(postcode) if _POSTCODE.fullmatch(postcode) else Unknown():
        case One(place) if place.precision == "postcode":
            return place
        case OutsideEngland():
            raise BadQueryError("outside_england", "This postcode is not in England. This directory covers England.")
    raise BadQueryError("unknown_postcode", "This postcode is not known. Send a full postcode.")


def area_name(code: str, places: PlaceNames) -> str | None:
    """Return the plain name of an area by its GSS code, or None."""
    if code == ALL_ENGLAND:
        return "England"
    try:
        return places.council_name(code)
    except KeyError:
        return None
