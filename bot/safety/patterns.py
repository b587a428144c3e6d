"""Curated expressions as data: a small language for phrases, compiled to regular expressions over plain text.

A phrase is a line of plain words (see `normalise`). In it

    a/b/c     is one of these words
    word?     may be left out
    ..        is up to three words, ...  up to six; never across the end of a clause, never over "not"
    <name>    is one entry of the word list of that name (entries may be several words)
    |         is the end or the start of a clause

Every phrase is looked for only when a message holds its least common word, so that a thousand phrases cost little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

NEGATORS = ("not", "never", "no", "without", "neither", "nor")
_GAP_WORD = rf"(?:(?!(?:{'|'.join(NEGATORS)}) )[^\s|]+ )"
GAPS: Mapping[str, str] = {"..": f"{_GAP_WORD}{{0,3}}", "...": f"{_GAP_WORD}{{0,6}}"}
_COMMON = frozenset(
    """
    a about after all am an and any are around as at be been but by can do every feel felt for from get getting go
    going good got had has have he her him his how i if in is it just keep like life made make makes me more much my
    myself never no not of off on one or out over own people really she so some that the their them then there they
    thing things think this time to too up us want wanted was we were what when who will with would you your |
    """.split()  # noqa: SIM905 (a list of 130 quoted words is harder to read)
)

Alternatives = tuple[str, ...]
Held = TypeVar("Held")


class BadPhraseError(ValueError):
    """A phrase or word list that the pattern files should not hold."""


@dataclass(frozen=True)
class Phrase:
    """One compiled expression; `keys` are words of which a message must hold at least one."""

    source: str
    search: re.Pattern[str]
    keys: frozenset[str]
    words: frozenset[str]


class PhraseBook(Generic[Held]):
    """What is held for each phrase, indexed by the phrase's least common words."""

    def __init__(self, held: Iterable[tuple[Phrase, Held]]) -> None:
        self._by_key: dict[str, list[tuple[int, Held]]] = {}
        for number, (phrase, thing) in enumerate(held):
            for key in phrase.keys:
                self._by_key.setdefault(key, []).append((number, thing))

    def candidates(self, words: Iterable[str]) -> list[Held]:
        """Return what is held for the phrases that could occur among these words, each once."""
        return list({number: thing for word in set(words) for number, thing in self._by_key.get(word, ())}.values())


class Compiler:
    """Turns phrases into patterns with the word lists and spellings given."""

    def __init__(self, lists: Mapping[str, Sequence[str]], rewrites: Mapping[str, str]) -> None:
        self._lists = lists
        self._rewrites = rewrites

    def phrase(self, source: str) -> Phrase:
        """Compile one phrase. Raises `BadPhraseError` when it is empty, all gaps, or names an unknown list."""
        elements = source.split()
        options = [self._options(element) for element in elements if element not in GAPS]
        needed = [self._options(element) for element in elements if element not in GAPS and element[-1] != "?"]
        if not needed or elements[-1] in GAPS or elements[-1].endswith("?"):
            raise BadPhraseError(f"{source!r} must end with a word that has to be there")
        pattern = "(?<= )" + "".join(self._pattern(element) for element in elements)
        words = frozenset(word for entries in options for entry in entries for word in entry.split())
        return Phrase(source, re.compile(pattern), _rarest(needed), words)

    def _pattern(self, element: str) -> str:
        if element in GAPS:
            return GAPS[element]
        entries = sorted(self._options(element), key=len, reverse=True)
        group = f"(?:{'|'.join(re.escape(entry) for entry in entries)}) "
        return f"(?:{group})?" if element[-1] == "?" else group

    def _options(self, element: str) -> Alternatives:
        parts = element.rstrip("?").split("/")
        entries = (entry for part in parts for entry in (self._list(part) if part.startswith("<") else (part,)))
        return tuple(" ".join(self._rewrites.get(word, word) for word in entry.split()) for entry in entries)

    def _list(self, part: str) -> Sequence[str]:
        name = part.strip("<>")
        if name not in self._lists:
            raise BadPhraseError(f"no word list is called {name!r}")
        return self._lists[name]


def _rarest(needed: Sequence[Alternatives]) -> frozenset[str]:
    """Pick the part of a phrase whose words are least likely in any message, and a word of each of its entries."""
    picked = [frozenset(max(entry.split(), key=_rarity) for entry in entries) for entries in needed]
    return max(picked, key=lambda keys: min(_rarity(key) for key in keys))


@cache
def _rarity(word: str) -> tuple[bool, int]:
    return word not in _COMMON, len(word)
