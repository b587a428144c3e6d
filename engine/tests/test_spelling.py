"""Words that are spelt plainly before anything is made of them."""

from __future__ import annotations

import pytest

from engine.frequency import read_frequency
from engine.spelling import plainly_spelt


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("im so lonley", "im so lonely"),
        ("Not oftn.", "Not often."),
        ("hardly evr", "hardly ever"),
        ("not enuf", "not enough"),
    ],
)
def test_a_word_that_can_mean_one_thing_only_is_spelt_plainly(text: str, meant: str) -> None:
    assert plainly_spelt(text) == meant


@pytest.mark.parametrize(
    "text", ["a lovely day", "Lonely", "Evesham", "London E1 4NS", "offer", "nerve", "hardy plants"]
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert plainly_spelt(text) == text


def test_a_not_before_a_misspelt_word_turns_it_round() -> None:
    found = read_frequency(plainly_spelt("not oftn"))
    assert found is not None
    assert found.code == "hardly_ever"
