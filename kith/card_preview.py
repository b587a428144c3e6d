"""A service's card as residents see it in the chat, for those who look after the directory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.cards import card_of
from bot.web_view import View
from directory.model import Service, Status
from directory.reasons import SHUT_FOR_NOW
from directory.search import shown_alone
from language.catalogues import ENGLISH, said_in


@dataclass(frozen=True)
class CardPreview:
    """Renders with the very templates, words and styles of the chat."""

    view: View
    clock: Callable[[], datetime]

    def __call__(self, service: Service) -> str:
        """Return a whole HTML document with nothing but the card."""
        card = card_of(shown_alone(service, self.clock()), language=ENGLISH)
        if service.status is not Status.ACTIVE:
            card = card.model_copy(update={"notes": (said_in(ENGLISH, SHUT_FOR_NOW), *card.notes)})
        return self.view.page("card_alone", card=card)
