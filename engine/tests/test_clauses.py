"""Messages that say several things."""

from __future__ import annotations

import pytest

from engine.clauses import Clause, clauses_of, combined

SCALE = ("answer/often", "answer/never")


def test_a_message_falls_into_its_clauses() -> None:
    assert clauses_of("often, and why do you ask?") == ["often", "why do you ask?"]
    assert clauses_of("gardening or a choir") == ["gardening", "a choir"]
    assert clauses_of("a walking group at weekends") == ["a walking group", "at weekends"]


@pytest.mark.parametrize("text", ["gardening", "hello!", "", "one, two, three, four, five, six", "a, " * 200])
def test_one_clause_and_far_too_many_are_left_whole(text: str) -> None:
    assert clauses_of(text) == []


def test_a_greeting_is_a_clause_of_its_own_and_a_question_keeps_its_mark() -> None:
    assert clauses_of("hello love what is on in Leeds") == ["hello love", "what is on in Leeds"]
    assert clauses_of("often. who reads this?") == ["often", "who reads this?"]


def told(*pairs: tuple[str, str]) -> list[Clause]:
    return [Clause(text, label) for text, label in pairs]


def test_the_answer_to_the_open_question_comes_first() -> None:
    asked = told(("why do you ask", "why_ask"), ("often", "answer/often"))
    assert combined("answer/often", asked, SCALE) == ("answer/often", "why_ask")
    facts = told(("I'm 82", "tell_age"), ("in Hull", "place"), ("I'd like gardening", "need/gardening"))
    assert combined("need/gardening", facts, ()) == ("need/gardening", "place", "tell_age")
    wish = told(("somewhere to garden", "need/gardening"), ("Hull", "place"))
    assert combined("place", wish, ["place"]) == ("place", "need/gardening")


def test_beside_an_answer_to_the_scale_a_story_is_no_wish_but_a_request_is() -> None:
    story = told(("often", "answer/often"), ("my husband died", "need/bereavement"), ("I'm 82", "tell_age"))
    assert combined("answer/often", story, SCALE) == ()
    where = told(("often", "answer/often"), ("my husband died", "need/bereavement"), ("in Hull", "place"))
    assert combined("answer/often", where, SCALE) == ("answer/often", "place")
    request = told(("often", "answer/often"), ("is there a choir", "need/arts_crafts"))
    assert combined("answer/often", request, SCALE) == ("answer/often", "need/arts_crafts")


def test_an_answer_that_is_only_mentioned_in_a_command_is_none() -> None:
    mentioned = told(("I said never before", "answer/never"), ("can I change it", "change_answer"))
    assert combined("change_answer", mentioned, SCALE) == ()
    certain = [Clause("never", "answer/never", certain=True), Clause("can I change the last", "change_answer")]
    assert combined("change_answer", certain, SCALE) == ("answer/never", "change_answer")


@pytest.mark.parametrize(
    ("whole", "clauses"),
    [
        ("answer/often", [("often", "answer/often"), ("never", "answer/never")]),
        ("why_ask", [("why", "why_ask"), ("who are you", "who_are_you")]),
        ("need/gardening", [("thanks", "thanks"), ("gardening", "need/gardening")]),
        ("stop", [("gardening", "need/gardening"), ("Hull", "place")]),
        ("i_am_a_carer", [("I look after my mum", "i_am_a_carer"), ("she has dementia", "need/condition_support")]),
    ],
)
def test_what_does_not_go_together_is_left_to_the_whole_message(whole: str, clauses: list[tuple[str, str]]) -> None:
    assert combined(whole, told(*clauses), SCALE) == ()
