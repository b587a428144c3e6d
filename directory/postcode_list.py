"""Postcodes with where they are, from whichever list: what the place file is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

LETTERS: Final = 7
"""A postcode as it is kept here: the outward code filled up to four letters, then the inward code."""
COUNTRIES: Final = (b"E", b"S", b"W", b"N", b"L", b"M")
ENGLAND: Final = b"E92000001"
Texts = NDArray[np.bytes_]


@dataclass
class PostcodeList:
    """Parts of equal length: `postcodes` (S7), `councils` (or another country's area), `points` in metres, `wards`.

    `wards` are GSS codes, empty where none is known. `counties` names the county council above a district; `names`
    are names of councils and counties that the list brings along.
    """

    postcodes: list[NDArray[np.bytes_]] = field(default_factory=list)
    councils: list[Texts] = field(default_factory=list)
    points: list[NDArray[np.float64]] = field(default_factory=list)
    wards: list[Texts] = field(default_factory=list)
    counties: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> PostcodeList:
        """Return a list without postcodes."""
        return cls()

    def __len__(self) -> int:
        return sum(map(len, self.postcodes))

    def add(self, given: Mapping[str, NDArray[np.bytes_]]) -> None:
        """Add rows as a table gives them: texts by the names of our columns. Those that say too little are left out."""
        postcodes, sound = _postcodes(given["postcode"])
        points = np.column_stack([_metres(given["easting"]), _metres(given["northing"])])
        councils = given["council"].astype("S9")
        country = councils.astype("S1")
        points[np.isin(country, (b"L", b"M"))] = 0  # no British National Grid there; only the country matters
        known = sound & np.isin(country, tuple(COUNTRIES)) & ~np.isnan(points).any(axis=1)
        if "country" in given:  # a council outside England that is called English, or the reverse, is neither
            known &= (given["country"] == ENGLAND) == (country == b"E")
        wards = given["ward"].astype("S9") if "ward" in given else np.full(len(councils), b"", "S9")
        self.postcodes.append(postcodes[known])
        self.councils.append(councils[known])
        self.points.append(points[known])
        self.wards.append(np.where(wards.astype("S3") == b"E05", wards, b"")[known])
        if "county" in given:
            self._note_counties(councils[known], given["county"][known].astype("S9"))

    def _note_counties(self, councils: Texts, counties: Texts) -> None:
        real = counties.astype("S3") == b"E10"
        pairs = set(zip(councils[real].tolist(), counties[real].tolist(), strict=True))
        self.counties |= {council.decode(): county.decode() for council, county in pairs}


def _postcodes(said: Texts) -> tuple[Texts, NDArray[np.bool_]]:
    """Postcodes in seven letters, however they were spaced, and which of them are postcodes."""
    shaped = [b"%-4b%b" % (text[:-3].rstrip(), text[-3:]) for text in said.tolist()]
    sound = np.array([len(text) == LETTERS for text in shaped], bool)
    names = np.array(shaped, f"S{LETTERS}")
    letters = names.view("u1").reshape(-1, LETTERS)
    digit = (letters[:, 4] >= ord("0")) & (letters[:, 4] <= ord("9"))
    ends = letters[:, [0, 5, 6]]
    return names, sound & digit & ((ends >= ord("A")) & (ends <= ord("Z"))).all(axis=1)


def _metres(said: Texts) -> NDArray[np.float64]:
    """Numbers, with no number where none is written."""
    try:
        return np.where(said == b"", b"nan", said).astype(np.float64)
    except ValueError:
        return np.array([_number(text) for text in said.tolist()])


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
