"""How much services are about what a person typed: by the meaning of the whole, and by the words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from directory.catalogue import Numbering
from directory.families import FAMILY
from directory.meanings import Vector, cosines
from directory.segment import Rows, Segment

Numbers = NDArray[np.float64]
ALIKE = 0.35
"""Likeness from which a service is taken to be about what was typed: docs/search.md tells how it was measured."""
QUITE_ALIKE = 0.50
"""The same for a service that is only for some people: "learn guitar" is not about learning English."""
VERY_ALIKE = 0.60
"""Likeness from which that is enough even when the person also chose a need that the service does not name."""
UNLIKE_COSINE, SAME_COSINE = 0.10, 0.45
"""Cosines between a wish and a service: an ordinary stranger, and as close as a short wish gets."""
STRONGER = 0.8
"""Share of the stronger of the two signs: words are sharp and miss much, meaning is broad and blurs."""


KIN = 0.7
"""What a word counts that means nearly the same as one that was typed."""


@dataclass(frozen=True)
class Typed:
    """What a person typed: its meaning, and for each of its words the share that it is of all."""

    meaning: Vector
    shares: Mapping[str, float]


def typed(meaning: Vector, said: Iterable[str], counts: Mapping[str, int], services: int) -> Typed:
    """Weigh words: one that few of so many services have counts for more. `counts`: how many have each, or its kin."""
    weights = {word: log(1 + services / (0.5 + counts[word])) for word in sorted(said)}
    whole = sum(weights.values()) or 1.0
    return Typed(meaning, {word: weight / whole for word, weight in weights.items()})


def likeness(segment: Segment, rows: Rows, numbering: Numbering, wish: Typed) -> Numbers:
    """Return for each row how much it is about what was typed, from 0 to 1."""
    alike = cosines(rows, segment.meanings, segment.scales, wish.meaning)
    meant = np.clip((alike - UNLIKE_COSINE) / (SAME_COSINE - UNLIKE_COSINE), 0, 1)
    return blended(meant, shares_of_words(segment, rows, numbering, wish.shares))


def blended(meant: Numbers, worded: Numbers) -> Numbers:
    """Join the two signs."""
    return STRONGER * np.maximum(meant, worded) + (1 - STRONGER) * np.minimum(meant, worded)


def shares_of_words(segment: Segment, rows: Rows, numbering: Numbering, shares: Mapping[str, float]) -> Numbers:
    """Return which share of the words each row has; one of the same family counts for less."""
    found = np.zeros(len(rows), np.float64)
    for word, share in shares.items():
        here = having(segment, rows, numbering, (word,))
        found[here] += share
        if kin := FAMILY.get(word):
            found[having(segment, rows, numbering, kin) & ~here] += KIN * share
    return found


def having(segment: Segment, rows: Rows, numbering: Numbering, words: Iterable[str]) -> NDArray[np.bool_]:
    """Return whether each row has one of these words."""
    has = np.zeros(len(segment), np.bool_)
    for word in words:
        if (number := numbering.words.get(word)) is not None:
            has[segment.having(number)] = True
    return has[rows]
