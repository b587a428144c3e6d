"""What else could be true: other counts that would have been shown in the very same figures.

A hidden count is safe where readers cannot rule its values out, and they cannot rule out what fits everything that
they see. So each value is proved by a whole world: numbers for all counts, each in its shown range, in which every
known sum holds. Worlds are found by walking from the truth: one count is moved by one, then others, one after another,
until all sums hold again. Each world is checked by its making; where none is found, the value counts as ruled out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from random import Random
from typing import Final, Generic, TypeVar

from indicators.moves import Moves, Range

K = TypeVar("K", bound=Hashable)
MOST_MOVES: Final = 24
"""Moves, of one count by one, in one step; longer ways were never needed."""
TRIES: Final = 300
"""Moves that are tried in one go; a wrong turn early on costs more than to begin again."""
GOES_BEFORE, GOES = 1, 8
"""Goes before known moves are tried, and after them, before a step counts as impossible."""
ANY: Final = (0, 10**12)


@dataclass(frozen=True)
class Sum(Generic[K]):
    """A fact that readers know: the counts on the left add up to those on the right. Unpublished keys may occur."""

    left: tuple[K, ...]
    right: tuple[K, ...]


class Worlds(Generic[K]):
    """The truth, what readers know to add up, and what they see of each count.

    `watched` are the counts whose values are collected. Counts that do not occur in any sum are free to be anything in
    their range. `moves` gives changes of many counts that keep every sum: they are tried where a search finds nothing.
    """

    def __init__(
        self,
        truth: Mapping[K, int],
        sums: Sequence[Sum[K]],
        watched: Iterable[K],
        moves: Callable[[], Moves[K]] = Moves,
    ) -> None:
        self._truth = {key: truth[key] for fact in sums for key in (*fact.left, *fact.right)}
        self._facts = [[*((key, 1) for key in fact.left), *((key, -1) for key in fact.right)] for fact in sums]
        self._in_facts: dict[K, list[tuple[int, int]]] = {key: [] for key in self._truth}
        for number, terms in enumerate(self._facts):
            for key, sign in terms:
                self._in_facts[key].append((number, sign))
        self._ranges: dict[K, Range] = dict.fromkeys(self._truth, ANY)
        self._chance = Random(0)
        self._seen: dict[K, set[int]] = {key: {truth[key]} for key in watched}
        self._moves = moves

    @property
    def watched(self) -> tuple[K, ...]:
        """The counts whose values are collected."""
        return tuple(self._seen)

    def allow(self, ranges: Mapping[K, Range]) -> None:
        """Say what readers see of some counts. A range may only grow: worlds that were found stay possible."""
        self._ranges.update(ranges)

    def beside(self, key: K) -> frozenset[K]:
        """Return the counts that stand in a sum with `key`."""
        return frozenset(other for number, _ in self._in_facts.get(key, ()) for other, _ in self._facts[number])

    def connected(self, key: K) -> frozenset[K]:
        """Return the counts that sums lead to from `key`, in however many steps."""
        found, new = frozenset({key}), frozenset({key})
        while new:
            new = frozenset[K]().union(*map(self.beside, new)) - found
            found |= new
        return found

    def can_be(self, key: K, values: Set[int]) -> bool:
        """Tell whether the watched count `key` can have each of `values`."""
        if key not in self._truth:
            low, high = self._ranges[key]
            return all(low <= value <= high for value in values)
        for step, last in ((1, max(values)), (-1, min(values))):
            if not values <= self._seen[key]:
                self._walk(key, step, last)
        return values <= self._seen[key]

    def _walk(self, key: K, step: int, last: int) -> None:
        """Go from the truth to worlds in which `key` is one more (or less) each time, as far as `last`."""
        world = dict(self._truth)
        while (last - world[key]) * step > 0:
            moved = (
                self._searched(world, key, step, GOES_BEFORE)
                or self._moves().one_for(key, step, world, self._ranges, self._chance)
                or self._searched(world, key, step, GOES)
            )
            if moved is None:
                return
            for name, by in moved.items():
                world[name] += by
                if name in self._seen:
                    self._seen[name].add(world[name])

    def _searched(self, world: Mapping[K, int], key: K, step: int, most: int) -> Mapping[K, int] | None:
        goes = (_Step(self._facts, self._in_facts, self._ranges, world, self._chance) for _ in range(most))
        return next((way for go in goes if (way := go.starting_with(key, step))), None)


class _Step(Generic[K]):
    """One search for counts to move, each by one, so that all sums hold again."""

    def __init__(
        self,
        facts: Sequence[Sequence[tuple[K, int]]],
        in_facts: Mapping[K, Sequence[tuple[int, int]]],
        ranges: Mapping[K, Range],
        world: Mapping[K, int],
        chance: Random,
    ) -> None:
        self._facts, self._in_facts, self._ranges, self._world = facts, in_facts, ranges, world
        self._chance = chance
        self._moved: dict[K, int] = {}
        self._open: dict[int, int] = {}
        self._tries = TRIES
        self._depth = 0

    def starting_with(self, key: K, by: int) -> dict[K, int] | None:
        """Return what to move when `key` is moved, or None where no way was found."""
        if not self._may_move(key, by):
            return None
        self._move(key, by)
        return self._moved if self._close() else None

    def _close(self) -> bool:
        if not self._open:
            return True
        if self._depth >= MOST_MOVES:
            return False
        number = min(self._open, key=lambda each: len(self._facts[each]))
        for _, _, _, key, by in self._ways(number):
            self._tries -= 1
            if self._tries < 0:
                return False
            self._move(key, by)
            if self._close():
                return True
            self._move(key, -by, steps=-1)
        return False

    def _ways(self, number: int) -> list[tuple[bool, int, float, K, int]]:
        """Each count that can mend the sum `number`: those not yet moved first, that leave fewest other sums open."""
        wanted = -1 if self._open[number] > 0 else 1
        ways = [
            (key in self._moved, self._left_open(key, wanted * sign), self._chance.random(), key, wanted * sign)
            for key, sign in self._facts[number]
            if self._moved.get(key, 0) * wanted * sign >= 0 and self._may_move(key, wanted * sign)
        ]
        return sorted(ways)

    def _left_open(self, key: K, by: int) -> int:
        return sum(
            abs(self._open.get(number, 0) + sign * by) - abs(self._open.get(number, 0))
            for number, sign in self._in_facts[key]
        )

    def _may_move(self, key: K, by: int) -> bool:
        low, high = self._ranges[key]
        return low <= self._world[key] + self._moved.get(key, 0) + by <= high

    def _move(self, key: K, by: int, steps: int = 1) -> None:
        self._depth += steps
        self._moved[key] = self._moved.get(key, 0) + by
        for number, sign in self._in_facts[key]:
            left = self._open.get(number, 0) + sign * by
            if left:
                self._open[number] = left
            else:
                self._open.pop(number, None)
