"""How names of places are compared: one plain form for what lists hold and what people type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

_OUTSIDE_WORDS = re.compile(r"[^\w]+|_")
_SHORT_FORMS = {"saint": "st", "saints": "sts", "mount": "mt", "&": "and"}
SHORTEST_MENDED = 5
"""Letters of a word in which a slip is looked for."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def plain(name: str) -> str:
    """Return `name` in lower case, without accents, apostrophes or punctuation: "St. Mary's" becomes "st marys"."""
    spread = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(c for c in spread if not unicodedata.combining(c) and c not in "'’‘`")
    return " ".join(_SHORT_FORMS.get(word, word) for word in _OUTSIDE_WORDS.split(letters) if word)


def one_slip_away(word: str) -> Iterator[str]:
    """Yield every spelling that is one typing slip (a letter missing, extra, wrong or swapped) from `word`."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    return chain(
        (a + b[1:] for a, b in splits if b),
        (a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1),
        (a + c + b[1:] for a, b in splits if b for c in _LETTERS),
        (a + c + b for a, b in splits for c in _LETTERS + " "),
    )
