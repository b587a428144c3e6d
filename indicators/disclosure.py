"""Disclosure control: the one place that decides which count may be shown, and in what form.

The rule, for every council and quarter:

- 0 is shown as 0; 1 to 7 as `*`; anything else to the nearest 5.
- Totals and shares are worked out from what is shown, each `*` counted as 5, so they tell nothing more.
- A row is withheld (`:`) when fewer than 30 people stand in it, or when any of its categories is empty: nobody in one
  category means that everybody is in the others, which says something of each person.
- Shares are given where the base is 50 or more, in whole per cent, with a 95 % Wilson interval on the shown figures.
- A figure can still be narrowed by subtracting rows from their total. `protect` subtracts as a reader would and
  withholds further rows, the smallest first, until every hidden count up to 7 keeps at least 4 possible values.

Rounding alone is not enough: 13, 13 and 1 make 27, shown as 15, 15, `*` and a rounded 25, which leaves only 1 for `*`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Generic, TypeVar

SUPPRESSED, WITHHELD = "*", ":"
LARGEST_SUPPRESSED = 7
STEP = 5
SUPPRESSED_COUNTS_AS = 5
MINIMUM_BASE = 30
MINIMUM_BASE_FOR_SHARES = 50
MINIMUM_VALUES = 4
ANY_NUMBER = 10**9
ROUNDS_OF_SUBTRACTION = 100
Z_95 = 1.959964

K = TypeVar("K", bound=Hashable)
Ranges = dict[K, tuple[int, int]]


@dataclass(frozen=True)
class Figure:
    """A count as shown. Whoever reads it can tell only that the true count is from `low` to `high`."""

    text: str
    value: int | None
    low: int
    high: int


@dataclass(frozen=True)
class Share:
    """A whole percentage with its 95 % interval; `text` is `*` or `:` and the rest None where none may be given."""

    text: str
    value: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Block(Generic[K]):
    """Counts that are shown or withheld together. `is_row` marks the categories of one group of people."""

    keys: tuple[K, ...]
    is_row: bool


@dataclass(frozen=True)
class Sum(Generic[K]):
    """A fact that readers know: the counts on the left add up to those on the right. Unpublished keys may occur."""

    left: tuple[K, ...]
    right: tuple[K, ...]


NOTHING_SHOWN = Figure(WITHHELD, None, 0, ANY_NUMBER)


def shown(count: int) -> Figure:
    """Return `count` as it may be shown on its own."""
    if count == 0:
        return Figure("0", 0, 0, 0)
    if count <= LARGEST_SUPPRESSED:
        return Figure(SUPPRESSED, None, 1, LARGEST_SUPPRESSED)
    rounded = STEP * ((count + STEP // 2) // STEP)
    return Figure(str(rounded), rounded, max(rounded - STEP // 2, LARGEST_SUPPRESSED + 1), rounded + STEP // 2)


def added(figures: Sequence[Figure]) -> Figure:
    """Return the total of `figures` as shown: a reader could have added it, so it tells nothing more."""
    if any(figure.text == WITHHELD for figure in figures):
        return NOTHING_SHOWN
    total = sum(_counted(figure) for figure in figures)
    return Figure(str(total), total, sum(figure.low for figure in figures), sum(figure.high for figure in figures))


def share(numerator: Sequence[Figure], base: Figure) -> Share:
    """Return the share of `base` that the figures of `numerator` hold together, worked out from what is shown."""
    if base.value is None or base.value < MINIMUM_BASE_FOR_SHARES:
        return Share(WITHHELD)
    if all(figure.value is None for figure in numerator):
        return Share(numerator[0].text if len(numerator) == 1 else WITHHELD)
    count = sum(_counted(figure) for figure in numerator)
    low, high = wilson(count, base.value)
    percent = _whole(100 * count / base.value)
    return Share(f"{percent}%", percent, _whole(low), _whole(high))


def wilson(count: int, base: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of `count` out of `base`, in per cent."""
    share_of_base, spread = count / base, Z_95**2 / base
    middle = share_of_base + spread / 2
    half = sqrt(spread * share_of_base * (1 - share_of_base) + spread**2 / 4)
    return 100 * max(0.0, middle - half) / (1 + spread), 100 * min(1 + spread, middle + half) / (1 + spread)


