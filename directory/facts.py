"""What search looks at in a service, as numbers: one row of the catalogue, some sixty bytes, and one for each session.

How a service is given stands in two columns of bits, what it says and what it denies: what is in neither is not said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from enum import IntFlag
from typing import Final

import numpy as np

from directory.candidates import Entry
from directory.kinship import REFUGE
from directory.model import Attending, Filter, Gender, Need, Service
from directory.offering import OFFERED, names_languages, says
from directory.recurrence import rules_of
from directory.spots import View, is_on_the_map
from directory.suiting import for_carers_only, is_crisis
from directory.times import part_bits, time_bits
from screening.people import LifeStage

NEEDS: Final = tuple(Need)
STAGES: Final = tuple(LifeStage)
OLDEST: Final = 999
"""Stands for no upper limit of age."""


class Flag(IntFlag):
    """What is true of a service. A journey: it is met somewhere that is known, so that distance has a meaning."""

    LOCAL = 1
    EXAMPLE = 2
    LOCATED = 4
    JOURNEY = 8
    CARERS_ONLY = 16
    CRISIS = 32
    CONDITION = 64
    REFUGE = 128
    WOMEN = 256
    MEN = 512
    NAMES_LANGUAGES = 1024


ROW: Final = np.dtype(
    [
        ("easting", "i4"),
        ("northing", "i4"),
        ("coverage", "i4"),
        ("needs", "u4"),
        ("first", "i1"),
        ("stages", "u1"),
        ("youngest", "i2"),
        ("oldest", "i2"),
        ("flags", "u2"),
        ("times", "u4"),
        ("assured", "i4"),
        ("said", "u2"),
        ("denied", "u2"),
        ("whose", "u8"),
        ("spot", "u1"),
    ]
)
"""A service has a row for each of its places: `spot` is the place's number, `whose` one that its rows share, else 0.

`coverage` numbers the set of its areas; `first` is its first need or -1; `assured` the day's ordinal or 0."""
UNKNOWN: Final = -1
SESSION: Final = np.dtype(
    [
        ("row", "i4"),
        ("unit", "u1"),
        ("interval", "i4"),
        ("phase", "i4"),
        ("days", "u1"),
        ("nth", "i1"),
        ("month_day", "i1"),
        ("first", "i4"),
        ("last", "i4"),
        ("opens", "i2"),
        ("closes", "i2"),
        ("parts", "u1"),
    ]
)
"""A part of a schedule (`Rule`) of the service in a row; it opens and closes at minutes of the day, or `UNKNOWN`."""
GENDER: Final[dict[Gender, Flag]] = {"women": Flag.WOMEN, "men": Flag.MEN}


def need_bits(needs: Iterable[Need]) -> int:
    """Return these needs as bits."""
    return sum(1 << NEEDS.index(need) for need in set(needs))


def stage_bits(stages: Iterable[LifeStage]) -> int:
    """Return these life stages as bits."""
    return sum(1 << STAGES.index(stage) for stage in set(stages))


def offered_bits(filters: Iterable[Filter]) -> int:
    """Return those of these filters that are never set aside as bits."""
    return sum(1 << OFFERED.index(wanted) for wanted in set(filters) if wanted in OFFERED)


def spoken_as(language: str) -> str:
    """Return the mark that stands among a service's words for a language: no word that anybody types."""
    return f"language:{language}"


def needs_in(bits: int) -> tuple[Need, ...]:
    """Return the needs that bits stand for."""
    return tuple(need for number, need in enumerate(NEEDS) if bits >> number & 1)


def facts_of(view: View, coverage: int) -> tuple[int, ...]:
    """Return the row of a service at a place, as `ROW` names its parts."""
    entry = view.entry
    service, spot = entry.service, entry.service.location
    return (
        (spot.easting or 0) if spot else 0,
        (spot.northing or 0) if spot else 0,
        coverage,
        need_bits(service.needs),
        NEEDS.index(service.needs[0]) if service.needs else -1,
        stage_bits(service.life_stages),
        min(service.minimum_age or 0, OLDEST),
        OLDEST if service.maximum_age is None else min(service.maximum_age, OLDEST),
        int(flags_of(entry)),
        time_bits(service),
        service.assured_date.toordinal() if service.assured_date else 0,
        offered_bits(wanted for wanted in OFFERED if says(service, wanted)),
        offered_bits(wanted for wanted in OFFERED if says(service, wanted) is False),
        view.whose,
        view.spot,
    )


def sessions_of(service: Service, row: int) -> list[tuple[int, ...]]:
    """Return the service's sessions, as `SESSION` names their parts."""
    return [
        (row, *rule, _minute(schedule.opens_at), _minute(schedule.closes_at), part_bits(schedule))
        for schedule in service.schedules
        for rule in rules_of(schedule)
    ]


def marks_of(entry: Entry) -> list[str]:
    """Return what the service is found by: its words, and the languages that it is given in."""
    return [*entry.words, *map(spoken_as, entry.service.languages)]


def flags_of(entry: Entry) -> Flag:
    """Return what is true of the service."""
    service = entry.service
    located = is_on_the_map(service.location)
    met = Attending.IN_PERSON in service.attending or not service.attending
    truths = {
        Flag.LOCAL: service.scope == "local",
        Flag.EXAMPLE: service.example,
        Flag.LOCATED: located,
        Flag.JOURNEY: located and met,
        Flag.CARERS_ONLY: for_carers_only(service),
        Flag.CRISIS: is_crisis(service),
        Flag.CONDITION: bool(entry.conditions),
        Flag.REFUGE: not REFUGE.isdisjoint(entry.words),
        Flag.WOMEN: service.gender == "women",
        Flag.MEN: service.gender == "men",
        Flag.NAMES_LANGUAGES: names_languages(service),
    }
    return Flag(sum(flag for flag, true in truths.items() if true))


def _minute(moment: time | None) -> int:
    return UNKNOWN if moment is None else moment.hour * 60 + moment.minute
