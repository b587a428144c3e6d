"""In which language the channel itself speaks to a chat, and which language it offers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Button, Reply
from bot.spoken import OFFERED, SPEAK, language_of
from bot.telegram_render import Bubble
from language.catalogues import ENGLISH, LANGUAGES


class Languages:
    """The language of each session's last answer: in memory, and only where it is not English."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._spoken: OrderedDict[str, str] = OrderedDict()

    def of(self, session: str) -> str:
        """Return the language of a session; English where nothing is known."""
        return self._spoken.get(session, ENGLISH)

    def learn(self, session: str, reply: Reply) -> str:
        """Remember the language of `reply`, where it tells one, and return the session's."""
        language = language_of(reply) or self.of(session)
        self._spoken.pop(session, None)
        if language != ENGLISH:
            self._spoken[session] = language
        if len(self._spoken) > self._limit:
            self._spoken.popitem(last=False)
        return language


def offering(bubbles: Sequence[Bubble], app_language: str | None, spoken: str) -> list[Bubble]:
    """Return `bubbles` with a button for the language of the person's Telegram app, where it is another one.

    It is only offered: many people use an app in a language that is not the one they would like to talk in.
    """
    code = (app_language or "").split("-")[0].lower()
    if code not in OFFERED or code == spoken or not bubbles:
        return list(bubbles)
    button = Button(title=LANGUAGES[code].name, payload=SPEAK[code])
    return [*bubbles[:-1], replace(bubbles[-1], rows=(*bubbles[-1].rows, (button,)))]
