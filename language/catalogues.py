"""What is said in other languages: one gettext catalogue for each, keyed by the English sentence.

A sentence without a translation is said in English. Every translation here is marked `fuzzy`, gettext's word for "not
checked by a speaker yet": it is used, and the greeting says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import polib

from language.phrases import ClockTime, OwnName, Phrase

MESSAGES: Final = Path(__file__).parent / "messages"
ENGLISH: Final = "en"


@dataclass(frozen=True)
class Language:
    """A language by its ISO 639-1 code: its own name for itself, and the way it is written."""

    code: str
    name: str
    direction: str = "ltr"


LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {
        language.code: language
        for language in (
            Language(ENGLISH, "English"),
            Language("ar", "العربية", "rtl"),
            Language("de", "Deutsch"),
            Language("es", "Español"),
            Language("fr", "Français"),
            Language("it", "Italiano"),
            Language("ja", "日本語"),
            Language("ko", "한국어"),
            Language("nl", "Nederlands"),
            Language("pl", "Polski"),
            Language("pt", "Português"),
            Language("ru", "Русский"),
            Language("th", "ไทย"),
            Language("tr", "Türkçe"),
            Language("zh", "中文"),
        )
    }
)
"""The languages that the sentence encoder understands."""
SPOKEN: Final = ("pl", "es", "fr", "ar", "pt", "it", "tr", "zh")
"""Those in which everything on the way to services is said; the others only say what is not possible, then English."""


def said_in(language: str | None, text: str) -> str:
    """`text` in another language; a `Phrase` with its values, too. In English where no translation is known."""
    if not language or language == ENGLISH or language not in LANGUAGES:
        return text
    if isinstance(text, ClockTime):
        return text.around_the_clock
    if isinstance(text, OwnName):
        return text.own
    sentences = _catalogue(language)
    if not isinstance(text, Phrase):
        return sentences.get(text, text)
    values = {name: said_in(language, each) if isinstance(each, str) else each for name, each in text.values.items()}
    template = sentences.get(text.template, text.template)
    return template.format_map(values) if values else template


def is_said_in(language: str | None, text: str) -> bool:
    """Whether `text` (or the template that it was made from) has a translation."""
    known = language in LANGUAGES and language != ENGLISH
    return known and getattr(text, "template", text) in _catalogue(str(language))


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    """The sentences of one language: part of the program, read once."""
    entries = polib.pofile(str(MESSAGES / f"{language}.po"), encoding="utf-8")
    return {entry.msgid: entry.msgstr for entry in entries if entry.msgstr and not entry.obsolete}
