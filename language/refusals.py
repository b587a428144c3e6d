"""What a message says is not wanted: "not a church thing", "I hate singing", "anything but walking", "no questions"."""

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
_WITHIN: Final = re.compile(
    r"\b(?:not (?:a|an|the|in an?|in the|at an?|with an?|too|anything|one of those)|nothing(?! to\b)|non|"
    r"(?:that|which) (?:isn'?t|aren'?t|is not|are not)|except(?: for)?|apart from|other than|anything but|rather than|"
    rf"(?<!have )(?<!got )(?<!ve )(?<!with )(?<!is )(?<!has )no(?! ?(?:{_LACK})\b)(?= \w+(?: \w+)?$))(?:[ -]|(?=$))"
)
"""Where, in a part that begins with a wish, what is not wanted begins."""
_OF_THEM: Final = (
    r"(?:(?:any|the|these|those|your|all|of|more|silly|stupid|bloody|damn|so many|them|loads of|lots of|a) )*"
)
_NO_QUESTIONS: Final = re.compile(
    rf"\b(?:no|skip|stop|without|enough|forget|leave out|sick of|fed up with|bored of|not|do(?:n'?t| not)"
    rf"(?: (?:really|want|need|like|fancy|ask(?: me)?|do|answer|answering|to|be|asked|have time for|feel like))+|"
    rf"hate|can'?t be (?:bothered|arsed) with|wanna|stop asking(?: me)?) {_OF_THEM}(?:question|survey|quiz|form)s?\b|"
    r"\bjust (?:show|tell|give) me (?:what|something|some|anything|things|stuff|services|places|the list)\b"
)
_ONE_QUESTION: Final = re.compile(r"\b(?:this|that|the (?:next|last|first|second)) (?:one|question)\b")
_SHORT: Final = 12
"""Words of a message about questions that says little else."""


def only_refuses(text: str) -> bool:
    """Whether every part of `text` that says something says what is not wanted. What somebody lacks is no refusal."""
    telling = _telling(text)
    return bool(telling) and all(_REFUSES.search(part) for part in telling)


def refused(text: str) -> tuple[str, ...]:
    """The parts of `text` that tell what is not wanted."""
    return tuple(no for _, no in map(_parted, _telling(text)) if no)


def wanted(text: str) -> str:
    """`text` without what is not wanted, as it was written; "" where it tells nothing else."""
    if not refused(text):
        return text
    return ", ".join(yes for yes, _ in map(_parted, _telling(text)) if yes)


def refuses_questions(text: str) -> bool:
    """Whether somebody wants no more questions, and does not speak of one of them alone."""
    plain = _plain(text)
    return len(plain.split()) <= _SHORT and bool(_NO_QUESTIONS.search(plain)) and not _ONE_QUESTION.search(plain)


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


def _telling(text: str) -> list[str]:
    """The parts of `text` that say something."""
    parts = [part.strip() for part in _PART.split(_plain(text))]
    return [part for part in parts if not _NOTHING_ELSE.fullmatch(part)]


def _parted(part: str) -> tuple[str, str]:
    """What a part wants, and what it does not."""
    if _REFUSES.search(part):
        return "", part
    found = _WITHIN.search(part)
    return (part[: found.start()].strip(), part[found.start() :]) if found else (part, "")
