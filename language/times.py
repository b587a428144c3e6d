"""Times of the week read from what people write: "Tuesday afternoons", "weekday mornings", "any day but Sunday"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS: Final = ("morning", "afternoon", "evening")
WEEKEND: Final = "weekend"
_WEEK: Final = DAYS[:5]

_PART: Final = r"mornings?|afternoons?|evenings?|nights?"
_DAY_WORDS: Final = {
    "monday": r"mon(?:day)?s?",
    "tuesday": r"tue(?:s(?:day)?)?s?",
    "wednesday": r"wed(?:s|nesdays?)?|wensdays?",
    "thursday": r"thu(?:r(?:s(?:day)?)?)?s?",
    "friday": r"fri(?:day)?s?",
    "saturday": rf"sat(?:ur|er)days?|sat(?=\s(?:{_PART}))",
    "sunday": rf"sundays?|sun(?=\s(?:{_PART}))",
}
_OTHER_WORDS: Final = {
    "weekday": r"week[\s-]?days?|(?:during|in) the week|mid[\s-]?week",
    WEEKEND: r"week[\s-]?ends?",
    "morning": r"(?<!good )(?<!coffee )mornings?|before (?:lunch|dinner|noon|midday)|a\.?m\.?(?=\W|$)",
    "afternoon": r"(?<!good )afternoons?|arvos?|after (?:lunch|dinner|noon|midday|school)",
    "evening": r"(?<!good )evenings?|nights?|after (?:work|tea)",
    "daytime": r"day[\s-]?times?|(?:during|in) the day(?!s)",
}
_TIME: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in {**_DAY_WORDS, **_OTHER_WORDS}.items()) + r")\b"
)
_MEANS: Final = {"weekday": _WEEK, "daytime": PARTS[:2]}
_RANGE: Final = re.compile(rf"\b({'|'.join(DAYS)})s?\s*(?:to|till?|until|-|–|through)\s*({'|'.join(DAYS)})s?\b")
_NOT: Final = re.compile(
    r"\b(?:not|never|except(?: for)?|apart from|other than|but not|any ?day but|any ?time but|bar|"
    r"can'?t (?:do|make|come|manage)|don'?t (?:want|like|do)|no good|busy|(?<!after )work(?:ing)?)\b"
)
_CLAUSE: Final = re.compile(r"[,.;!?\n]|(?<!day )(?<!time )\b(?:but|because|since|so)\b(?! not)")
_AROUND: Final = re.compile(
    r"\b(?:i'?m free|a|an|and|any|anything|are|at|be|best|better|can|could|do|either|every|for|from|good|got|have|i|"
    r"i'd|i'm|id|if|im|in|is|it|just|like|maybe|me|mine|mostly|my|of|off|on|only|or|perhaps|please|possible|prefer|really|"
    r"something|suit|suits|thanks|that|the|then|there|time|to|up|want|what|what's|whats|with|would|you)\b|\W"
)


@dataclass(frozen=True)
class Told:
    """Names among `DAYS`, `PARTS` and `WEEKEND`. `alone`: the text tells nothing else."""

    names: frozenset[str]
    alone: bool


def read_times(text: str) -> Told:
    """The times of the week at which `text` says that somebody is free. Greetings and coffee mornings are none."""
    plain = _RANGE.sub(_days_between, text.casefold().replace("’", "'"))
    wanted: set[str] = set()
    refused: set[str] = set()
    for clause in _CLAUSE.split(plain):
        for found in _TIME.finditer(clause):
            names = _MEANS.get(str(found.lastgroup), (str(found.lastgroup),))
            (refused if _NOT.search(clause[: found.start()]) else wanted).update(names)
    alone = bool(wanted or refused) and not _AROUND.sub("", _NOT.sub("", _TIME.sub("", plain)))
    return Told(frozenset(wanted | _rest(refused, wanted)), alone)


def _days_between(found: re.Match[str]) -> str:
    """The days of "Monday to Thursday" one by one."""
    first, last = DAYS.index(found[1]), DAYS.index(found[2])
    return " ".join(DAYS[first : last + 1] if first <= last else (*DAYS[first:], *DAYS[: last + 1]))


def _rest(refused: set[str], wanted: set[str]) -> set[str]:
    """What is left where somebody says when they are not free, and nothing else of that kind."""
    left: set[str] = set()
    off = refused | ({"saturday", "sunday"} if WEEKEND in refused else set())
    if off & set(DAYS) and not wanted & {*DAYS, WEEKEND}:
        left |= set(DAYS) - off
    if off & set(PARTS) and not wanted & set(PARTS):
        left |= set(PARTS) - off
    return left
