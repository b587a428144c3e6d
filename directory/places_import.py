"""Reads postcodes from an official list that an operator brings: the ONS Postcode Directory (ONSPD) or the NSPL.

A CSV file or a zip that holds it. The columns are found by pattern, since their names carry a year ("lad25cd") and were
others before ("oslaua"). Postcodes that are no longer used are kept: people go on saying them. Those outside England
tell only that they are.

"Contains OS data © Crown copyright and database right; contains Royal Mail data © Royal Mail copyright and database
right; source: Office for National Statistics licensed under the Open Government Licence v.3.0."
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Final

import numpy as np

from directory.postcode_list import PostcodeList

AT_ONCE: Final = 200_000
COLUMNS: Final = {
    "postcode": r"pcds|pcd8|pcd7|pcd2|pcd",
    "council": r"lad\d\dcd|oslaua|laua",
    "ward": r"wd\d\dcd|osward|ward",
    "county": r"cty\d\dcd|oscty|cty",
    "country": r"ctry\d\dcd|ctry",
    "easting": r"east1m|oseast1m",
    "northing": r"north1m|osnrth1m",
}
NEEDED: Final = ("postcode", "council", "easting", "northing")
NAMES: Final = re.compile(r"(lad|cty)\d\dcd")
LONGEST_NAMES: Final = 2_000_000
"""Bytes of a list of names in the package; postcode lists are a hundred times longer."""
ENGLAND: Final = "E92000001"
Progress = Callable[[str], None]


class NotAPostcodeListError(ValueError):
    """The file is neither an ONSPD nor an NSPL."""


def read_postcode_list(path: Path, progress: Progress) -> PostcodeList:
    """Read a list. Raises NotAPostcodeListError, FileNotFoundError or zipfile.BadZipFile."""
    found = PostcodeList.empty()
    with ExitStack() as stack:
        for file in _tables(path, stack, found.names):
            _read_table(file, found, progress)
    if not len(found):
        raise NotAPostcodeListError(f"{path.name} holds no postcodes with a council and a position.")
    return found


def columns_of(header: Sequence[str]) -> dict[str, int] | None:
    """Return where our columns stand, the newest where several fit; None where the table is no list of postcodes."""
    names = [name.strip().strip("\ufeff").casefold() for name in header]
    found: dict[str, int] = {}
    for column, pattern in COLUMNS.items():
        fitting = [name for name in names if re.fullmatch(pattern, name)]
        if fitting:
            best = min(fitting, key=_preference) if column == "postcode" else max(fitting)
            found[column] = names.index(best)
    return found if set(NEEDED) <= found.keys() else None


def _preference(name: str) -> int:
    return COLUMNS["postcode"].split("|").index(name)


def _tables(path: Path, stack: ExitStack, names: dict[str, str]) -> Iterator[IO[str]]:
    """The tables with postcodes: of a package the one whole table, or its parts where there is none."""
    if not zipfile.is_zipfile(path):
        yield stack.enter_context(path.open(encoding="utf-8-sig", errors="replace", newline=""))
        return
    archive = stack.enter_context(zipfile.ZipFile(path))
    entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
    lists = sorted((e for e in entries if _begins_as_list(archive, e)), key=lambda entry: -entry.file_size)
    for entry in entries:
        if entry not in lists and entry.file_size <= LONGEST_NAMES:
            names |= _names(_text(archive, entry, stack))
    whole = lists[:1] if lists and 2 * lists[0].file_size >= sum(entry.file_size for entry in lists) else lists
    for entry in whole:
        yield _text(archive, entry, stack)


def _begins_as_list(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with ExitStack() as stack:
        return columns_of(next(csv.reader(_text(archive, entry, stack)), [])) is not None


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, stack: ExitStack) -> IO[str]:
    raw = stack.enter_context(archive.open(entry))
    return stack.enter_context(io.TextIOWrapper(raw, "utf-8-sig", "replace", newline=""))


def _names(file: IO[str]) -> dict[str, str]:
    """Names of councils and counties from a list of names and codes, where this is one."""
    rows = csv.reader(file)
    header = [name.strip().casefold() for name in next(rows, [])]
    code = next((place for place, name in enumerate(header) if NAMES.fullmatch(name)), None)
    wanted = header[code].removesuffix("cd") + "nm" if code is not None else ""
    if code is None or wanted not in header:
        return {}
    name = header.index(wanted)
    return {row[code]: row[name] for row in rows if len(row) > max(code, name) and row[code].startswith("E")}


def _read_table(file: IO[str], found: PostcodeList, progress: Progress) -> None:
    rows = csv.reader(file)
    where = columns_of(next(rows, []))
    if where is None:
        raise NotAPostcodeListError(f"The table needs columns like pcds, lad25cd, east1m and north1m: {COLUMNS}")
    wanted = [where.get(column) for column in COLUMNS]
    pick = itemgetter(*(0 if place is None else place for place in wanted))
    width = max(place for place in wanted if place is not None)
    while some := list(islice(rows, AT_ONCE)):
        picked = [pick(row) for row in some if len(row) > width]
        columns = [np.array(column) for column in zip(*picked, strict=True)]
        if columns:
            given = {name: columns[n] for n, (name, place) in enumerate(zip(COLUMNS, wanted, strict=True))
                     if place is not None}  # fmt: skip
            if "country" in given:
                given["english"] = given["country"] == ENGLAND
            found.add(given)
            progress(f"{len(found):,} postcodes read")
