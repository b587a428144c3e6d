"""A plain pipeline's answer is printed and judged as Kith's own is."""

from __future__ import annotations

import pytest

from evaluation.understanding.baselines import Ranked
from evaluation.understanding.judging import Doubt, Judge, open_answers
from tests.unit.evaluation.results import sentence

STATE_LABELS = {
    "lonely": ["answer/often", "answer/never", "answer/prefer_not_to_say"],
    "social_contact": ["answer/contact_enough"],
    "place": ["place"],
}
JUDGE = Judge(open_answers(STATE_LABELS), this_year=2026)


@pytest.mark.parametrize(
    ("label", "text", "printed"),
    [
        ("need:gardening", "a garden", "need:gardening"),
        ("wider", "further away", "more_results"),
        ("skip", "skip it", "answer:prefer_not_to_say"),
        ("nlu_fallback", "what", "out_of_scope"),
        ("tell_age", "I'm 82", "life_stage:later_life"),
        ("tell_age", "old enough", "tell_age"),
    ],
)
def test_a_label_is_printed_as_kith_prints_it(label: str, text: str, printed: str) -> None:
    assert JUDGE.printed(label, text) == printed


def test_its_own_answer_is_taken_even_where_the_question_does_not_offer_it() -> None:
    ranked = Ranked("answer:often", {"answer:often": 0.7, "place": 0.3})
    found = JUDGE.as_given(sentence("place", state="ask_place"), ranked)
    assert (found.meaning, found.confidence, found.right) == (("answer:often",), 0.7, False)


def test_in_state_the_best_of_the_offered_labels_is_taken_and_shares_out_the_likelihood() -> None:
    ranked = Ranked("answer:often", {"answer:often": 0.6, "place": 0.3, "greet": 0.1})
    found = JUDGE.as_masked(sentence("place", state="ask_place"), ranked, Doubt())
    assert found.meaning == ("place",)
    assert found.confidence == pytest.approx(0.75)


def test_in_an_unknown_state_and_for_declining_nothing_is_crossed_out() -> None:
    often, decline = Ranked("x", {"answer:often": 1.0}), Ranked("x", {"answer:prefer_not_to_say": 1.0})
    assert JUDGE.as_masked(sentence("greet", state="anywhere"), often, Doubt()).meaning == ("answer:often",)
    assert JUDGE.as_masked(sentence("greet", state="ask_place"), decline, Doubt()).meaning == (
        "answer:prefer_not_to_say",
    )


def test_a_pipeline_that_falls_back_does_so_in_state_too() -> None:
    ranked = Ranked("nlu_fallback", {"answer:often": 0.6, "place": 0.3, "greet": 0.1})
    doubt = Doubt(threshold=0.3, lead=0.1)
    assert JUDGE.as_given(sentence("place", state="ask_place"), ranked).turned_away
    assert JUDGE.as_masked(sentence("place", state="carer_contact"), ranked, doubt).turned_away is False
    assert JUDGE.as_masked(sentence("place", state="carer_contact"), ranked, Doubt(0.3, 0.6)).turned_away


@pytest.mark.parametrize(
    ("likelihoods", "holds"),
    [([0.29, 0.1], True), ([0.5, 0.41], True), ([0.5, 0.39], False), ([0.5], False), ([], True)],
)
def test_doubt_is_about_the_best_and_its_lead(likelihoods: list[float], holds: bool) -> None:
    assert Doubt(threshold=0.3, lead=0.1).holds(likelihoods) is holds
