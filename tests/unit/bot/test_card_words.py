"""What every channel says about a service."""

from __future__ import annotations

import pytest

from bot.card_words import ages, far
from bot.messages import Card


def card(**values: object) -> Card:
    return Card.model_validate({"id": "1", "name": "Choir", "summary": "Sing together", **values})


@pytest.mark.parametrize(
    ("kilometres", "words"),
    [
        (None, None),
        (0.0, "Less than 0.1 miles away"),
        (0.9, "0.6 miles away"),
        (1.61, "1 mile away"),
        (4.83, "3 miles away"),
        (40.0, "25 miles away"),
    ],
)
def test_distance_is_told_in_miles(kilometres: float | None, words: str | None) -> None:
    assert far(card(distance_km=kilometres)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, None),
        (0, None, None),
        (65, None, "Age 65 and over"),
        (16, 25, "Ages 16 to 25"),
        (0, 4, "Up to age 4"),
    ],
)
def test_ages_are_told_in_words(low: int | None, high: int | None, words: str | None) -> None:
    assert ages(card(minimum_age=low, maximum_age=high)) == words
