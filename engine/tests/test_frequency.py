"""How often, read from everyday English."""

from __future__ import annotations

import pytest

from engine.frequency import read_frequency


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Once in a blue moon", "hardly_ever"),
        ("not that often to be honest", "hardly_ever"),
        ("I don't feel that very much", "hardly_ever"),
        ("not really", "hardly_ever"),
        ("almost never", "hardly_ever"),
        ("rarley", "hardly_ever"),
        ("somtimes I do", "some_of_the_time"),
        ("on and off", "some_of_the_time"),
        ("sometimes but not all the time", "some_of_the_time"),
        ("a heck of a lot", "often"),
        ("more often than not", "often"),
        ("nearly every day", "often"),
        ("oftern", "often"),
        ("all the bleeding time", "always"),
        ("24/7", "always"),
        ("every single day", "always"),
        ("every so often", "occasionally"),
        ("no, never", "never"),
        ("not at all", "never"),
    ],
)
def test_a_phrase_says_how_often(text: str, code: str) -> None:
    found = read_frequency(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "I often see my friends",
        "my daughter visits a lot",
        "sometimes often",
        "never, well, always",
        "the moon",
        "",
    ],
)
def test_company_two_frequencies_and_anything_else_say_nothing_for_certain(text: str) -> None:
    assert read_frequency(text) is None


@pytest.mark.parametrize("text", ["something", "really", "ever", "early", "nerve"])
def test_a_word_of_its_own_is_not_taken_for_a_misspelt_one(text: str) -> None:
    assert read_frequency(text) is None


@pytest.mark.parametrize(
    "text", ["often", "Often, my friends have all moved away", "well yes, sometimes I do", "never. Why?"]
)
def test_a_part_that_says_nothing_else_is_plain(text: str) -> None:
    found = read_frequency(text)
    assert found is not None
    assert found.plain


@pytest.mark.parametrize(
    "text", ["often the bus is late", "I never wear a hat on Sundays", "sometimes the lift is broken"]
)
def test_a_frequency_of_something_else_is_not_plain(text: str) -> None:
    found = read_frequency(text)
    assert found is not None
    assert not found.plain


@pytest.mark.parametrize("text", ["never mind", "how often is that", "depends", "hard to say"])
def test_a_turn_of_phrase_is_no_frequency(text: str) -> None:
    assert read_frequency(text) is None
