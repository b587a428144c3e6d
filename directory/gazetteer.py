"""Names of places in England: exact, with a county or city behind them, and with a slip of the keyboard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from math import hypot
from typing import Any

from directory.place_names import SHORTEST_MENDED, one_slip_away, plain
from directory.place_sayings import COUNTRIES, NICKNAMES, REGIONS, long_form

TOWN_SIZE = 15_000
"""A town of this many people is meant before a far-off neighbourhood of the same name."""
SAME_PLACE_M = 3_000
SAME_COUNCIL_M = 8_000
"""Between the middle of a village and that of a wide ward of its name and council."""
NEARBY_M = 25_000
LONGEST_MISSPELT = 40
MUCH_LARGER = 30
"""A town that is so many times larger than a village of its name is meant."""
_BEGINNING = re.compile(r"(.+?) (?:by|in|next|on|super|under|upon)\b")
"""What people leave off: "Newcastle" upon Tyne and under Lyme, "Weston" super Mare."""


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
        self._town_beginnings = _grouped(
            (begun[1], spot)
            for spot in [*self._towns, *self.council_spots]
            if _is_large(spot) and (begun := _BEGINNING.match(plain(spot.name)))
        )
        self._council_beginnings = _grouped((plain(spot.name).split(" and ")[0], spot) for spot in self.council_spots)
        self._counties = self._county_members()
        self._elsewhere: dict[str, tuple[str, int]] = {name: tuple(row) for name, row in header["elsewhere"].items()}
        self._large_names = sorted({plain(spot.name) for spot in self._towns if spot.people >= 5_000})
        self._everyday = frozenset(header.get("everyday", ()))
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
        likely = spots if wide else _distinct(list(dict.fromkeys(spots)))
        return Found(tuple(_largest_first(likely)), tuple(dict.fromkeys(countries)), wide)

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
        by_name = {spot.name: spot for spot in self.council_spots}
        for region, names in REGIONS.items():
            members[region] = [by_name[name] for name in names if name in by_name]
        return members

    def _exact(self, name: str) -> Found | None:
        if name in COUNTRIES:
            return Found((), (COUNTRIES[name],))
        name = NICKNAMES.get(name, name)
        if name not in self._named:
            name = long_form(name)
        spots = self._named.get(name, [])
        county = self._counties.get(name, [])
        if len(county) > 1 and (name == "london" or all(spot.code.startswith("w:") for spot in spots)):
            return Found(tuple(_largest_first(county)), wide=True)
        own_names = {plain(spot.name) for spot in self._also_named.get(name, [])}
        if not spots and name not in self._town_beginnings and len(own_names) == 1:
            return self._exact(own_names.pop())
        return self._with_elsewhere(name, self._meant(name) or county)

    def _meant(self, name: str) -> list[Spot]:
        """The real places of that name. Those that are only called so hide none of them."""
        kept = _distinct(self._named.get(name, []))
        for spot in _distinct(self._called(name)):
            if not any(_repeats(spot, other) for other in kept):
                kept.append(spot)
        return _largest_first(kept)

    def _called(self, name: str) -> list[Spot]:
        """The spots of that name, and those that are called so by another name of theirs or its beginning.

        Lists hold odd other names, so beside a town or council of the very name they do not count.
        """
        spots, others = self._named.get(name, []), self._also_named.get(name, [])
        if spots:
            known = any(spot.code[0] != "w" for spot in spots)
            others = [] if known else [spot for spot in others if _is_large(spot)]
        return list(dict.fromkeys([*spots, *others, *self._town_beginnings.get(name, [])]))

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
            spots = self._called(name)
            if qualifier in COUNTRIES and self._elsewhere.get(name, ("",))[0] == COUNTRIES[qualifier]:
                return Found((), (COUNTRIES[qualifier],))
            fitting = _distinct([spot for spot in spots if self._lies_in(spot, qualifier)])
            if fitting:
                return Found(tuple(fitting))
            if spots and self._is_wide(qualifier):
                return self._exact(qualifier)  # not that one of the name: somewhere there that no list has
        return None

    def _is_wide(self, name: str) -> bool:
        """True of a county, a council and a town of some size."""
        name = long_form(NICKNAMES.get(name, name))
        return name in self._counties or any(_is_large(spot) for spot in self._named.get(name, []))

    def _council_beginning(self, phrase: str) -> Found | None:
        """Councils whose name goes on after `phrase`: people say "Westmorland" for Westmorland and Furness."""
        spots = self._council_beginnings.get(phrase)
        return Found(tuple(_largest_first(spots))) if spots else None

    def _lies_in(self, spot: Spot, qualifier: str) -> bool:
        words = set(long_form(NICKNAMES.get(qualifier, qualifier)).split()) - {"the", "in", "near"}
        if spot.council in {other.council for other in self._counties.get(qualifier, [])}:
            return True
        if words and any(words <= area for area in self._areas_of_council[spot.council]):
            return True
        towns = [other for other in self._called(NICKNAMES.get(qualifier, qualifier)) if other.people >= TOWN_SIZE]
        return any(spot.code != town.code and spot.metres_to(town) <= NEARBY_M for town in towns)

    def _likely_names(self, phrase: str) -> list[str]:
        if not SHORTEST_MENDED <= len(phrase) <= LONGEST_MISSPELT or phrase in self._everyday:
            return []
        lists = (self._named, self._town_beginnings, self._counties)
        known = (name for name in one_slip_away(phrase) if any(name in names for names in lists))
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


def _is_large(spot: Spot) -> bool:
    return spot.code[0] == "c" or (spot.code[0] == "t" and spot.people >= TOWN_SIZE)


def _largest_first(spots: Iterable[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda spot: -spot.people)


def _distinct(spots: list[Spot]) -> list[Spot]:
    """One spot for each real place: towns before neighbourhoods before whole councils, the largest first.

    A town outshines far-off neighbourhoods of its name, and villages when it is much larger.
    """
    rank = {"t": 0, "w": 1, "c": 2}
    town = max((spot.people for spot in spots if spot.code[0] == "t" and _is_large(spot)), default=0)
    outshone = {"w"} if any(_is_large(spot) for spot in spots) else set()
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (rank[spot.code[0]], -spot.people)):
        small = spot.code[0] == "t" and spot.people * MUCH_LARGER < town
        if spot.code[0] not in outshone and not small and not any(_repeats(spot, other) for other in kept):
            kept.append(spot)
    return _largest_first(kept)


def _repeats(spot: Spot, other: Spot) -> bool:
    """Whether `spot` is the same real place as `other`, which is told first."""
    if spot.council == other.council and spot.code[0] == "c":
        return True
    same_ward = spot.council == other.council and spot.code[0] == "w"
    return spot.metres_to(other) <= (SAME_COUNCIL_M if same_ward else SAME_PLACE_M)
