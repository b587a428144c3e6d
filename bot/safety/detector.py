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

_MASK = "~ "


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
        plain = self._book.normaliser.plain(text)
        masked = self._without_idioms(plain)
        foreign = [Reason(name, "foreign", match[0]) for name, p in self._book.foreign if (match := p.search(plain))]
        looked = [_look(rule, masked) for rule in self._book.rules.candidates(masked.split())]
        found = [*foreign, *(reason for reason, _ in looked if reason)]
        explained_away = masked != plain or any(taken_back for _, taken_back in looked)
        return (*found, *self._by_classifier(text, wary=explained_away and not found))

    def _by_classifier(self, text: str, wary: bool) -> Iterator[Reason]:
        if self._classifier is not None:
            for category, clause in self._classifier.heard(text, wary):
                yield Reason(category, "classifier", clause)

    def _without_idioms(self, plain: str) -> str:
        for idiom in self._book.idioms.candidates(plain.split()):
            plain = idiom.search.sub(_MASK, plain)
        return plain


def _look(rule: Rule, text: str) -> tuple[Reason | None, bool]:
    """Look for one expression: the reason it gives, if any, and whether a match of it was taken back."""
    matches = list(rule.phrase.search.finditer(text))
    counting = next((match for match in matches if _counts(rule, text, *match.span())), None)
    if counting:
        return Reason(rule.category, "expression", counting[0]), False
    return None, bool(matches)


def _counts(rule: Rule, text: str, start: int, end: int) -> bool:
    if rule.negatable and contexts.negated(text, start):
        return False
    if rule.own and contexts.about_someone_else(text, start):
        return False
    return not (rule.present and contexts.long_ago(text, start, end))
