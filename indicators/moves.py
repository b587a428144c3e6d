"""Changes of many counts at once that keep every sum, such as one person more, and how one of them is chosen."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from random import Random
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Range = tuple[int, int]
EXCHANGES: Final = 12
"""Moves for which another one is sought to take back."""


class Moves(Generic[K]):
    """Known moves, found by the counts that they change. Each changes a count by one."""

    def __init__(self, moves: Sequence[Mapping[K, int]] = ()) -> None:
        self._of: dict[K, list[Mapping[K, int]]] = {}
        for move in moves:
            for key in move:
                self._of.setdefault(key, []).append(move)

    def one_for(
        self, key: K, step: int, world: Mapping[K, int], ranges: Mapping[K, Range], chance: Random
    ) -> Mapping[K, int] | None:
        """Return a move, or a move with another one taken back, that changes `key` by `step` and leaves no range."""
        known = self._of.get(key, [])
        changes = [_times(move, step) for move in chance.sample(known, len(known))]
        wrong = [_wrong(change, world, ranges) for change in changes]
        if None in wrong:
            return changes[wrong.index(None)]
        for change, too_far in zip(changes[:EXCHANGES], wrong, strict=False):
            for other in self._of.get(too_far, []) if too_far is not None else []:
                both = _added(change, _times(other, -step))
                if both.get(key) == step and _wrong(both, world, ranges) is None:
                    return both
        return None


def _times(move: Mapping[K, int], step: int) -> dict[K, int]:
    return {key: step * by for key, by in move.items()}


def _added(one: Mapping[K, int], other: Mapping[K, int]) -> dict[K, int]:
    both = {key: one.get(key, 0) + other.get(key, 0) for key in (*one, *other)}
    return {key: by for key, by in both.items() if by}


def _wrong(change: Mapping[K, int], world: Mapping[K, int], ranges: Mapping[K, Range]) -> K | None:
    """Return a count that would leave its range, if one would."""
    for key, by in change.items():
        low, high = ranges[key]
        if not low <= world[key] + by <= high:
            return key
    return None
