"""Other people's texts as plain text: no markup, no control characters, no second decoding by mistake."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final

import nh3

SUMMARY: Final = 160
SHORT: Final = 60
SHORTEST: Final = 30
"""Characters of a first paragraph that says enough by itself."""
_BREAKS = re.compile(r"<\s*/?\s*(?:p|br|div|li|ul|ol|tr|td|h[1-6])\b[^>]{0,500}>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PLAIN = re.compile(r"(?:[!-%'-;=-~£’]+(?:(?: |\n\n?)[!-%'-;=-~£’]+)*)?")
"""What needs no work: ordinary letters with single spaces between words, and lines and paragraphs between those."""
_SPACES = re.compile(r"[ \t\xa0]{2,}|[\t\xa0]")
_LINES = re.compile(r" ?\n ?")
_PARAGRAPHS = re.compile(r"\n{3,}")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")
_MOJIBAKE = re.compile("[ÂÃâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
ROUNDS: Final = 3
"""How often a text is unpacked: markup that was escaped twice is markup still."""


def plain_text(text: str) -> str:
    """Return what a person would read: markup and scripts are gone, entities are letters, lines are kept."""
    if _PLAIN.fullmatch(text):
        return text
    for _ in range(ROUNDS):
        if "<" not in text and "&" not in text:
            break
        bare = unescape(nh3.clean(_BREAKS.sub("\n", text), tags=set()))
        if bare == text:
            break
        text = bare
    text = _CONTROL.sub("", _decoded_once(text).replace("\r\n", "\n"))
    return _PARAGRAPHS.sub("\n\n", _LINES.sub("\n", _SPACES.sub(" ", text))).strip()


def one_line(text: str) -> str:
    """Return the plain text without line breaks. Short ones come again and again in a list."""
    return _short_line(text) if len(text) <= SHORT else _line(text)


def _line(text: str) -> str:
    found = plain_text(text)
    return " ".join(found.split()) if "\n" in found else found


_short_line = lru_cache(maxsize=20_000)(_line)


def has_markup(text: str) -> bool:
    """Whether the text has tags that `plain_text` takes away."""
    return "<" in text and re.search(r"<\s*[/!a-zA-Z]", text) is not None


def summary_and_rest(text: str) -> tuple[str, str]:
    """Cut a plain text into a summary of at most 160 characters and the description that goes with it.

    The cut is after the first paragraph, or after a sentence, and then the description is what follows; where none is
    short enough, words are dropped from the summary and the description is the whole.
    """
    first, _, rest = text.partition("\n\n")
    if rest and SHORTEST <= len(first) <= SUMMARY:
        return " ".join(first.split()), rest.lstrip()
    line = " ".join(text[: 2 * SUMMARY].split())
    if len(text) <= 2 * SUMMARY and len(line) <= SUMMARY:
        return line, ""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, SUMMARY + 1) if match.end() <= SUMMARY]
    if ends and ends[-1] >= SUMMARY // 4:
        return " ".join(text[: ends[-1]].split()), text[ends[-1] :].lstrip()
    return line[: SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…", text


def _decoded_once(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 ("â€™"), where that is plainly what happened."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
