"""Kith next to plainer systems, on the same sentences and judged by the same rule. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from evaluation.understanding.baselines import Ranked
from evaluation.understanding.breakdown import CALIBRATION_ERROR, MEASURES, calibrated, in_english, in_others, measured
from evaluation.understanding.figures import Result, by, share
from evaluation.understanding.judging import Doubt, Judge
from evaluation.understanding.reading import Sentence
from evaluation.understanding.tables import Cell, Table

Systems = Mapping[str, Sequence[Result]]
"""Name -> what the system made of the sentences, the same for all."""
MASKED = "in state"


def both_ways(
    name: str, sentences: Sequence[Sentence], answers: Sequence[Ranked], judge: Judge, doubt: Doubt
) -> dict[str, list[Result]]:
    """A plain pipeline as it is, and with the answers crossed out that the open question does not offer."""
    pairs = list(zip(sentences, answers, strict=True))
    return {
        name: [judge.as_given(sentence, ranked) for sentence, ranked in pairs],
        f"{name}, {MASKED}": [judge.as_masked(sentence, ranked, doubt) for sentence, ranked in pairs],
    }


def comparison(systems: Systems) -> list[Table]:
    """Every table about several systems; all shares are per cent."""
    return [
        _side_by_side(systems),
        _groups("comparison_by_state", "Compared by state, English: exact %", systems, in_english, _state),
        _groups("comparison_by_language", "Compared by language: exact %", systems, list, _language),
    ]


def _side_by_side(systems: Systems) -> Table:
    groups = {name: (in_english(results), in_others(results)) for name, results in systems.items()}
    english = [english for english, _ in groups.values()]
    others = [others for _, others in groups.values()]
    rows = [_row(f"English: {measure}", measure, english) for measure in MEASURES]
    errors = [calibrated(results)[0] for results in english]
    rows.append((f"English: {CALIBRATION_ERROR}, points", None, *errors))  # each over what it believed
    rows += [_row(f"other languages: {measure}", measure, others) for measure in MEASURES]
    columns = ("measure", "sentences", *systems)
    return Table("comparison", "Compared with plainer systems, per cent", columns, tuple(rows))


def _row(title: str, measure: str, groups: Iterable[Sequence[Result]]) -> tuple[Cell, ...]:
    cells = [measured(measure, results) for results in groups]
    return title, cells[0][1], *(percent for percent, _ in cells)


def _groups(
    name: str,
    title: str,
    systems: Systems,
    chosen: Callable[[Iterable[Result]], list[Result]],
    group: Callable[[Result], str],
) -> Table:
    grouped = [by(chosen(results), group) for results in systems.values()]
    rows: list[tuple[Cell, ...]] = [
        (key, len(members), *(share(groups[key], lambda r: r.right)[0] for groups in grouped))
        for key, members in grouped[0].items()
    ]
    return Table(name, title, (name.removeprefix("comparison_by_"), "sentences", *systems), tuple(rows))


def _state(result: Result) -> str:
    return result.sentence.state


def _language(result: Result) -> str:
    return result.sentence.language