def protect(counts: Mapping[K, int], blocks: Sequence[Block[K]], sums: Sequence[Sum[K]]) -> dict[K, Figure]:
    """Return every count of `blocks` as it may be shown among all the others, given that readers know the `sums`."""
    figures = {key: shown(counts[key]) for block in blocks for key in block.keys}
    delicate = [key for block in blocks for key in block.keys if _is_delicate(key, block, counts)]
    smallest_first = sorted(blocks, key=lambda block: sum(counts[key] for key in block.keys))
    for block in blocks:
        if block.is_row and _says_too_much([counts[key] for key in block.keys]):
            figures |= dict.fromkeys(block.keys, NOTHING_SHOWN)
    while (exposed := _first_exposed(delicate, figures, sums)) is not None:
        figures |= dict.fromkeys(_next_to_withhold(exposed, figures, smallest_first, sums).keys, NOTHING_SHOWN)
    return figures


def possible_values(figures: Mapping[K, Figure], sums: Sequence[Sum[K]]) -> Ranges[K]:
    """Return from where to where each count can lie for a reader who adds and subtracts everything that is shown."""
    ranges: Ranges[K] = {key: (0, ANY_NUMBER) for fact in sums for key in (*fact.left, *fact.right)}
    ranges |= {key: (figure.low, figure.high) for key, figure in figures.items()}
    for _ in range(ROUNDS_OF_SUBTRACTION):
        before = dict(ranges)
        for fact in sums:
            _narrow(ranges, fact.left, fact.right)
            _narrow(ranges, fact.right, fact.left)
        if ranges == before:
            break
    return ranges


def _narrow(ranges: Ranges[K], these: Sequence[K], others: Sequence[K]) -> None:
    """Narrow each of `these` by what is left of the sum of `others` when its companions are taken away."""
    low, high = sum(ranges[key][0] for key in others), sum(ranges[key][1] for key in others)
    lows, highs = sum(ranges[key][0] for key in these), sum(ranges[key][1] for key in these)
    narrowed = {}
    for key in these:
        own_low, own_high = ranges[key]
        narrowed[key] = (max(own_low, low - (highs - own_high)), min(own_high, high - (lows - own_low)))
    ranges.update(narrowed)


def _says_too_much(row: Sequence[int]) -> bool:
    shown_base = added([shown(count) for count in row]).value or 0
    return min(sum(row), shown_base) < MINIMUM_BASE or 0 in row


def _is_delicate(key: K, block: Block[K], counts: Mapping[K, int]) -> bool:
    """Tell whether a reader must not learn this count: 1 to 7, or none in a row of people."""
    in_a_row_of_people = block.is_row and any(counts[other] for other in block.keys)
    return (0 if in_a_row_of_people else 1) <= counts[key] <= LARGEST_SUPPRESSED


def _first_exposed(delicate: Sequence[K], figures: Mapping[K, Figure], sums: Sequence[Sum[K]]) -> K | None:
    """Return a delicate count that is hidden, yet has too few possible values left."""
    ranges = possible_values(figures, sums)
    hidden = (key for key in delicate if figures[key].value is None)
    return next((key for key in hidden if ranges[key][1] - ranges[key][0] + 1 < MINIMUM_VALUES), None)


def _next_to_withhold(
    exposed: K, figures: Mapping[K, Figure], smallest_first: Sequence[Block[K]], sums: Sequence[Sum[K]]
) -> Block[K]:
    """Return the smallest block still shown that a reader adds or subtracts to reach `exposed`, else the smallest."""
    beside = {key for fact in sums for key in (*fact.left, *fact.right) if exposed in (*fact.left, *fact.right)}
    still_shown = [block for block in smallest_first if figures[block.keys[0]].text != WITHHELD]
    return next((block for block in still_shown if beside.intersection(block.keys)), still_shown[0])


def _counted(figure: Figure) -> int:
    return SUPPRESSED_COUNTS_AS if figure.value is None else figure.value


def _whole(percent: float) -> int:
    return int(percent + 0.5)
