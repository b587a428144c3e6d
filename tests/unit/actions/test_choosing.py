"""Which of the services on the page a message means."""

from __future__ import annotations

from typing import Any

import pytest

from actions.results import last_shown, to_be_shown
from language.ordinals import named

SHOWN = ["choir", "lunch", "walk"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("keep the first one", ["choir"]),
        ("save the 2nd please", ["lunch"]),
        ("number three for me", ["walk"]),
        ("the last one", ["walk"]),
        ("the first and the third", ["choir", "walk"]),
        ("keep all of these", SHOWN),
        ("save them both", SHOWN),
        ("keep that one", []),
        ("save it for later", []),
    ],
)
def test_a_service_is_named_by_its_place(text: str, meant: list[str]) -> None:
    assert named(text, SHOWN) == meant


def test_the_only_one_is_meant_whatever_is_said() -> None:
    assert named("keep that one", ["choir"]) == ["choir"]


def test_a_place_that_is_not_on_the_page_names_nothing() -> None:
    assert named("the third one", ["choir", "lunch"]) == []
    assert named("keep the first", []) == []


@pytest.mark.parametrize(
    ("shown", "found", "page"),
    [
        (["a", "b", "c"], ["a", "b", "c", "d"], ["a", "b", "c"]),
        (["a", "b", "c", "d"], ["a", "b", "c", "d"], ["d"]),
        (["a", "b", "c", "d", "e"], ["d", "e"], ["d", "e"]),
        (["a", "b", "c", "d", "e", "f"], ["a", "b", "c", "d", "e", "f", "g"], ["d", "e", "f"]),
        ([], [], []),
    ],
)
def test_the_page_shown_last_may_be_a_short_one(shown: list[str], found: list[str], page: list[str]) -> None:
    slots: dict[str, Any] = {"shown": shown, "found": found}
    assert last_shown(slots) == page
    assert to_be_shown(slots) == [each for each in found if each not in shown]
