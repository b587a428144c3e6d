"""Disclosure control: the one place that decides which count may be shown, and in what form.

The rule, for every council and closed quarter:

- 0 is shown as 0; 1 to 7 as `*`; anything else to the nearest 5. Where "none" would say something of each person
  (safety replies, what was looked for), 0 to 7 are shown alike, as `<8`.
- Totals and shares are worked out from what is shown, each `*` counted as 5, so they tell nothing more.
- A row is withheld (`:`) when fewer than 30 people stand in it (100 in a ward), or when any of its categories is
  empty: nobody in one category means that everybody is in the others, which says something of each person.
- Shares are given where the base is 50 or more, in whole per cent, with a 95 % Wilson interval on the shown figures.
- A figure can still be narrowed by subtracting rows from their total. `protect` withholds further rows until every
  hidden count up to 7 can still be any number from 1 to 7, for whoever knows every other published figure.

Rounding alone is not enough: 13, 13 and 1 make 27, shown as 15, 15, `*` and a rounded 25, which leaves only 1 for `*`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import sqrt
from typing import Final, Generic, TypeVar

from indicators.moves import Moves, Range
from indicators.worlds import Sum, Worlds

__all__ = ["Block", "Figure", "Share", "Sum", "added", "mean", "protect", "read_figure", "share", "shown", "wilson"]

SUPPRESSED, FEWER, WITHHELD = "*", "<8", ":"
LARGEST_SUPPRESSED: Final = 7
STEP: Final = 5
SUPPRESSED_COUNTS_AS: Final = 5
MINIMUM_BASE: Final = 30
MINIMUM_BASE_OF_WARDS: Final = 100
MINIMUM_BASE_FOR_SHARES: Final = 50
HIDDEN_VALUES: Final = frozenset(range(1, LARGEST_SUPPRESSED + 1))
"""What a hidden count must still be able to be."""
HIDDEN_NONE: Final = frozenset(range(1, STEP + 1))
"""What a hidden nought must still be able to be: as much as any shown number leaves open."""
TRIES_AT_LAST: Final = 4
ANY_NUMBER: Final = 10**9
Z_95: Final = 1.959964

K = TypeVar("K", bound=Hashable)


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
    """Counts that are shown or withheld together.

    `is_row` marks the categories of one group of people; below `minimum_base` people all are withheld; `hides_none`
    says that not even "nobody" may be told, and `proves_none` that nobody may be able to work it out either.
    """

    keys: tuple[K, ...]
    is_row: bool = False
    minimum_base: int = 0
    hides_none: bool = False
    proves_none: bool = False


NOTHING_SHOWN: Final = Figure(WITHHELD, None, 0, ANY_NUMBER)


def shown(count: int, hides_none: bool = False) -> Figure:
    """Return `count` as it may be shown on its own."""
    if count <= LARGEST_SUPPRESSED and hides_none:
        return Figure(FEWER, None, 0, LARGEST_SUPPRESSED)
    if count == 0:
        return Figure("0", 0, 0, 0)
    if count <= LARGEST_SUPPRESSED:
        return Figure(SUPPRESSED, None, 1, LARGEST_SUPPRESSED)
    rounded = STEP * ((count + STEP // 2) // STEP)
    return Figure(str(rounded), rounded, max(rounded - STEP // 2, LARGEST_SUPPRESSED + 1), rounded + STEP // 2)


def read_figure(text: str) -> Figure:
    """Return the figure that is shown as `text`, as `shown` makes it."""
    hidden = {WITHHELD: NOTHING_SHOWN, SUPPRESSED: shown(1), FEWER: shown(0, hides_none=True)}
    return hidden[text] if text in hidden else shown(int(text))


def added(figures: Sequence[Figure]) -> Figure:
    """Return the total of `figures` as shown: a reader could have added it, so it tells nothing more."""
    if len(figures) == 1:
        return figures[0]
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


def mean(total: int, people: int, bands: Sequence[Figure], totals: Sequence[tuple[int, int]]) -> str:
    """Return the mean score to one decimal, or `:` where it may not be told.

    `total` is the sum of the scores of `people`; `bands` are how many stand in each band, as shown, and `totals` from
    which score to which each band goes. The mean is told only where every number of people that a reader could suppose
    in each band allows for it: then it tells nothing about them.
    """
    base = added(bands)
    if base.value is None or min(people, base.value) < MINIMUM_BASE_FOR_SHARES:
        return WITHHELD
    tenths = _whole(10 * total / people)
    highest_of_lowest = sum(
        _most(20 * low - (2 * tenths + 1), band) for (low, _), band in zip(totals, bands, strict=True)
    )
    lowest_of_highest = sum(
        -_most(2 * tenths - 1 - 20 * high, band) for (_, high), band in zip(totals, bands, strict=True)
    )
    return f"{tenths / 10:.1f}" if highest_of_lowest < 0 < lowest_of_highest else WITHHELD


def protect(
    counts: Mapping[K, int],
    blocks: Sequence[Block[K]],
    sums: Sequence[Sum[K]],
    moves: Callable[[], Moves[K]] = Moves,
    told: Set[K] = frozenset(),
) -> dict[K, Figure]:
    """Return every count of `blocks` as it may be shown among all the others, given that readers know the `sums`.

    `counts` holds every count that occurs in `sums`, published or not: none of them may be worked out when it is small,
    but for those of `told`: what is published tells by itself that one of these is small.
    `moves` gives changes of many counts that keep all sums, such as one person more: more can be proved with them.
    """
    figures = {key: shown(counts[key], block.hides_none) for block in blocks for key in block.keys}
    for block in blocks:
        if _says_too_much([counts[key] for key in block.keys], block):
            figures |= dict.fromkeys(block.keys, NOTHING_SHOWN)
    worlds = Worlds(counts, sums, [key for key in _delicate(counts, blocks, figures) if key not in told], moves)
    worlds.allow({key: _range(figure) for key, figure in figures.items()})
    still_shown = [block for block in blocks if figures[block.keys[0]].text != WITHHELD]
    still_shown.sort(key=lambda block: (not block.is_row, sum(counts[key] for key in block.keys)))
    for key in worlds.watched:
        while still_shown and not _is_safe(worlds, key, _possible(key, counts[key], sums, figures), still_shown):
            chosen = _next_to_withhold(worlds, key, still_shown)
            if chosen is None:
                break
            figures |= dict.fromkeys(chosen.keys, NOTHING_SHOWN)
            worlds.allow(dict.fromkeys(chosen.keys, _range(NOTHING_SHOWN)))
            still_shown.remove(chosen)
    return figures


def _possible(key: K, count: int, sums: Sequence[Sum[K]], figures: Mapping[K, Figure]) -> Set[int]:
    """Return what a hidden count must still be able to be.

    One that is published nowhere is a total: where two of its parts are shown as `*`, it is 2 at least.
    """
    values = HIDDEN_VALUES if count else HIDDEN_NONE
    if key in figures:
        return values
    parts = [fact.right for fact in sums if fact.left == (key,)]
    least = max((sum(figures[part].low for part in each if part in figures) for each in parts), default=0)
    return {value for value in values if value >= least}


def _is_safe(worlds: Worlds[K], key: K, possible: Set[int], still_shown: Sequence[Block[K]]) -> bool:
    """Tell whether a count can be all that it must be able to be.

    How many took part is withheld last, and not before some more search.
    """
    tries = 1 if still_shown[0].is_row else TRIES_AT_LAST
    return any(worlds.can_be(key, possible) for _ in range(tries))


def _says_too_much(counts: Sequence[int], block: Block[K]) -> bool:
    shown_base = sum(_counted(shown(count)) for count in counts)
    return min(sum(counts), shown_base) < block.minimum_base or (block.is_row and 0 in counts)


def _delicate(counts: Mapping[K, int], blocks: Sequence[Block[K]], figures: Mapping[K, Figure]) -> list[K]:
    """Return what a reader must not learn: counts of 1 to 7, and noughts that tell of a group or of a place."""
    none = [
        key
        for block in blocks
        for key in block.keys
        if counts[key] == 0 and (block.proves_none or (block.is_row and any(counts[other] for other in block.keys)))
    ]
    small = [*(key for key, count in counts.items() if 1 <= count <= LARGEST_SUPPRESSED), *none]
    return [key for key in small if key not in figures or figures[key].value is None]


def _next_to_withhold(worlds: Worlds[K], key: K, still_shown: Sequence[Block[K]]) -> Block[K] | None:
    """Return the smallest block that a reader adds or subtracts to reach a count, else the smallest that leads there.

    None where nothing is shown that has to do with it.
    """
    for near in (worlds.beside(key), worlds.connected(key)):
        for block in still_shown:
            if near.intersection(block.keys):
                return block
    return None


def _range(figure: Figure) -> Range:
    return figure.low, figure.high


def _most(weight: int, band: Figure) -> int:
    return weight * (band.high if weight > 0 else band.low)


def _counted(figure: Figure) -> int:
    return SUPPRESSED_COUNTS_AS if figure.value is None else figure.value


def _whole(number: float) -> int:
    return int(number + 0.5)
