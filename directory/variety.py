"""Taking turns, so that a page shows different kinds of thing: each wish that was told, or kinds of company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heapreplace

import numpy as np

from directory.facts import need_bits
from directory.model import Need
from directory.ordering import Order
from directory.segment import Rows

SEEN_ALREADY = 1.2
"""What a score loses, when anything will do, for each service of its kind that stands before it."""


def in_turn(order: Order, among: Rows, most: int) -> list[int]:
    """Return the numbers of the first of these fits, in the order in which a person sees them.

    Those that say that they are given as wanted come before those that do not say.
    """
    sure = order.fits.sure[among]
    shown = _turns(order, among[sure], most)
    left = most - len(shown)
    return shown + _turns(order, among[~sure], left) if left else shown


def _turns(order: Order, among: Rows, most: int) -> list[int]:
    asked = order.fits.asked
    if asked.nothing:
        return mixed(order, among, most)
    return one_of_each(order, among, asked.needs, most) if len(asked.needs) > 1 else order.best(among, most)


def one_of_each(order: Order, among: Rows, needs: Sequence[Need], most: int) -> list[int]:
    """Return the first, so that each need that was asked for has its turn; one that meets several counts for each."""
    kinds = order.fits.needs
    waiting = _leading(order, among, needs, most)
    turns: Counter[Need] = Counter()
    shown: list[int] = []
    for _ in range(min(len(needs), len(waiting))):
        there = [need for need in needs if any(_meets(kinds[number], (need,)) for number in waiting)]
        fewest = min((turns[need] for need in there), default=None)
        behind = [need for need in needs if turns[need] == fewest]
        following = next((number for number in waiting if _meets(kinds[number], behind)), None)
        if following is None:
            break
        waiting.remove(following)
        shown.append(following)
        turns.update(need for need in set(needs) if _meets(kinds[following], (need,)))
    return (shown + waiting)[:most]


def mixed(order: Order, among: Rows, most: int) -> list[int]:
    """Return the first, the best before others, where each kind costs more the more often it has been shown."""
    first = order.fits.first[among]
    kinds = [iter(order.best(among[first == kind], most)) for kind in np.unique(first)]
    leaders = {number: kind for kind in kinds for number in (next(kind),)}
    places = enumerate(order.best(np.array(list(leaders), np.intp), len(leaders)))
    heap = [(*_place(order, number, 0), place, number, 0, leaders[number]) for place, number in places]
    heapify(heap)
    shown: list[int] = []
    while heap and len(shown) < most:
        _, _, place, number, turns, kind = heap[0]
        shown.append(number)
        following = next(kind, None)
        if following is None:
            heappop(heap)
        else:
            heapreplace(heap, (*_place(order, following, turns + 1), place, following, turns + 1, kind))
    return shown


def _place(order: Order, number: int, turns: int) -> tuple[bool, float]:
    """Local before national, then by what its score is worth at this turn of its kind."""
    fits = order.fits
    return not fits.local[number], -(float(fits.score[number]) - SEEN_ALREADY * turns)


def _leading(order: Order, among: Rows, needs: Sequence[Need], most: int) -> list[int]:
    """The best overall and the best for each need: no other can come onto the pages that are wanted."""
    fits = order.fits
    leading = set(order.best(among, most))
    for need in needs:
        leading.update(order.best(among[(fits.needs[among] & np.uint32(need_bits((need,)))) != 0], len(needs)))
    return order.best(np.array(sorted(leading), np.intp), len(leading))


def _meets(bits: np.uint32, needs: Collection[Need]) -> bool:
    return bool(int(bits) & need_bits(needs))
