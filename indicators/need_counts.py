"""What people look for near them: each conversation counted once for each need, by its last search. Numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine

from indicators import cells
from indicators.definitions import LIFE_STAGES, NEEDS, known, valid_council
from indicators.quarters import Quarter
from indicators.unmet import cells_of_needs


class Outcome(NamedTuple):
    """How the last search for a need went, and where it is counted: a quarter ("2026-Q4"), a council, a life stage."""

    quarter: str
    council: str
    life_stage: str | None
    found: bool


Counted = Mapping[str, Sequence[Any]]
"""What is counted of one conversation: for each need the values of an `Outcome`. It keeps them itself, as JSON."""


class NeedCounts:
    """Moves bare numbers. Whose they are only the conversation knows, by what it was given when it was counted last."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def count(
        self, needs: Collection[str], council: str, life_stage: str | None, found: bool, before: Counted
    ) -> dict[str, Sequence[Any]]:
        """Count one search of a conversation of which `before` is counted; return what is counted of it now.

        Raises ValueError for a need, a council or a life stage that cannot be one.
        """
        for need in needs:
            known("need", need, NEEDS)
        valid_council(council)
        if life_stage is not None:
            known("life stage", life_stage, LIFE_STAGES)
        outcome = Outcome(str(Quarter.of(self._clock().date())), council, life_stage, found)
        after = {**before, **{need: [*outcome] for need in needs}}
        if after != before:
            self._move(before, after)
        return after

    def take_back(self, counted: Counted) -> None:
        """Take a conversation out of the counts."""
        if counted:
            self._move(counted, {})

    def _move(self, before: Counted, after: Counted) -> None:
        with self._engine.begin() as connection:
            today = self._clock().date()
            cells.move(connection, _open(before, today), _open(after, today))


def _open(counted: Counted, today: date) -> Iterator[cells.Standing]:
    """Where a conversation stands in quarters that are not closed. Of the others the figures are made, and stay."""
    for need, values in counted.items():
        outcome = Outcome(*values)
        quarter = Quarter.parse(outcome.quarter)
        if not quarter.is_closed(today):
            yield outcome.council, quarter, cells_of_needs(outcome.life_stage, {need: outcome.found})
