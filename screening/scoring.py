"""The UCLA three-item total and its Community Life Survey band.

There is no official cut-off ("no standard accepted score for which someone would definitely be considered lonely",
Community Life Survey 2020/21, Annex B), so none is offered here. The direct question is a category and never counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from screening.instruments import FREQUENCY, NON_ANSWERS

SCORED_ITEMS = ("companionship", "left_out", "isolated")
SCORES = {option.code: option.score for option in FREQUENCY if option.score is not None}


class Band(StrEnum):
    """How often a person feels lonely, as the Community Life Survey groups totals: 3-4, 5-7, 8-9."""

    LEAST = "least"
    SOME = "some"
    MOST = "most"


@dataclass(frozen=True)
class UclaScore:
    """`total` runs from 3 (least lonely) to 9 (most lonely)."""

    total: int
    band: Band


def band_of(total: int) -> Band:
    """Return the Community Life Survey band of a total from 3 to 9."""
    if total <= 4:
        return Band.LEAST
    return Band.SOME if total <= 7 else Band.MOST


def ucla_score(answers: Mapping[str, str]) -> UclaScore | None:
    """Return the score of the three indirect items, or None unless all three were answered: nothing is imputed.

    `answers` maps item names to answer codes; other items are ignored. ValueError names a code that no scored item has.
    """
    given = [answers[item] for item in SCORED_ITEMS if item in answers]
    for code in given:
        if code not in SCORES and code not in NON_ANSWERS:
            raise ValueError(f"{code!r} is not an answer to a scored item")
    scores = [SCORES[code] for code in given if code in SCORES]
    if len(scores) < len(SCORED_ITEMS):
        return None
    total = sum(scores)
    return UclaScore(total, band_of(total))
