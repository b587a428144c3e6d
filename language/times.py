"""Times read from what people write: "Tuesday afternoons", "any day but Sunday", "this evening", "what's on now"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS: Final = ("morning", "afternoon", "evening")
WEEKEND: Final = "weekend"
OF_NOW: Final = ("today", "tomorrow", "now")
"""Days and moments that are told from now."""
_WEEK: Final = DAYS[:5]

_FROM: Final = r"(?:after|from|past|later than)"
_MINUTES: Final = r"(?:[:.][0-5]\d)?"
_SHORT_DAYS: Final = ("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun")
_AFTER_DAY: Final = "|".join(f"(?<={day} )" for day in ("nday", "sday", "iday", "rday", *_SHORT_DAYS))
_CLOCK: Final = r"(?: ?p\.?m| ?o'?clock|(?=[,.;!?]|$))"
_PART: Final = r"mornings?|afternoons?|evenings?|nights?"
_DAY_WORDS: Final = {
    "monday": r"mon(?:day)?s?",
    "tuesday": r"tue(?:s(?:day)?)?s?",
    "wednesday": r"wed(?:s|nesdays?)?|wensdays?",
    "thursday": r"thu(?:r(?:s(?:day)?)?)?s?",
    "friday": r"fri(?:day)?s?",
    "saturday": rf"sat(?:ur|er)days?|sat(?=\s(?:{_PART}|[ap]\.?m\b))",
    "sunday": rf"sundays?|sun(?=\s(?:{_PART}|[ap]\.?m\b))",
}
_OTHER_WORDS: Final = {
    "weekday": r"week[\s-]?days?|(?:during|in) the week|mid[\s-]?week",
    WEEKEND: r"week[\s-]?ends?",
    "morning": (
        r"(?<!good )(?<!coffee )mornings?|before (?:lunch|dinner|noon|midday|(?:9|10|11|12) ?(?:a\.?m|p\.?m|o'?clock))|"
        rf"(?:\d{{1,2}}{_MINUTES} ?|\bin the |{_AFTER_DAY})a\.?m\.?(?=\W|$)(?! i\b)"
    ),
    "late": rf"(?:{_FROM} (?:12|[1-4]){_MINUTES} ?|{_AFTER_DAY})p\.?m\.?(?=\W|$)",
    "evening": rf"(?<!good )evenings?|nights?|after (?:work|tea)|{_FROM} (?:[5-9]|10|five|six|seven){_MINUTES}{_CLOCK}",
    "afternoon": r"(?<!good )afternoons?|arvos?|after (?:lunch|dinner|noon|midday|school)",
    "tonight": r"tonight|to-?night",
    "today": r"today|to-day|this (?=morning|afternoon|evening)",
    "tomorrow": r"tomorrow|tommorow|tomorow|2moro",
    "now": (
        r"(?:open|on|running|happening|going on|available) (?:right |just )?now|right now|straight away|at the moment"
    ),
    "daytime": r"day[\s-]?times?|(?:during|in) the day(?!s)",
}
_TIME: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in {**_DAY_WORDS, **_OTHER_WORDS}.items()) + r")\b"
)
_MEANS: Final = {"late": PARTS[1:], "weekday": _WEEK, "daytime": PARTS[:2], "tonight": ("today", "evening")}
_RANGE: Final = re.compile(rf"\b({'|'.join(DAYS)})s?\s*(?:to|till?|until|-|–|through)\s*({'|'.join(DAYS)})s?\b")
_NOT: Final = re.compile(
    r"\b(?:not|never|except(?: for)?|apart from|other than|but not|any ?day but|any ?time but|bar|"
    r"(?:do|does)n'?t (?:have|need) to be|don'?t mind|can'?t (?:do|make|come|manage)|"
    r"don'?t (?:want|like|do)|no good|busy|(?<!after )work(?:ing)?)\b"
)
_CLAUSE: Final = re.compile(r"[,.;!?\n]|(?<!day )(?<!time )\b(?:but|because|since|so)\b(?! not)")
_AROUND: Final = re.compile(
    r"\b(?:"
    r"i'?m free|a|about|also|an|and|any|anyone|anything|anywhere|are|around|at|available|be|best|better|can|"
    r"clubs?|could|do|does|doing|either|every|find|for|from|going|good|got|groups?|happening|has|have|here|how|"
    r"i'd|i'm|i|id|if|im|in|is|it|just|like|look|looking|maybe|me|mine|mostly|must|my|near|nearby|need|needs|"
    r"of|off|on|one|ones|only|open|or|perhaps|people|place|places|please|possible|prefer|really|running|"
    r"services?|show|some|somebody|someone|something|somewhere|still|suit|suits|thanks|that's|that|the|them|"
    r"then|there|these|they|time|to|too|up|use|uses|want|we|what's|whats|what|where|which|who|with|would|you"
    r")\b|\W"
)


@dataclass(frozen=True)
class Told:
    """Names among `DAYS`, `PARTS`, `WEEKEND` and `OF_NOW`. `alone`: the text tells nothing else."""

    names: frozenset[str]
    alone: bool


def read_times(text: str) -> Told:
    """The times at which `text` says that somebody is free. Greetings and coffee mornings are none."""
    plain = _plain(text)
    wanted: set[str] = set()
    refused: set[str] = set()
    for clause in clauses(plain):
        for found in _TIME.finditer(clause):
            names = _MEANS.get(str(found.lastgroup), (str(found.lastgroup),))
            (refused if refuses(clause[: found.start()]) else wanted).update(names)
    return Told(
        frozenset(wanted | _rest(refused, wanted)), bool(wanted or refused) and says_nothing(without_times(text))
    )


def without_times(text: str) -> str:
    """`text` in small letters without its times."""
    return _TIME.sub("", _plain(text))


def says_nothing(text: str) -> bool:
    """Whether `text`, in small letters, has only words that stand around a wish: "is there anything", "not"."""
    return not _AROUND.sub("", _NOT.sub("", text))


def refuses(clause: str) -> bool:
    """Whether what comes after this part of a clause is not wanted."""
    return bool(_NOT.search(clause))


def clauses(text: str) -> list[str]:
    """The parts of `text` over which a "not" reaches."""
    return _CLAUSE.split(text)


def _plain(text: str) -> str:
    return _RANGE.sub(_days_between, text.casefold().replace("’", "'"))


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
