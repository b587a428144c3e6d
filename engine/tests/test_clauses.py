"""Messages that say several things."""

from __future__ import annotations

import pytest

from engine.clauses import clauses_of, combined

SCALE = ("answer/often", "answer/never")


def test_a_message_falls_into_its_clauses() -> None:
    assert clauses_of("often, and why do you ask?") == ["often", "why do you ask"]
    assert clauses_of("gardening or a choir") == ["gardening", "a choir"]
    assert clauses_of("a walking group at weekends") == ["a walking group", "at weekends"]


@pytest.mark.parametrize("text", ["gardening", "hello!", "", "one, two, three, four, five, six", "a, " * 200])
def test_one_clause_and_far_too_many_are_left_whole(text: str) -> None:
    assert clauses_of(text) == []


def test_the_answer_to_the_open_question_comes_first() -> None:
    assert combined("why_ask", ["why_ask", "answer/often"], SCALE) == ("answer/often", "why_ask")
    assert combined("need/gardening", ["tell_age", "place", "need/gardening"], ()) == (
        "need/gardening",
        "place",
        "tell_age",
    )
    assert combined("place", ["need/gardening", "place"], ["place"]) == ("place", "need/gardening")


@pytest.mark.parametrize(
    ("whole", "clauses"),
    [
        ("answer/often", ["answer/often", "answer/never"]),
        ("answer/often", ["answer/often", "filter/evening"]),
        ("why_ask", ["why_ask", "who_are_you"]),
        ("thanks", ["thanks", "goodbye"]),
        ("need/gardening", ["greet", "need/gardening"]),
        ("stop", ["need/gardening", "place"]),
    ],
)
def test_what_does_not_go_together_is_left_to_the_whole_message(whole: str, clauses: list[str]) -> None:
    assert combined(whole, clauses, SCALE) == ()
