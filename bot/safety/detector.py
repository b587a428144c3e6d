"""The first thing that reads a message: which kinds of harm does it speak of?

Two layers, each of which can say why. Curated expressions (`patterns/`) know about "not", about who is meant and about
turns of phrase. A classifier on meaning and wording (`classifier`) hears what has no fixed words, and takes an
expression back where the rest of the sentence is plainly harmless. Neither scores a person: any hint counts, and the
same hint always gets the same answer (NICE NG225 warns against grading the risk of suicide).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.safety import contexts
from bot.safety.categories import CATEGORIES
from bot.safety.classifier import Classifier, Margins
from bot.safety.normalise import CLAUSE
from bot.safety.pieces import Piece, pieces
from bot.safety.rulebook import Rule, Rulebook, load_rulebook

MARGIN = -0.2
NEAR_BEST = 0.15
EXPRESSION = 0.2
DENIAL = 0.2
PLAIN = 1.0
"""An expression that stands in no piece counts as much as the likeliest piece could."""
MOST = 3
"""Categories answered at once: more would bury the numbers that matter under others."""
_MASK = "~ "
_MARKS_AROUND = f" {CLAUSE}"
_CERTAIN = "certain expression"


@dataclass(frozen=True)
class Reason:
    """Why a category was found: by which layer, and the expression or the piece that did it (never logged)."""

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
        """Return the safety categories of a message, the plainest first and at most three; `()` when there are none.

        The whole text is read, whatever its length. `state` is the place in the conversation: today every state is
        read alike, because a person in danger does not wait for the right question.
        """
        del state
        return tuple(dict.fromkeys(reason.category for reason in self.reasons(text)))[:MOST]

    def reasons(self, text: str) -> tuple[Reason, ...]:
        """Return every reason to think of a category, the plainest first; for tests and those who improve patterns."""
        plain = self._book.normaliser.plain(text)
        masked = self._without_idioms(plain)
        foreign = [Reason(name, "foreign", match[0]) for name, p in self._book.foreign if (match := p.search(plain))]
        looked = [_look(rule, masked) for rule in self._book.rules.candidates(masked.split())]
        expressions = [reason for told, _ in looked for reason in told]
        if self._classifier is None or self._is_everyday(plain):
            return _in_order((PLAIN, told) for told in (*foreign, *expressions))
        read = self._classifier.margins(pieces(text, self._book.normaliser.plain))
        denied = [reason for _, taken_back in looked for reason in taken_back]
        certain = [told for told in expressions if told.layer == _CERTAIN]
        return _in_order([*((PLAIN, told) for told in (*foreign, *certain)), *_weighed(read, expressions, denied)])

    def _is_everyday(self, plain: str) -> bool:
        """Whether the whole message is one harmless thing, however it is written. It is read all the same."""
        said = plain.strip(_MARKS_AROUND) + " "
        return any(phrase.search.fullmatch(f" {said}", 1) for phrase in self._book.everyday)

    def _without_idioms(self, plain: str) -> str:
        for idiom in self._book.idioms.candidates(plain.split()):
            plain = idiom.search.sub(_MASK, plain)
        return plain


def _weighed(
    read: Mapping[Piece, Margins], expressions: Sequence[Reason], denied: Sequence[Reason]
) -> Iterator[tuple[float, Reason]]:
    """Judge each piece: an expression in it adds to its margin, one that was taken back takes from it.

    An expression that stands in no piece counts by itself.
    """
    yield from ((PLAIN, told) for told in expressions if not any(told.evidence in piece.plain for piece in read))
    for piece, margins in read.items():
        told, unsaid = _within(piece, expressions), _within(piece, denied)
        scores = {
            name: margin + EXPRESSION * (name in told) - DENIAL * (name in unsaid and name not in told)
            for name, margin in margins.items()
        }
        best = max(scores.values())
        for name, score in scores.items():
            if score > MARGIN and score >= best - NEAR_BEST:
                yield score, told.get(name) or Reason(name, "classifier", piece.text)


def _in_order(found: Iterable[tuple[float, Reason]]) -> tuple[Reason, ...]:
    """Order by plainness, equals by urgency."""
    return tuple(each for _, each in sorted(found, key=lambda each: (-each[0], CATEGORIES.index(each[1].category))))


def _within(piece: Piece, reasons: Sequence[Reason]) -> dict[str, Reason]:
    return {reason.category: reason for reason in reasons if reason.evidence in piece.plain}


def _look(rule: Rule, text: str) -> tuple[list[Reason], list[Reason]]:
    """Look for one expression: return where it counts, and where something before or around it takes it back."""
    told: list[Reason] = []
    denied: list[Reason] = []
    for match in rule.phrase.search.finditer(text):
        counts = _counts(rule, text, *match.span())
        (told if counts else denied).append(Reason(rule.category, _CERTAIN if rule.certain else "expression", match[0]))
    return told, denied


def _counts(rule: Rule, text: str, start: int, end: int) -> bool:
    if rule.negatable and contexts.negated(text, start):
        return False
    if rule.own and contexts.about_someone_else(text, start):
        return False
    return not (rule.present and contexts.long_ago(text, start, end))
