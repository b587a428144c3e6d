"""Makes `directory/wards.csv` anew from Ordnance Survey's Code-Point Open (for maintainers; not used at run time).

    python -m directory.wards_extract codepo_gb.zip directory/wards.csv

Ward names are the names of the neighbourhoods that a list of towns leaves out: Moseley, Headingley, Brixton Hill.
Code-Point Open is free from the Ordnance Survey (Open Government Licence v3): "Contains OS data © Crown copyright and
database right; contains Royal Mail data © Royal Mail copyright and database right; contains National Statistics data
© Crown copyright and database right".
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WARD_SUFFIX = re.compile(r"( ED)?( Ward)?( \((B|DET|CP)\))*$")


def extract(source: Path, target: Path) -> int:
    """Write one line for each English ward (code, council, easting, northing, postcodes, name); return how many."""
    with zipfile.ZipFile(source) as archive:
        names = dict(_ward_names(archive.read("Doc/Codelist.xlsx")))
        points = _ward_points(archive)
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "council", "easting", "northing", "postcodes", "name"))
        rows = [(code, *_middle(found), names[code]) for code, found in sorted(points.items()) if code in names]
        writer.writerows(rows)
    return len(rows)


def _ward_names(workbook: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        shared = ["".join(item.itertext()) for item in _xml(parts, "xl/sharedStrings.xml").iter(f"{SHEET}si")]
        for sheet in (name for name in parts.namelist() if name.startswith("xl/worksheets/")):
            for row in _xml(parts, sheet).iter(f"{SHEET}row"):
                cells = [shared[int(value.text or 0)] for value in row.iter(f"{SHEET}v")]
                if len(cells) >= 2 and cells[1].startswith("E05"):
                    yield cells[1], WARD_SUFFIX.sub("", cells[0])


def _xml(parts: zipfile.ZipFile, name: str) -> ElementTree.Element:
    # The maintainer chose the file: the parser need not distrust it.
    return ElementTree.fromstring(parts.read(name))  # noqa: S314


def _ward_points(archive: zipfile.ZipFile) -> dict[str, list[tuple[str, int, int]]]:
    points: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for name in (name for name in archive.namelist() if name.startswith("Data/CSV/") and name.endswith(".csv")):
        with archive.open(name) as raw:
            for row in csv.reader(io.TextIOWrapper(raw, "utf-8")):
                if row[9].startswith("E05") and row[2] != "0":
                    points[row[9]].append((row[8], int(row[2]), int(row[3])))
    return points


def _middle(found: list[tuple[str, int, int]]) -> tuple[str, int, int, int]:
    """The council, the median easting and northing (a stray postcode does not move them), and how many postcodes."""
    half = len(found) // 2
    return found[half][0], sorted(e for _, e, _ in found)[half], sorted(n for _, _, n in found)[half], len(found)


if __name__ == "__main__":
    sys.stdout.write(f"{extract(Path(sys.argv[1]), Path(sys.argv[2]))} wards\n")
