"""What a short message means whose words leave no doubt: a set word of some language, or leaving for a moment.

Likeness knows what sentences mean; of one short word it knows little, and "nee" is not "yes". Where a whole message, or
an answer between commas, is one of the set words, it is read here and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.letters import plain
from engine.set_phrases import phrase_meaning
from engine.set_words import ANYWHERE, HOW_OFTEN, YES_OR_NO

_PLEASE = re.compile(
    r"(?: (?:please|pls|plz|thanks|thank you|ta|tesekkurler|tesekkur ederim|lutfen|dziekuje|prosze|grazie|per favore|"
    r"dank je|dank u|bedankt|alsjeblieft|alstublieft|شكرا|من فضلك|danke|bitte|merci|s il vous plait|gracias|por favor|"
    r"obrigado|obrigada|спасибо|пожалуйста|谢谢))+$"
)
_NOT = re.compile(
    r"\b(?:hayir|yok|degil|istemiyorum|istemem|nie|nigdy|non|niet|nee|geen|nein|nicht|keine?|لا|مش|ليس|pas|nao|не|нет)\b|"
    "不|别|やめ|いい?え|ません|아뇨|아니|싫|됐|안 |ไม่"
)
_CUT_SHORT = re.compile(r"n[aeo]\w?")
_COMMAS = re.compile(r"[^\w\s'’]+")
_SPELL = r"(?:sec|second|secs|min|mins|minute|minutes|moment|mo|momento|momentje|bit|tick|jiffy|hour|while)"
_WHILE = rf"(?:(?:a|an|one|two|five|ten|half an|\d+) )?(?:wee |little )?{_SPELL}"
_ELSEWHERE = (
    "bir dakika|chwileczke|chwila|moment|un attimo|un momento|een momentje|momentje|لحظة|لحظه|einen moment|un moment|"
    "稍等|等一下"
)


_GOING = (
    r"(?:brb|bbl|afk|be right back|bear with(?: me)?|two ticks|wait|hang on|hold on|"
    rf"(?:i ?ll be )?back (?:soon|shortly|later|in {_WHILE})|"
    rf"(?:hang on|hold on|wait|give me|gimme|just|one) {_WHILE}|one {_SPELL}|"
    r"(?:the |my )?(?:phone|doorbell|door|kettle)(?: ?s| is)?(?: just)? (?:ringing|going|gone|boiling|boiled)|"
    rf"{_ELSEWHERE})"
)
_AWAY = re.compile(
    r"(?:(?:sorry|ok|okay|oh|just|right|gotta go|got to go|have to go|need to go|must go|but|and) )*"
    rf"{_GOING}(?: (?:{_GOING}|sorry|please|pls|thanks|love|ok|now))*"
)
"""Somebody who leaves for a moment: neither an answer nor a goodbye."""
_HERE = re.compile(
    r"(?:(?:ok|okay|right|hi|hiya|hello|sorry|about that|so|yes|yeah|there) )*"
    r"(?:(?:i ?m|i am) (?:back|here)(?: now| again)?|back now|back again|"
    r"geri geldim|wrocilem|wrocilam|sono tornato|sono tornata|"
    r"ik ben terug|رجعت|ich bin wieder da|je suis de retour|ya volvi|voltei|我回来了)"
    r"(?: (?:now|again|sorry|sorry about that|love|carry on|lets carry on|let s carry on|go on|where were we))*"
)
"""Somebody who comes back."""


def set_meaning(text: str, *, yes_or_no: bool, how_often: bool) -> str | None:
    """The label of a message that is one of the set words; None where it is none, or names two."""
    said = _PLEASE.sub("", plain(text))
    if _AWAY.fullmatch(said):
        return "repeat"
    if _HERE.fullmatch(said):
        return "carry_on"
    tables = ANYWHERE | (YES_OR_NO if yes_or_no else HOW_OFTEN if how_often else {})
    if label := _named({said}, tables):
        return label
    parts = {plain(part) for part in _COMMAS.split(text)}
    return _named(parts, ANYWHERE | (HOW_OFTEN if how_often else {})) or phrase_meaning(text)


def _named(words: set[str], tables: Mapping[str, frozenset[str]]) -> str | None:
    found = [label for label, names in tables.items() if not words.isdisjoint(names)]
    return found[0] if len(found) == 1 else None


def denies(text: str) -> bool:
    """Whether the message holds a "not" of another language, or is a "no" cut short: likeness makes no yes of it."""
    said = plain(text)
    return bool(_CUT_SHORT.fullmatch(said) or _NOT.search(said))
