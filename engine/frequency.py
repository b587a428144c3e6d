"""How often, in everyday English: "once in a blue moon", "all the bleeding time", "not that often", misspelt or not.

A phrase says how often the person *feels* it only when the message is about nothing else: "I often see my son" says the
reverse of "often", so a message that speaks of company is left to the classifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

_WORDS = (
    *("often", "sometimes", "hardly", "rarely", "seldom", "never", "always", "occasionally", "frequently"),
    *("constantly", "barely", "scarcely", "regularly", "nearly", "almost"),
)
_REAL_WORDS = frozenset({"really", "rally", "early", "rare", "ever", "even", "something", "barley", "hard", "hardy"})
_CLOSENESS = 0.82
_OUT = re.compile(
    r"\b(?:see|sees|seen|seeing|visit\w*|friend\w*|famil\w*|company|people|phone\w*|ring\w*|talk\w*|meet\w*|"
    r"go out|grand\w+|daughter|son|neighbour\w*|mates?|pals?|invit\w*|help\w*|someone|somebody)\b"
)
_NOT = r"(?:not|don t|dont|doesn t|doesnt|isn t|isnt|can t say|cant say)"
_VERY = r"(?:very |that |so |too |all that |really |quite )*"
_PERIOD = r"(?:day|night|hour|minute|second|evening|morning|week|waking moment)s?"
# The first that fits takes its words away from those that follow.
_PHRASES = (
    (None, rf"least often|{_NOT} (?:always|all the time|every {_PERIOD})|never (?:mind|again)|how often"),
    ("always", r"never not"),
    (
        "hardly_ever",
        r"(?:almost|nearly|practically|virtually|next to|nigh on|close to|as good as|hardly|basically) never",
    ),
    ("hardly_ever", r"(?:hardly|scarcely|barely|rarely|seldom)(?: (?:ever|at all))*(?: or never)?"),
    ("hardly_ever", rf"{_NOT}(?: \w+){{0,4}}? {_VERY}(?:often|much|a lot|alot|frequently|regularly|a great deal)"),
    ("hardly_ever", r"not really|not usually|not as a rule|(?:once |twice )?(?:in|every) a? ?blue moon"),
    ("hardly_ever", r"few and far between|infrequent(?:ly)?|(?:very|really|only|its|it s) rare"),
    ("often", r"often or always|more (?:often )?than not|more (?:often )?than i (?:d|would|care|let|want)[\w ]*"),
    ("often", rf"(?:nearly|almost|practically|pretty much) (?:always|every (?:single |other )?{_PERIOD}|daily)"),
    ("often", r"(?:nearly|almost|practically|pretty much) all (?:of )?the time"),
    ("occasionally", r"every so often|(?:every )?once in a while|from time to time|on occasions?|occasional(?:ly)?"),
    ("occasionally", r"(?:the )?odd (?:time|day|night|evening|sunday|one)s?"),
    (None, r"now (?:and|n|an) (?:then|again) but not .*|never a (?:time|day|moment)"),
    ("occasionally", r"(?:every )?now (?:and|n|an) (?:then|again)"),
    ("some_of_the_time", r"(?:some|sum) ?times?|(?:some|part) of (?:the time|it)|sum of the time|at times"),
    ("some_of_the_time", rf"some {_PERIOD}|on (?:and|n) off|off (?:and|n) on|(?:about )?half (?:of )?the time"),
    ("some_of_the_time", r"half (?:and|an|n) half|(?:50|fifty) (?:50|fifty)|comes and goes"),
    ("often", rf"{_VERY}(?:often|frequently|regularly)|too much|loads|lots|heaps|tons|much of the time"),
    ("often", rf"(?:a|an) ?(?:\w+ ){{0,3}}?lot|a great deal|most (?:of the time|{_PERIOD})|majority of the time"),
    ("always", r"never (?:stops|goes away|lifts|leaves)|all (?:of )?the (?:\w+ )?time|always|constant(?:ly)?"),
    ("always", rf"permanently|continual(?:ly)?|continuously|non ?stop|24 7|247|every (?:single )?{_PERIOD}"),
    ("always", r"all day|all night|day and night|morning noon and night|without fail|round the clock"),
    ("never", r"never(?: ever)?|not (?:ever|once|at all)|at no time|none of the time|(?:don t|dont) ever"),
    ("never", r"not in the (?:least|slightest)"),
)
_COMPILED = tuple((code, re.compile(rf"\b(?:{pattern})\b")) for code, pattern in _PHRASES)
_PART = re.compile(r"[^\w\s'’/-]+|\s-+\s|\b(?:because|cos|coz|since|but|and|when|if)\b")
_BESIDE = frozenset(
    {
        "|",
        *(
            "i",
            "me",
            "my",
            "you",
            "it",
            "that",
            "this",
            "do",
            "does",
            "did",
            "am",
            "im",
            "is",
            "s",
            "m",
            "d",
            "ve",
            "be",
        ),
        *("been", "have", "has", "to", "the", "of", "a", "an", "for", "at", "in", "with", "feel", "feels", "feeling"),
        *("felt", "lonely", "isolated", "out", "left", "alone", "put", "down", "say", "said", "would", "suppose"),
        *("guess", "think", "reckon", "id", "got", "tick", "yes", "yeah", "yep", "yh", "aye", "no", "nah"),
        *(
            "nope",
            "oh",
            "ah",
            "well",
            "erm",
            "um",
            "er",
            "ooh",
            "so",
            "then",
            "like",
            "as",
            "just",
            "only",
            "if",
            "one",
        ),
        *("all", "ever", "now", "these", "days", "really", "honest", "honestly", "truthful", "truth", "told", "tbh"),
        *("ngl", "imo", "please", "thanks", "thank", "ta", "love", "duck", "pet", "hun", "mate", "bab", "sorry"),
        *("afraid", "pretty", "quite", "very", "rather", "dead", "proper", "right", "bloody", "maybe", "perhaps"),
        *("probably", "about"),
    }
)
"""Words that may stand beside a frequency without its being about anything else."""
_BETWEEN = frozenset({"or", "and", "between"})
_COUNTS_AS = {"always": "often", "never": "hardly_ever"}


@dataclass(frozen=True)
class Frequency:
    """How often, and whether a part of the message says nothing else."""

    code: str
    plain: bool


def _spelt(word: str) -> str:
    if len(word) < 4 or word in _REAL_WORDS:
        return word
    close = [each for each in get_close_matches(word, _WORDS, n=1, cutoff=_CLOSENESS) if each[0] == word[0]]
    return close[0] if close else word


def _words(text: str) -> str:
    return " ".join(_spelt(word) for word in re.sub(r"[^\w\s]|_", " ", text.lower()).split())


def _found(words: str) -> tuple[set[str], str]:
    """The frequencies that `words` tell, and the words that are left."""
    found = set()
    for code, pattern in _COMPILED:
        words, times = pattern.subn(" | ", words)
        if times and code:
            found.add(code)
    return found, words


def read_frequency(text: str) -> Frequency | None:
    """The one frequency that `text` tells; None for none, for several, and where it is about company."""
    codes, rest = _found(_words(text))
    if len(codes) != 1:
        return None
    plain = any(_says_no_more(part) for part in _PART.split(text.lower()) if part)
    return Frequency(codes.pop(), plain) if plain or not _OUT.search(rest) else None


def says_two(text: str) -> bool:
    """Whether `text` is two frequencies and nothing else, "sometimes often", or one and a "not": no answer yet."""
    codes, rest = _found(_words(text))
    several = {_COUNTS_AS.get(code, code) for code in codes - {"occasionally"}}  # which goes with each of them
    left = set(rest.split()) - {"|"}
    return left <= _BETWEEN if len(several) > 1 else bool(codes) and left == {"not"}


def _says_no_more(part: str) -> bool:
    codes, rest = _found(_words(part))
    return bool(codes) and _BESIDE.issuperset(rest.split())
