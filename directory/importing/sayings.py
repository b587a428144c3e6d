"""Phrases found in running text, each with whether it is denied: "level access", but not "no level access"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

BEFORE: Final = 5
"""How many words before a phrase a "no" may stand to deny it."""
AFTER: Final = 4
_STOPS = re.compile(r"[^.,;!?•\n]+")
_TURNS = re.compile(r"\s[-–—]\s|\b(?:but|however|although|though)\b", re.IGNORECASE)
_SIGNS_OF_TURNS: Final = (" -", " –", " —", "but", "however", "though")
DENYING: Final = frozenset(
    re.findall(
        r"\w+",
        "no not non cannot t isn doesn don aren hasn without unfortunate unfortunatel unable unsuitabl limit partial "
        "restrict lack never none fals unavailabl inaccessibl n inadequat difficult poor",
    )
)
"""Stems of words that turn a phrase round, or leave so much open that nobody should rely on it."""


class Said(NamedTuple):
    """A code whose phrase stands in a text; `clause` is where."""

    code: str
    denied: bool
    clause: str


def clauses(text: str) -> Iterator[str]:
    """Cut running text at its stops, and where it turns: "the hall is warm but has no ramp"."""
    small = text.casefold()
    turns = any(sign in small for sign in _SIGNS_OF_TURNS)
    for clause in _STOPS.findall(text):
        yield from _TURNS.split(clause) if turns else (clause,)


def beginnings(known: Mapping[str, str]) -> dict[str, int]:
    """How many words the longest phrase has that begins with a word: most words of a text begin none."""
    found: dict[str, int] = {}
    for phrase in known:
        first, *others = phrase.split(" ")
        found[first] = max(found.get(first, 1), 1 + len(others))
    return found


def said_in(known: Mapping[str, str], begun: Mapping[str, int], clause: str, words: Sequence[str]) -> Iterator[Said]:
    """The known phrases in one clause, the longest first at each place; `words` are its normal words.

    `begun` are the beginnings of the known phrases.
    """
    found: list[tuple[int, int, str]] = []
    done = 0
    for start in [place for place, word in enumerate(words) if word in begun]:
        for length in range(min(begun[words[start]], len(words) - start), 0, -1) if start >= done else ():
            code = known.get(words[start] if length == 1 else " ".join(words[start : start + length]))
            if code is not None:
                found.append((start, start + length, code))
                done = start + length
                break
    if not found:
        return
    inside = {place for start, end, _ in found for place in range(start, end)}
    denials = [place for place, word in enumerate(words) if word in DENYING and place not in inside]
    for start, end, code in found:
        if code:
            near = any(start - BEFORE <= place < end + AFTER for place in denials)
            yield Said(code, near, clause.strip())
