"""The figures about one system, on results whose figures are known."""

from __future__ import annotations

import pytest

from evaluation.understanding.breakdown import (
    accuracy,
    breakdown,
    by_meaning,
    calibration_table,
    confusion_pairs,
    interval,
    measured,
    summary,
)
from evaluation.understanding.tables import Cell, Table
from tests.unit.evaluation.results import result

OFTEN, SOMETIMES, NOTHING = "answer:often", "answer:some_of_the_time", "out_of_scope"


def rows(table: Table) -> dict[Cell, list[Cell]]:
    """The first cell of each row, and the others."""
    return {row[0]: list(row[1:]) for row in table.rows}


def test_accuracy_is_counted_in_each_group() -> None:
    results = [result("greet", "greet"), result("greet", "thanks"), result("deny", "deny", state="consent")]
    table = accuracy("by_state", "By state", results, lambda r: r.sentence.state)
    assert table.columns[0] == "state"
    assert {state: cells[:2] for state, cells in rows(table).items()} == {"consent": [1, 100.0], "start": [2, 50.0]}


def test_a_share_of_few_sentences_lies_in_a_wide_range() -> None:
    assert interval(19, 20) == pytest.approx((76.4, 99.1), abs=0.1)
    assert interval(950, 1000) == pytest.approx((93.5, 96.2), abs=0.1)
    assert interval(20, 20)[1] == pytest.approx(100)
    assert interval(0, 0) == (0, 100)


def test_a_meaning_shows_what_was_missed_and_what_was_wrongly_taken_for_it() -> None:
    results = [result("greet", "greet"), result("greet", "thanks"), result("thanks+goodbye", "thanks")]
    table = rows(by_meaning(results))
    assert {meaning: [cells[0], cells[1], cells[-1]] for meaning, cells in table.items()} == {
        "goodbye": [1, 0.0, 0],
        "greet": [2, 50.0, 0],
        "thanks": [1, 0.0, 1],
    }


def test_an_answer_read_as_another_is_told_apart_from_one_that_is_asked_again() -> None:
    answers = [result(OFTEN, taken, state="screening_lonely") for taken in (OFTEN, OFTEN, SOMETIMES, NOTHING)]
    assert measured("answers to the scale, exact", answers) == (50.0, 4)
    assert measured("answers read as another answer", answers) == (25.0, 4)


def test_what_is_out_of_scope_counts_apart_from_what_is_turned_away() -> None:
    results = [result(NOTHING, NOTHING), result(NOTHING, "place"), result("greet", NOTHING), result("greet", "greet")]
    assert measured("out of scope, recognised", results) == (50.0, 2)
    assert measured("in scope, turned away", results) == (50.0, 2)


def test_a_measure_of_no_sentences_is_no_figure() -> None:
    assert measured("out of scope, recognised", [result("greet", "greet")]) == (None, 0)


def test_the_summary_keeps_english_and_other_languages_apart() -> None:
    results = [result("greet", "greet"), result("greet", "deny", language="pl"), result("deny", "deny", language="fr")]
    assert rows(summary(results))["exact meaning"] == [100.0, 1, 50.0, 2]


def test_calibration_compares_how_sure_it_was_with_how_often_it_was_right() -> None:
    sure = [result("greet", "greet", 0.95)] * 3 + [result("greet", "deny", 0.95)]
    unsure = [result("greet", "greet", 0.45)]
    refused = [result("greet", NOTHING, 0.2)]
    table = calibration_table([*sure, *unsure, *refused])
    assert [row[0] for row in table.rows] == [1, 4]
    assert table.rows[1][1:] == pytest.approx((95.0, 75.0))
    error = rows(summary([*sure, *unsure, *refused]))["expected calibration error, points"]
    assert error == [pytest.approx(27.0), 5, None, 0]  # 4 sentences 20 points off, 1 of them 55


def test_the_most_frequent_confusion_comes_first() -> None:
    results = [result("greet", "deny"), result("thanks", "goodbye"), result("thanks", "goodbye")]
    assert confusion_pairs(results).rows == (("thanks", "goodbye", 2), ("greet", "deny", 1))


def test_the_breakdown_has_every_table_under_its_own_name() -> None:
    tables = breakdown([result("greet", "greet")])
    assert {"by_language", "by_state", "by_meaning", "summary", "calibration", "confusions"} <= {t.name for t in tables}
    assert len({table.name for table in tables}) == len(tables)
