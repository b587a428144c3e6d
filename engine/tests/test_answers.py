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


FIVE = ({"often": ["altijd"]}, "some_of_the_time", "occasionally", "hardly_ever", "never", "prefer_not_to_say")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the last one", "never"),
        ("second from the bottom", "hardly_ever"),
        ("the middle one", "occasionally"),
        ("B", "some_of_the_time"),
        ("6", "prefer_not_to_say"),
        ("prefer not to say", "prefer_not_to_say"),
        ("The second option, and don't ask me why", "some_of_the_time"),
        ("put me down for the first one", "often"),
        ("altijd, ik ben nieuw hier", "often"),
    ],
)
def test_an_option_that_stands_apart_is_not_the_last_one(text: str, code: str) -> None:
    assert read_answer(text, FIVE, apart=("prefer_not_to_say",)) == code


@pytest.mark.parametrize(
    "text", ["the first or the third one", "at 1, 2, 3 and 4 o'clock", "first thing in the morning"]
)
def test_two_places_and_numbers_of_something_else_are_no_answer(text: str) -> None:
    assert read_answer(text, FIVE) is None
