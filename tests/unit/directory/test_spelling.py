"""Words with a slip, and words of one family."""

from __future__ import annotations

import pytest

from directory.families import FAMILY, with_families
from directory.spelling import spelt
from directory.words import words_of

HELD = {"bailif": 2, "allotment": 3, "stroke": 1, "strokes": 4, "gold": 9}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("balif", "balif"), ("allotmnt", "allotment"), ("alloment", "allotment"), ("allotemnt", "allotment"),
     ("allotmentt", "allotment"), ("sttroke", "stroke")],
)  # fmt: skip
def test_one_slip_in_a_long_word_is_forgiven(typed: str, meant: str) -> None:
    assert spelt(typed, HELD, lambda word: HELD.get(word, 0)) == meant


@pytest.mark.parametrize("typed", ["golf", "llotment", "origami", "allotmeeent", "strokes"])
def test_what_may_be_another_word_stays_as_it_was_typed(typed: str) -> None:
    assert spelt(typed, HELD, lambda word: HELD.get(word, 0)) == typed


def test_of_several_words_one_slip_away_the_one_that_most_services_have_is_meant() -> None:
    held = {"strand": 1, "strang": 5}
    assert spelt("strant", held, lambda word: held.get(word, 0)) == "strang"


def test_words_of_one_family_bring_one_another() -> None:
    assert words_of("sight") <= with_families(words_of("going blind"))
    assert words_of("debt") <= with_families(words_of("skint"))
    assert words_of("veterans") <= with_families(words_of("ex army"))


def test_every_family_holds_for_all_of_its_words() -> None:
    assert all(word in FAMILY[other] for word, others in FAMILY.items() for other in others)


def test_a_wish_for_lunch_is_not_about_an_eating_disorder() -> None:
    assert words_of("eating").isdisjoint(with_families(words_of("lunch, dinner or supper")))
