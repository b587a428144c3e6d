"""How services are given: the answers of `offering`, many services at a time."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from directory.catalogue import Numbering
from directory.facts import Flag, offered_bits, spoken_as
from directory.likeness import having
from directory.model import Wanted
from directory.offering import OFFERED, WAYS, understood
from directory.segment import Rows, Segment

Truths = NDArray[np.bool_]
_WAYS: Final = offered_bits(WAYS)
_SINGLY: Final = offered_bits(OFFERED) & ~_WAYS


def not_denied(segment: Segment, rows: Rows, numbering: Numbering, wanted: Wanted) -> Rows:
    """Return those of these rows that do not say no to what is wanted."""
    chosen = offered_bits(wanted.filters)
    if chosen:
        denied = segment.facts["denied"][rows]
        refused = (denied & np.uint16(chosen & _SINGLY)) != 0
        if ways := np.uint16(chosen & _WAYS):
            refused |= (denied & ways) == ways
        rows = rows[~refused]
    if wanted.languages:
        others = (segment.facts["flags"][rows] & Flag.NAMES_LANGUAGES) != 0
        rows = rows[~others | _speaking(segment, rows, numbering, wanted)]
    return rows


def all_said(segment: Segment, rows: Rows, numbering: Numbering, wanted: Wanted) -> Truths:
    """Return whether each row, none of which says no, says yes to all that is wanted."""
    said = segment.facts["said"][rows]
    singly = np.uint16(offered_bits(wanted.filters) & _SINGLY)
    sure: Truths = (said & singly) == singly
    if ways := np.uint16(offered_bits(wanted.filters) & _WAYS):
        sure &= (said & ways) != 0
    return sure & _speaking(segment, rows, numbering, wanted) if wanted.languages else sure


def _speaking(segment: Segment, rows: Rows, numbering: Numbering, wanted: Wanted) -> Truths:
    codes = {code for language in wanted.languages for code in understood(language)}
    return having(segment, rows, numbering, map(spoken_as, sorted(codes)))
