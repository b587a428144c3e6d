"""The first thing that reads a message: which kinds of harm does it speak of?

Two layers, each of which can say why. Curated expressions (`patterns/`) know about "not", about who is meant and about
turns of phrase. A classifier on sentence vectors (`classifier`) hears what has no fixed words. Neither scores a person:
any hint counts, and the same hint always gets the same answer (NICE NG225 warns against grading the risk of suicide).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.safety import contexts
from bot.safety.categories import by_urgency
from bot.safety.classifier import Classifier
from bot.safety.rulebook import Rule, Rulebook, load_rulebook

_MASK = " ~ "


@dataclass(frozen=True)
class Reason:
    """Why a category was found: by which layer, and the expression or the clause that did it (never logged)."""

    category: str
    layer: str
    evidence: str


class Safety:
    """Reads messages for signs of danger. Loads once; then pure, and safe to call from many threads.

    Without a classifier only the curated expressions are read.
    """

    def __init__(self, classifier: Classifier | None = None, rulebook: Rulebook | None = None) -> None:
        self._book = rulebook or load_rulebook()
        self._classifier = classifier

    def categories(self, text: str, state: str | None = None) -> tuple[str, ...]:
        """Return the safety categories of a message, most urgent first; `()` when there are none.

        The whole text is read, whatever its length. `state` is the place in the conversation: today every state is
        read alike, because a person in danger does not wait for the right question.
        """
        del state
        return by_urgency({reason.category for reason in self.reasons(text)})

    def reasons(self, text: str) -> tuple[Reason, ...]:
        """Return every reason to think of a category, for tests and for whoever improves the patterns."""
        found = tuple(self._by_expression(text))
        if self._classifier is None:
            return found
        heard = self._classifier.heard(text)
        return (*found, *(Reason(category, "classifier", clause) for category, clause in heard))

    def _by_expression(self, text: str) -> Iterator[Reason]:
        plain = self._book.normaliser.plain(text)
        for category, pattern in self._book.foreign:
            if match := pattern.search(plain):
                yield Reason(category, "foreign", match[0])
        masked = self._without_idioms(plain)
        for rule in self._book.rules.candidates(masked.split()):
            if evidence := _first_match(rule, masked):
                yield Reason(rule.category, "expression", evidence)

    def _without_idioms(self, plain: str) -> str:
        for idiom in self._book.idioms.candidates(plain.split()):
            plain = idiom.search.sub(_MASK.lstrip(), plain)
        return plain


def _first_match(rule: Rule, text: str) -> str | None:
    return next((match[0] for match in rule.phrase.search.finditer(text) if _counts(rule, text, *match.span())), None)


def _counts(rule: Rule, text: str, start: int, end: int) -> bool:
    if rule.negatable and contexts.negated(text, start):
        return False
    if rule.own and contexts.about_someone_else(text, start):
        return False
    return not (rule.present and contexts.long_ago(text, start, end))
