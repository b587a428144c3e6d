"""What a plain pipeline's answer counts as: printed and judged by the very rules that Kith's own answers are.

A plain pipeline knows no state. Next to its own answer stands the one that it gives when the answers that the open
question does not offer are crossed out for it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.understand import NEAREST, QUESTIONS
from evaluation.understanding.baselines import Ranked
from evaluation.understanding.figures import OUT_OF_SCOPE, Result
from evaluation.understanding.reading import Sentence
from kith.understanding import with_age

FALLBACK: Final = "nlu_fallback"
_ANSWER: Final = "answer:"
_ALWAYS_OPEN: Final = "answer:prefer_not_to_say"
_NEAREST: Final = {ours.replace("/", ":"): printed for ours, printed in NEAREST.items()}


@dataclass(frozen=True)
class Doubt:
    """When a pipeline falls back: its best label is less likely than `threshold`, or leads by less than `lead`."""

    threshold: float = 0.0
    lead: float = 0.0

    def holds(self, likelihoods: Iterable[float]) -> bool:
        """True when the best of `likelihoods` is not believed."""
        best, second, *_ = [*sorted(likelihoods, reverse=True), 0.0, 0.0]
        return best < self.threshold or best - second < self.lead


@dataclass(frozen=True)
class Judge:
    """Turns answers into results. `open_answers`: the answers that each state's question offers; none known: all."""

    open_answers: Mapping[str, frozenset[str]]
    this_year: int

    def as_given(self, sentence: Sentence, ranked: Ranked) -> Result:
        """The pipeline's own answer."""
        return self._result(sentence, ranked.answer, ranked.likelihoods)

    def as_masked(self, sentence: Sentence, ranked: Ranked, doubt: Doubt) -> Result:
        """Its answer among the labels that can be meant in the sentence's state, by the same `doubt`."""
        left = {label: each for label, each in ranked.likelihoods.items() if self._is_open(label, sentence.state)}
        total = sum(left.values()) or 1.0
        likelihoods = {label: each / total for label, each in left.items()}
        answer = FALLBACK if doubt.holds(likelihoods.values()) else max(likelihoods, key=likelihoods.__getitem__)
        return self._result(sentence, answer, likelihoods)

    def _is_open(self, label: str, state: str) -> bool:
        offered = self.open_answers.get(state)
        return offered is None or not label.startswith(_ANSWER) or label in offered or label == _ALWAYS_OPEN

    def _result(self, sentence: Sentence, answer: str, likelihoods: Mapping[str, float]) -> Result:
        return Result(sentence, (self.printed(answer, sentence.text),), likelihoods.get(answer, 0.0))

    def printed(self, label: str, text: str) -> str:
        """A label as `kith understand` prints it: the nearest published meaning, an age as its stage of life."""
        if label == FALLBACK:
            return OUT_OF_SCOPE
        row: dict[str, Any] = {"meaning": _NEAREST.get(label, label)}
        return str(with_age(row, text, self.this_year)["meaning"])


def open_answers(state_labels: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """State -> the answers that its question offers, from `state_labels` of config.yml; "anywhere" may be any state."""
    return {
        state: frozenset(label.replace("/", ":") for label in state_labels.get(question, ()))
        for state, question in QUESTIONS.items()
        if question is not None
    }
