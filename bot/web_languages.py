"""The languages of the page: which one it is shown in, and which is offered first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.messages import Kind, Reply
from language.catalogues import ENGLISH, LANGUAGES, SPOKEN, Language, said_in
from language.phrases import phrase

OFFERED: Final = (ENGLISH, *SPOKEN)
_RANGE: Final = re.compile(r"\s*([a-zA-Z]{2,3})\b[\w-]*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")
_FIXED: Final = frozenset({Kind.SAFETY, Kind.FALLBACK})
"""Kinds of messages that may be English in a conversation that is not."""


class Voice:
    """Says the page's own sentences in one language. Templates call it `_`: by that name `make messages` finds them."""

    def __init__(self, language: Language) -> None:
        self.code = language.code
        self.name = language.name
        self.direction = language.direction
        self.tag = "en-GB" if language.code == ENGLISH else language.code
        """For `lang`: a BCP 47 tag."""

    def __call__(self, sentence: str, **values: object) -> str:
        """Return `sentence` in this language, its braces filled."""
        return said_in(self.code, phrase(sentence, **values))

    def again(self, made: str) -> str:
        """Return a sentence that is made already, such as a `Phrase`, in this language."""
        return said_in(self.code, made)


@cache
def voice(code: str) -> Voice:
    """The voice of a language; English where `code` is not known."""
    return Voice(LANGUAGES.get(code, LANGUAGES[ENGLISH]))


def language_of(reply: Reply) -> str | None:
    """The language that the conversation is in, as far as `reply` tells."""
    spoken = [message.language for message in reply if message.kind not in _FIXED]
    if not spoken:
        return None
    return next((code for code in spoken if code in SPOKEN), ENGLISH)


def offered_to(accepted: str) -> Sequence[Language]:
    """The languages of the menu; the first that the browser accepts (`Accept-Language`) leads."""
    found = (_RANGE.fullmatch(part) for part in accepted.split(","))
    ranked = sorted((match for match in found if match), key=lambda match: -float(match[2] or 1))
    first = next((match[1].lower() for match in ranked if match[1].lower() in OFFERED), ENGLISH)
    return [LANGUAGES[code] for code in sorted(OFFERED, key=lambda code: code != first)]
