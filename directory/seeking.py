"""One look through the catalogue for one wish: near by first, farther only where that finds too little."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from directory.candidates import Prefilter
from directory.catalogue import Catalogue
from directory.families import FAMILY
from directory.likeness import having, typed
from directory.meanings import Vector
from directory.model import Place
from directory.ordering import Order
from directory.passing import passing
from directory.ranking import Asked, Fits, Weigher, joined
from directory.relaxing import A_LITTLE_FURTHER, Rules, enough, relax, stand_ins
from directory.segment import Box, Rows
from directory.spelling import spelt
from directory.spots import one_of_each
from directory.variety import in_turn


@dataclass(frozen=True)
class Found:
    """What was found, as numbers of fits: `fitting` in the order in which it is shown, then what stands in.

    `fitting` goes as far as was wanted. `total` counts everything,
    `local` what is local of the fits, `exactly` the local fits that say they are all that was wanted.
    """

    order: Order
    used: Rules
    fitting: list[int]
    others: list[int]
    total: int
    local: int
    exactly: int


def box_around(place: Place, radius_km: float) -> Box:
    """Return the box that holds everything within a radius of a place."""
    reach = round(radius_km * 1000)
    return place.easting - reach, place.northing - reach, place.easting + reach, place.northing + reach


class Seeker:
    """Looks through the catalogue for one person; `rules` are those that are never relaxed, `now` a time of England."""

    def __init__(self, catalogue: Catalogue, rules: Prefilter, now: datetime) -> None:
        self._catalogue = catalogue
        self._parts = catalogue.parts
        self._rules = rules
        self._now = now
        self._everything: list[Rows] | None = None
        self._services: list[Rows] = []

    def seek(self, asked: Asked, meaning: Vector | None, radius_km: float, most: int) -> Found:
        """Return what suits the wish: all counts, and the first `most` in their order."""
        wanted = used = Rules(radius_km)
        if meaning is not None:
            asked = self._with_words(asked, meaning)
        fits = self._fits(asked, radius_km * (A_LITTLE_FURTHER if asked.typed else 1))
        if not enough(fits, wanted, asked.needs):
            fits = self._fits(asked)
            used = relax(fits, wanted, asked.needs)
        order = Order(fits, self._parts)
        let = used.let(fits)
        fitting = fits.each_once(np.flatnonzero(let), wanted.allow(fits))
        others = stand_ins(fits, wanted, used, let, order)
        return Found(
            order,
            used,
            in_turn(order, fitting, most),
            others,
            len(fitting) + len(others),
            int(fits.local[fitting].sum()),
            fits.services(np.flatnonzero(wanted.let(fits) & fits.local & fits.sure)),
        )

    def _fits(self, asked: Asked, farthest_km: float | None = None) -> Fits:
        """Weigh what may be shown; with `farthest_km`, nothing local that lies farther."""
        near = box_around(asked.place, farthest_km) if asked.place and farthest_km else None
        rows = self._everything or [passing(part, self._catalogue.numbering, self._rules, near) for part in self._parts]
        return joined(
            asked,
            [
                Weigher(part, number, self._catalogue.numbering, asked, self._now, farthest_km).weigh(some)
                for number, (part, some) in enumerate(zip(self._parts, rows, strict=True))
            ],
        )

    def _with_words(self, asked: Asked, meaning: Vector) -> Asked:
        """Weigh the words that were said by how many of all services that pass have them."""
        numbering = self._catalogue.numbering
        self._everything = [passing(part, numbering, self._rules) for part in self._parts]
        self._services = [one_of_each(part.segment.facts["whose"][rows], rows)
                          for part, rows in zip(self._parts, self._everything, strict=True)]  # fmt: skip
        services = sum(map(len, self._services))
        if not services:
            return asked
        said = frozenset(spelt(word, numbering.words, self._holders) for word in asked.said)
        counts = Counter({word: self._holders(word, *FAMILY.get(word, ())) for word in said})
        return replace(asked, said=said, typed=typed(meaning, said, counts, services))

    def _holders(self, *words: str) -> int:
        numbering = self._catalogue.numbering
        return sum(int(having(part.segment, some, numbering, words).sum())
                   for part, some in zip(self._parts, self._services, strict=True))  # fmt: skip
