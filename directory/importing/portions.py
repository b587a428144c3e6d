"""Records on their way into the staging file: checked some at a time, here or beside, and staged in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from directory.importing.checking import Checked
from directory.importing.report import Problem
from directory.importing.second_process import AHEAD as BESIDE
from directory.importing.staging import Staged, Staging

AHEAD: Final = 4 * BESIDE
"""Each page is two portions: the other process has its share then, and this one checks some meanwhile."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some records of a page: those of which nothing changed, those that are being checked, and what was wrong so far.

    `place` is the page; `facts` are remembered with the last portion of it, `when_clean` only where nothing on the page
    was wrong.
    """

    place: str
    ids: frozenset[str] = frozenset()
    same: tuple[Staged, ...] = ()
    problems: tuple[Problem, ...] = ()
    checked: Callable[[], Checked] = lambda: Checked([], [])
    facts: Mapping[str, object] = field(default_factory=dict)
    when_clean: Mapping[str, object] = field(default_factory=dict)


class Portions:
    """Those of one reading. Few wait at a time, so that little is in memory."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._waiting: deque[Portion] = deque()
        self._troubled = ""

    def met(self, ids: Iterable[str]) -> set[str]:
        """Return those of the ids that came before."""
        wanted = set(ids)
        return self._staging.known(wanted).union(*(wanted & portion.ids for portion in self._waiting))

    def add(self, portion: Portion) -> None:
        """Put a portion behind the others, and stage the first where too many wait."""
        self._waiting.append(portion)
        while len(self._waiting) > AHEAD:
            self._stage()

    def finish(self) -> None:
        """Stage all that wait."""
        while self._waiting:
            self._stage()

    def _stage(self) -> None:
        portion = self._waiting.popleft()
        found = portion.checked()
        problems = [*portion.problems, *found.problems]
        if problems:
            self._troubled = portion.place
        clean = {} if self._troubled == portion.place else portion.when_clean
        self._staging.add([*portion.same, *found.staged], problems, {**portion.facts, **clean})
