"""Needs that others must meet are heard, and those that this service is for are not taken for them."""

from __future__ import annotations

import pytest

from language.elsewhere import elsewhere, in_want


@pytest.mark.parametrize(
    "text",
    [
        "i need a food bank",
        "im being evicted on friday",
        "how do i claim PIP",
        "i need a gp appointment",
        "I'm behind on my rent",
        "how do I find a dentist",
    ],
)
def test_what_others_help_with(text: str) -> None:
    assert elsewhere(text)


@pytest.mark.parametrize(
    "text",
    ["a lunch club", "purple monkey dishwasher", "I have moved house", "what is social prescribing", "a pipe band", ""],
)
def test_what_is_nothing_of_the_kind(text: str) -> None:
    assert not elsewhere(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm skint and can't buy food",
        "cant afford to eat",
        "no money for the gas meter",
        "there is nothing in the fridge",
        "we can’t afford nappies",
        "I need a food bank",
    ],
)
def test_who_cannot_pay_for_food_or_warmth_is_in_want(text: str) -> None:
    assert in_want(text)
    assert elsewhere(text)


@pytest.mark.parametrize(
    "text", ["I'm skint", "no money", "I like food", "I can't get to the shops", "can't sing", "free food"]
)
def test_having_little_is_not_yet_want(text: str) -> None:
    assert not in_want(text)
