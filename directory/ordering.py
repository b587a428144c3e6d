"""The best of many, in an order that never depends on where or how services are kept: by score, then name, then id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from directory.catalogue import Part
from directory.likeness import Numbers
from directory.ranking import LOCAL, Fits
from directory.segment import Rows
from directory.spots import named


@dataclass(frozen=True)
class Order:
    """Puts fits into order. Only as many are ordered as are wanted; names are looked at only where scores are equal."""

    fits: Fits
    parts: Sequence[Part]

    def best(self, among: Rows, most: int) -> list[int]:
        """Return the numbers of the best of these fits.

        Local services come first, unless the person typed a wish that a national one fits far better.
        """
        if self.fits.asked.typed is None:
            return self.local_first(among, self.fits.score, most)
        return self._highest(among, self.fits.score + LOCAL * self.fits.local, most)

    def local_first(self, among: Rows, score: Numbers, most: int) -> list[int]:
        """Return the numbers of those with the highest score, local ones before all others."""
        local = self.fits.local[among]
        chosen = self._highest(among[local], score, most)
        return chosen + self._highest(among[~local], score, most - len(chosen))

    def name(self, number: int) -> str:
        """Return the name of a fit's service."""
        return self.parts[int(self.fits.parts[number])].segment.names[int(self.fits.rows[number])]

    def service_id(self, number: int) -> str:
        """Return the id of a fit's service."""
        return self.parts[int(self.fits.parts[number])].segment.ids[int(self.fits.rows[number])]

    def met_as(self, number: int) -> str:
        """Return what a fit's service is called at the place at which it fits."""
        return named(self.service_id(number), int(self.fits.spot[number]))

    def _highest(self, among: Rows, score: Numbers, most: int) -> list[int]:
        if most <= 0 or not len(among):
            return []
        scores = score[among]
        if len(among) > most:
            least = np.partition(scores, len(scores) - most)[len(scores) - most]
            among, scores = among[scores >= least], scores[scores >= least]
        falling = np.argsort(-scores, kind="stable")
        numbers, sorted_scores = among[falling].tolist(), scores[falling]
        ends = [0, *(np.flatnonzero(np.diff(sorted_scores)) + 1).tolist(), len(numbers)]
        ordered: list[int] = []
        for start, end in pairwise(ends):
            if start >= most:
                break
            equals = numbers[start:end]
            ordered += equals if len(equals) == 1 else sorted(equals, key=lambda n: (self.name(n), self.service_id(n)))
        return ordered[:most]
