"""Postcodes with where they are, from whichever list: what the place file is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LETTERS: Final = 7
"""A postcode as it is kept here: the outward code filled up to four letters, then the inward code."""
Texts = NDArray[np.str_]


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

    def add(self, given: Mapping[str, NDArray[Any]]) -> None:
        """Add rows as a table gives them: texts by the names of our columns. Those that say too little are left out."""
        postcodes, sound = _postcodes(given["postcode"])
        points = np.column_stack([_metres(given["easting"]), _metres(given["northing"])])
        councils = given["council"].astype("U9")
        island = np.isin(councils.astype("U1"), ("L", "M"))
        points[island] = 0  # no British National Grid there; only the country matters
        known = sound & np.isin(councils.astype("U1"), tuple("ESWNLM")) & ~np.isnan(points).any(axis=1)
        if "english" in given:  # a council outside England that is called English, or the reverse, is neither
            known &= given["english"] == np.char.startswith(councils, "E")
        wards = given["ward"].astype("U9") if "ward" in given else np.full(len(councils), "", "U9")
        self._keep(postcodes[known], councils[known], points[known], wards[known])
        if "county" in given:
            county = given["county"][known].astype("U9")
            pairs = np.unique(np.column_stack([councils[known], county]), axis=0)
            self.counties |= {council: up for council, up in pairs.tolist() if up.startswith("E10")}

    def _keep(self, postcodes: NDArray[np.bytes_], councils: Texts, points: NDArray[np.float64], wards: Texts) -> None:
        self.postcodes.append(postcodes)
        self.councils.append(councils)
        self.points.append(points)
        self.wards.append(np.where(np.char.startswith(wards, "E05"), wards, ""))


def _postcodes(said: NDArray[Any]) -> tuple[NDArray[np.bytes_], NDArray[np.bool_]]:
    """Postcodes in seven letters, however they were spaced, and which of them are postcodes."""
    bare = (text.replace(" ", "") for text in said.tolist())
    shaped = [f"{text[:-3]:<4}{text[-3:]}" for text in bare]
    sound = np.array([len(text) == LETTERS and text.isascii() for text in shaped], bool)
    names = np.array([text if fits else "?" * LETTERS for text, fits in zip(shaped, sound.tolist(), strict=True)], "S7")
    letters = names.view("u1").reshape(-1, LETTERS)
    digit = (letters[:, 4] >= ord("0")) & (letters[:, 4] <= ord("9"))
    ends = letters[:, [0, 5, 6]]
    return names, sound & digit & ((ends >= ord("A")) & (ends <= ord("Z"))).all(axis=1)


def _metres(said: NDArray[Any]) -> NDArray[np.float64]:
    """Numbers, with no number where none is written."""
    try:
        return np.where(said == "", "nan", said).astype(np.float64)
    except ValueError:
        return np.array([_number(text) for text in said.tolist()])


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
