"""What the terms of other people's taxonomies mean here: a list kept by hand, and what councils have put right."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import yaml

from directory.importing.sayings import Said, beginnings, clauses, said_in
from directory.words import stem

FILE: Final = Path(__file__).with_name("vocabulary.yml")
NOTHING: Final = ""
"""The code of a correction that says: this term means nothing here."""
EXACT, WITHIN, IN_NAME, BY_AGES, SAID, IN_TEXT = 0.95, 0.80, 0.70, 0.85, 1.00, 0.75
MOST_TOLD: Final = 20_000
LONGEST_TERM: Final = 255
LONGEST_READ: Final = 3000
"""Characters of a description that are read for phrases."""
_APART: Final = {
    **dict.fromkeys(("care", "cares", "caring"), "care"),
    **dict.fromkeys(("carer", "carers"), "carer"),
    **dict.fromkeys(("career", "careers"), "career"),
    **dict.fromkeys(("worker", "workers"), "worker"),
    "working": "working",
}
_WORD = re.compile(r"[^\W_]+(?:['’]s?)?")
Basis = Literal["correction", "term", "part of a term", "name", "ages", "field", "description", "meaning"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a service bears a code of ours. `confidence` is from 0 to 1, `words` is what stood in the source."""

    taxonomy: str
    code: str
    confidence: float
    basis: Basis
    words: str


def normal(words: str) -> str:
    """Return a phrase without case, punctuation and endings: what is looked up."""
    return " ".join(_normal_words(words))


@lru_cache(maxsize=50_000)
def _normal_words(words: str) -> tuple[str, ...]:
    plain = words.casefold().replace("&", " and ").replace("_", " ")
    return tuple(_stem(word.replace("’", "'").replace("'", "")) for word in _WORD.findall(plain))


def _stem(word: str) -> str:
    """A carer is neither care nor a car, though they share a stem."""
    return _APART.get(word) or stem(word)


@dataclass(frozen=True)
class Vocabulary:
    """Looks terms up. `corrections` are (taxonomy, normal phrase) to a code, or to nothing."""

    codes: Mapping[str, Mapping[str, str]]
    version: str
    corrections: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _told: dict[tuple[str, tuple[str, ...]], tuple[Evidence, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    _heard: dict[tuple[str, str], tuple[Said, ...]] = field(default_factory=dict, repr=False, compare=False)
    _begin: dict[str, dict[str, int]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, path: Path = FILE) -> Vocabulary:
        """Read the list that is kept by hand."""
        text = path.read_bytes()
        lists: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
        codes = {
            taxonomy: {normal(str(phrase)): code for code, phrases in meanings.items() for phrase in phrases}
            for taxonomy, meanings in lists.items()
        }
        return cls(codes, hashlib.sha256(text).hexdigest()[:16])

    def corrected(self, corrections: Mapping[tuple[str, str], str]) -> Vocabulary:
        """The same with what a council has put right; its version says so."""
        said = "|".join(f"{taxonomy}:{phrase}={code}" for (taxonomy, phrase), code in sorted(corrections.items()))
        version = hashlib.sha256(f"{self.version}|{said}".encode()).hexdigest()[:16] if said else self.version
        return Vocabulary(self.codes, version, dict(corrections))

    def of_terms(self, taxonomy: str, terms: tuple[str, ...]) -> tuple[Evidence, ...]:
        """What terms say, the surest reason for each code. The same terms come again and again in a list."""
        key = (taxonomy, terms)
        if (found := self._told.get(key)) is None:
            if len(self._told) > MOST_TOLD:
                self._told.clear()
            found = self._told[key] = _surest(one for term in terms for one in self._of_term(taxonomy, term))
        return found

    def _of_term(self, taxonomy: str, words: str) -> Iterator[Evidence]:
        """What one term says: as a whole, else the longest known phrases within it."""
        corrected = self.corrections.get((taxonomy, normal(words)))
        if corrected is not None:
            if corrected:
                yield Evidence(taxonomy, corrected, SAID, "correction", words)
            return
        known = self.codes.get(taxonomy, {})
        if code := known.get(normal(words)):
            yield Evidence(taxonomy, code, EXACT, "term", words)
            return
        yield from (Evidence(taxonomy, code, WITHIN, "part of a term", words) for code in self._within(taxonomy, words))

    def of_name(self, taxonomy: str, words: str) -> tuple[Evidence, ...]:
        """What the name of a service says, where its terms say nothing."""
        return tuple(Evidence(taxonomy, code, IN_NAME, "name", words) for code in self._within(taxonomy, words))

    def of_clauses(self, taxonomy: str, text: str) -> Iterator[Said]:
        """What running text says, clause by clause, and what it denies. The same clauses come again and again."""
        known, begun = self.codes.get(taxonomy, {}), self._begun(taxonomy)
        for clause in clauses(text[:LONGEST_READ]):
            if (heard := self._heard.get((taxonomy, clause))) is None:
                if len(self._heard) > MOST_TOLD:
                    self._heard.clear()
                heard = self._heard[taxonomy, clause] = tuple(said_in(known, begun, clause, _normal_words(clause)))
            yield from heard

    def of_features(self, texts: tuple[str, ...]) -> tuple[list[Evidence], set[str]]:
        """What fields for access say, and which features they say are not there."""
        found: list[Evidence] = []
        denied: set[str] = set()
        for text in texts:
            told = self.of_terms("accessibility", (text,))
            if all(one.basis != "part of a term" for one in told):
                found += told
                continue
            for said in self.of_clauses("accessibility", text):
                if said.denied:
                    denied.add(said.code)
                else:
                    found.append(Evidence("accessibility", said.code, WITHIN, "part of a term", text[:LONGEST_TERM]))
        return found, denied

    def _begun(self, taxonomy: str) -> dict[str, int]:
        if (found := self._begin.get(taxonomy)) is None:
            found = self._begin[taxonomy] = beginnings(self.codes.get(taxonomy, {}))
        return found

    def _within(self, taxonomy: str, words: str) -> tuple[str, ...]:
        known, begun = self.codes.get(taxonomy, {}), self._begun(taxonomy)
        said = _normal_words(words[:500])
        found: dict[str, None] = {}
        start = 0
        while start < len(said):
            for length in range(min(begun.get(said[start], 0), len(said) - start), 0, -1):
                code = known.get(" ".join(said[start : start + length]))
                if code is not None:
                    found |= {code: None} if code else {}
                    start += length - 1
                    break
            start += 1
        return tuple(found)


def _surest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """One piece of evidence for each code: the surest, the first of equals, in the order in which codes came."""
    best: dict[str, Evidence] = {}
    for one in evidence:
        if one.code not in best or one.confidence > best[one.code].confidence:
            best[one.code] = one
    return tuple(best.values())
