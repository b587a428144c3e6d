"""Answers to an open question, read by their words or their place in the list."""

from __future__ import annotations

import pytest

from engine.answers import read_answer

OPTIONS = ({"hardly_ever": ["hardly ever or never", "never"]}, "some_of_the_time", "often")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("often", "often"),
        ("Often.", "often"),
        ("Some of the time", "some_of_the_time"),
        ("some-of-the-time!", "some_of_the_time"),
        ("hardly ever or never", "hardly_ever"),
        ("never", "hardly_ever"),
        ("3", "often"),
        ("3.", "often"),
        ("number 2", "some_of_the_time"),
        ("the first one", "hardly_ever"),
        ("the last one please", "often"),
        ("second", "some_of_the_time"),
        ("I'd say often", "often"),
        ("I think the third", "often"),
    ],
)
def test_an_option_is_named_by_its_words_or_its_place(text: str, code: str) -> None:
    assert read_answer(text, OPTIONS) == code


@pytest.mark.parametrize(
    "text",
    ["", "4", "0", "33", "not often", "often enough I see my son", "the first time I moved", "one of my sons died"],
)
def test_anything_else_is_left_to_the_classifier(text: str) -> None:
    assert read_answer(text, OPTIONS) is None


def test_a_question_without_options_reads_nothing() -> None:
    assert read_answer("the last one", ()) is None
