"""Needs that others must meet are heard, and those that this service is for are not taken for them."""

from __future__ import annotations

import pytest

from language.elsewhere import elsewhere


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
