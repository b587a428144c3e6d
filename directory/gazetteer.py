"""Names of places in England: exact, with a county or city behind them, and with a slip of the keyboard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from math import hypot
from typing import Any

from directory.place_names import one_slip_away, plain

TOWN_SIZE = 15_000
"""A town of this many people is meant before a far-off neighbourhood of the same name."""
SAME_PLACE_M = 3_000
NEARBY_M = 25_000
LONGEST_MISSPELT = 40
SHORT_COUNTIES = {
    "beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire",
    "derbys": "derbyshire", "glos": "gloucestershire", "hants": "hampshire", "herts": "hertfordshire",
    "lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire",
    "notts": "nottinghamshire", "oxon": "oxfordshire", "salop": "shropshire", "shrops": "shropshire",
    "staffs": "staffordshire", "warks": "warwickshire", "wilts": "wiltshire", "worcs": "worcestershire",
    "yorks": "yorkshire", "mids": "midlands", "co": "county",
}  # fmt: skip
COUNTRIES = {
    "scotland": "Scotland",
    "wales": "Wales",
    "cymru": "Wales",
    "northern ireland": "Northern Ireland",
    "isle of man": "the Isle of Man",
    "jersey": "the Channel Islands",
    "guernsey": "the Channel Islands",
    "channel islands": "the Channel Islands",
    "ireland": "Ireland",
    "republic of ireland": "Ireland",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A named point: a town (`t:`), a neighbourhood (`w:`) or a whole council area (`c:`). Metres; rough `people`."""

    code: str
    name: str
    council: int
    easting: int
    northing: int
    people: int

    def metres_to(self, other: Spot) -> float:
        """Straight-line distance in metres."""
        return hypot(self.easting - other.easting, self.northing - other.northing)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name may mean: spots in England, the largest first, and countries outside England that have it too.

    `wide` marks a county or London: the spots are its councils.
    """

    spots: tuple[Spot, ...]
    elsewhere: tuple[str, ...] = ()
    wide: bool = False


class Gazetteer:
    """Looks names up in the lists of a place file."""

    def __init__(self, header: dict[str, Any]) -> None:
        self.councils: list[tuple[str, str, str, str]] = [tuple(row) for row in header["councils"]]
        spots = [Spot(*row) for row in header["localities"]]
        middles = header["council_middles"]
        self.council_spots = [
            Spot(f"c:{code}", name, index, *middles[index]) for index, (code, name, _, _) in enumerate(self.councils)
        ]
        self.by_code = {spot.code: spot for spot in [*spots, *self.council_spots]}
        self._towns = [spot for spot in spots if spot.code.startswith("t:")]
        self._named = _grouped((plain(spot.name), spot) for spot in [*spots, *self.council_spots])
        self._also_named = _grouped((name, spots[index]) for name, index in header["other_names"])
        self._council_beginnings = _grouped((plain(spot.name).split(" and ")[0], spot) for spot in self.council_spots)
        self._counties = self._county_members()
        self._elsewhere: dict[str, tuple[str, int]] = {name: tuple(row) for name, row in header["elsewhere"].items()}
        self._large_names = sorted({plain(spot.name) for spot in self._towns if spot.people >= 5_000})
        self._areas_of_council = [
            [set(plain(part).split()) for part in (name, county)] for _, name, _, county in self.councils
        ]

    def find(self, phrase: str) -> Found | None:
        """Return what a plain phrase names, with or without a county, council or bigger town behind the name."""
        return self._exact(phrase) or self._qualified(phrase) or self._council_beginning(phrase)

    def find_misspelt(self, phrase: str) -> Found | None:
        """Return what `phrase` may be with one slip mended; for long ones, what looks much like it."""
        found = [self._exact(name) for name in self._likely_names(phrase)]
        spots = [spot for one in found if one for spot in one.spots]
        countries = [country for one in found if one for country in one.elsewhere]
        if not spots and not countries:
            return None
        wide = len(found) == 1 and found[0] is not None and found[0].wide
        return Found(tuple(_largest_first(spots)), tuple(dict.fromkeys(countries)), wide)

    def nearest_town(self, spot: Spot, least_people: int = 5_000) -> Spot:
        """Return the nearest town of some size with another name."""
        others = (town for town in self._towns if town.people >= least_people and town.name != spot.name)
        return min(others, key=spot.metres_to)

    def _county_members(self) -> dict[str, list[Spot]]:
        members = _grouped((plain(self.councils[spot.council][3]), spot) for spot in self.council_spots)
        members["greater london"] = members.get("london", [])
        for wide in ("yorkshire", "sussex"):
            parts = [spots for name, spots in members.items() if name.endswith(f" {wide}")]
            members[wide] = [spot for spots in parts for spot in spots]
        return members

    def _exact(self, name: str) -> Found | None:
        if name in COUNTRIES:
            return Found((), (COUNTRIES[name],))
        spots = self._named.get(name, [])
        county = self._counties.get(_long_form(name), [])
        if len(county) > 1 and (name == "london" or all(spot.code.startswith("w:") for spot in spots)):
            return Found(tuple(_largest_first(county)), wide=True)
        if spots or name not in self._also_named:
            return self._with_elsewhere(name, _distinct(spots))
        own_names = {plain(spot.name) for spot in self._also_named[name]}
        return self._exact(min(own_names)) if len(own_names) == 1 else Found(tuple(self._also_named[name]))

    def _with_elsewhere(self, name: str, spots: list[Spot]) -> Found | None:
        country, people = self._elsewhere.get(name, ("", 0))
        if not spots:
            return Found((), (country,)) if country else None
        worth_saying = people >= 1_000 and (len(spots) > 1 or people > spots[0].people)
        return Found(tuple(spots), (country,) if worth_saying else ())

    def _qualified(self, phrase: str) -> Found | None:
        words = phrase.split()
        for cut in range(len(words) - 1, 0, -1):
            name, qualifier = " ".join(words[:cut]), " ".join(words[cut:])
            spots = self._named.get(name) or self._also_named.get(name, [])
            if qualifier in COUNTRIES and self._elsewhere.get(name, ("",))[0] == COUNTRIES[qualifier]:
                return Found((), (COUNTRIES[qualifier],))
            fitting = _distinct([spot for spot in spots if self._lies_in(spot, qualifier)])
            if fitting:
                return Found(tuple(fitting))
        return None

    def _council_beginning(self, phrase: str) -> Found | None:
        """Councils whose name goes on after `phrase`: people say "Westmorland" for Westmorland and Furness."""
        spots = self._council_beginnings.get(phrase)
        return Found(tuple(_largest_first(spots))) if spots else None

    def _lies_in(self, spot: Spot, qualifier: str) -> bool:
        words = {_long_form(word) for word in qualifier.split()} - {"the", "in", "near"}
        if words and any(words <= area for area in self._areas_of_council[spot.council]):
            return True
        towns = [other for other in self._named.get(qualifier, []) if other.people >= TOWN_SIZE]
        return any(spot.code != town.code and spot.metres_to(town) <= NEARBY_M for town in towns)

    def _likely_names(self, phrase: str) -> list[str]:
        if not 5 <= len(phrase) <= LONGEST_MISSPELT:
            return []
        known = (name for name in one_slip_away(phrase) if name in self._named or name in self._counties)
        near = list(dict.fromkeys(name for name in known if name[0] == phrase[0]))
        if near or len(phrase) < 8:
            return near
        same_start = [name for name in self._large_names if name[0] == phrase[0]]
        return get_close_matches(phrase, same_start, n=3, cutoff=0.85)


def _grouped(pairs: Iterable[tuple[str, Spot]]) -> dict[str, list[Spot]]:
    groups: dict[str, list[Spot]] = defaultdict(list)
    for name, spot in pairs:
        groups[name].append(spot)
    return dict(groups)


def _long_form(name: str) -> str:
    return " ".join(SHORT_COUNTIES.get(word, word) for word in name.split())


def _largest_first(spots: Iterable[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda spot: -spot.people)


def _distinct(spots: list[Spot]) -> list[Spot]:
    """One spot for each real place: towns before neighbourhoods before whole councils, the largest first."""
    rank = {"t": 0, "w": 1, "c": 2}
    kept: list[Spot] = []
    outshone = any(spot.code[0] == "c" or (spot.code[0] == "t" and spot.people >= TOWN_SIZE) for spot in spots)
    for spot in sorted(spots, key=lambda spot: (rank[spot.code[0]], -spot.people)):
        repeats = (spot.code[0] == "c" and any(other.council == spot.council for other in kept)) or any(
            spot.metres_to(other) <= SAME_PLACE_M for other in kept
        )
        if not repeats and not (outshone and spot.code[0] == "w"):
            kept.append(spot)
    return _largest_first(kept)
