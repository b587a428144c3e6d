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
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from typing import IO, Final

import numpy as np

from directory.postcode_list import PostcodeList

AT_ONCE: Final = 32_000_000
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
ZIP: Final = b"PK\x03\x04"
LONGEST_HEADER: Final = 10_000
LONGEST_NAMES: Final = 2_000_000
"""Bytes of a list of names in the package; postcode lists are a hundred times longer."""
Progress = Callable[[str], None]


class NotAPostcodeListError(ValueError):
    """The file is neither an ONSPD nor an NSPL."""


def read_postcode_list(path: Path, progress: Progress) -> PostcodeList:
    """Read a list. Raises NotAPostcodeListError, OSError or zipfile.BadZipFile."""
    found = PostcodeList.empty()
    try:
        with ExitStack() as stack:
            for file in _tables(path, stack, found.names):
                _read_table(file, found, progress)
    except (zlib.error, EOFError, RuntimeError) as error:  # damaged inside, or under a password
        raise zipfile.BadZipFile(f"{path.name} cannot be unpacked: {error}") from error
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


def _tables(path: Path, stack: ExitStack, names: dict[str, str]) -> Iterator[IO[bytes]]:
    """The tables with postcodes: of a package the one whole table, or its parts where there is none."""
    if not zipfile.is_zipfile(path):
        file = stack.enter_context(path.open("rb"))
        if file.read(len(ZIP)) == ZIP:
            raise zipfile.BadZipFile(f"{path.name} is not whole: fetch it again.")
        file.seek(0)
        yield file
        return
    archive = stack.enter_context(zipfile.ZipFile(path))
    entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
    lists = sorted((e for e in entries if _begins_as_list(archive, e)), key=lambda entry: -entry.file_size)
    for entry in entries:
        if entry not in lists and entry.file_size <= LONGEST_NAMES:
            names |= _names(archive, entry)
    whole = lists[:1] if lists and 2 * lists[0].file_size >= sum(entry.file_size for entry in lists) else lists
    for entry in whole:
        yield stack.enter_context(archive.open(entry))


def _begins_as_list(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with archive.open(entry) as file:
        return columns_of(_header(file.readline(LONGEST_HEADER))) is not None


def _names(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> dict[str, str]:
    """Names of councils and counties from a list of names and codes, where this is one."""
    text = archive.read(entry).decode("utf-8-sig", "replace").replace("\0", "")
    rows = csv.reader(io.StringIO(text, newline=None))
    header = [name.strip().casefold() for name in next(rows, [])]
    code = next((place for place, name in enumerate(header) if NAMES.fullmatch(name)), None)
    wanted = header[code].removesuffix("cd") + "nm" if code is not None else ""
    if code is None or wanted not in header:
        return {}
    name = header.index(wanted)
    return {row[code]: row[name] for row in rows if len(row) > max(code, name) and row[code].startswith("E")}


def _read_table(file: IO[bytes], found: PostcodeList, progress: Progress) -> None:
    where = columns_of(_header(file.readline(LONGEST_HEADER)))
    if where is None:
        raise NotAPostcodeListError("It has no columns like pcds, lad25cd, east1m and north1m.")
    last = max(where.values())
    pick = itemgetter(*where.values())
    for lines in _lines(file):
        # a fifth of the time that the csv module takes: no code holds a comma, and most columns are passed over
        rows = (line.split(b",", last + 1) for line in lines)
        columns = zip(*(pick(row) for row in rows if len(row) > last), strict=True)
        given = {name: np.array(column) for name, column in zip(where, columns, strict=False)}
        if given:
            found.add(given)
            progress(f"{len(found):,} postcodes read")


def _header(line: bytes) -> list[str]:
    try:
        return next(csv.reader([line.decode("utf-8-sig", "replace")]), [])
    except csv.Error:  # UTF-16, a picture: no table of ours
        return []


def _lines(file: IO[bytes]) -> Iterator[list[bytes]]:
    """Lines without quotation marks, as many at a time as fit in a few megabytes."""
    rest = b""
    while chunk := file.read(AT_ONCE):
        *lines, rest = (rest + chunk).replace(b'"', b"").replace(b"\r", b"").split(b"\n")
        yield lines
    yield [rest]
