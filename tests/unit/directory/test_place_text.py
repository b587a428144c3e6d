"""Taking apart what people type about where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.place_names import plain
from directory.place_text import outward_codes, phrases, postcodes, runs_of_words


@pytest.mark.parametrize("typed", ["B13 8AB", "b138ab", "Moseley B13  8AB please", "(b13-8ab)", "B13.8AB"])
def test_a_postcode_is_found_however_it_is_typed(typed: str) -> None:
    assert next(iter(postcodes(typed))) == ("B13", "8AB")


@pytest.mark.parametrize("typed", ["B13 8A8", "BI3 8AB", "B13 BAB", "8I3 8AB"])
def test_letters_and_digits_that_look_alike_are_mended(typed: str) -> None:
    assert ("B13", "8AB") in list(postcodes(typed))


def test_what_was_typed_comes_before_what_may_be_meant() -> None:
    assert next(iter(postcodes("SO1 0AA"))) == ("SO1", "0AA")


@pytest.mark.parametrize("typed", ["", "hello you", "call me", "😀", "x" * 4000])
def test_words_are_no_postcodes(typed: str) -> None:
    assert list(postcodes(typed)) == []


def test_outward_codes_are_found_in_a_sentence() -> None:
    assert outward_codes("I am in B13, near E1") == ["B13", "E1"]


def test_text_speak_is_no_outward_code_unless_it_stands_alone() -> None:
    assert outward_codes("alright m8") == []
    assert outward_codes("m8") == ["M8"]
    assert outward_codes("I live in M8") == ["M8"]


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("I live in Moseley", "moseley"),
        ("near Truro please", "truro"),
        ("Barrow in Furness", "barrow in furness"),
        ("I am from Barrow-in-Furness", "barrow in furness"),
        ("the City of York", "york"),
        ("St. Mary's & Saint Ives", "st marys and st ives"),
        ("Newport on the Isle of Wight", "newport isle of wight"),
        ("Gillingham in Dorset", "gillingham dorset"),
        ("b e t h n a l green", "bethnal green"),
        ("moved from Leeds to a village by Swaffham", "swaffham"),
    ],
)
def test_the_name_is_among_the_phrases(typed: str, phrase: str) -> None:
    assert phrase in phrases(typed)


@pytest.mark.parametrize("typed", ["no", "I don't know", "near me", "nowhere really", "", "!!!", "prefer not"])
def test_everyday_words_alone_are_no_phrase(typed: str) -> None:
    assert [p for p in phrases(typed) if p != "prefer not"] == []


def test_a_thing_in_the_house_is_no_town() -> None:
    assert "bath" not in phrases("in the bath")
    assert "bath" in phrases("in Bath")


def test_the_place_that_somebody_left_is_not_where_they_are() -> None:
    assert not any("leeds" in run for run in runs_of_words("moved from Leeds to Swaffham"))


def test_everyday_words_in_a_sentence_are_no_names() -> None:
    assert "reading" not in list(runs_of_words("I like reading"))
    assert "moseley" in list(runs_of_words("It was Moseley we moved away"))


def test_names_are_compared_without_accents_case_and_marks() -> None:
    assert plain("  Théydon-Bois ") == plain("theydon bois")
    assert plain("King's Heath") == plain("kings heath")


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_breaks_it(typed: str) -> None:
    list(postcodes(typed))
    outward_codes(typed)
    phrases(typed)
    list(runs_of_words(typed))
