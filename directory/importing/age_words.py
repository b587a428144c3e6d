"""For which ages a service is, read from words: "50+", "for 8 to 12 years", "over 18s", "under fives"."""

from __future__ import annotations

import re
from typing import Final

from directory.importing.field_values import NO_UPPER_AGE

Ages = tuple[int | None, int | None]
_WORDS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_N = r"(\d{1,3})(?!\d|:|\.\d|\s?(?:am|pm|weeks?|week|hours?|minutes?|mins?|miles?|%|p\b|st\b|nd\b|rd\b|th\b))"
_YEARS = r"\s?(?:years?|yrs?|y/?o)?(?:[ -]?olds?)?(?: of age)?"
_RANGE = re.compile(
    rf"\b{_N}{_YEARS}\s?(?:-|–|—|to|and|until|up to)\s?{_N}"
    r"(?=s\b|\s?(?:years?|yrs?|y/?o)\b|[ -]year|\s|[.,;)!]|$)",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"\b(?:under|up to|to|-|–)\s?(\d{1,2})\s?(?:months?|mths?)\b", re.IGNORECASE)
_OPEN = re.compile(
    rf"\b(?:over|above)[- ](?:the age of )?{_N}s?"
    rf"|\b{_N}{_YEARS}\s?(?:\+|plus\b|(?:and|or) (?:over|above|older|up)|upwards)",
    re.IGNORECASE,
)
_BELOW = re.compile(rf"\b(?:under|below)[- ](?:the age of )?(?:{_N}|(five|two|one|three|four))s?", re.IGNORECASE)
_UP_TO = re.compile(rf"\bup to (?:the age of )?{_N}{_YEARS}", re.IGNORECASE)
_SINGLE = re.compile(rf"\baged?s? (?:from )?{_N}", re.IGNORECASE)
_WHO = r"(?:people|adults?|anyone|anybody|everyone|men|women|ladies|gentlemen|those|residents|boys|girls|children)"
_FOR_AGES = re.compile(
    rf"\b(?:aged?|ages(?: of)?|{_WHO})\s?(?:between |from )?(\d{{1,2}})s?\s?(?:-|–|to|and|until)\s?(\d{{1,2}})\b"
    r"(?!:|\.\d)"
    r"|\b(\d{1,2})\s?(?:-|–|to)\s?(\d{1,2})(?:s\b|[ -]?(?:years?|yrs?)[ -]olds?)"
    r"|\bover[- ](?:the age of )?(\d{2})(?:['’]?s\b|\b(?! (?:years|miles|minutes|people|members)))"
    r"|\b(\d{2})(?:s|\s?years)?\s?(?:\+|plus\b|(?:and|or) (?:over|above|older)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"£|\bfree\b|\bconcession|\bdiscount|\breduced|\bhalf price|\baccompanied|\bmust\b|\bvolunteers?\b|\bunless\b|"
    r"\bstaff",
    re.IGNORECASE,
)
"""A clause that names an age for another reason: who pays less, who must be brought."""
_DIGITS = re.compile(r"\d\d?(?:\D|$)")
_CLAUSE = re.compile(r"[.!?;\n]+\s*|,\s+")


def ages_of_field(text: str) -> Ages | None:
    """The ages that a field for eligibility gives, where it gives one range and no more; `None` is an open end."""
    found = list(dict.fromkeys(_found(text)))
    return found[0] if len(found) == 1 else None


def ages_of_text(text: str) -> Ages | None:
    """The ages for which a description says that the service is; not those of who gets in free or must be brought."""
    found: dict[Ages, None] = {}
    if not _DIGITS.search(text):
        return None
    for clause in _CLAUSE.split(text):
        for match in _FOR_AGES.finditer(clause):
            low, high = match[1] or match[3] or match[5] or match[6], match[2] or match[4]
            if not _ASIDE.search(clause) and (ages := _sensible(int(low), int(high) if high else None)):
                found[ages] = None
    return next(iter(found)) if len(found) == 1 else None


def _found(text: str) -> list[Ages]:
    """Every range in a short text about ages; a piece of it is read once, by the kind that reads most of it."""
    if months := _MONTHS.search(text):
        return [(0, (int(months[1]) + 11) // 12)]
    found: list[Ages] = [(int(low), int(high)) for low, high in _RANGE.findall(text)]
    if not found:
        found += [(int(over or plus), None) for over, plus in _OPEN.findall(text)]
        found += [(None, (_WORDS[word.casefold()] if word else int(below)) - 1) for below, word in _BELOW.findall(text)]
        found += [(None, int(most)) for most in _UP_TO.findall(text)]
    if not found:
        found = [(int(age), None) for age in _SINGLE.findall(text)]
    return [ages for low, high in found if (ages := _sensible(low, high))]


def _sensible(low: int | None, high: int | None) -> Ages | None:
    if high is not None and high >= NO_UPPER_AGE:
        high = None
    in_order = high is None or high >= max(low or 0, 0)
    return (low, high) if in_order and (low or 0) < NO_UPPER_AGE and (low, high) != (None, None) else None
