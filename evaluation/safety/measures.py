"""What was found in the cases, and the shares that matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evaluation.safety.cases import NONE, Case

Finder = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Verdict:
    """What was found in a case, the plainest first."""

    case: Case
    found: tuple[str, ...]

    @property
    def heard(self) -> bool:
        return bool(self.found)

    @property
    def right(self) -> bool:
        """Whether its own category was found (perhaps among others), or nothing where nothing is meant."""
        return self.case.category in (self.found or (NONE,))

    @property
    def first(self) -> bool:
        """Whether its own category is the one that the reply is filed under."""
        return self.case.category == (self.found or (NONE,))[0]

    def __str__(self) -> str:
        return f"{self.case.category}/{self.case.kind} -> {', '.join(self.found) or NONE}: {self.case.text}"


@dataclass(frozen=True, repr=False)  # a failing test must not print what nobody should read
class Measure:
    """The verdicts on some cases."""

    verdicts: tuple[Verdict, ...]

    @property
    def risky(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.case.category != NONE)

    @property
    def harmless(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.case.category == NONE)

    def heard(self, category: str | None = None) -> float:
        """The share of messages of a category (or of any risk) that were answered at all."""
        return share(verdict.heard for verdict in self.risky if category in (None, verdict.case.category))

    def right(self, category: str | None = None) -> float:
        """The share of messages of risk that were answered for their own category."""
        return share(verdict.right for verdict in self.risky if category in (None, verdict.case.category))

    def alarms(self, everyday: bool) -> float:
        """The share of harmless messages that raised an alarm: the everyday ones, or the deliberately hard ones."""
        return share(verdict.heard for verdict in self.harmless if verdict.case.everyday is everyday)

    def wrong(self) -> Iterator[Verdict]:
        return (verdict for verdict in self.verdicts if not verdict.right)


def measure(find: Finder, cases: Iterable[Case]) -> Measure:
    """Read every case."""
    return Measure(tuple(Verdict(case, find(case.text)) for case in cases))


def share(answers: Iterable[bool]) -> float:
    """The share of true answers, 0 where there are none."""
    given = list(answers)
    return sum(given) / len(given) if given else 0.0


def summary(name: str, measured: Measure) -> str:
    """One line: the shares over all cases."""
    return (
        f"{name:<22} heard {measured.heard():6.1%}  own category {measured.right():6.1%}  "
        f"first {share(v.first for v in measured.risky):6.1%}  false: everyday {measured.alarms(everyday=True):6.1%}, "
        f"hard {measured.alarms(everyday=False):6.1%}"
    )


def tables(measured: Measure) -> Iterator[str]:
    """The shares by category, by kind of expression, and the false alarms by kind."""
    for category in dict.fromkeys(verdict.case.category for verdict in measured.risky):
        yield f"  {category:<22} heard {measured.heard(category):6.1%}  own category {measured.right(category):6.1%}"
    yield "  heard by kind of expression:"
    yield from _by_kind(measured.risky)
    yield "  false alarms by kind:"
    yield from _by_kind(measured.harmless)


def _by_kind(verdicts: Iterable[Verdict]) -> Iterator[str]:
    kinds: dict[str, list[bool]] = {}
    for verdict in verdicts:
        kinds.setdefault(verdict.case.kind, []).append(verdict.heard)
    yield from (f"    {kind:<24} {share(answers):6.1%} of {len(answers)}" for kind, answers in kinds.items())
