"""Words that were typed with one slip: "baliffs", "alotment"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from string import ascii_lowercase
from typing import Final

from directory.families import FAMILY

SHORTEST: Final = 6
"""Shorter words with one letter changed are too often another word: "golf" and "gold"."""


def spelt(word: str, known: Collection[str], holders: Callable[[str], int]) -> str:
    """Return the word itself where it is known, else the known word one slip away that most services have, or itself.

    A slip is a letter too many, too few or another, or two that changed places; the first letter is taken to be right.
    """
    if len(word) < SHORTEST or word in FAMILY or not word.isalpha() or holders(word):
        return word
    near = {each for each in _slips(word) if each in known or each in FAMILY}
    return min(near, key=lambda each: (-holders(each), each), default=word)


def _slips(word: str) -> Iterator[str]:
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in ascii_lowercase)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
