"""Days of the calendar in words."""

from __future__ import annotations

from datetime import date
from typing import Final

from language.phrases import Phrase, phrase

MONTHS: Final = (
    phrase("January"),
    phrase("February"),
    phrase("March"),
    phrase("April"),
    phrase("May"),
    phrase("June"),
    phrase("July"),
    phrase("August"),
    phrase("September"),
    phrase("October"),
    phrase("November"),
    phrase("December"),
)
"""As they stand in a date: "5 March"."""


def day_in_words(day: date) -> Phrase:
    """Return "5 March 2026"."""
    return phrase("{day} {month} {year}", day=day.day, month=MONTHS[day.month - 1], year=day.year)
