"""The place file: one compact file, made once, mapped read-only into memory and shared by every process.

Layout: eight bytes of magic, the length of a JSON header (unsigned 64 bits, little endian), the header, then, from the
next multiple of 16, the postcode rows sorted by key. A row is 10 bytes: key, easting and northing in 250 m squares,
and the council's index in the header (or, for a postcode outside England, an index into its countries from
`ABROAD` up). Where the header names wards, the number of each row's ward follows the rows, two bytes each.
"""

from __future__ import annotations

import json
import os
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC = b"KITHPLC1"
SQUARE_M = 250
ABROAD = 60_000
ROW = np.dtype([("key", "<u4"), ("east", "<u2"), ("north", "<u2"), ("area", "<u2")])
INWARD_CODES = 10 * 26 * 26


@dataclass(frozen=True)
class PlaceFile:
    """What the file at `path` holds: the header's lists and the postcode rows."""

    path: Path
    header: dict[str, Any]
    rows: NDArray[np.void]
    wards: NDArray[np.uint16] | None = None


def inward_number(inward: str) -> int:
    """Number an inward code such as "8AB" from 0 to 6,759."""
    return (int(inward[0]) * 26 + ord(inward[1]) - 65) * 26 + ord(inward[2]) - 65


def write_place_file(
    path: Path, header: dict[str, Any], rows: NDArray[np.void], wards: NDArray[np.uint16] | None = None
) -> None:
    """Write the file whole or not at all: readers of an older one keep it. `wards` are numbers in the header's list."""
    header = header | {"rows": len(rows)}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    start = MAGIC + struct.pack("<Q", len(text)) + text
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(start + b"\0" * (-len(start) % 16))
            file.write(rows.tobytes())
            if wards is not None:
                file.write(wards.tobytes())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_place_file(path: Path) -> PlaceFile:
    """Open the file read-only. Raises FileNotFoundError when it is missing, ValueError when it is no such file."""
    with path.open("rb") as file:
        if file.read(8) != MAGIC:
            raise ValueError(f"{path} is not a place file of this version: build it again")
        header = _header(path, file)
        offset = file.tell()
    offset += -offset % 16
    rows = np.memmap(path, dtype=ROW, mode="r", offset=offset, shape=(header["rows"],))
    if not header.get("wards"):
        return PlaceFile(path, header, rows)
    wards = np.memmap(path, dtype=np.uint16, mode="r", offset=offset + rows.nbytes, shape=(header["rows"],))
    return PlaceFile(path, header, rows, wards)


def _header(path: Path, file: BinaryIO) -> dict[str, Any]:
    try:
        (length,) = struct.unpack("<Q", file.read(8))
        header: dict[str, Any] = json.loads(file.read(length))
    except (struct.error, ValueError) as error:
        raise ValueError(f"{path} is damaged: build it again") from error
    if "rows" not in header:
        raise ValueError(f"{path} is not a place file of this version: build it again")
    return header
