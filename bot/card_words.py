"""What is said about a service on every channel."""

from __future__ import annotations

from typing import Final

from bot.messages import Card
from language.phrases import Phrase, phrase

MILES_IN_A_KILOMETRE = 0.621371
MORE_ABOUT_THIS: Final = phrase("More about this")
"""The link to the page of a service."""
ELSEWHERE: Final = phrase("Also held at other places")
"""On the card of a service at one place; its page names the others."""


def far(card: Card) -> Phrase | None:
    """Say how far away a service is, in miles as people in England do; None where distance has no meaning."""
    if card.distance_km is None:
        return None
    miles = card.distance_km * MILES_IN_A_KILOMETRE
    if miles < 0.1:
        return phrase("Less than 0.1 miles away")
    shown = f"{miles:.1f}".removesuffix(".0") if miles < 10 else f"{miles:.0f}"
    return phrase("1 mile away") if shown == "1" else phrase("{miles} miles away", miles=shown)


def ages(card: Card) -> Phrase | None:
    """Say for which ages a service is; None where it is for all."""
    low, high = card.minimum_age, card.maximum_age
    if low and high is not None:
        return phrase("Ages {youngest} to {oldest}", youngest=low, oldest=high)
    if high is not None:
        return phrase("Up to age {oldest}", oldest=high)
    return phrase("Age {youngest} and over", youngest=low) if low else None
