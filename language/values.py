"""Values read from what people write: ages in figures, in words, as a year of birth or as a range."""

from __future__ import annotations

import re
from typing import Final

from language.numbers import in_figures

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
_NOT_A_NUMBER: Final = re.compile(r"\b(?:any|each|every|no|some|that|this|which)[ -]?one\b")
_DECADES: Final = {word.removesuffix("y") + "ies": 10 * tens for tens, word in enumerate(_TENS, start=2)}
_IN_WORDS: Final = re.compile(rf"\b({'|'.join(_DECADES)})\b")
_PART_OF_A_YEAR: Final = re.compile(
    r"(?:\s+years?)?(?:\s+old)?\s+and\s+(?:a\s+(?:half|bit)|(?:an?|\d+)\s+(?:quarters?|months?|weeks?)(?:\s+old)?)\b|½"
)

_HUNDRED: Final = re.compile(r"\b(?:an?|one|1) hundred(?: and (\d{1,2})\b)?(?! and)")
_BORN: Final = re.compile(r"\b(?:19|20)\d\d\b")
_RANGE: Final = re.compile(r"\b(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\b")
_DECADE: Final = re.compile(r"\b([2-9]0)(?:'?s\b|[\s-]*(?:something|odd)\b)")
_OR_MORE: Final = re.compile(r"\+|\b(?:or over|and over|or more|or older|plus)\b")
_OVER: Final = re.compile(r"\bover\b(?! the)")
_UNDER: Final = re.compile(r"(?<!just )\b(?:under|below|younger than|not(?! quite))\b")
_MONTHS: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_NEARLY: Final = re.compile(
    r"\b(?:nearly|almost|not quite|just under|turning|pushing|approaching|coming up (?:to|for)|getting on for|"
    rf"knocking on|next (?:birthday|week|month|year|{_MONTHS})|(?:will|going to|gonna|ll) be)\b"
)
_ABOUT: Final = (
    r"(?:(?:nearly|almost|only|about|around|just|now|turned|turning|pushing|gone|over|under|a|be|going to|to|"
    r"coming up to) )*"
)
_NO_UNIT: Final = (
    r"(?!\s*(?:%|/|:|st\b|nd\b|rd\b|th\b|ft\b|foot|feet|stone|kilos?|kg|lbs?|miles?|km|minutes?|mins?|hours?|hrs?|"
    r"days?|weeks?|months?|times?|pounds?|quid|of\b|floors?|steps?|doors?|pm\b|am\b|o'?clock|in a|out of|"
    r"y(?:ea)?rs?\s+(?:sober|clean|married|here|in|on|ago|back|now|of (?!age))))"
)
"""Not before what makes a number something else than an age."""
_SPAN: Final = re.compile(r"(?<=\w )\d{1,3}[\s-]*y(?:ea)?rs?\b(?![\s-]*(?:old|young|of age))")
"""So many years of something, behind other words: "alone for 20 years"."""
_AGE: Final = re.compile(rf"(?<![a-z\d.,:/])(\d{{1,3}})(?![\d:/%]|[.,]\d|(?!y)[a-z][a-z]\b){_NO_UNIT}")
_YEARS_OLD: Final = r"\d{1,3}[\s-]*(?:years?[\s-]*(?:old|young)|yrs?[\s-]*old|yo|y/o)\b"
_TOLD_OF_ME: Final = re.compile(
    r"\b(?:i am|i'm|im|i'll|i will|ill|i(?= turn)|aged|age|my age is|"
    r"(?:i've|ive|i have)(?= (?:just |now |only )*(?:turned|gone)))"
    rf"\s+{_ABOUT}\d{{1,3}}\b{_NO_UNIT}"
    r"(?:\+| or (?:over|more|older)| and over|[\s-]*(?:something|odd)\b|\s+(?:in|next|this coming) \w+)?"
    rf"|\bin (?:my|me|our) (?:early |mid |late |middle )?\d0'?s\b"
    rf"|(?<!my )(?<!our )(?<!have a )(?<!got a )(?<!with a )(?<!for a )\b{_YEARS_OLD}"
    r"|(?:^|\bi (?:was )?|\bam |[,.;] ?|\b(?:my |date of )|\band )(?:born|birth)(?:\s+\w+){0,3}\s+(?:19|20)\d\d\b"
)
_KIN: Final = (
    r"he|she|they|who|mum|mam|mom|mother|dad|father|nan|nana|gran|granny|grandma|grandad|grandpa|husband|wife|partner|son|"
    r"daughter|brother|sister|friend|mate|neighbou?r|aunt|auntie|uncle|lad|lass|boy|girl|cousin|nephew|niece|grandson|"
    r"granddaughter|mother in law|father in law|in-law"
)
_TOLD_OF_THEM: Final = re.compile(
    rf"\b(?:{_KIN})(?:'s|'re|'ll be|s| is| are| was| will be)?,? {_ABOUT}\d{{1,3}}\b{_NO_UNIT}"
    rf"|\b(?:my|our|a|an) {_YEARS_OLD}"
    rf"|\b(?:{_KIN})(?:'s| is| was)? born(?:\s+\w+){{0,3}}\s+(?:19|20)\d\d\b"
    rf"|\bin (?:his|her|their) (?:early |mid |late )?\d0'?s\b"
)


