"""Words that call for a person: of a hurt or a sorrow that is no danger, and of somebody who wants to be rung."""

from __future__ import annotations

import re
from typing import Final

_AT: Final = r"(?: (?:at|in) (?:my )?(?:school|class|college|uni|work))?"
_OTHERS: Final = (
    r"(?:every(?:one|body)|they(?: all)?|people|all (?:of )?(?:them|my (?:mates|friends))|(?:the |other )?kids|"
    rf"the (?:others?|girls|boys|lads)|my (?:class|mates|friends|family)){_AT}"
)
_BY_OTHERS: Final = re.compile(
    rf"\b{_OTHERS} (?:just |really |always )?(?:hates?|ignores?|bull(?:y|ies)|laughs? at|picks? on|makes? fun of|"
    r"turned (?:on|against)|leaves?) me\b|"
    rf"\bno ?-?(?:one|body){_AT} (?:ever |even |really )?(?:likes?|plays? with|sits? with) me\b|"
    r"\b(?:being|get(?:ting)?|got|am|i'?m) (?:bullied|picked on|called names)\b|\bcall(?:ing|s|ed)? me names\b|"
    rf"\b{_OTHERS} (?:is|are|being|r)(?: so| really| always)* (?:mean|horrible|nasty|cruel) to me\b"
)
_SORROW: Final = re.compile(
    rf"\bno ?-?(?:one|body){_AT} (?:ever |even |really )?(?:loves?|cares? about|wants?|talks? to|understands?) me\b|"
    r"\bno ?-?(?:one|body)(?: really| even)? cares\b|\b(?:mean|horrible|nasty) to me\b|"
    r"\bi(?:'?m| am| feel|'?ve been)(?: just| so| really| very| always| feeling)* "
    r"(?:sad|upset|heart ?broken|miserable|unhappy|crying|in tears|ashamed|lost|down|low|scared|frightened|fed up)\b|"
    r"\bi (?:keep|can'?t stop|just) cry(?:ing)?\b|\bcried (?:all|myself)\b|"
    r"\b(?:dumped|left) me\b|\bbroke (?:up with me|my heart)\b"
)
_RING_ME: Final = re.compile(
    r"\b(?:ring|call|phone|text|contact)(?: us| me)(?: back)? (?:on|at|please|pls|tomorrow|later)\b"
)


def is_hurt_by_others(text: str) -> bool:
    """Whether `text` tells of people who hurt its writer, as children do: "everyone at school hates me"."""
    return bool(_BY_OTHERS.search(_plain(text)))


def calls_for_a_person(text: str) -> bool:
    """Whether `text` is for a person to hear, rather than for a program."""
    plain = _plain(text)
    return is_hurt_by_others(text) or bool(_SORROW.search(plain) or _RING_ME.search(plain))


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")
