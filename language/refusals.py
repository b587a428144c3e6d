"""Whether a message says only what is not wanted: "not a church thing", "I hate singing", "anything but walking"."""

from __future__ import annotations

import re
from typing import Final

_PART: Final = re.compile(r"[,.;!?\n]+|(?<!anything )(?<!something )(?<!whatever )\bbut\b")
_OPENING: Final = (
    r"(?:(?:and|but|just|really|honestly|definitely|sorry|please|oh|well|ok(?:ay)?|nah|nope|no(?= (?:not|i)\b)),? )*"
)
_LACK: Final = (
    r"one|body|where|friends?|famil\w+|mates?|company|visitors?|money|cash|work|job|idea|problem|worries|matter|car|"
    r"confidence|energy|reason|need|thanks?|thank|longer|more|to do|going on|on|much|at all|english|i|it|we|he|she|they"
)
"""After "no" or "nothing": what somebody is without, which may be the very reason for a wish."""
_STATE: Final = (
    r"a lot|much|many|very|sure|working|able|only|just|really|been|got|had|seeing|sleeping|well|far|too|know\w*|"
    r"mind\w*|bothered (?:if|what|where|when)|fussed|sociable|good at|at all|yet|any ?more|now|today|that|english"
)
"""After "not": how somebody is, rather than what they do not want."""
_BEING: Final = (
    r"(?:to )?(?:be|being|feel\w*|liv\w+|eat\w*|sit\w*|stay\w*|go(?:ing)? (?:on|out|alone|home)|die|miss|los\w+)\b"
)
_REFUSES: Final = re.compile(
    rf"^{_OPENING}(?:"
    rf"(?:no|nothing)(?! ?(?:{_LACK})\b) \w|"
    rf"not(?! (?:{_STATE})\b) \w|"
    r"(?:anything|something|whatever) (?:but|except|other than) \w|"
    rf"i(?:'?m| am) (?:not|never) (?:into|keen on|interested in|bothered (?:about|abt)|a fan of|one for|religious)|"
    rf"(?:i )?(?:hate|dislike|loathe|can'?t (?:stand|bear|abide))(?! {_BEING})(?! how\b) \w|"
    rf"(?:i )?(?:don'?t|do not|wouldn'?t|would not|never) (?:want|like|fancy|enjoy|do)(?! {_BEING})"
    r"(?! (?:much|anything|it|things?)\b) \w"
    r")"
)
_NOTHING_ELSE: Final = re.compile(
    r"(?:\b(?:please|pls|plz|thanks?|thank you|ta|sorry|tho(?:ugh)?|if poss(?:ible)?|lol)\b|\W)*"
)


def only_refuses(text: str) -> bool:
    """Whether every part of `text` that says something says what is not wanted. What somebody lacks is no refusal."""
    plain = text.casefold().replace("’", "'")
    parts = [part.strip() for part in _PART.split(plain)]
    telling = [part for part in parts if not _NOTHING_ELSE.fullmatch(part)]
    return bool(telling) and all(_REFUSES.search(part) for part in telling)
