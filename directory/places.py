"""Where a person is: what people type, turned into a place in England, without asking anybody else.

A postcode is used while it is looked up and then forgotten: a place holds a 250 m square and no postcode.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory.gazetteer import Found, Gazetteer, Spot
from directory.grid import to_grid
from directory.model import Place
from directory.place_file import ABROAD, INWARD_CODES, SQUARE_M, PlaceFile, inward_number, read_place_file
from directory.place_names import plain
from directory.place_squares import ENGLAND, ISLANDS, Squares, country_around
from directory.place_text import outward_codes, phrases, postcodes, runs_of_words

MOST_CHOICES = 6
WARD = "E05"
"""How every code of an English ward begins; codes of places leave it out, to be short."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing was recognised. Holds no text, so that what was typed cannot leak."""


@dataclass(frozen=True, slots=True)
class One:
    """Exactly one place is meant."""

    place: Place


@dataclass(frozen=True, slots=True)
class Several:
    """More than one place may be meant: at most six, the largest first, with names that tell them apart.

    `elsewhere` names the countries outside England that also have such a place ("Wales"); `more` says that there are
    more than six (London, a county, a very common name): ask for a postcode.
    """

    places: tuple[Place, ...]
    elsewhere: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class OutsideEngland:
    """A place that is known, in `country`: "Scotland", "Wales", "Northern Ireland", "the Isle of Man"..."""

    country: str


PlaceAnswer = Unknown | One | Several | OutsideEngland


