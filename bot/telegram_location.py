"""The button that asks a phone where it is: offered while a place is asked for, and taken away afterwards.

It is one of Telegram's large buttons that stand where the keyboard is. A message carries either that or buttons of its
own, so the offer is a message by itself, below the question with its buttons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.messages import Kind, Reply
from bot.telegram_order import Remembered
from bot.telegram_render import PLEASE_CHOOSE, Bubble
from language.catalogues import said_in
from language.phrases import phrase

OFFER: Final = phrase("Use my location")
PROMISE: Final = phrase("I look up the area once. I do not keep where you are.")


class LocationButton:
    """Knows in which sessions the button stands: in memory, and only the latest `limit`."""

    def __init__(self, limit: int) -> None:
        self._standing = Remembered(limit)

    def beside(self, bubbles: Sequence[Bubble], reply: Reply, session: str, language: str) -> list[Bubble]:
        """Return `bubbles`, with the button where `reply` asks for a place; else it is taken away."""
        if any(message.kind is Kind.ASK and message.item == "place" for message in reply):
            if not self._standing.add(session):
                return list(bubbles)
            return [*bubbles, Bubble(said_in(language, PROMISE), protected=False, location=said_in(language, OFFER))]
        stands = self._standing.discard(session)
        bare = next((index for index, bubble in enumerate(bubbles) if not bubble.rows), None)
        if bare is not None:  # also where it may stand since another process, or this one before a restart, offered it
            return [*bubbles[:bare], replace(bubbles[bare], clears=True), *bubbles[bare + 1 :]]
        if not stands or not bubbles:
            return list(bubbles)
        first = bubbles[0]
        return [
            replace(first, rows=(), clears=True),
            replace(first, text=said_in(language, PLEASE_CHOOSE)),
            *bubbles[1:],
        ]
