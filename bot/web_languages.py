"""The languages of the page: how it says its own sentences, and which language is offered first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.spoken import OFFERED
from language.catalogues import ENGLISH, LANGUAGES, Language, said_in
from language.phrases import phrase

_RANGE: Final = re.compile(r"\s*([a-zA-Z]{2,3})\b[\w-]*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")


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


def offered_to(accepted: str) -> Sequence[Language]:
    """The languages of the menu; the first that the browser accepts (`Accept-Language`) leads."""
    found = (_RANGE.fullmatch(part) for part in accepted.split(","))
    ranked = sorted((match for match in found if match), key=lambda match: -float(match[2] or 1))
    first = next((match[1].lower() for match in ranked if match[1].lower() in OFFERED), ENGLISH)
    return [LANGUAGES[code] for code in sorted(OFFERED, key=lambda code: code != first)]
