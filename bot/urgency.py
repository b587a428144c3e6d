"""Which messages are answered at once, before anything else: words of danger, and the wish for help now."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Protocol

from bot.messages import Reply
from bot.safety_reply import Whom

HELP_NOW: Final = "/help_now"
SHORT_TEXT: Final = 300
"""Characters that are read for safety at once: a few milliseconds."""
READERS: Final = 2
_HELP: Final = re.compile(r"(?:please )?(?:i need |get me )?(?:some )?help(?: me)?(?: right)?(?: now)?(?: please)?")
_HELP_ELSEWHERE: Final = frozenset({
    "ayuda", "socorro", "aide", "aiuto", "aiutami", "ajuda", "hilfe", "hulp", "pomoc", "pomocy", "ratunku",
    "yardım", "yardim", "imdat", "مساعدة", "ساعدوني", "ساعدني", "النجدة", "помощь", "помогите", "救命", "帮助",
    "帮帮我", "助けて", "도와주세요", "ช่วยด้วย", "aidez moi", "au secours", "help mij", "pomóż mi", "yardım edin",
})  # fmt: skip
"""The same one word in the languages that are understood."""


class Net(Protocol):
    """The safety net: what it hears, and the fixed words that answer it. Needs no dialogue and no database."""

    def categories(self, text: str) -> tuple[str, ...]:
        """The safety categories of a text, the plainest first. Never raises."""
        ...

    def reply(self, categories: tuple[str, ...], whom: Whom) -> Reply:
        """The fixed reply to these categories."""
        ...

    def help_now(self, whom: Whom) -> Reply:
        """The reply to whoever asks for help now."""
        ...

    def contact_lines(self, language: str | None = None) -> str:
        """Whom to ring when nothing else works."""
        ...


@dataclass(frozen=True)
class Urgent:
    """Why a message is answered at once. Without categories the person asked for help now."""

    categories: tuple[str, ...] = ()


class Watch:
    """Reads what is sent, before anything else does.

    A long text is read in threads of its own, beside the loop, so that others need not wait for it, and so that it
    need not wait itself behind a database that hangs. `help_titles`: what the help button is called in other languages.
    """

    def __init__(self, net: Net, help_titles: Iterable[str] = ()) -> None:
        self._net = net
        self._help_titles = frozenset(_plain(title) for title in help_titles)
        self._readers = ThreadPoolExecutor(READERS, "safety")

    async def urgent(self, text: str | None, payload: str | None = None) -> Urgent | None:
        """Why this must be answered at once, or None."""
        words = clean(text or "")
        if categories := await self._heard(words):
            return Urgent(categories)
        return Urgent() if payload == HELP_NOW or self._asks_for_help(words) else None

    def close(self) -> None:
        """Let go of the threads."""
        self._readers.shutdown(wait=False)

    async def _heard(self, words: str) -> tuple[str, ...]:
        if len(words) < SHORT_TEXT:
            return self._net.categories(words)
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._net.categories, words)

    def _asks_for_help(self, words: str) -> bool:
        if len(words) > SHORT_TEXT:
            return False
        plain = _plain(words)
        asked = plain in self._help_titles or plain in _HELP_ELSEWHERE
        return asked or _HELP.fullmatch(plain) is not None


def clean(text: str) -> str:
    """Remove control characters and broken surrogates; keep new lines and tabs."""
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept)


def _plain(words: str) -> str:
    """Small letters and single spaces, whatever else was typed around and between them."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    seen = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return " ".join("".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in seen).split())
