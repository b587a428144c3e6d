"""A country's services that do not exist: drawn from those of the seed, and set where people live. The same each time.

Each is a service of the seed in another place, with days, ages, costs and areas of its own. Its meaning is that of
the seed's service with noise, as making a million vectors from texts would take hours.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from directory.model import (
    ALL_ENGLAND,
    AgeRange,
    Cost,
    CostOption,
    Filter,
    Gender,
    Location,
    Need,
    Place,
    Schedule,
    Service,
    When,
)
from directory.place_file import ABROAD, SQUARE_M, PlaceFile
from directory.search import Wish
from screening.people import LifeStage, Role

TODAY: Final = date(2026, 11, 21)
NATIONAL: Final = 0.001
FEATURES: Final = ("step_free", "hearing_loop", "bsl", "accessible_toilet")
NOISE: Final = 0.03
"""Added to each of 512 numbers: the cosine with the seed's vector is about 0.83."""
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WISHES: Final = (
    "somewhere to play dominoes", "singing in a choir", "I would like to walk with others", "knitting and a chat",
    "learn to use my phone", "somebody to talk to", "a place to grow vegetables", "board games in the evening",
    "my husband died last year", "cooking with other people", "something for my toddler", "football for beginners",
    "mending things", "practise my English", "painting", "help to find work", "someone to visit my mother",
    "a group for people with dementia", "swimming", "quiz night",
)  # fmt: skip


class Country:
    """Draws places as people live: every postcode of England is as likely as any other."""

    def __init__(self, places: PlaceFile) -> None:
        rows = places.rows[places.rows["area"] < ABROAD]
        self._rows = rows
        self._councils: list[Sequence[str]] = places.header["councils"]

    def place(self, chance: random.Random) -> Place:
        """Return the square of some postcode."""
        _, east, north, area = self._rows[chance.randrange(len(self._rows))].tolist()
        code, name, authority, *_ = self._councils[area]
        middle = (east * SQUARE_M + SQUARE_M // 2, north * SQUARE_M + SQUARE_M // 2)
        return Place(f"p:{code}:{east}:{north}", name, code, authority, *middle, "postcode")


def services(
    country: Country, seed: Sequence[tuple[Service, NDArray[np.float32]]], count: int
) -> Iterator[tuple[Service, NDArray[np.float32]]]:
    """Draw so many services with their vectors."""
    chance, noise = random.Random(8), np.random.default_rng(8)
    local = [(service, vector) for service, vector in seed if service.scope == "local"]
    national = [(service, vector) for service, vector in seed if service.scope == "national"]
    for number in range(count):
        like, vector = chance.choice(national if chance.random() < NATIONAL else local)
        near = vector + noise.normal(0, NOISE, len(vector)).astype(np.float32)
        yield _drawn(number, like, country.place(chance), chance), near / np.linalg.norm(near)


def wishes(country: Country, count: int, start: int = 0) -> list[Wish]:
    """Draw wishes with every kind of rule: needs, words, ages, life stages, times of the week and filters."""
    chance = random.Random(start)
    return [_wish(country.place(chance), chance) for _ in range(count)]


def _wish(place: Place, chance: random.Random) -> Wish:
    stage = chance.choice([None, *LifeStage])
    needs = tuple(chance.sample(list(Need), chance.choice((0, 1, 1, 1, 2, 3))))
    ages = {LifeStage.YOUNG: AgeRange(10, 24), LifeStage.LATER_LIFE: AgeRange(65, None)}
    offered = list(Filter)
    return Wish(
        place,
        age=ages.get(stage) if stage else None,
        life_stages=(stage,) if stage else (),
        role=Role.CARER if chance.random() < 0.1 else Role.RESIDENT,
        needs=needs,
        text=chance.choice(WISHES) if chance.random() < 0.5 else None,
        filters=frozenset(chance.sample(offered, chance.choice((0, 0, 1, 1, 2)))),
        languages=frozenset({"pl"} if chance.random() < 0.05 else ()),
        times=frozenset(chance.sample(list(When), chance.choice((0, 0, 0, 1, 2)))),
        gender=chance.choice((None, "women", "men")),
    )


def _drawn(number: int, like: Service, place: Place, chance: random.Random) -> Service:
    name = f"{like.name}, {place.name}"[:255]
    common = replace(
        like,
        id=service_id(number),
        name=name,
        organisation=f"Friends of {place.name} {number // 5}",
        cost=_cost(chance),
        assured_date=TODAY - timedelta(days=chance.randrange(500)) if chance.random() < 0.8 else None,
        gender=_gender(chance),
        example=False,
    )
    if like.scope == "national":
        return replace(common, areas=(ALL_ENGLAND,))
    east, north = (metres + chance.randrange(-125, 125) for metres in (place.easting, place.northing))
    spot = Location(f"Hall {number}", "1 High Street", place.name, None, None, None, east, north)
    return replace(
        common,
        areas=_areas(place, chance),
        location=spot if chance.random() < 0.9 else None,
        schedules=(_schedule(chance),) if chance.random() < 0.85 else (),
        accessibility=tuple(feature for feature in FEATURES if chance.random() < 0.5),
    )


def service_id(number: int) -> str:
    """Return ids that grow, so that a database takes them quickly."""
    return f"{number:08x}-0000-4000-8000-000000000000"


def _areas(place: Place, chance: random.Random) -> tuple[str, ...]:
    """Most name their council, some the county as well, and a good many nothing."""
    kind = chance.random()
    if kind < 0.25:
        return ()
    return (place.council,) if kind < 0.9 else tuple(dict.fromkeys((place.council, place.authority)))


def _cost(chance: random.Random) -> Cost:
    option = chance.choices((CostOption.FREE, CostOption.PAID, CostOption.UNKNOWN), (5, 3, 2))[0]
    return Cost(option, float(chance.randrange(1, 10)) if option is CostOption.PAID else None)


def _gender(chance: random.Random) -> Gender | None:
    return chance.choices((None, "women", "men"), (92, 5, 3))[0]


def _schedule(chance: random.Random) -> Schedule:
    hour = chance.randrange(9, 20)
    return Schedule("WEEKLY", byday=chance.choice(DAYS), opens_at=time(hour), closes_at=time(hour + 2))
