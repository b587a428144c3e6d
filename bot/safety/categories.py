"""The safety categories, most urgent first: the order in which several are answered."""

from __future__ import annotations

CATEGORIES: tuple[str, ...] = (
    "emergency",
    "suicide",
    "abuse_child",
    "self_harm",
    "abuse_domestic",
    "abuse_adult",
    "harm_to_others",
    "third_party_suicide",
    "eating_disorder",
    "substance",
)


def by_urgency(found: set[str]) -> tuple[str, ...]:
    """Return the categories in `found`, most urgent first."""
    return tuple(category for category in CATEGORIES if category in found)
