"""How well one system understands, taken apart: by meaning, state, language and kind, by scope, and how sure it was.

Pure. All shares are per cent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from evaluation.understanding.figures import Result, by, calibration, confusions, share
from evaluation.understanding.tables import Cell, Table

ENGLISH: Final = "en"
_PAIRS: Final = 20
_Z: Final = 1.96
"""Standard deviations that hold 95 in 100."""

MEASURES: Final[dict[str, tuple[Callable[[Result], bool], Callable[[Result], bool]]]] = {
    "exact meaning": (lambda _: True, lambda r: r.right),
    "exact meaning, where one thing is meant": (lambda r: len(r.sentence.meaning) == 1, lambda r: r.right),
    "answers to the scale, exact": (lambda r: r.answers, lambda r: r.right),
    "answers read as another answer": (lambda r: r.answers, lambda r: r.misread),
    "no answer given, but one heard": (lambda r: r.asked_how_often and not r.answers, lambda r: r.invented),
    "out of scope, recognised": (lambda r: not r.in_scope, lambda r: r.turned_away),
    "in scope, turned away": (lambda r: r.in_scope, lambda r: r.turned_away),
}
"""Measure -> of which sentences, and what is counted."""
CALIBRATION_ERROR: Final = "expected calibration error"


def breakdown(results: Sequence[Result]) -> list[Table]:
    """Every table about one system. What is not by language is about English."""
    english = in_english(results)
    return [
        accuracy("by_language", "Exact meaning by language", results, lambda r: r.sentence.language),
        accuracy("by_writer", "Exact meaning by writer, English", english, lambda r: r.sentence.writer),
        accuracy("by_state", "Exact meaning by state, English", english, lambda r: r.sentence.state),
        by_meaning(english),
        accuracy("by_kind", "Exact meaning by kind of sentence, English", english, lambda r: r.sentence.kind),
        summary(results),
        calibration_table(english),
        confusion_pairs(results),
    ]


def in_english(results: Iterable[Result]) -> list[Result]:
    """The results of the English sentences."""
    return [result for result in results if result.sentence.language == ENGLISH]


def in_others(results: Iterable[Result]) -> list[Result]:
    """The results of all other sentences."""
    return [result for result in results if result.sentence.language != ENGLISH]


def accuracy(name: str, title: str, results: Iterable[Result], group: Callable[[Result], str]) -> Table:
    """The share of exact meanings in each group, with the range that it lies in with 95 % certainty."""
    rows = [(key, *_counted(members)) for key, members in by(results, group).items()]
    return Table(name, title, (name.removeprefix("by_"), "sentences", "exact %", "from", "to"), tuple(rows))


def _counted(results: Sequence[Result]) -> tuple[Cell, ...]:
    percent, count = share(results, lambda r: r.right)
    return count, percent, *interval(sum(r.right for r in results), count)


def interval(held: int, count: int) -> tuple[float, float]:
    """Between how many per cent a share of `held` in `count` lies with 95 % certainty (Wilson's interval)."""
    if not count:
        return 0.0, 100.0
    middle = (held + _Z**2 / 2) / (count + _Z**2)
    width = _Z * math.sqrt(held * (count - held) / count + _Z**2 / 4) / (count + _Z**2)
    return 100 * max(middle - width, 0.0), 100 * min(middle + width, 1.0)


def by_meaning(results: Sequence[Result]) -> Table:
    """For each meaning: sentences that mean it, how many were exact, and how many others were taken for it."""
    wrong = [r for r in results if not r.right]
    rows = []
    for meaning in sorted({meaning for r in results for meaning in r.sentence.meaning}):
        members = [r for r in results if meaning in r.sentence.meaning]
        taken = sum(meaning in r.meaning and meaning not in r.sentence.meaning for r in wrong)
        rows.append((meaning, *_counted(members), taken))
    columns = ("meaning", "sentences", "exact %", "from", "to", "others taken for it")
    return Table("by_meaning", "Exact meaning by meaning, English", columns, tuple(rows))


def summary(results: Sequence[Result]) -> Table:
    """The measures that were promised, for English and for all other languages together."""
    groups = (in_english(results), in_others(results))
    rows = [(name, *(cell for group in groups for cell in measured(name, group))) for name in MEASURES]
    rows.append((f"{CALIBRATION_ERROR}, points", *(cell for group in groups for cell in calibrated(group))))
    columns = ("measure", "English %", "of", "other languages %", "of them")
    return Table("summary", "Summary", columns, tuple(rows))


def measured(measure: str, results: Iterable[Result]) -> tuple[float | None, int]:
    """A measure in per cent, and of how many sentences; None of none."""
    concerns, holds = MEASURES[measure]
    percent, count = share([r for r in results if concerns(r)], holds)
    return (percent if count else None), count


def calibrated(results: Sequence[Result]) -> tuple[float | None, int]:
    """How many percentage points the confidence is off, and over how many believed meanings; None of none."""
    error, tenths = calibration(results)
    return (100 * error if tenths else None), sum(count for _, _, count in tenths)


def calibration_table(results: Sequence[Result]) -> Table:
    """By tenths of confidence: how sure it was of what it believed, next to how often it was right."""
    rows = tuple((count, 100 * sure, 100 * right) for sure, right, count in calibration(results)[1])
    return Table(
        "calibration", "Calibration of the confidence, English", ("believed", "mean confidence %", "exact %"), rows
    )


def confusion_pairs(results: Iterable[Result]) -> Table:
    """Which meaning was taken for which, the most frequent first, in every language."""
    rows = tuple((meant, taken, count) for (meant, taken), count in confusions(results)[:_PAIRS])
    return Table("confusions", "Confused most often, all languages", ("meant", "taken for", "times"), rows)
