"""Systems stand next to each other on the same sentences."""

from __future__ import annotations

from evaluation.understanding.baselines import Ranked
from evaluation.understanding.comparison import both_ways, comparison
from evaluation.understanding.judging import Doubt, Judge
from tests.unit.evaluation.results import result, sentence

OURS = [result("greet", "greet"), result("place", "place", state="ask_place"), result("deny", "deny", language="pl")]
THEIRS = [result("greet", "deny"), result("place", "place", state="ask_place"), result("deny", "greet", language="pl")]


def test_each_system_has_a_column_in_every_table() -> None:
    for table in comparison({"ours": OURS, "theirs": THEIRS}):
        assert table.columns[-2:] == ("ours", "theirs")


def test_the_figures_of_each_stand_in_one_row() -> None:
    whole, by_state, by_language = comparison({"ours": OURS, "theirs": THEIRS})
    found = {row[0]: row[1:] for row in whole.rows}
    assert found["English: exact meaning"] == (2, 100.0, 50.0)
    assert found["other languages: exact meaning"] == (1, 100.0, 0.0)
    assert found["English: expected calibration error, points"] == (None, 0.0, 50.0)
    assert by_state.rows == (("ask_place", 1, 100.0, 100.0), ("start", 1, 100.0, 0.0))
    assert by_language.rows == (("en", 2, 100.0, 50.0), ("pl", 1, 100.0, 0.0))


def test_a_pipeline_is_shown_as_it_is_and_with_what_the_question_offers() -> None:
    judge = Judge({"ask_place": frozenset()}, this_year=2026)
    ranked = Ranked("answer:often", {"answer:often": 0.6, "place": 0.4})
    found = both_ways("plain", [sentence("place", state="ask_place")], [ranked], judge, Doubt())
    assert {name: results[0].right for name, results in found.items()} == {"plain": False, "plain, in state": True}
