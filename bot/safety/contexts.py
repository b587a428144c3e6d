"""What stands before a match: a "not" that takes it back, or someone else whom it is about."""

from __future__ import annotations

import re

_LOOK_BACK = 70
_LINKS = (
    "a|about|actually|any|anything|at|all|be|been|being|currently|even|ever|feel|feeling|feels|felt|going|had|has|have|"
    "having|here|in|kind|like|of|planning|point|really|saying|so|sort|that|thinking|think|thought|thoughts|to|try|"
    "trying|want|wanted|wanting|will|wish|would|intend|intending|plan|plans|remotely|at|risk|danger|desire|intention"
)
_NEGATED = re.compile(
    rf" (?:not|never|no|without|neither|nor|stopped|hardly)(?: (?:{_LINKS})){{0,7}}"
    r"(?: (?:like|saying|that|as if|mean|think) i(?: am| was| have)?(?: going to| want to| ever)?)? $"
)
_NEGATION_THAT_IS_NONE = re.compile(r" (?:why not|whether or not|not only|not just|no reason not to|if not) $")
_SOMEONE_ELSE = re.compile(
    r" (?:he|she|they|people|who|you|we|him|her|them|someone|anyone|everyone|somebody|mum|dad|son|daughter|husband|"
    r"wife|friend|brother|sister|partner|mate|neighbour|patients|clients|kids|teenagers|men|women|nan|grandad|boyfriend|"
    r"girlfriend|character)(?: (?:just|really|might|may|would|does|do|did|is|are|was|were|said|says|always|also|still|"
    r"to|not|actually|has|have|had|been|even|all|will|going|sometimes))*(?: (?:he|she|they))? $"
)
_LONG_AGO = re.compile(
    r" (?:years ago|decades ago|long time ago|in the past|used to|all behind me|back in (?:the )?(?:19|20)?\d\ds?|"
    r"in (?:19\d\d|200\d|201\d)|as a (?:child|kid|teenager|boy|girl|young)|in my (?:teens|twenties|thirties|youth)|"
    r"when i was (?:a |at |in |about |only )?(?:young|younger|little|child|kid|boy|girl|lad|school|teenager|student|"
    r"small|my|\d\d?|ten|twelve|sixteen|seventeen|eighteen|twenty)) "
)
_STILL = re.compile(
    r" (?:now|again|still|lately|tonight|today|recently|back|same|these days|ever since|nobody|never told|get worse|"
    r"came back|coming back|feel|feeling|am|scared|at home|every night) "
)


def negated(text: str, start: int) -> bool:
    """Tell whether the words just before `start` (same clause) say that what follows is not so."""
    before = text[max(0, start - _LOOK_BACK) : start]
    return bool(_NEGATED.search(before)) and not _NEGATION_THAT_IS_NONE.search(before)


def about_someone_else(text: str, start: int) -> bool:
    """Tell whether the words just before `start` make another person the one who feels or does what follows."""
    return bool(_SOMEONE_ELSE.search(text[max(0, start - _LOOK_BACK) : start]))


def long_ago(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a match place it in the past, with nothing that brings it to today."""
    around = text[max(0, start - _LOOK_BACK) : end + _LOOK_BACK]
    return bool(_LONG_AGO.search(around)) and not _STILL.search(around)
