"""Days and times of day are heard as people say them, and not in greetings or names."""

from __future__ import annotations

import pytest

from language.times import DAYS, read_times

WEEK = frozenset(DAYS[:5])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tuesday afternoons", {"tuesday", "afternoon"}),
        ("weekday mornings", WEEK | {"morning"}),
        ("evenings only", {"evening"}),
        ("Thurs or Fri am", {"thursday", "friday", "morning"}),
        ("mon wed fri", {"monday", "wednesday", "friday"}),
        ("monday to wednesday please", {"monday", "tuesday", "wednesday"}),
        ("at the weekend", {"weekend"}),
        ("anything after 5pm as I work till then", {"evening"}),
        ("after 2pm", {"afternoon", "evening"}),
        ("sat pm", {"saturday", "afternoon", "evening"}),
        ("about 9.30am", {"morning"}),
        ("before 11 am please", {"morning"}),
        ("during the day", {"morning", "afternoon"}),
        ("a walking group after work on a Thursday", {"evening", "thursday"}),
        ("sat mornings", {"saturday", "morning"}),
    ],
)
def test_the_times_that_are_told_are_heard(text: str, names: set[str]) -> None:
    assert read_times(text).names == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("any day but Sunday", frozenset(DAYS) - {"sunday"}),
        ("I can't do Tuesdays", frozenset(DAYS) - {"tuesday"}),
        ("not in the evening", {"morning", "afternoon"}),
        ("something in the week, not evenings", WEEK | {"morning", "afternoon"}),
        ("I work Monday to Friday", {"saturday", "sunday"}),
    ],
)
def test_when_somebody_is_not_free_the_rest_of_the_week_is_left(text: str, names: set[str]) -> None:
    assert read_times(text).names == names


@pytest.mark.parametrize(
    "text",
    [
        "good morning",
        "a coffee morning",
        "I sat at home",
        "in the sun",
        "most days",
        "am I missing out",
        "after 6 weeks",
        "",
    ],
)
def test_greetings_names_and_other_words_are_no_times(text: str) -> None:
    assert read_times(text).names == frozenset()


def test_a_message_that_tells_only_when_is_told_apart_from_one_that_tells_what() -> None:
    assert read_times("anything on Tuesday afternoons?").alone
    assert read_times("weekday mornings only please").alone
    assert not read_times("a walking group on Tuesdays").alone
    assert not read_times("something free at the weekend").alone
    assert not read_times("please").alone
