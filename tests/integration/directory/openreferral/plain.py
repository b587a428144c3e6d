"""The same questions put to the seed in plain Python: what the database must answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from math import hypot

from directory.model import ALL_ENGLAND, Place, Schedule, Service

Rule = Callable[[Service], bool]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def mentions(*words: str) -> Rule:
    def holds(service: Service) -> bool:
        terms = (*service.needs, *service.life_stages, *service.attending, *service.keywords)
        texts = (service.name, service.summary, service.description, service.organisation)
        searched = [text.lower() for text in (*texts, *(term.replace("_", " ") for term in terms))]
        return all(any(word.lower() in text for text in searched) for word in words)

    return holds


def within_ages(minimum: int, maximum: int) -> Rule:
    def holds(service: Service) -> bool:
        return (service.minimum_age or 0) >= minimum and (service.maximum_age or 999) <= maximum

    return holds


def has_session(day: str | None = None, start: time | None = None, end: time | None = None) -> Rule:
    def fits(schedule: Schedule) -> bool:
        opens, closes = schedule.opens_at, schedule.closes_at
        return (
            (day is None or day in days_of(schedule))
            and (start is None or (opens is not None and opens >= start))
            and (end is None or (closes is not None and closes <= end and not (opens and closes <= opens)))
        )

    return lambda service: any(map(fits, service.schedules))


def days_of(schedule: Schedule) -> Iterable[str]:
    if schedule.byday:
        return re.findall("MO|TU|WE|TH|FR|SA|SU", schedule.byday)
    if schedule.bymonthday:
        return ()
    if schedule.freq == "DAILY":
        return DAYS
    first: date | None = schedule.dtstart if schedule.freq != "MONTHLY" else None
    return (DAYS[first.weekday()],) if first else ()


def covers(place: Place) -> Rule:
    return lambda service: not service.areas or bool({place.council, place.authority, ALL_ENGLAND} & {*service.areas})


def within_metres(place: Place, metres: float) -> Rule:
    def holds(service: Service) -> bool:
        spot = service.location
        if spot is None or spot.easting is None or spot.northing is None:
            return False
        return hypot(spot.easting - place.easting, spot.northing - place.northing) <= metres

    return holds
