"""Answers to an open question with fixed options, read without guessing: "3", "the last one", "Some of the time"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.letters import plain as _plain

_PART = re.compile(r"[^\w\s'’]+|\b(?:because|cos|but|since|which)\b")
_FILLER = re.compile(
    r"^(?:(?:i (?:think|guess|suppose|would say|d say|choose|pick|ll go for|ll have|d go for)|"
    r"id (?:say|go for)|ill (?:go for|have)|(?:just )?put (?:me )?(?:down )?(?:for|as)|mark me (?:down )?(?:for|as)|"
    r"go (?:for|with)|its|it s|it is|so|(?:the|that)(?! one$)|number|option|answer|choice|letter|no|um|er|erm|oh|well|"
    r"probably|maybe|definitely|has to be|be|my answer is)\s+)+"
)
_THING = r"(?:one|option|answer|choice|button|statement|sentence)"
_TRAILING = re.compile(
    rf"(?:\s+(?:{_THING}|down|on the list|of (?:the|them|those|these)(?: \w+)?|for me|for him|for her|describes me|"
    r"is me|thats me|that s me|please|pls|plz|thanks|thank you|ta|love|duck|pet|dear|mate|then|i think|"
    r"i (?:suppose|guess|reckon|choose)|probably|i m sorry to say|i m afraid|if i m honest|to be honest))+$"
)
_POINTS = re.compile(rf"\b(?:the|number|option|answer|choice|letter|{_THING}|st|nd|rd|th)\b|\d(?:st|nd|rd|th)\b")
_PLACES = (
    ("1", "one", "1st", "first", "top", "a", "uppermost"),
    ("2", "two", "2nd", "second", "b"),
    ("3", "three", "3rd", "third", "c"),
    ("4", "four", "4th", "fourth", "d"),
    ("5", "five", "5th", "fifth", "e"),
    ("6", "six", "6th", "sixth", "f"),
)
_ORDINALS = {word: place for place, words in enumerate(_PLACES) for word in words}
_LAST = frozenset({"last", "bottom", "final", "lowest"})
_LAST_BUT_ONE = frozenset(
    {
        *("last but one", "last but", "second last", "second to last", "next to last", "second from last"),
        *("second from the bottom", "2nd from the bottom", "second from bottom", "2nd last", "one above the bottom"),
    }
)
_MIDDLE = frozenset({"middle", "in the middle", "one in the middle", "in between", "centre", "midle", "medium"})

Options = Sequence[
    str | Mapping[str, Sequence[str]]
]  # a code, or a code with other ways to write it; in the order shown


def _names(option: str | Mapping[str, Sequence[str]]) -> tuple[str, frozenset[str]]:
    if isinstance(option, str):
        return option, frozenset({_plain(option.replace("_", " "))})
    [(code, others)] = option.items()
    return code, frozenset(_plain(name.replace("_", " ")) for name in (code, *others))


def _core(words: str) -> str:
    return _TRAILING.sub("", _FILLER.sub("", words))


def _position(words: str, count: int, apart: int) -> int | None:
    """The place in the list of `count` options that `words` name. The last `apart` are never "the last one"."""
    if words in _LAST:
        return count - apart - 1
    if words in _LAST_BUT_ONE and count - apart > 1:
        return count - apart - 2
    if words in _MIDDLE and (count - apart) % 2:
        return (count - apart) // 2
    position = _ORDINALS.get(words)
    return position if position is not None and position < count else None


def read_answer(text: str, options: Options, apart: Sequence[str] = ()) -> str | None:
    """The code of the option that `text` names by its words or its place in the list, or None when it names none.

    Options that are `apart` stand below the others and are no answer to the question: "the last one" is not theirs.
    """
    named = [_names(option) for option in options]
    if not named:
        return None
    whole = _plain(text)
    for code, names in named:
        if whole in names or _core(whole) in names:
            return code
    if (code := _named_in_part(text, named)) is not None:
        return code
    below = sum(code in apart for code, _ in named)
    position = _position(_core(whole), len(named), below)
    if position is None:
        position = _pointed_at(text, len(named), below)
    return None if position is None else named[position][0]


def _named_in_part(text: str, named: Sequence[tuple[str, frozenset[str]]]) -> str | None:
    """The one option that a part of the message in another language names: "altijd, ik ben nieuw hier"."""
    parts = {_plain(part) for part in re.split(r"[^\w\s]+", text.lower())}
    found = {code for code, names in named if not parts.isdisjoint(names - {_plain(code.replace("_", " "))})}
    return found.pop() if len(found) == 1 else None


def _pointed_at(text: str, count: int, below: int) -> int | None:
    """The one place that a part of the message points at: "the second one, and don't ask me why"."""
    parts = [part for part in (_plain(part) for part in _PART.split(text.lower())) if part]
    points = (part for part in parts if _POINTS.search(part) or part in _MIDDLE)
    found = {_position(_core(part), count, below) for part in points} - {None}
    return found.pop() if len(found) == 1 else None
