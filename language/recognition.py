"""In which language a message is written, where that is plain."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from language.catalogues import ENGLISH, LANGUAGES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

NOT_ENGLISH: Final = 0.98
LIKELY: Final = 0.6
"""How sure it must be that the words are not English, and which language they are in. Measured: none of 4,900
English messages was taken for another language, and nine in ten others were recognised."""
FEWEST_LETTERS: Final = 8
FEWEST_WORDS: Final = 2
FEWEST_ENGLISH_WORDS: Final = 4
"""English names and loan words stand in messages of every language."""
_ASKED_FOR_ENGLISH: Final = re.compile(
    r"\W*(?:(?:can we |let'?s )?(?:in|speak|use|back to) english(?: please| pls)?|english (?:please|pls))\W*",
    re.IGNORECASE,
)
"""Too few words to recognise, and yet plain."""
_NAMED: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?: ?\d[A-Z]{2})?\b|\d+|https?://\S+|\S+@\S+")
_NARROW: Final = {0x3000: " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Wide Latin letters, digits and signs, as keyboards of East Asia write them."""
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_SCRIPTS: Final = (
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
"""Scripts of one language among those that are understood. Japanese writes kana among Chinese characters."""


def recognised(text: str) -> str | None:
    """The code of the language of `text`, among `LANGUAGES`; None where the words are too few or it is not plain.

    One word in Latin letters tells too little ("epilepsy" is not Polish), so it is never recognised.
    """
    words = " ".join(_NAMED.sub(" ", text.translate(_NARROW)).split())
    letters = sum(character.isalpha() for character in words)
    if _KANA.search(words):
        return "ja"
    for code, script in _SCRIPTS:
        if 2 * len(script.findall(words)) > letters > 0:
            return code
    if letters < FEWEST_LETTERS or len(words.split()) < FEWEST_WORDS:
        return None
    ranked = {str(code): float(likelihood) for code, likelihood in _identifier().rank(words)}
    best = max(ranked, key=lambda code: ranked[code])
    if best == ENGLISH:
        return best if ranked[best] >= LIKELY else None
    return best if ranked[best] >= LIKELY and 1 - ranked[ENGLISH] >= NOT_ENGLISH else None


def changed(text: str, current: str | None) -> str | None:
    """The language that a person has changed to, where `text` is plainly not in the `current` one (None: English)."""
    if current and asks_for_english(text):
        return ENGLISH
    spoken = recognised(text)
    if spoken in (None, current or ENGLISH) or (spoken == ENGLISH and len(text.split()) < FEWEST_ENGLISH_WORDS):
        return None
    return spoken


def asks_for_english(text: str) -> bool:
    """Whether `text` asks to go on in English and says nothing else."""
    return bool(_ASKED_FOR_ENGLISH.fullmatch(text))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid  # here: its model takes a third of a second to read

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted({ENGLISH, *LANGUAGES}))
    return identifier
