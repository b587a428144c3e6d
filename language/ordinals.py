"""Which of several things that stand in an order somebody names: "the first", "the last two", "all"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_PLACES: Final = (
    (re.compile(r"\b(first|1st|number one|1)\b", re.IGNORECASE), 0),
    (re.compile(r"\b(second|2nd|number two|2)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(third|3rd|number three|3)\b", re.IGNORECASE), 2),
    (re.compile(r"\b(last|bottom)\b", re.IGNORECASE), -1),
)
_ALL: Final = re.compile(r"\b(all|both|every one|them|these|those)\b", re.IGNORECASE)


def named(text: str, shown: Sequence[str]) -> list[str]:
    """Those of `shown` that `text` names by their places ("the first and the last", "all"); the only one there is."""
    if len(shown) == 1:
        return list(shown)
    places = [place for pattern, place in _PLACES if pattern.search(text) and place < len(shown)]
    if not places and _ALL.search(text):
        return list(shown)
    return list(dict.fromkeys(shown[place] for place in places)) if shown else []
