"""How much a service is about what a person typed: by the meaning of the whole, and by the words themselves."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Entry

Numbers = NDArray[np.float32]
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


def likeness_of(entries: Sequence[Entry], vector: Numbers, said: frozenset[str]) -> Numbers:
    """Return for each entry how much it is about the text with this meaning and these words, from 0 to 1."""
    meant = np.clip((cosines(entries, vector) - UNLIKE_COSINE) / (SAME_COSINE - UNLIKE_COSINE), 0, 1)
    worded = shares_of_words(entries, said)
    stronger, weaker = np.maximum(meant, worded), np.minimum(meant, worded)
    likeness: Numbers = STRONGER * stronger + (1 - STRONGER) * weaker
    return likeness


def cosines(entries: Sequence[Entry], vector: Numbers) -> Numbers:
    """Return the cosine of each entry's meaning with `vector`; 0 for an entry without one."""
    nothing = np.zeros_like(vector)
    stacked = np.stack([nothing if entry.vector is None else entry.vector for entry in entries])
    found: Numbers = stacked @ vector
    return found


def shares_of_words(entries: Sequence[Entry], said: frozenset[str]) -> Numbers:
    """Return which share of the words that were said each entry has; a rare word counts for more than a common one."""
    counts = {word: sum(word in entry.words for entry in entries) for word in said}
    weights = {word: log(1 + len(entries) / (0.5 + count)) for word, count in counts.items()}
    whole = sum(weights.values()) or 1.0
    return np.array([sum(weights[word] for word in said & entry.words) / whole for entry in entries], np.float32)
