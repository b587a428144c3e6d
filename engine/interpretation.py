"""What a message means in the state of the conversation: the options of the open question first, then all the rest.

A model's scores and settings in, meanings out. A label is an intent or an intent with a value ("need/gardening").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.answers import read_answer
from engine.clauses import Clause, clauses_of, combined
from engine.frequency import read_frequency, says_two
from engine.kernel_model import Scores
from engine.set_meanings import denies, set_meaning
from engine.spelling import plainly_spelt
from engine.taught import Taught
from engine.together import matches, together
from engine.weighing import Settings

_POSTCODE = re.compile(
    r"\b[a-z]{1,2}\d[a-z\d]? ?[\do][a-z]{2}\b|^(?:(?:it s|its|i m|im|in|near|postcode)\s+)*[a-z]{1,2}\d[a-z\d]?$"
)
_PASTED = re.compile(r"[{}\[\]]|</?\w+>|https?://|\bwww\.", re.IGNORECASE)
_SCRIPTS = (
    *("LATIN", "DIGIT", "FULLWIDTH", "CYRILLIC", "ARABIC", "EXTENDED ARABIC"),
    *("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI"),
)
_NUMBER_OF_NOTHING = re.compile(r"^\s*(?:-\s?\d+|0+|[7-9]|\d{2,}|\d*[.,]\d+)\W*$")
"""A bare number that is no place in any list of options."""
_OF_NOTHING = frozenset(
    {"a", "an", "and", "at", "ever", "for", "in", "is", "it", "moment", "of", "on", "one", "or", "the", "to"}
)
"""Words that say nothing of how often, though they are like words that do."""
_FEELS = re.compile(r"\b(?:lonely|lonesome|alone|isolated|left out|cut off)\b", re.IGNORECASE)
_FEELING = "start_screening"
"""What it means to say so where nobody asked how often: "lonely most of the time"."""
_ANSWER = "answer/"
_SCALE = "answer/often"
"""Answers every question that asks how often."""
_APART = ("prefer_not_to_say",)
_NAME_LENGTH = 4
_ANYWHERE = frozenset({"affirm", "deny"})
_SURE = 0.9
_NAMED = frozenset({"place", "tell_age"})
"""What a clause says by a name or a number: the taught reader knows few of them."""
Score = Callable[[Sequence[str], str | None], Scores]
Read = Callable[[str, str | None], Taught]


@dataclass(frozen=True)
class Meaning:
    """The best labels, most likely first, and those that are believed: several when a message says several things."""

    believed: tuple[str, ...]
    confidence: float
    ranking: tuple[tuple[str, float], ...]


def is_written(text: str) -> bool:
    """True for words in a script that the encoder reads; false for pasted code, addresses, emoji and other scripts."""
    if _PASTED.search(text):
        return False
    return any(unicodedata.name(each, "").startswith(_SCRIPTS) for each in text if each.isalnum())


def _certainly(label: str) -> Meaning:
    return Meaning((label,), 1.0, ((label, 1.0),))


class Interpreter:
    """Reads messages with a model, whose `score` says how much a text is like each label, and with a taught reader."""

    def __init__(self, labels: Sequence[str], score: Score, settings: Settings, taught: Read | None = None) -> None:
        self._labels = tuple(labels)
        self._score = score
        self._settings = settings
        self._taught = taught
        states = {*settings.state_labels, *settings.state_likely}
        self._priors = {state: self._prior(state) for state in states}

    def read(self, text: str, question: str | None) -> Meaning:
        """What `text` means while `question` is open (None: no question, and nothing known of where one is)."""
        if not is_written(text) or (self._is_scale(question) and _NUMBER_OF_NOTHING.match(text)):
            return self._nothing()
        text = plainly_spelt(text)
        if label := self._set_meaning(text, question):
            return _certainly(label)
        parts = clauses_of(text)
        asked = self._settings.same_question.get(question or "", question)
        scores = self._score([text, *parts], asked)
        here = self._log_odds(scores.here, scores.strange)
        if self._taught is None:
            whole = self._weigh(text, here[0], question)
            several = self._in_clauses(whole, parts, scores, question)
            return replace(whole, believed=several) if several else whole
        taught = self._taught(text, asked)
        whole = self._weigh(text, here[0] + self._settings.taught_weight * self._likely(taught), question)
        if whole.believed[0] == self._settings.out_of_scope or self._torn(text, whole, here[0], taught, question):
            return replace(whole, believed=(self._settings.out_of_scope,))
        said = self._in_clauses(whole, parts, scores, question)
        meant = {**dict.fromkeys(said, 0.0), **taught.meant}
        meant.pop(self._settings.out_of_scope, None)
        if whole.believed[0] == _FEELING:  # "lonely most of the time" answers nothing yet
            meant = {label: likely for label, likely in meant.items() if not label.startswith(_ANSWER)}
        needed = {label: self._needed(label, said, taught.known) for label in meant}
        return replace(whole, believed=together(whole.believed[0], meant, self._answers(question), needed))

    def _torn(self, text: str, whole: Meaning, odds: NDArray[np.float32], taught: Taught, question: str | None) -> bool:
        """True where an answer to the scale rests on likeness alone and the two readers hear different answers."""
        if (
            not self._is_scale(question)
            or not whole.believed[0].startswith(_ANSWER)
            or self._is_certain(text, question)
        ):
            return False
        kin = self._kin(whole.believed[0], self._settings.state_closest.get(question or "", {}))
        alone = {label: taught.first[label] for label in taught.first if label.startswith(_ANSWER)}
        likest = max((at for at, label in enumerate(self._labels) if label in alone), key=lambda at: odds[at])
        likeliest = max(alone, key=lambda label: alone[label])
        return self._labels[likest] not in kin or (taught.known == 1.0 and likeliest not in kin)

    def _needed(self, label: str, said: Sequence[str], known: float) -> float:
        """How likely a further meaning has to be: less where a clause says it too, more for an answer."""
        if label in said:
            return 0.0 if label in _NAMED else self._settings.said_threshold * known
        if label.startswith(_ANSWER):
            return self._settings.answer_threshold
        return self._settings.meant_apart.get(label.partition("/")[0], self._settings.meant_threshold)

    def _in_clauses(
        self, whole: Meaning, parts: Sequence[str], scores: Scores, question: str | None
    ) -> tuple[str, ...]:
        """What the clauses `parts` mean, where they mean several things together; `scores` has them after the whole."""
        here = self._log_odds(scores.here, scores.strange)[1:]
        told = [self._weigh(part, each, question) for part, each in zip(parts, here, strict=True)]
        if any(self._answers_scale(meaning) for meaning in told):  # the rest of the message is about something else
            anywhere = self._log_odds(scores.anywhere, scores.strange)[1:]
            told = [
                meaning if self._answers_scale(meaning) else self._weigh(part, each, None)
                for meaning, part, each in zip(told, parts, anywhere, strict=True)
            ]
        clear = [
            Clause(part, meaning.believed[0], self._is_certain(part, question))
            for meaning, part in zip(told, parts, strict=True)
            if meaning.confidence >= self._settings.clause_threshold
        ]
        return combined(whole.believed[0], clear, self._answers(question))

    def _log_odds(self, scores: NDArray[np.float32], strange: NDArray[np.float32]) -> NDArray[np.float32]:
        """In another language likeness in meaning says it all, and chatter is less likely than what is asked about."""
        odds = scores * (1 + strange[:, None]) / self._settings.temperature
        odds[:, self._labels.index(self._settings.out_of_scope)] -= self._settings.strange_bonus * strange
        return np.asarray(odds, dtype=np.float32)

    def _answers_scale(self, meaning: Meaning) -> bool:
        return meaning.believed[0].startswith(_ANSWER) and meaning.confidence >= _SURE

    def _is_certain(self, part: str, question: str | None) -> bool:
        frequency = read_frequency(part)
        named = read_answer(part, self._settings.state_options.get(question or "", ()), _APART)
        return named is not None or (frequency is not None and frequency.plain)

    def _answers(self, question: str | None) -> Sequence[str]:
        return self._settings.state_labels.get(question or "", ())

    def _likely(self, taught: Taught) -> NDArray[np.float32]:
        floor = self._settings.taught_floor
        return np.array([max(taught.first.get(label, floor), floor) for label in self._labels], dtype=np.float32)

    def _is_scale(self, question: str | None) -> bool:
        names = self._answers(question)
        return bool(names) and all(name.startswith(_ANSWER) for name in names)

    def _nothing(self) -> Meaning:
        return _certainly(self._settings.out_of_scope)

    def _set_meaning(self, text: str, question: str | None) -> str | None:
        """What the words say by themselves: an option by its name or place, or one of the set words."""
        names = self._answers(question)
        how_often = _SCALE in names
        if read_answer(text, self._settings.state_options.get(question or "", ()), _APART) is not None:
            return None
        if how_often and says_two(text):
            return self._settings.out_of_scope
        label = set_meaning(text, yes_or_no="affirm" in names, how_often=how_often)
        if label is None and how_often and _OF_NOTHING.issuperset(text.lower().split()):
            return self._settings.out_of_scope
        return label if label in (*self._labels, self._settings.out_of_scope) else None

    def _prior(self, state: str) -> NDArray[np.float32]:
        mine = self._settings.state_labels.get(state, ())
        likely = self._settings.state_likely.get(state, ())
        questions = self._settings.state_labels.items()
        others = [name for other, names in questions if other != state for name in names if name not in _ANYWHERE]
        return np.array([self._bonus(label, mine, likely, others) for label in self._labels], dtype=np.float32)

    def _bonus(self, label: str, mine: Sequence[str], likely: Sequence[str], others: Sequence[str]) -> float:
        if matches(label, mine):
            return self._settings.state_bonus
        if matches(label, likely):
            return self._settings.state_bonus / 2
        return -self._settings.foreign_penalty if mine and matches(label, others) else 0.0

    def _weigh(self, text: str, scores: NDArray[np.float32], question: str | None) -> Meaning:
        names = self._answers(question)
        answer = read_answer(text, self._settings.state_options.get(question or "", ()), _APART)
        if answer is not None and names:
            label = f"{names[0].partition('/')[0]}/{answer}"
            return _certainly(label)
        if _POSTCODE.search(" ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())):
            return _certainly("place")
        weighed = scores + self._priors[question] if question in self._priors else scores
        frequency = read_frequency(text) if _SCALE in names else None
        if frequency is not None:
            bonus = self._settings.frequency_bonus if frequency.plain else self._settings.mention_bonus
            weighed = weighed + bonus * np.array(
                [label == _ANSWER + frequency.code for label in self._labels], dtype=np.float32
            )
        return self._decide(text, weighed, question, sure=frequency is not None and frequency.plain)

    def _decide(self, text: str, weighed: NDArray[np.float32], question: str | None, *, sure: bool) -> Meaning:
        odds = np.exp(weighed - weighed.max())
        likelihoods = odds / odds.sum()
        order = np.argsort(-likelihoods, kind="stable")[:10]
        ranking = tuple((self._labels[index], float(likelihoods[index])) for index in order)
        closest = self._settings.state_closest.get(question or "", {})
        best = ranking[0][0]
        kin = self._kin(best, closest)
        confidence = sum(likelihood for label, likelihood in ranking if label in kin)
        second = next((likelihood for label, likelihood in ranking if label not in kin), 0.0)
        careful = best.startswith(_ANSWER) and not sure and question in self._settings.state_labels
        threshold, margin = (
            (self._settings.answer_threshold, self._settings.answer_margin)
            if careful
            else (self._settings.threshold, self._settings.margin)
        )
        if confidence < threshold or confidence - second < margin or (best == "affirm" and denies(text)):
            best = self._settings.out_of_scope
        if best.removeprefix(_ANSWER) in closest:
            best = _ANSWER + closest[best.removeprefix(_ANSWER)]
        if best == self._settings.out_of_scope and question == "place" and self._is_a_name(text, ranking):
            best = "place"
        if best.startswith(_ANSWER) and not self._is_asked(best, question) and _FEELS.search(text):
            best = _FEELING
        return Meaning((best,), confidence, ranking)

    def _is_asked(self, label: str, question: str | None) -> bool:
        return matches(label, self._answers(question))

    def _kin(self, label: str, closest: Mapping[str, str]) -> set[str]:
        groups = [*self._settings.same_answers, *closest.items()]
        return {label}.union(
            *({_ANSWER + value for value in group} for group in groups if label.removeprefix(_ANSWER) in group)
        )

    def _is_a_name(self, text: str, ranking: Sequence[tuple[str, float]]) -> bool:
        nothing_else = all(each < _SURE for label, each in ranking if label == self._settings.out_of_scope)
        return nothing_else and len(text.split()) <= _NAME_LENGTH and any(label == "place" for label, _ in ranking[:3])
