"""Sentences that can be said again in another language."""

from __future__ import annotations

from copy import deepcopy

import pytest

from language import catalogues
from language.catalogues import LANGUAGES, SPOKEN, is_said_in, said_in
from language.phrases import phrase


@pytest.fixture
def polish(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"free": "za darmo", "{how} and {when}": "{when}, {how}", "on {day}": "{day}", "Monday": "poniedziałek"}
    monkeypatch.setattr(catalogues, "_catalogue", lambda _: known)


def test_a_phrase_is_plain_english_text_to_everybody_else() -> None:
    sentence = phrase("{count} miles away", count=3)
    assert sentence == "3 miles away"
    assert sentence.upper() == "3 MILES AWAY"
    assert phrase("100 % of {braces} stay") == "100 % of {braces} stay"


def test_a_copied_phrase_still_knows_how_it_was_made() -> None:
    copied = deepcopy(phrase("{count} miles away", count=3))
    assert (copied, copied.template, copied.values) == ("3 miles away", "{count} miles away", {"count": 3})


@pytest.mark.usefixtures("polish")
def test_a_phrase_is_said_with_its_values_in_the_order_of_the_other_language() -> None:
    sentence = phrase("{how} and {when}", how=phrase("free"), when=phrase("on {day}", day=phrase("Monday")))
    assert sentence == "free and on Monday"
    assert said_in("pl", sentence) == "poniedziałek, za darmo"


@pytest.mark.usefixtures("polish")
def test_what_nobody_translated_stays_english() -> None:
    assert said_in("pl", phrase("{count} miles away", count=3)) == "3 miles away"
    assert said_in("pl", "Nobody translated this") == "Nobody translated this"
    assert is_said_in("pl", "free")
    assert not is_said_in("pl", "Nobody translated this")


@pytest.mark.parametrize("language", [None, "en", "xx", ""])
def test_english_and_unknown_languages_are_english(language: str | None) -> None:
    assert said_in(language, "free") == "free"
    assert not is_said_in(language, "free")


def test_arabic_alone_is_written_from_right_to_left() -> None:
    assert [code for code, language in LANGUAGES.items() if language.direction == "rtl"] == ["ar"]
    assert set(SPOKEN) < set(LANGUAGES)
