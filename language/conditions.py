"""How a service should be given, read from what people write: "with a hearing loop", "women only", "in Polish"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from language.spoken import CODES
from language.times import clauses, read_times, refuses, says_nothing, without_times

_PHONE: Final = r"(?:tele)?phone"
_THEIR: Final = r"(?:my|our|his|her|their)(?: own)?"
_HOME: Final = r"(?:house|home|flat|place|door)(?! town)"


def _only_for(people: str) -> str:
    """Patterns of a group for these people alone; "for women and men" is for all."""
    members = r"(?:'s?|s'?)?(?: only)? (?:groups?|clubs?|sessions?|meetings?|class(?:es)?|nights?|only|spaces?)"
    return (
        rf"(?:(?:just|only) )?(?:for )?(?:{people}) only|(?:just|only|for) (?:{people})(?! and)|(?:{people}){members}"
    )


_WORDS: Final = {
    "accessible_toilet": (
        r"(?:(?:accessible|disabled|adapted|wheelchair) )?(?:toilets?|loos?|lavator(?:y|ies)|wcs?)|changing places?"
    ),
    "step_free": (
        r"step[\s-]?free|wheel ?chairs?(?: (?:users?|access\w*))?|(?:no|without) (?:steps|stairs)|level access"
    ),
    "hearing_loop": (
        r"(?:hearing|induction)(?: aid)? loops?(?: system)?|loop systems?|t[\s-]?coil|loops?(?=\W*$| for| installed)"
    ),
    "bsl": (
        r"(?<!learn )(?<!learning )(?:bsl|(?:british )?sign(?:ed|ing)? language)|(?:do|can) they sign|deaf[\s-]friendly"
    ),
    "women": rf"{_only_for('wom[ae]n|lad(?:y|ies)|females?')}|all[\s-](?:female|women)|no men",
    "men": rf"{_only_for('m[ae]n|blokes?|lads?|males?')}|all[\s-]male|no women",
    "home_visit": (
        r"(?:home|house) ?(?:visits?|calls?|visiting|visitors?)|visits? (?:me|him|her|them|us|people)(?: at home)?|"
        rf"(?:come|comes|coming) (?:round |out |over )?to (?:(?:{_THEIR}|the) {_HOME}|"
        r"(?:see |visit )?(?:me|us|him|her|them))|"
        rf"(?:someone|somebody|anyone|help|groups?|company|visits?) (?:in|at|to) {_THEIR} {_HOME}"
    ),
    "in_person": r"in[\s-]person|face[\s-](?:to|2)[\s-]face|in real life",
    "phone": (
        rf"(?:over|by) the {_PHONE}|by {_PHONE}|{_PHONE} (?:calls?|only|chats?|friends?|groups?)|"
        rf"(?:talks?|speak|chat|anything|something|someone|it|be) on the {_PHONE}|"
        r"(?:ring|phone|call)s? (?:me|him|her|them)"
    ),
    "online": (
        r"on[\s-]?line|(?:on|over|by|via) (?:zoom|teams|skype|video|the (?:internet|computer))(?: calls?)?|"
        r"video calls?|virtual"
    ),
    "self_referral": (
        r"(?:without|no|don'?t need|need)(?: a| any| to be| to get)*(?: gp'?s?| doctor'?s?)? (?:referrals?|referred)|"
        r"without (?:seeing|asking|going through) (?:a|my|the) (?:gp|doctor)|self[\s-]refer\w*|"
        r"refer (?:myself|ourselves|himself|herself|themselves)"
    ),
    "free": (
        r"(?<!i'm )(?<!im )(?<!i am )(?<!sugar )free(?: of charge)?(?! (?:on|at|in|from|after|most|every|all|time))"
    ),
}
_CONDITION: Final = re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{said})" for name, said in _WORDS.items()) + r")(?!\w)")
_TONGUES: Final = "|".join(sorted(CODES.keys() - {"english"}, key=len, reverse=True))
_SPOKEN: Final = re.compile(
    rf"\b(?:(?:in|speaks?|speaking|spoken in|who speak|talks?|talking) (?P<one>{_TONGUES})"
    rf"(?:(?:,| or| and|/) (?P<other>{_TONGUES}))?|(?P<speaker>{_TONGUES})[\s-](?:speak(?:ers?|ing)|language))\b"
)
_DIGITAL: Final = re.compile(
    r"\b(?:learn\w*|help|us(?:e|ing)|teach\w*|show me|lessons?|class(?:es)?|get(?:ting)?|shop\w*)\b"
)
_QUESTION: Final = re.compile(r"\b(?:is|are) (?:it|they|this|that|these)\b")
_BESIDE: Final = {"phone": _DIGITAL, "online": _DIGITAL, "women": _QUESTION, "men": _QUESTION}
"""Before a condition, what makes it another thing: to learn to shop online, to ask whether a group is for men only."""
_FAR: Final = frozenset({"phone", "online"})


@dataclass(frozen=True)
class Told:
    """Names of `directory.model.Filter`, and codes of languages. `alone`: the text tells nothing but these and times.

    `refused` are those that a person will do without; who refuses a screen or a phone wants to meet in person.
    """

    names: frozenset[str]
    languages: frozenset[str]
    refused: frozenset[str]
    alone: bool


NOTHING: Final = Told(frozenset(), frozenset(), frozenset(), alone=False)


def read_conditions(text: str) -> Told:
    """What `text` says of how a service should be given. To learn a thing online is not to meet there."""
    plain = without_times(text)
    languages = {CODES[name] for found in _SPOKEN.finditer(plain) for name in found.groups() if name}
    rest = _SPOKEN.sub("", plain)
    told = [each for clause in clauses(rest) for each in _in_clause(clause)]
    wanted, refused = ({name for name, no in told if no is said} for said in (False, True))
    if refused & _FAR and not wanted & _FAR:
        wanted.add("in_person")
    something = bool(told or languages or read_times(text).names)
    alone = something and says_nothing(_CONDITION.sub("", rest))
    return Told(frozenset(wanted), frozenset(languages), frozenset(refused - wanted), alone)


def _in_clause(clause: str) -> Iterator[tuple[str, bool]]:
    """Each condition, and whether it is refused."""
    for found in _CONDITION.finditer(clause):
        name = str(found.lastgroup)
        before = clause[: found.start()]
        if not (name in _BESIDE and _BESIDE[name].search(before)):
            yield name, refuses(before)
