"""What an import did and what was wrong: for people to read, and the same as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

MOST_DETAILS: Final = 1_000
"""Problems that are told one by one; the rest are counted."""
SHOWN: Final = 20


class Outcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    UNCHANGED = "unchanged"
    HELD = "held"
    REFUSED = "refused"
    DRY_RUN = "dry run"
    FAILED = "failed"
    BUSY = "busy"


class Remedy(StrEnum):
    """What was done about a problem."""

    LEFT_OUT = "record left out"
    IGNORED = "field ignored"
    PUT_RIGHT = "put right"


Note = Callable[[str, str, Remedy], None]
"""Tells a field, what is wrong with it, and what was done."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is where in the source ("page 3, record 17"), `field` the path within the record."""

    place: str
    record: str
    field: str
    reason: str
    remedy: Remedy


@dataclass(slots=True)
class Report:
    """Counts are services. `refused` are the records that were left out."""

    source: str
    address: str
    outcome: Outcome = Outcome.FAILED
    message: str = ""
    format: str = ""
    started_at: str = ""
    seconds: float = 0.0
    pages: int = 0
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: int = 0
    merged: int = 0
    problems: list[Problem] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, problem: Problem) -> None:
        """Count a problem, and keep it while there is room."""
        self.kinds[f"{problem.field}: {problem.reason} ({problem.remedy})"] += 1
        if len(self.problems) < MOST_DETAILS:
            self.problems.append(problem)

    def as_json(self) -> dict[str, Any]:
        """The whole report as plain values."""
        found = asdict(self)
        found["outcome"] = self.outcome.value
        found["kinds"] = dict(self.kinds.most_common(200))
        found["problems_total"] = self.kinds.total()
        return found

    def as_text(self) -> str:
        """The report in lines for a terminal."""
        lines = [
            f"{self.source}: {self.outcome}. {self.message}".strip(),
            f"  {self.read} records in {self.pages} pages ({self.format or 'unknown form'}), {self.seconds:.1f} s",
            f"  {self.added} added, {self.changed} changed, {self.unchanged} unchanged, {self.removed} withdrawn, "
            f"{self.refused} left out",
        ]
        if self.merged:
            lines.append(f"  {self.merged} are also in another source and are shown once")
        for action, names in self.examples.items():
            lines.append(f"  {action}: {', '.join(names)}")
        for problem in self.problems[:SHOWN]:
            who = f" ({problem.record})" if problem.record else ""
            lines.append(f"  ! {problem.place}{who}: {problem.field}: {problem.reason} - {problem.remedy}")
        if self.kinds.total() > SHOWN:
            lines.append(f"  {self.kinds.total()} problems in all, by kind:")
            lines += [f"    {count} x {kind}" for kind, count in self.kinds.most_common(SHOWN)]
        return "\n".join(lines)
