"""What the figures mean: exact meanings, answers to the scale, what is out of scope, calibration. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from evaluation.understanding.reading import Sentence

OUT_OF_SCOPE: Final = "out_of_scope"
SCALE_STATES: Final = frozenset(
    {"screening_companionship", "screening_left_out", "screening_isolated", "screening_lonely", "carer_contact"}
)
_STEPS: Final = 10


@dataclass(frozen=True)
class Result:
    """A sentence, what it was taken to mean, and how sure the classifier was (0 to 1)."""

    sentence: Sentence
    meaning: tuple[str, ...]
    confidence: float

    @property
    def right(self) -> bool:
        """The exact meanings, in any order, as the question of the state counts them."""
        return as_counted(self.meaning, self.sentence.state) == as_counted(self.sentence.meaning, self.sentence.state)

    @property
    def asked_how_often(self) -> bool:
        """True when a question of the scale is open."""
        return self.sentence.state in SCALE_STATES

    @property
    def answers(self) -> bool:
        """True when the sentence is an answer to a question of the scale."""
        return self.asked_how_often and self.sentence.meaning[0].startswith("answer:")

    @property
    def misread(self) -> bool:
        """The worst mistake: an answer taken for another answer."""
        said = {each for each in as_counted(self.sentence.meaning, self.sentence.state) if each.startswith("answer:")}
        taken = {each for each in as_counted(self.meaning, self.sentence.state) if each.startswith("answer:")}
        return self.answers and bool(taken - said)

    @property
    def invented(self) -> bool:
        """True where an answer to the scale was heard and none was given."""
        given = any(each.startswith("answer:") for each in self.sentence.meaning)
        return self.asked_how_often and not given and any(each.startswith("answer:") for each in self.meaning)

    @property
    def in_scope(self) -> bool:
        """True when the bot is for what the sentence says."""
        return self.sentence.meaning != (OUT_OF_SCOPE,)

    @property
    def turned_away(self) -> bool:
        """True when the bot would say that it did not understand."""
        return self.meaning == (OUT_OF_SCOPE,)


def as_counted(meanings: Sequence[str], state: str) -> frozenset[str]:
    """`meanings` as one question counts them: "always" is its "often", and "never" its "hardly ever or never"."""
    same = {"answer:always": "answer:often"}
    if state != "screening_lonely":
        same["answer:never"] = "answer:hardly_ever"
    return frozenset(same.get(meaning, meaning) for meaning in meanings)


def share(results: Iterable[Result], holds: Callable[[Result], bool]) -> tuple[float, int]:
    """How many per cent of `results` it holds for, and of how many; 0 of none."""
    held = [holds(result) for result in results]
    return (100 * sum(held) / len(held) if held else 0.0), len(held)


def by(results: Iterable[Result], name: Callable[[Result], str]) -> dict[str, list[Result]]:
    """`results` under the name that each has, in the order of the names."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(name(result), []).append(result)
    return dict(sorted(groups.items()))


def confusions(results: Iterable[Result]) -> list[tuple[tuple[str, str], int]]:
    """(meant, understood) of what was wrong, the most frequent first."""
    pairs = Counter((" + ".join(r.sentence.meaning), " + ".join(r.meaning)) for r in results if not r.right)
    return pairs.most_common()


def calibration(results: Sequence[Result]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error (0 to 1) of believed meanings, and (mean confidence, share right, count) by tenths."""
    believed = [result for result in results if not result.turned_away]
    bins = by(believed, lambda r: str(min(int(r.confidence * _STEPS), _STEPS - 1)))
    rows = [(sum(r.confidence for r in b) / len(b), sum(r.right for r in b) / len(b), len(b)) for b in bins.values()]
    error = sum(abs(sure - right) * count for sure, right, count in rows) / max(len(believed), 1)
    return error, rows
