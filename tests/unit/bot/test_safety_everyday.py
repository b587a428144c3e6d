"""Messages that are harmless as a whole, and the same words beside something that is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from bot.safety import CATEGORIES, Safety
from bot.safety.classifier import Margins
from bot.safety.pieces import Piece


class Alarmed:
    """A classifier that hears an emergency in whatever it is asked about."""

    def margins(self, pieces: Sequence[Piece]) -> Mapping[Piece, Margins]:
        """As sure as can be."""
        return {piece: {name: float(name == "emergency") for name in CATEGORIES} for piece in pieces}


SAFETY = Safety(Alarmed())
HARMLESS = [
    "I can't get about much now with my legs",
    "cant get out much now because of my knees.",
    "ive rung them",
    "I've phoned them already",
    "he fell last week and didn't tell anyone",
    "My universal credit has been stopped!",
    "they've stopped my benefits",
    "I'm skint and can't buy food",
    "can't afford to eat",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_an_everyday_message_is_no_alarm(text: str) -> None:
    assert SAFETY.categories(text) == ()


@pytest.mark.parametrize("text", HARMLESS)
@pytest.mark.parametrize("more", ["{} and he isn't moving", "{}, please help", "help. {}", "{} so I took the tablets"])
def test_whatever_else_is_said_is_read(text: str, more: str) -> None:
    assert SAFETY.categories(more.format(text))


@pytest.mark.parametrize(
    "text", ["he fell and isn't moving", "my carer has stopped my benefits", "I can't get out", "she fell last week"]
)
def test_words_that_are_only_alike_are_read(text: str) -> None:
    assert SAFETY.categories(text) == ("emergency",)
