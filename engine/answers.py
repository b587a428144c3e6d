"""Answers to an open question with fixed options, read without guessing: "3", "the last one", "Some of the time"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_DECORATION = re.compile(r"[^\w\s]|_")
_FILLER = re.compile(
    r"^(?:(?:i (?:think|guess|would say|d say|choose|pick|ll go for|ll have)|the|number|option|answer|choice|no|it s|"
    r"its|um|er|go for)\s+)+"
)
_TRAILING = re.compile(r"(?:\s+(?:one|option|answer|choice|button|statement|down|please|thanks|thank you|love))+$")
_PLACES = (
    ("1", "one", "1st", "first", "top"),
    ("2", "two", "2nd", "second"),
    ("3", "three", "3rd", "third"),
    ("4", "four", "4th", "fourth"),
    ("5", "five", "5th", "fifth"),
    ("6", "six", "6th", "sixth"),
)
_ORDINALS = {word: place for place, words in enumerate(_PLACES) for word in words}
_LAST = frozenset({"last", "bottom", "final"})
_LAST_BUT_ONE = frozenset({"last but one", "last but", "second last", "second to last", "next to last"})

Options = Sequence[
    str | Mapping[str, Sequence[str]]
]  # a code, or a code with other ways to write it; in the order shown


def _plain(text: str) -> str:
    return " ".join(_DECORATION.sub(" ", text.lower()).split())


def _names(option: str | Mapping[str, Sequence[str]]) -> tuple[str, frozenset[str]]:
    if isinstance(option, str):
        return option, frozenset({_plain(option)})
    [(code, others)] = option.items()
    return code, frozenset(_plain(name) for name in (code, *others))


def _position(words: str, count: int) -> int | None:
    if words in _LAST:
        return count - 1
    if words in _LAST_BUT_ONE and count > 1:
        return count - 2
    position = _ORDINALS.get(words)
    return position if position is not None and position < count else None


def read_answer(text: str, options: Options) -> str | None:
    """The code of the option that `text` names by its words or its place in the list, or None when it names none."""
    named = [_names(option) for option in options]
    whole = _plain(text)
    core = _TRAILING.sub("", _FILLER.sub("", whole))
    for code, names in named:
        if whole in names or core in names:
            return code
    position = _position(core, len(named)) if named else None
    return None if position is None else named[position][0]
