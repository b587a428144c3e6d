"""The rules of a search that are never relaxed: age, gender, area, and whether examples are shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Prefilter
from directory.catalogue import Numbering, Part
from directory.facts import GENDER, Flag
from directory.model import ALL_ENGLAND
from directory.segment import Box, Rows

_NO_BOX = (-1, -1, -2, -2)


def passing(part: Part, numbering: Numbering, rules: Prefilter, near: Box | None = None) -> Rows:
    """Return the rows that pass; of those met somewhere, only those in the box `near` where one is given."""
    segment = part.segment
    rows, box = segment.national(), rules.box or _NO_BOX
    if rules.councils:
        local = segment.local(_overlap(near, box) if near else box, box, numbering.covering(rules.councils))
        rows = np.concatenate([local, rows])
    rows = rows[_covered(part, rows, numbering, rules)]
    rows = rows[_reached(part, rows, box, numbering.named(rules.councils))]
    return rows[part.standing[rows] & _personal(part, rows, rules)]


def _covered(part: Part, rows: Rows, numbering: Numbering, rules: Prefilter) -> NDArray[np.bool_]:
    """Wherever areas are named, they cover the person."""
    found: NDArray[np.bool_] = numbering.covered((*rules.councils, ALL_ENGLAND))[part.segment.facts["coverage"][rows]]
    return found


def _reached(part: Part, rows: Rows, box: Box, covering: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Met, or at home, in the box; or with one of the person's councils among its areas; or national."""
    facts = part.segment.facts
    east, north, flags = facts["easting"][rows], facts["northing"][rows], facts["flags"][rows]
    inside = (east >= box[0]) & (north >= box[1]) & (east <= box[2]) & (north <= box[3])
    inside &= (flags & Flag.LOCATED) != 0
    found: NDArray[np.bool_] = inside | covering[facts["coverage"][rows]] | ((flags & Flag.LOCAL) == 0)
    return found


def _personal(part: Part, rows: Rows, rules: Prefilter) -> NDArray[np.bool_]:
    facts = part.segment.facts
    passed = np.ones(len(rows), np.bool_)
    if rules.age:
        passed &= facts["oldest"][rows] >= rules.age.minimum
        if rules.age.maximum is not None:
            passed &= facts["youngest"][rows] <= rules.age.maximum
    others = sum(flag for gender, flag in GENDER.items() if rules.gender and gender != rules.gender)
    unwanted = others | (0 if rules.examples else Flag.EXAMPLE)
    return passed & ((facts["flags"][rows] & np.uint16(unwanted)) == 0) if unwanted else passed


def _overlap(box: Box, other: Box) -> Box:
    return max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])
