"""What the name and the description of a service say where its terms, fields and ages say nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from directory.importing.vocabulary import IN_NAME, IN_TEXT, Evidence, Vocabulary
from directory.model import Gender

AUDIENCE: Final = frozenset({"life_stage", "gender"})
LONGEST_QUOTE: Final = 200
MOST_NEEDS: Final = 2
_ASIDE = re.compile(r"£|\bfree\b|\bconcession|\bdiscount|\breduced|\baccompanied|\bvolunteers? (?:are|who are)\b", re.I)
"""A clause that names people for another reason: who pays less, who must be brought."""
_IN_NAME: Final[dict[Gender, re.Pattern[str]]] = {
    "women": re.compile(r"\b(?:wom[ae]n|ladies)(?:['’]?s)?\b", re.I),
    "men": re.compile(r"\b(?<!working )(?:men|dads|lads|gents)(?:['’]?s)?\b", re.I),
}
_ANYONE: Final = r"|everyone|anyone|\ball welcome|\bmixed\b|\b(?:all|any) genders?"
_OTHERS: Final[dict[str, re.Pattern[str]]] = {
    "women": re.compile(r"\b(?:men|man|males?|boys|gentlemen|dads|fathers)\b" + _ANYONE, re.I),
    "men": re.compile(r"\b(?:wom[ae]n|ladies|females?|girls|mums|mothers)\b" + _ANYONE, re.I),
}


class Described:
    """Reads the name and the plain description of one service, once for all questions."""

    def __init__(self, vocabulary: Vocabulary, name: str, text: str) -> None:
        self._name, self._text = name, text
        self._said: dict[str, dict[str, str]] = {}
        for said in (*vocabulary.of_clauses("said", name), *vocabulary.of_clauses("said", text)):
            taxonomy, _, code = said.code.partition("/")
            if not said.denied and not (taxonomy in AUDIENCE and _ASIDE.search(said.clause)):
                self._said.setdefault(taxonomy, {}).setdefault(code, said.clause[:LONGEST_QUOTE])

    def codes(self, taxonomy: str) -> Sequence[Evidence]:
        """What is said for a question, in the order in which it is said."""
        return [
            Evidence(taxonomy, code, IN_TEXT, "description", words)
            for code, words in self._said.get(taxonomy, {}).items()
        ]

    def needs(self) -> Sequence[Evidence]:
        """The first needs that are named: a long text that names many is about something else."""
        found = self.codes("need")
        return found[:MOST_NEEDS]

    def life_stage(self) -> Sequence[Evidence]:
        """The one stage that is named; where several are, it is for more than one."""
        found = self.codes("life_stage")
        return found if len(found) == 1 else ()

    def gender(self) -> Sequence[Evidence]:
        """For women or men alone, where nothing in name and text speaks of others."""
        words = f"{self._name}. {self._text}"
        said = {one.code: one for one in self.codes("gender")}
        for gender, pattern in _IN_NAME.items():
            if gender not in said and pattern.search(self._name):
                said[gender] = Evidence("gender", gender, IN_NAME, "name", self._name)
        return [one for code, one in said.items() if not _OTHERS[code].search(words)]
