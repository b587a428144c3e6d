"""Values read from what people write: ages in figures, in words, as a year of birth or as a range."""

from __future__ import annotations

import re
from typing import Final

OLDEST: Final = 115
_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS: Final = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_NUMBER: Final = re.compile(
    rf"\b(?:({'|'.join(_TENS)})[\s-]?({'|'.join(_UNITS[1:10])})|({'|'.join(sorted(_WORDS, key=len, reverse=True))}))\b"
)
_BORN: Final = re.compile(r"\b(?:19|20)\d\d\b")
_RANGE: Final = re.compile(r"\b(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\b")
_AGE: Final = re.compile(r"(?<![\d.,:/])(\d{1,3})(?![\d:/%]|[.,]\d)")
_TOLD: Final = re.compile(
    r"\b(?:i am|i'm|im|aged|age)\s+(?:nearly |almost |only |about )?(\d{1,3})\b(?!\s*(?:%|miles|minutes|pounds|st\b))"
    r"|\b(\d{1,3})(?:\s*-?\s*years?[\s-]*old| yrs? old| year old)\b"
)
_OR_MORE: Final = re.compile(r"\+|\b(?:or over|and over|or more|or older|plus)\b")
_OVER: Final = re.compile(r"\bover\b(?! the)")
_NEARLY: Final = re.compile(r"\b(?:nearly|almost|coming up to|not quite|just under|turning)\b")


def read_age(text: str, this_year: int) -> tuple[int, int | None] | None:
    """The age that `text` tells, as whole years (youngest, oldest); None when it tells none or more than one.

    "I'm 82" gives (82, 82), "nearly fifteen" (14, 14), "born in 1950" the two ages possible in `this_year`,
    "18 to 25" (18, 25) and "65 or over" (65, None). Ages past 115 are not believed.
    """
    plain = _figures(text.casefold())
    if found := _RANGE.search(plain):
        youngest, oldest = sorted((int(found[1]), int(found[2])))
        return (youngest, oldest) if oldest <= OLDEST else None
    if births := {int(year) for year in _BORN.findall(plain)}:
        return _from_birth(births, this_year)
    ages = {int(age) for age in _AGE.findall(plain) if int(age) <= OLDEST}
    if len(ages) != 1:
        return None
    return _qualified(ages.pop(), plain)


def told_age(text: str, this_year: int) -> tuple[int, int | None] | None:
    """The age that a person tells in the midst of other words ("I'm 82, and I'd like..."); None if none."""
    found = _TOLD.search(_figures(text.casefold().replace("’", "'")))
    return read_age(found[0], this_year) if found else None


def _figures(text: str) -> str:
    def value(found: re.Match[str]) -> str:
        tens, unit, single = found.groups()
        return str(_WORDS[tens] + _WORDS[unit] if tens else _WORDS[single])

    return _NUMBER.sub(value, text)


def _from_birth(births: set[int], this_year: int) -> tuple[int, int] | None:
    if len(births) != 1:
        return None
    oldest = this_year - births.pop()
    return (max(oldest - 1, 0), oldest) if 0 <= oldest <= OLDEST else None


def _qualified(age: int, text: str) -> tuple[int, int | None]:
    if _OR_MORE.search(text):
        return age, None
    if _OVER.search(text):
        return age + 1, None
    if _NEARLY.search(text) and age > 0:
        return age - 1, age - 1
    return age, age
