"""Services, entries and places with everything defaulted, so that a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Entry
from directory.model import Attending, Cost, CostOption, Location, Place, Schedule, Service, Spot

BIRMINGHAM = "E08000025"
TODAY = date(2026, 11, 21)
HOME = Place("p:E08000025:1630:1135", "Birmingham", BIRMINGHAM, BIRMINGHAM, 407_625, 283_875, "postcode")


def a_service(**changes: Any) -> Service:
    """A fresh, free, local lunch club at the person's door, unless told otherwise."""
    fields: dict[str, Any] = {
        "id": "11111111-1111-1111-1111-111111111111",
        "name": "Tuesday Table",
        "organisation": "Friends of the Hall",
        "summary": "A hot lunch and a chat.",
        "cost": Cost(CostOption.FREE),
        "attending": (Attending.IN_PERSON,),
        "location": at_km(0),
        "areas": (BIRMINGHAM,),
        "assured_date": TODAY,
    }
    return Service(**(fields | changes))


def at_km(distance: float) -> Location:
    """A hall this many kilometres east of home."""
    easting = HOME.easting + round(distance * 1000)
    return Location("The Hall", "1 High Street", "Birmingham", "B13", None, None, easting, HOME.northing)


def spot_at_km(distance: float, *days: str, accessibility: tuple[str, ...] = ()) -> Spot:
    """Another hall, where a service runs on these days ("TU") from ten to noon."""
    schedules = tuple(Schedule("WEEKLY", byday=day, opens_at=time(10), closes_at=time(12)) for day in days)
    location = replace(at_km(distance), name=f"Hall {distance:g}", postal_code=f"B{distance:g}")
    return Spot(location, schedules, accessibility)


def national(**changes: Any) -> Service:
    """A phone line for all England."""
    fields: dict[str, Any] = {
        "name": "A Phone Line",
        "scope": "national",
        "location": None,
        "areas": ("E92000001",),
        "attending": (Attending.PHONE,),
    }
    return a_service(**(fields | changes))


def an_entry(service: Service, vector: NDArray[np.float32] | None = None) -> Entry:
    """The service as the repository hands it out."""
    return Entry(service, "version", vector)
