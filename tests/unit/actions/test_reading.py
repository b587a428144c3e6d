"""An answer is read only where it was given: no answer is ever guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.path import SCALE
from actions.reading import OPTIONS, read_answer
from actions.turn import Turn
from screening.instruments import ADULT, PREFER_NOT_TO_SAY, SKIPPED

YEAR = 2026


def turn(intent: str = "", text: str | None = None, requested: str | None = None, **entities: str) -> Turn:
    """A turn in which this was understood."""
    return Turn("s", "web", {}, intent, entities, text, requested, "screening_form")


@pytest.mark.parametrize("item", [item.name for item in ADULT.items])
def test_each_option_of_each_question_is_read_from_its_button(item: str) -> None:
    for code in OPTIONS[item]:
        assert read_answer(turn("answer", **{item: code}), item, YEAR) == code


def test_a_word_of_the_scale_answers_the_question_that_is_open() -> None:
    assert read_answer(turn("answer", answer="often"), "left_out", YEAR) == "often"


def test_never_and_always_are_read_where_they_belong() -> None:
    for item in SCALE[:3]:
        assert read_answer(turn("answer", answer="never"), item, YEAR) == "hardly_ever"
        assert read_answer(turn("answer", answer="always"), item, YEAR) == "often"
    assert read_answer(turn("answer", answer="never"), "lonely", YEAR) == "never"
    assert read_answer(turn("answer", answer="always"), "lonely", YEAR) == "often"


def test_an_option_of_another_question_is_no_answer() -> None:
    assert read_answer(turn("answer", answer="occasionally"), "left_out", YEAR) is None
    assert read_answer(turn("answer", answer="contact_some"), "lonely", YEAR) is None


def test_yes_and_no_answer_consent_and_role_and_nothing_of_the_scale() -> None:
    assert read_answer(turn("affirm"), "consent", YEAR) == "yes"
    assert read_answer(turn("deny"), "consent", YEAR) == "no"
    assert read_answer(turn("deny"), "role", YEAR) == "resident"
    for item in SCALE:
        assert read_answer(turn("affirm"), item, YEAR) is None
        assert read_answer(turn("deny"), item, YEAR) is None


def test_a_skip_belongs_to_the_open_question_alone() -> None:
    assert read_answer(turn("skip", requested="left_out"), "left_out", YEAR) == SKIPPED
    assert read_answer(turn("skip", requested="left_out"), "isolated", YEAR) is None


def test_keeping_an_answer_back_is_read_and_is_no_option() -> None:
    for item in SCALE:
        assert read_answer(turn("answer", answer=PREFER_NOT_TO_SAY), item, YEAR) == PREFER_NOT_TO_SAY
        assert PREFER_NOT_TO_SAY not in OPTIONS[item]


def test_an_age_is_read_from_a_button_or_from_words() -> None:
    assert read_answer(turn("tell_age", age="65-"), "age", YEAR) == {"minimum": 65, "maximum": None}
    assert read_answer(turn("tell_age", text="I'm 82"), "age", YEAR) == {"minimum": 82, "maximum": 82}
    assert read_answer(turn("tell_age", text="old enough"), "age", YEAR) is None


def test_several_wishes_are_read_and_unknown_ones_left_out() -> None:
    assert read_answer(turn("need", need="gardening,arts_crafts,nonsense"), "need", YEAR) == [
        "gardening",
        "arts_crafts",
    ]
    assert read_answer(turn("no_preference"), "need", YEAR) == ["any"]


@given(st.text(), st.sampled_from(["affirm", "deny", "greet", "out_of_scope", "need", "place", "thanks", ""]))
def test_no_other_meaning_ever_answers_the_scale(text: str, intent: str) -> None:
    for item in SCALE:
        assert read_answer(turn(intent, text=text), item, YEAR) is None


@pytest.mark.parametrize(
    ("intent", "text", "read"),
    [
        ("affirm", "yes but don't count my answers", "uncounted"),
        ("affirm", "you can ask but don’t count it", "uncounted"),
        ("deny", "I said don't count me", "uncounted"),
        ("affirm", "yes please", "yes"),
        ("affirm", "yes, count me in", "yes"),
        ("deny", "no, and don't count me", "no"),
    ],
)
def test_who_asks_in_words_not_to_be_counted_is_heard(intent: str, text: str, read: str) -> None:
    assert read_answer(turn(intent, text), "consent", YEAR) == read


@pytest.mark.parametrize(("text", "read"), [("not a church thing", None), ("a church thing", ["faith_culture"])])
def test_what_is_not_wanted_is_no_answer_to_what_would_help(text: str, read: list[str] | None) -> None:
    assert read_answer(turn("need", text, "need", need="faith_culture"), "need", YEAR) == read
