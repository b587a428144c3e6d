"""The words of a text that carry its meaning, cut to their stems: "I love gardening" and "a garden" share one."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SAID_OF_ANYTHING = """
a about activity after again all alone also am an and another any anybody anyone anything anywhere are area aren't
around as at away back be because been before being bit both but by can can't class club could couldn't day did didn't
do does doesn't doing don't done each either else enjoy even ever every everybody everyone everything everywhere far
feel feeling feels few find finds fine for friend friends from fun further get gets getting go goes going gone gonna
good got group had hadn't has hasn't have haven't having he hear heard hears hello help her here hers herself him
himself his hope how i i'd i'll i'm i've if ill in interested into is isn't it it's its join just keep keeps kind know
knows learn let life like little live lives living local lonely look looking looks lot lots love loved loves loving
made make makes making many maybe me meet meeting mind months more most much must my myself near nearby need needed
needs never new nice no nobody none not nothing now of off often old on one onto or other ought our ourselves out over
own part past people perhaps person place please quite rather really said same says see seem seems session shall she
should shouldn't similar since so some somebody someone someone's something sometimes somewhere soon sort sorts still
such sure take tell than thank thanks that that's the their them themselves then there these they they're thing things
think this those though through time to together tonight too tried try trying until up upon us used very voice wanna
want wanted wanting wants was wasn't way we we'd we'll we're we've week weeks well were weren't what when where
where's which while who who's whose will wish wishing with without won't would wouldn't year years yes yet you your
yourself
"""
EMPTY = frozenset(word.replace("'", "") for word in _SAID_OF_ANYTHING.split())
"""Words that say nothing about what a person would like to do, in the forms in which people type them."""
ENDINGS = ("ings", "ing", "ies", "ers", "ed", "es", "er", "s", "e", "y")
SHORTEST_STEM = 3


def words_of(text: str) -> frozenset[str]:
    """Return the roots of the words that carry meaning, without order. Many people type no apostrophe."""
    said = (word.replace("’", "'") for word in WORD.findall(text.casefold()))
    return frozenset(root(word) for word in said if word.replace("'", "") not in EMPTY and len(word) > 1)


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """Return the stem without the letter that some endings leave: "worrying" and "worry", "playing" and "play" meet."""
    short = stem(word)
    return stem(short) if short[-1] in "ey" else short


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the word without its ending, so that forms of one word meet ("singing", "sings"; "dominoes", "domino")."""
    word = word.removesuffix("'s")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] else word
