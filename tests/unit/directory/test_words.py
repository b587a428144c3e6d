"""The words of a wish that say what it is about."""

from __future__ import annotations

import pytest

from directory.words import words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gardening", "a garden"),
        ("sing", "singing"),
        ("knitting", "knit"),
        ("dominoes", "domino"),
        ("model trains", "model train"),
        ("Parkinson's", "parkinsons"),
        ("running", "run"),
        ("walkers", "walking"),
        ("worrying", "worry"),
        ("playing", "play"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    "typed",
    ["", "I would like something to do near me", "someone to be with, please", "I cant, I wont, im on my own", "?!"],
)
def test_what_says_nothing_about_the_wish_is_left_out(typed: str) -> None:
    assert words_of(typed) == frozenset()


def test_words_that_differ_stay_apart() -> None:
    assert words_of("chess").isdisjoint(words_of("cheese"))
    assert words_of("sewing").isdisjoint(words_of("swimming"))