def read_age(text: str, this_year: int) -> tuple[int, int | None] | None:
    """The age that `text` tells of its writer, as whole years (youngest, oldest); None for none, or more than one.

    "I'm 82" gives (82, 82), "nearly fifteen" (14, 14), "born in 1950" the two ages possible in `this_year`,
    "in my seventies" (70, 79), "18 to 25" (18, 25) and "65 or over" (65, None). Ages past 115 are not believed, and the
    age of somebody else ("my mum is 84") is not the writer's.
    """
    plain = _figures(text)
    mine = _of_me(plain)
    if mine is None and _TOLD_OF_THEM.search(plain):
        return None
    age = _read(_SPAN.sub(" ", plain) if mine is None else mine[0], this_year)
    return age or _read(in_figures(text), this_year)


def told_age(text: str, this_year: int) -> tuple[int, int | None] | None:
    """The age that a person tells in the midst of other words ("I'm 82, and I'd like..."); None if none."""
    found = _of_me(_figures(text))
    return _read(found[0], this_year) if found else None


def their_age(text: str, this_year: int) -> tuple[int, int | None] | None:
    """The age of another person of whom the text speaks ("I'm 50, my mum is 84": 84); None if none."""
    plain = _figures(text)
    found = _TOLD_OF_THEM.search(plain)
    return _read(found[0] if found else _SPAN.sub(" ", _TOLD_OF_ME.sub(" ", plain)), this_year)


def _of_me(plain: str) -> re.Match[str] | None:
    """Where the writer's own age stands; not in "my mum is 84 years old"."""
    mine, theirs = _TOLD_OF_ME.search(plain), _TOLD_OF_THEM.search(plain)
    named = theirs and not theirs[0].startswith(("a ", "an "))
    return None if mine and theirs and named and theirs.start() < mine.start() < theirs.end() else mine


def _read(plain: str, this_year: int) -> tuple[int, int | None] | None:
    if found := _RANGE.search(plain):
        youngest, oldest = sorted((int(found[1]), int(found[2])))
        return (youngest, oldest) if oldest <= OLDEST else None
    if found := _DECADE.search(plain):
        return int(found[1]), int(found[1]) + 9
    if births := {int(year) for year in _BORN.findall(plain)}:
        return _from_birth(births, this_year)
    ages = {int(age) for age in _AGE.findall(plain) if int(age) <= OLDEST}
    if len(ages) != 1:
        return None
    return _qualified(ages.pop(), plain)


def _figures(text: str) -> str:
    """`text` in small letters with its numbers in figures, whole years only."""

    def value(found: re.Match[str]) -> str:
        tens, unit, single = found.groups()
        return str(_WORDS[tens] + _WORDS[unit] if tens else _WORDS[single])

    plain = _NOT_A_NUMBER.sub("nobody", text.casefold().replace("’", "'"))
    plain = _IN_WORDS.sub(lambda found: f"{_DECADES[found[1]]}s", plain)
    plain = _HUNDRED.sub(lambda found: str(100 + int(found[1] or 0)), _NUMBER.sub(value, plain))
    return _PART_OF_A_YEAR.sub("", plain)


def _from_birth(births: set[int], this_year: int) -> tuple[int, int] | None:
    if len(births) != 1:
        return None
    oldest = this_year - births.pop()
    return (max(oldest - 1, 0), oldest) if 0 <= oldest <= OLDEST else None


def _qualified(age: int, text: str) -> tuple[int, int | None] | None:
    if _UNDER.search(text):
        return None
    if _OR_MORE.search(text):
        return age, None
    if _OVER.search(text):
        return age + 1, None
    if _NEARLY.search(text) and age > 0:
        return age - 1, age - 1
    return age, age
