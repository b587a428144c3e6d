"""What `kith understand` reads beside the meaning: ages, places, several needs."""

from __future__ import annotations

from typing import Any

import pytest

from kith.understanding import with_values

YEAR = 2026


def names(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split() if word.startswith("Gates"))


def read(meaning: str | list[str], text: str) -> tuple[Any, Any]:
    row = with_values({"meaning": meaning, "value": None}, text, YEAR, names)
    return row["meaning"], row["value"]


@pytest.mark.parametrize(
    ("meaning", "text", "read_as", "value"),
    [
        ("tell_age", "I'm 82", "life_stage:later_life", 82),
        ("tell_age", "18 to 25", "life_stage:working_age", [18, 25]),
        ("tell_age", "old as the hills", "tell_age", None),
        ("life_stage:working_age", "I'm 71 and still farming", "life_stage:later_life", 71),
        (["life_stage:early_years", "tell_age"], "I'm 22 with a newborn", "life_stage:early_years", 22),
    ],
)
def test_an_age_says_which_stage_of_life_it_is(meaning: str, text: str, read_as: str, value: Any) -> None:
    assert read(meaning, text) == (read_as, value)


def test_a_place_is_named_by_the_whole_of_a_short_message_or_by_what_is_named_in_it() -> None:
    assert read("place", "B13 9AA") == ("place", "B13 9AA")
    assert read("place", "we came to Gateshead in the spring") == ("place", "Gateshead")
    assert read("place", "the town by the sea over there") == ("place", None)


def test_what_several_meanings_tell_stands_in_their_order() -> None:
    assert read(["tell_age", "place"], "I'm 77, from Gateshead") == (
        ["life_stage:later_life", "place"],
        [77, "Gateshead"],
    )
    both = ["need:gardening", "need:arts_crafts"]
    assert read(both, "gardening or a choir") == (both, ["gardening", "arts_crafts"])


def test_an_age_that_cannot_be_read_is_left_out_beside_something_else() -> None:
    assert read(["place", "tell_age"], "from Gateshead and old as the hills") == ("place", "Gateshead")


def test_other_meanings_have_no_value() -> None:
    assert read("answer:often", "often, 3") == ("answer:often", None)
