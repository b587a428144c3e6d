"""How well the safety net does on files of cases: `python -m bot.safety.measure FILE...` prints every miss too."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.safety.classifier import SentenceClassifier
from bot.safety.detector import Safety
from language.encoder import Encoder

NONE = "none"
EVERYDAY = "everyday"


@dataclass(frozen=True)
class Case:
    """A sentence, where it belongs (a category, or "none") and the kind of expression it is."""

    text: str
    category: str
    kind: str


@dataclass(frozen=True)
class Verdict:
    """What was found in a case."""

    case: Case
    found: tuple[str, ...]

    @property
    def heard(self) -> bool:
        return bool(self.found)

    @property
    def right(self) -> bool:
        return self.case.category in (self.found or (NONE,))

    def __str__(self) -> str:
        return f"{self.case.category}/{self.case.kind} -> {', '.join(self.found) or NONE}: {self.case.text}"


@dataclass(frozen=True)
class Measure:
    """The verdicts on a file of cases, and the shares that matter."""

    verdicts: tuple[Verdict, ...]

    def heard(self, category: str | None = None) -> float:
        """The share of messages of a category (or of any risk) that were answered at all."""
        return _share(verdict.heard for verdict in self._risky(category))

    def right(self) -> float:
        """The share of messages of risk that were answered for their own category."""
        return _share(verdict.right for verdict in self._risky())

    def alarms(self, everyday: bool) -> float:
        """The share of harmless messages that raised an alarm: the everyday ones, or the deliberately hard ones."""
        harmless = [verdict for verdict in self.verdicts if verdict.case.category == NONE]
        return _share(verdict.heard for verdict in harmless if (verdict.case.kind == EVERYDAY) is everyday)

    def misses(self) -> Iterator[Verdict]:
        return (verdict for verdict in self.verdicts if not verdict.right)

    def _risky(self, category: str | None = None) -> Iterator[Verdict]:
        return (v for v in self.verdicts if v.case.category != NONE and category in (None, v.case.category))


def measure(safety: Safety, cases: Iterable[Case]) -> Measure:
    """Read every case."""
    return Measure(tuple(Verdict(case, safety.categories(case.text)) for case in cases))


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases: `positive` by category and perhaps kind, `negative` by kind."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    risks = (Case(text, name, kind) for name, group in content["positive"].items() for kind, text in _flat(group))
    harmless = (Case(str(text), NONE, kind) for kind, texts in content["negative"].items() for text in texts)
    return (*risks, *harmless)


def _flat(group: dict[str, list[object]] | list[object]) -> Iterator[tuple[str, str]]:
    kinds = group if isinstance(group, dict) else {"any": group}
    yield from ((kind, str(text)) for kind, texts in kinds.items() for text in texts)


def _share(answers: Iterable[bool]) -> float:
    given = list(answers)
    return sum(given) / len(given)


def report(name: str, measured: Measure) -> str:
    """Say the shares in one line, then every miss."""
    shares = (
        f"{name}: heard {measured.heard():.1%}, right category {measured.right():.1%}, "
        f"false alarms: everyday {measured.alarms(everyday=True):.1%}, hard {measured.alarms(everyday=False):.1%}"
    )
    return "\n".join([shares, *(f"  {miss}" for miss in measured.misses())])


def main(paths: Iterable[str]) -> None:
    """Measure the shipped net on each file."""
    safety = Safety(SentenceClassifier.open(Encoder()))
    for path in paths:
        sys.stdout.write(report(path, measure(safety, read_cases(Path(path)))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
