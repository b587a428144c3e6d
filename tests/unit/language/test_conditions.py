"""How a service should be given, heard in what people write, and not in what only sounds like it."""

from __future__ import annotations

import pytest

from directory.model import Filter
from language.conditions import read_conditions
from language.times import read_times


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is there a hearing loop", {"hearing_loop"}),
        ("have they got an induction loop?", {"hearing_loop"}),
        ("somewhere with BSL", {"bsl"}),
        ("do they sign", {"bsl"}),
        ("is there an accessible toilet", {"accessible_toilet"}),
        ("anywhere with a loo", {"accessible_toilet"}),
        ("women only", {"women"}),
        ("a ladies' group", {"women"}),
        ("just for men please", {"men"}),
        ("a men's group", {"men"}),
        ("no men", {"women"}),
        ("over the phone", {"phone"}),
        ("can someone ring me", {"phone"}),
        ("on zoom", {"online"}),
        ("face to face", {"in_person"}),
        ("can someone come to my house", {"home_visit"}),
        ("somebody to visit me at home", {"home_visit"}),
        ("home visits", {"home_visit"}),
        ("without a referral", {"self_referral"}),
        ("can I refer myself", {"self_referral"}),
        ("I use a wheelchair and it must be free", {"step_free", "free"}),
        ("not online", {"in_person"}),
    ],
)
def test_a_condition_is_heard(text: str, names: set[str]) -> None:
    told = read_conditions(text)
    assert told.names == names
    assert told.names <= set(Filter)


@pytest.mark.parametrize(
    "text",
    [
        "I wear hearing aids",
        "I want to learn sign language",
        "a men's shed",
        "is it men only",
        "for women and men",
        "learn how to shop online",
        "help with my phone",
        "I look after my wife at home",
        "a reading group in my home town",
        "I'm stuck in my flat",
        "a loop walk round the lake",
        "I'm free on Mondays",
        "sugar free baking",
        "I want to polish my English",
        "sign me up",
    ],
)
def test_what_only_sounds_like_a_condition_is_none(text: str) -> None:
    told = read_conditions(text)
    assert (told.names, told.languages) == (set(), set())


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("in Polish", {"pl"}),
        ("do they speak Urdu or Punjabi", {"ur", "pa"}),
        ("a Somali-speaking group", {"so"}),
        ("someone who speaks Farsi", {"fa"}),
        ("I'd like to practise my English", set()),
        ("a Polish lunch", set()),
    ],
)
def test_a_language_is_heard_where_it_is_to_be_spoken(text: str, languages: set[str]) -> None:
    assert read_conditions(text).languages == languages


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("is there anything with a hearing loop", True),
        ("a group in Punjabi, women only, this evening", True),
        ("a choir with a hearing loop", False),
        ("I am so alone today", False),
        ("anything near me", False),
    ],
)
def test_it_is_known_whether_anything_else_was_said(text: str, alone: bool) -> None:
    assert read_conditions(text).alone is alone


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is anything on today", {"today"}),
        ("what's on this afternoon", {"today", "afternoon"}),
        ("something tonight", {"today", "evening"}),
        ("what's on now", {"now"}),
        ("is it open right now", {"now"}),
        ("tomorrow morning", {"tomorrow", "morning"}),
        ("I am now retired", set()),
        ("I am sad", set()),
    ],
)
def test_today_and_now_are_heard(text: str, names: set[str]) -> None:
    assert read_times(text).names == names


def test_what_is_refused_is_told_apart_from_what_is_wanted() -> None:
    told = read_conditions("it doesn't have to be women only, but with a hearing loop")
    assert (told.names, told.refused) == ({"hearing_loop"}, {"women"})
