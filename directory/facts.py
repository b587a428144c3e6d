"""What search looks at in a service, as numbers: one row of the catalogue, about fifty bytes besides its meaning."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag
from typing import Final

import numpy as np

from directory.candidates import Entry
from directory.kinship import REFUGE
from directory.model import Attending, CostOption, Filter, Gender, Need, Service
from directory.suiting import for_carers_only, is_crisis
from directory.times import time_bits
from screening.people import LifeStage

NEEDS: Final = tuple(Need)
STAGES: Final = tuple(LifeStage)
OLDEST: Final = 999
"""Stands for no upper limit of age."""
_REMOTE: Final = frozenset({Attending.ONLINE, Attending.PHONE, Attending.TEXT, Attending.HOME_VISIT})


class Flag(IntFlag):
    """What is true of a service. A journey: it is met somewhere that is known, so that distance has a meaning."""

    LOCAL = 1
    EXAMPLE = 2
    LOCATED = 4
    JOURNEY = 8
    CARERS_ONLY = 16
    CRISIS = 32
    FREE = 64
    STEP_FREE = 128
    ONLINE = 256
    CONDITION = 512
    REFUGE = 1024
    WOMEN = 2048
    MEN = 4096


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
    ]
)
"""`coverage` numbers the set of its areas; `first` is its first need or -1; `assured` the day's ordinal or 0."""
GENDER: Final[dict[Gender, Flag]] = {"women": Flag.WOMEN, "men": Flag.MEN}
FILTERS: Final = {Filter.FREE: Flag.FREE, Filter.STEP_FREE: Flag.STEP_FREE, Filter.ONLINE: Flag.ONLINE}
"""Money, access and being online are needs, not tastes: these filters are never relaxed."""


def need_bits(needs: Iterable[Need]) -> int:
    """Return these needs as bits."""
    return sum(1 << NEEDS.index(need) for need in set(needs))


def stage_bits(stages: Iterable[LifeStage]) -> int:
    """Return these life stages as bits."""
    return sum(1 << STAGES.index(stage) for stage in set(stages))


def needs_in(bits: int) -> tuple[Need, ...]:
    """Return the needs that bits stand for."""
    return tuple(need for number, need in enumerate(NEEDS) if bits >> number & 1)


def facts_of(entry: Entry, coverage: int) -> tuple[int, ...]:
    """Return the service's row, as `ROW` names its parts."""
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
    )


def flags_of(entry: Entry) -> Flag:
    """Return what is true of the service."""
    service = entry.service
    located = _located(service)
    met = Attending.IN_PERSON in service.attending or not service.attending
    truths = {
        Flag.LOCAL: service.scope == "local",
        Flag.EXAMPLE: service.example,
        Flag.LOCATED: located,
        Flag.JOURNEY: located and met,
        Flag.CARERS_ONLY: for_carers_only(service),
        Flag.CRISIS: is_crisis(service),
        Flag.FREE: service.cost.option is CostOption.FREE,
        Flag.STEP_FREE: _at_home(service) or "step_free" in service.accessibility,
        Flag.ONLINE: Attending.ONLINE in service.attending,
        Flag.CONDITION: bool(entry.conditions),
        Flag.REFUGE: not REFUGE.isdisjoint(entry.words),
        Flag.WOMEN: service.gender == "women",
        Flag.MEN: service.gender == "men",
    }
    return Flag(sum(flag for flag, true in truths.items() if true))


def _located(service: Service) -> bool:
    spot = service.location
    return spot is not None and spot.easting is not None and spot.northing is not None


def _at_home(service: Service) -> bool:
    """Whether nobody has to come through a door for it."""
    return bool(service.attending) and set(service.attending) <= _REMOTE
