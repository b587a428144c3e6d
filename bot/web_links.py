"""Turns the ways to reach somebody that stand in a text into links: phone, text message, email, web address, map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

MAP = "https://www.openstreetmap.org/search?query="

_CONTACT = re.compile(
    r"""(?P<url>https?://[^\s<>"'。，、；）]*[^\s<>"'.,;:!?)。，、；）])
    |(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    |(?P<sms>\b[Tt]ext[ ](?:["“']?(?P<word>[A-Z]{2,12})["”']?[ ]to[ ])?(?P<to>07(?:[ ]?\d){9}|\d{5,6})\b)
    |(?P<phone>\b(?:0800[ ]?1111|0(?:[ ]?\d){9,10}|116[ ]?123)\b)
    |(?P<code>(?<![\d.,£])\b\d{5}\b(?![.,]?\d))
    |(?P<short>(?<![\d.,£])\b(?:999|112|111|101)\b(?![.,]?\d|[ ]\d))
    """,
    re.VERBOSE | re.ASCII,  # in Chinese no space stands between a word and a number
)


_WORD_TO_SEND = re.compile(r"\b[A-Z]{3,12}\b", re.ASCII)


class Segment(NamedTuple):
    """A stretch of text, and where it leads (None: nowhere)."""

    text: str
    href: str | None = None


def segments(text: str, short_numbers: bool = False) -> list[Segment]:
    """Split `text` into plain and linked stretches that join up to `text` again.

    `short_numbers`: link 999, 111 and the like too, for texts where they can only be phone numbers. So are five
    digits after a word in capitals ("SHOUT إلى 85258"): the word is sent to them, in whatever language that is said.
    """
    return list(_segments(text, short_numbers))


def map_link(address: str) -> str:
    return MAP + quote(address)


def _segments(text: str, short_numbers: bool) -> Iterator[Segment]:
    start = 0
    for match in _CONTACT.finditer(text):
        if match.lastgroup in ("short", "code") and not short_numbers:
            continue
        if match.lastgroup == "code" and not _word_before(match):
            continue
        if match.start() > start:
            yield Segment(text[start : match.start()])
        yield Segment(match.group(), _href(match))
        start = match.end()
    if start < len(text):
        yield Segment(text[start:])


def _href(match: re.Match[str]) -> str:
    kind = next(name for name in _LINKS if match[name] is not None)
    return _LINKS[kind](match)


def _sms(match: re.Match[str]) -> str:
    number = _digits(match["to"])
    return f"sms:{number}?body={match['word']}" if match["word"] else f"sms:{number}"


def _word_before(match: re.Match[str]) -> str | None:
    words = _WORD_TO_SEND.findall(match.string[: match.start()].rpartition("\n")[2])
    return words[-1] if words else None


def _digits(number: str) -> str:
    return number.replace(" ", "")


_LINKS: dict[str, Callable[[re.Match[str]], str]] = {
    "url": lambda match: match["url"],
    "email": lambda match: f"mailto:{match['email']}",
    "sms": _sms,
    "phone": lambda match: f"tel:{_digits(match['phone'])}",
    "code": lambda match: f"sms:{match['code']}?body={_word_before(match)}",
    "short": lambda match: f"tel:{match['short']}",
}
