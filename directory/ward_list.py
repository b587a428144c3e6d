"""The wards of England by code: their names and where most of their postcodes lie."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward's name and its middle, in metres on the British National Grid."""

    name: str
    easting: int
    northing: int


def read_wards() -> dict[str, Ward]:
    """Return the wards of `wards.csv` (Code-Point Open, Open Government Licence v3) by GSS code."""
    with (Path(__file__).parent / "wards.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Ward(row["name"], int(row["easting"]), int(row["northing"])) for row in csv.DictReader(file)
        }
