"""How to reach a service, out of the ways in which feeds write phone numbers, web and email addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

EMAIL_ADDRESS = re.compile(r"[^@\s<>\"\x00-\x1f\x7f\ud800-\udfff]{1,64}@[\w.-]+\.[\w-]{2,}")
WEB_ADDRESS = re.compile(
    r"https?://[^\W_](?:[\w-]*\.)+\w[\w-]*(?::\d{1,5})?(?:[/?#][^\s<>\"\x00-\x1f\x7f\ud800-\udfff]{0,1900})?",
    re.IGNORECASE,
)
LONGEST_EMAIL: Final = 254
LONGEST_READ: Final = 2100
_BARE_WEB = re.compile(r"[\w-]+(\.[\w-]+)+(/|$)")
_EMAIL_WITHIN = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(
    r"(?:\+|\b00)?\(?\d[\d ().-]{1,24}\d(?:\s?\(?(?:ext(?:ension)?|x|option|opt)\.?:?\s?\d{1,6}\)?)?", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\s*(?:/|;|\||,|\bor\b|\band\b|&)\s*|\s+(?=(?:tel(?:ephone)?|phone|mob(?:ile)?|landline|fax|t|m|f)\b\s?[.:]?\s?[+0(])",
    re.IGNORECASE,
)
_BRITISH = re.compile(r"(?:0|\+44 ?)\d(?: ?\d){9}(?!\d)")
_FAX = re.compile(r"f(?:ax)?\b", re.IGNORECASE)
_SHEET_NUMBER = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
"""A number as a spreadsheet shortens it: what stood there is lost."""
_LABEL = re.compile(
    r"^(?:tel(?:ephone)?|phone|mob(?:ile)?|call|ring|t|m|office|landline)\b(?:\s?(?:no|number))?\s?[.:]*\s*",
    re.IGNORECASE,
)
_BY_TEXT = re.compile(r"\b(?:text|txt|sms|whatsapp)\b", re.IGNORECASE)
_WHOLE: Final = range(9, 16)
"""How many digits a number has that can be rung from anywhere."""


def web_address(text: str) -> str | None:
    """Return the address with its scheme, or None for what is none."""
    text = text[:LONGEST_READ].split(maxsplit=1)[0] if text.strip() else ""
    if text.startswith("//"):
        text = text[2:]
    if _BARE_WEB.match(text):
        text = f"https://{text}"
    return text if WEB_ADDRESS.fullmatch(text) else None


def email_address(text: str) -> str | None:
    """Return the first email address of a text ("Ann <ann@club.example>", "a@b.example; c@d.example"), or None."""
    text = text.strip().removeprefix("mailto:")
    if not EMAIL_ADDRESS.fullmatch(text) or ";" in text or "," in text:
        found = _EMAIL_WITHIN.search(text[:LONGEST_READ])
        text = found[0] if found else ""
    return text if text and len(text) <= LONGEST_EMAIL else None


def phone_numbers(text: str) -> Iterator[str]:
    """The numbers of a text, each without the words around it; words that belong to it stay ("text SHOUT to 85258")."""
    text = text.removesuffix(".0")
    for part in _parted(text) or [text]:
        if not _FAX.match(part) and not _SHEET_NUMBER.fullmatch(part.strip()):
            yield from _one_number(part)


def _parted(text: str) -> list[str]:
    """The parts of a text that is nothing but numbers in a row; [] for any other."""
    parts = [part for part in _SEVERAL.split(text) if part]
    if len(parts) > 1 and all(len(_digits(part)) in _WHOLE for part in parts):
        return parts
    return [] if _BRITISH.sub("", text).strip() else _BRITISH.findall(text)


def _one_number(text: str) -> Iterator[str]:
    if "@" in text or not _digits(text).strip("0"):
        return
    if _BY_TEXT.search(text):
        yield text.strip()
        return
    found = next((match[0] for match in _NUMBER.finditer(text) if len(_digits(match[0])) in _WHOLE), None)
    if found:
        yield _dialled(found.strip(" .-("))
    elif 3 <= len(_digits(text)) <= 20:
        yield _LABEL.sub("", text)


def _dialled(number: str) -> str:
    """A number as it can be rung: with the zero or the plus that spreadsheets and databases take from its head."""
    digits = _digits(number)
    if len(digits) == 10 and digits[0] in "12378" and digits == number.replace(" ", ""):
        return f"0{number}"
    return f"+{number}" if len(digits) == 12 and number.startswith("44") else number


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
