"""How examples are varied in each round: slips of the fingers, missing signs, and two examples said in one breath."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from teaching.sentences import NONE, Heard, Said

_JOINS = (", ", " and ", ". ", " - ", ", and ", " but ", " ", "; ", ", also ")
_SCALES = frozenset({"companionship", "lonely", "social_contact"})
_SHORT = 70
_EVERYDAY_SHARE = 0.4
_ANYWHERE_SHARE = 0.1
_ELSEWHERE_SHARE = 0.6
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slips(text: str, dice: random.Random) -> str:
    """`text` with a slip of the fingers in every 25 letters or so."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        at = dice.randrange(len(letters))
        if not letters[at].isalpha():
            continue
        kind = dice.choices(("lost", "swapped", "doubled", "another"), (35, 25, 20, 20))[0]
        if kind == "lost":
            letters[at] = ""
        elif kind == "swapped" and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind == "doubled":
            letters[at] *= 2
        else:
            letters[at] = dice.choice(_LETTERS)
    return "".join(letters)


def varied(text: str, dice: random.Random) -> str:
    """`text` as it is in four cases of five; else without signs, with slips, or in small letters."""
    kind = dice.choices(("as it is", "no signs", "slips", "small"), (78, 8, 8, 6))[0]
    if kind == "no signs":
        return re.sub(r"[^\w\s]", "", text) or text
    if kind == "slips" and len(text) > 8:
        return slips(text, dice) or text
    return text.lower() if kind == "small" else text


class Conversations:
    """Rounds of messages to the dialogue."""

    def __init__(self, said: Sequence[Said], joined: int, dice: random.Random) -> None:
        self._said = said
        self._joined = joined
        self._dice = dice
        self._several = [each for each in said if len(each.means) > 1]
        self._short: dict[str, list[Said]] = defaultdict(list)
        for each in said:
            if len(each.means) == 1 and len(each.text) < _SHORT:
                self._short[each.means[0]].append(each)
        self._questions = sorted({each.asked for each in said if each.asked})

    def round(self) -> list[Said]:
        """Every message, varied, and some that are joined from two examples."""
        joined = [each for each in (self._join() for _ in range(self._joined)) if each]
        return [Said(varied(each.text, self._dice), self._asked(each), each.means) for each in self._said] + joined

    def _asked(self, said: Said) -> str | None:
        """What is no answer may be said while any question is open."""
        if said.means[0].startswith("answer"):
            return said.asked
        if said.asked is not None:
            return None if self._dice.random() < _ANYWHERE_SHARE else said.asked
        if self._dice.random() > _ELSEWHERE_SHARE:
            return None
        asked = self._dice.choice(self._questions)
        return None if asked in _SCALES and said.means[0] in ("affirm", "deny") else asked

    def _join(self) -> Said | None:
        """Two examples in one message: of two meanings that were heard together, or of their kinds."""
        pattern = self._dice.choice(self._several)
        first, second = pattern.means[:2]
        if self._dice.random() < 0.4:
            kind = second.partition("/")[0]
            second = self._dice.choice([each for each in self._short if each.partition("/")[0] == kind] or [second])
        one, two = self._pick(first, pattern.asked), self._pick(second, pattern.asked)
        if one is None or two is None or first == second:
            return None
        two = two[:1].lower() + two[1:] if self._dice.random() < 0.5 and not two.startswith("I") else two
        return Said(one.rstrip(" .,") + self._dice.choice(_JOINS) + two, pattern.asked, (first, second))

    def _pick(self, meaning: str, asked: str | None) -> str | None:
        known = self._short.get(meaning, [])
        fitting = [each for each in known if each.asked in (asked, None)] or known
        return self._dice.choice(fitting).text if fitting else None


class Alarms:
    """Rounds of messages to the safety net."""

    def __init__(self, heard: Sequence[Heard], dice: random.Random) -> None:
        self._heard = heard
        self._dice = dice
        self._harmless = [each.text for each in heard if each.category == NONE and len(each.text) < _SHORT]

    def round(self) -> list[Heard]:
        """Every example and a part of the everyday messages, varied; some stand beside another, harmless sentence."""
        kept = [each for each in self._heard if not each.everyday or self._dice.random() < _EVERYDAY_SHARE]
        return [Heard(self._varied(each.text), each.category, each.everyday) for each in kept]

    def _varied(self, text: str) -> str:
        if self._dice.random() > 0.08:
            return varied(text, self._dice)
        beside = self._dice.choice(self._harmless)
        return self._dice.choice((f"{beside} {text}", f"{beside}, {text}", f"{text} {beside}", f"{text}. {beside}"))
