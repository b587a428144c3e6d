"""The words of a text that carry its meaning, cut to their stems: "I love gardening" and "a garden" share one."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SAID_OF_ANYTHING = """
a about activity after again all alone also am an and another any anybody anyone anything are area around as at be
because been bit but by can can't class club could day did do does don't done else enjoy even ever feel feeling few
find fine for friend from fun get go goes going good group had has have he hello help her here him his how i i'd
i'll i'm i've if in interested into is isn't it it's its join just kind know learn let life like little live local
lonely look lot lots love make many maybe me meet mind more most my myself near nearby need never new nice no not
now of often old on one or other our out over own part people person place please really same session she should
similar so some somebody someone something somewhere sort still such take than thank thanks that that's the their
them then there these they thing things this those time to together too try up us used very want wanted was way we
week well were what when where which who will with without won't would yes yet you your
"""
EMPTY = frozenset(_SAID_OF_ANYTHING.split())
"""Words that say nothing about what a person would like to do, in the form in which people type them."""
ENDINGS = ("ings", "ing", "ies", "ers", "ed", "es", "er", "s", "e", "y")
SHORTEST_STEM = 3


def words_of(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning, without order."""
    said = (word.replace("’", "'") for word in WORD.findall(text.casefold()))
    return frozenset(stem(word) for word in said if word not in EMPTY and len(word) > 1)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the word without its ending, so that forms of one word meet ("singing", "sings"; "dominoes", "domino")."""
    word = word.removesuffix("'s")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] else word
