"""What people type into one field, checked: each says in words what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from types import MappingProxyType
from typing import Any, Final

from directory.importing.field_values import OLDEST
from directory.importing.reaching import EMAIL_ADDRESS, WEB_ADDRESS
from directory.importing.text import one_line
from language.spoken import CODES

LONGEST: Final = MappingProxyType(
    {
        "name": 200,
        "organisation": 200,
        "summary": 160,
        "description": 10_000,
        "cost_words": 200,
        "place_name": 200,
        "place_line": 200,
        "place_city": 100,
        "place_postcode": 10,
        "note": 200,
    }
)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CODE = re.compile(r"[a-z]{2,3}")


class WrongFieldError(ValueError):
    """A field of the form cannot be taken; holds its name and what to say."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.field = name


def checked(name: str, text: str, needed: str = "") -> str:
    """Return a text that is not too long. `needed` is what to say where there is none."""
    if needed and not text:
        raise WrongFieldError(name, needed)
    if len(text) > LONGEST[name]:
        raise WrongFieldError(name, f"Use at most {LONGEST[name]} characters. There are {len(text)} now.")
    return text


def web_address_of(text: str) -> str | None:
    """Return a whole web address; https:// is put before what has none."""
    address = text.strip()
    if address and not re.match(r"\w+:", address):
        address = f"https://{address}"
    if address and not WEB_ADDRESS.fullmatch(address):
        raise WrongFieldError("url", "Write the whole web address, like https://example.org/lunch.")
    return address or None


def email_of(text: str) -> str | None:
    """Return an email address."""
    address = text.strip()
    if address and (len(address) > 254 or not EMAIL_ADDRESS.fullmatch(address)):
        raise WrongFieldError("email", "Write an email address, like hello@example.org.")
    return address or None


def phone_of(name: str, number: str, about: str) -> dict[str, Any] | None:
    """Return a number as people write it ("0121 496 0100", "text SHOUT to 85258"), or None for an empty row."""
    number, about = one_line(number), one_line(about)
    if not number and not about:
        return None
    if not 3 <= sum(map(str.isdigit, number)) <= 20 or len(number) > 60:
        raise WrongFieldError(name, "Write a phone number, like 0121 496 0100.")
    if len(about) > LONGEST["note"]:
        raise WrongFieldError(f"{name}_about", f"Use at most {LONGEST['note']} characters.")
    return {"number": number, "about": about or None}


def age_of(name: str, text: str) -> int | None:
    """Return an age in whole years."""
    text = text.strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) > OLDEST:
        raise WrongFieldError(name, f"Write an age in years, from 0 to {OLDEST}.")
    return int(text) or None


def amount_of(text: str) -> float | None:
    """Return pounds."""
    text = text.strip().removeprefix("£").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", text):
        raise WrongFieldError("amount", "Write pounds, like 3 or 3.50.")
    return float(text)


def languages_of(text: str, known: Sequence[str]) -> list[str]:
    """Return the codes (ISO 639) of languages that are named; codes that stood there are taken as they are."""
    codes: dict[str, None] = {}
    for said in filter(None, (word.strip().casefold() for word in text.split(","))):
        code = CODES.get(said) or (said if said in known or _CODE.fullmatch(said) else None)
        if code is None:
            raise WrongFieldError("languages", f"We do not know the language “{said[:40]}”. Write its English name.")
        codes[code] = None
    return list(codes) or ["en"]


def time_of(name: str, text: str) -> time | None:
    """Return a time of day ("14:30")."""
    text = text.strip()
    if not text:
        return None
    if not _TIME.fullmatch(text):
        raise WrongFieldError(name, "Write a time like 14:30.")
    return time.fromisoformat(text)