class Places:
    """The lookup over a place file. Read-only, so one instance serves all threads."""

    def __init__(self, file: PlaceFile) -> None:
        self._file = file
        header = file.header
        self._keys = np.ascontiguousarray(file.rows["key"])
        self._rows = file.rows
        self._wards: NDArray[np.uint16] | None = file.wards
        self._ward_codes: list[str] = header.get("wards", [])
        self._known_wards = frozenset(filter(None, self._ward_codes))
        self._squares = Squares(file)
        self._outcodes = {code: index for index, code in enumerate(header["outcodes"])}
        self._parts: dict[str, list[list[int]]] = header["outcode_parts"]
        self._abroad: dict[str, str] = header["abroad"]
        self._countries: list[str] = header["countries"]
        self._gazetteer = Gazetteer(header)
        self._council_numbers = {council[0]: index for index, council in enumerate(self._gazetteer.councils)}
        self._names: dict[str, str] = {code: name for code, name, _, _ in self._gazetteer.councils} | header[
            "authorities"
        ]

    @classmethod
    def open(cls, path: Path) -> Places:
        """Open a file made by `build_places`. Raises FileNotFoundError or ValueError as `read_place_file` does."""
        return cls(read_place_file(path))

    def __reduce__(self) -> tuple[Callable[[Path], Places], tuple[Path]]:
        """Another process opens the same file and shares its memory."""
        return Places.open, (self._file.path,)

    def look_up(self, text: str) -> PlaceAnswer:
        """Return what `text` says about where a person is. Never raises, whatever was typed."""
        return self._by_postcode(text) or self._by_outward_code(text) or self._by_name(text) or Unknown()

    def by_code(self, code: str) -> Place | None:
        """Return the place that bears this code, or None when the code is not one of ours."""
        spot = self._gazetteer.by_code.get(code)
        if spot is not None:
            return self._place(spot, self._label(spot))
        match code.split(":"):
            case ["p", council, east, north, *ward] if _is_square(east, north) and len(ward) < 2:
                return self._square(council, int(east), int(north), *(f"{WARD}{number}" for number in ward))
            case ["o", outcode, council]:
                return next((place for place in self._outcode_places(outcode) if place.council == council), None)
        return None

    def council_name(self, code: str) -> str:
        """Return the plain name of a council or county council ("Bristol"). Raises KeyError for an unknown code."""
        return self._names[code]

    def council_names(self) -> dict[str, str]:
        """Return all council and county council codes with their plain names."""
        return dict(self._names)

    def authority_of(self, council: str) -> str:
        """Return the adult-social-care authority of a council. Raises KeyError for an unknown code."""
        return self._gazetteer.councils[self._council_numbers[council]][2]

    def _by_postcode(self, text: str) -> PlaceAnswer | None:
        fallback: PlaceAnswer | None = None
        for outward, inward in postcodes(text):
            answer = self._exact_postcode(outward, inward)
            if answer is not None:
                return answer
            fallback = fallback or self._outward_answer(outward)
        return fallback

    def _exact_postcode(self, outward: str, inward: str) -> PlaceAnswer | None:
        if outward in self._abroad:
            return OutsideEngland(self._abroad[outward])
        if outward not in self._outcodes:
            return None
        key = self._outcodes[outward] * INWARD_CODES + inward_number(inward)
        index = int(np.searchsorted(self._keys, np.uint32(key)))
        if index >= len(self._keys) or self._keys[index] != key:
            return None
        return self._at(index)

    def nearest(self, latitude: float, longitude: float) -> PlaceAnswer:
        """Return the square of postcodes nearest to a point in degrees (WGS84); no more of the point is kept.

        Unknown where it is in none of the countries that we know, or is no point on the earth.
        """
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # also what is not a number
            return Unknown()
        country = country_around(latitude, longitude)
        index = self._squares.nearest(*to_grid(latitude, longitude)) if country else None
        if index is not None and country not in ISLANDS:
            return self._at(index) or Unknown()
        return OutsideEngland(country) if country and country != ENGLAND else Unknown()

    def _at(self, index: int) -> PlaceAnswer | None:
        """The place of a row."""
        _, east, north, area = self._rows[index].tolist()
        if area >= ABROAD:
            return OutsideEngland(self._countries[area - ABROAD])
        ward = None if self._wards is None else self._ward_codes[self._wards[index]] or None
        place = self._square(self._gazetteer.councils[area][0], east, north, ward)
        return One(place) if place else None

    def _square(self, council: str, east: int, north: int, ward: str | None = None) -> Place | None:
        number = self._council_numbers.get(council)
        if number is None or (ward is not None and ward not in self._known_wards):
            return None
        _, name, authority, _ = self._gazetteer.councils[number]
        middle = (east * SQUARE_M + SQUARE_M // 2, north * SQUARE_M + SQUARE_M // 2)
        code = f"p:{council}:{east}:{north}" + (f":{ward.removeprefix(WARD)}" if ward else "")
        return Place(code, name, council, authority, *middle, "postcode", ward)

    def _by_outward_code(self, text: str) -> PlaceAnswer | None:
        answers = (self._outward_answer(code) for code in outward_codes(text))
        return next((answer for answer in answers if answer), None)

    def _outward_answer(self, outcode: str) -> PlaceAnswer | None:
        if outcode in self._abroad:
            return OutsideEngland(self._abroad[outcode])
        return _one_or_several(tuple(self._outcode_places(outcode)))

    def _outcode_places(self, outcode: str) -> list[Place]:
        councils = self._gazetteer.councils
        return [
            Place(
                f"o:{outcode}:{councils[number][0]}",
                f"{outcode}, {councils[number][1]}",
                councils[number][0],
                councils[number][2],
                east,
                north,
                "outcode",
            )
            for number, east, north, _ in self._parts.get(outcode, [])
        ]

    def _by_name(self, text: str) -> PlaceAnswer | None:
        candidates = phrases(text)
        names = self._gazetteer
        exact = (names.find(phrase) for phrase in candidates)
        within = (names.find(run) for run in (runs_of_words(text) if candidates else ()))
        misspelt = (names.find_misspelt(phrase) for phrase in candidates)
        found = next((one for group in (exact, within, misspelt) for one in group if one), None)
        return self._answer(found) if found else None

    def _answer(self, found: Found) -> PlaceAnswer | None:
        if not found.spots:
            return OutsideEngland(found.elsewhere[0])
        labels = self._labels(found.spots[:MOST_CHOICES])
        named = dict(reversed([*zip(labels, found.spots, strict=False)]))  # of two of a label, the larger
        places = tuple(self._place(named[label], label) for label in dict.fromkeys(labels))
        return _one_or_several(places, found.elsewhere, more=len(found.spots) > MOST_CHOICES)

    def _place(self, spot: Spot, label: str) -> Place:
        code, _, authority, _ = self._gazetteer.councils[spot.council]
        return Place(spot.code, label, code, authority, spot.easting, spot.northing, "town")

    def _labels(self, spots: tuple[Spot, ...]) -> list[str]:
        """Names that tell the spots apart: two of one name in one council are told by the town nearby."""
        labels = [self._label(spot) for spot in spots]
        counts = Counter(labels)
        return [
            f"{label}, near {self._gazetteer.nearest_town(spot).name}" if counts[label] > 1 else label
            for spot, label in zip(spots, labels, strict=True)
        ]

    def _label(self, spot: Spot) -> str:
        """The name and what it is in: the county in two-tier areas, else the council."""
        code, council, _, county = self._gazetteer.councils[spot.council]
        where = county if code.startswith("E07") else council
        return spot.name if plain(where) == plain(spot.name) else f"{spot.name}, {where}"


def _one_or_several(
    places: tuple[Place, ...], elsewhere: tuple[str, ...] = (), *, more: bool = False
) -> One | Several | None:
    if len(places) == 1 and not elsewhere:
        return One(places[0])
    return Several(places, elsewhere, more) if places else None


def _is_square(east: str, north: str) -> bool:
    """Within the British National Grid, in 250 m squares."""
    return all(number.isascii() and number.isdigit() and len(number) < 5 for number in (east, north))
