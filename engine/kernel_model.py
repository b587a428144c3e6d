"""What a message is like: every example votes for its meaning, as strongly as the message resembles it.

Kernel ridge regression. Likeness is that of meaning (encoder) and of writing (n-grams), and counts more where the
example was said while the same question was open. scipy trains it, numpy alone reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.text_features import NGRAM_BUCKETS, encode, ngram_vector

_NAMES_FILE = "names.json"
_ARRAYS_FILE = "arrays.npz"
_FAMILIAR = 0.3
"""Likeness in writing from which a message is not strange at all."""
_RARENESS = 0.6
"""How much a rare n-gram counts more than a common one: the power of its inverse document frequency."""

Floats = NDArray[np.float32]


class Scores(NamedTuple):
    """How much each text is like each label, (texts, labels)."""

    anywhere: Floats
    """Whatever is asked,"""
    here: Floats
    """and while the question is open."""
    strange: Floats
    """(texts,): 0 for what is written like the examples to 1 for what shares no word with any: another language."""


@dataclass(frozen=True)
class Example:
    """What somebody may say, the label of what it means, and the kind of question that was open (None: any)."""

    text: str
    label: str
    asked: str | None = None


@dataclass(frozen=True)
class Likeness:
    """How two messages are compared. The weights of the parts add up; `asked` raises them for the same question."""

    meaning: float = 1.0
    sharpness: float = 2.0
    writing: float = 0.5
    wording: float = 0.5
    """Weight of the square of the likeness in writing: several words in common, not one."""
    constant: float = 0.1
    asked: float = 0.6
    ridge: float = 0.3
    balance: float = 0.5
    """0: every example counts alike; 1: every label does."""


@dataclass(frozen=True)
class Writing:
    """The n-grams of the examples, by bucket: those of bucket b stand from `starts[b]` to `starts[b + 1]`."""

    starts: NDArray[np.int64]
    examples: NDArray[np.int32]
    values: Floats
    rareness: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> Writing:
        vectors = [ngram_vector(text) for text in texts]
        frequency = np.bincount(np.concatenate([buckets for buckets, _ in vectors]), minlength=NGRAM_BUCKETS)
        rareness = (np.log((1 + len(texts)) / (1 + frequency)) ** _RARENESS).astype(np.float32)
        values = np.concatenate([_weighted(*vector, rareness) for vector in vectors])
        owners = np.repeat(np.arange(len(texts), dtype=np.int32), [len(buckets) for buckets, _ in vectors])
        order = np.argsort(np.concatenate([buckets for buckets, _ in vectors]), kind="stable")
        return cls(np.concatenate([[0], np.cumsum(frequency)]), owners[order], values[order], rareness)

    def likeness(self, text: str, count: int) -> Floats:
        """Cosine of `text` with each of the `count` examples."""
        buckets, values = ngram_vector(text)
        weights = _weighted(buckets, values, self.rareness)
        spans = [slice(self.starts[bucket], self.starts[bucket + 1]) for bucket in buckets]
        if not spans:
            return np.zeros(count, dtype=np.float32)
        examples = np.concatenate([self.examples[span] for span in spans])
        shared = np.concatenate([self.values[span] * weight for span, weight in zip(spans, weights, strict=True)])
        return np.bincount(examples, shared, minlength=count).astype(np.float32)


def _weighted(buckets: NDArray[np.int64], values: Floats, rareness: Floats) -> Floats:
    weighted = values * rareness[buckets]
    length = float(np.linalg.norm(weighted))
    return np.asarray(weighted / length if length else weighted, dtype=np.float32)


@dataclass(frozen=True)
class KernelModel:
    """`meanings`: (examples, 512). `votes`: (examples, labels). `asked`: which of `questions` was open, -1 for none."""

    labels: tuple[str, ...]
    questions: tuple[str, ...]
    texts: tuple[str, ...]
    likeness: Likeness
    meanings: Floats
    writing: Writing
    asked: NDArray[np.int16]
    votes: Floats

    def scores(self, texts: Sequence[str], question: str | None) -> Scores:
        """What each text is like while `question` is open."""
        writing = np.stack([self.writing.likeness(text, len(self.texts)) for text in texts])
        alike = _combined(self._meanings_of(texts) @ self.meanings.T, writing, self.likeness)
        strange = np.maximum(0, 1 - writing.max(axis=1) / _FAMILIAR)
        anywhere = alike @ self.votes
        if question not in self._said_there:
            return Scores(anywhere, anywhere, strange)
        there, votes = self._said_there[question]
        return Scores(anywhere, anywhere + alike[:, there] @ votes, strange)

    def _meanings_of(self, texts: Sequence[str]) -> Floats:
        """What the encoder says of `texts`. It is not asked again about a message that is an example word for word."""
        rows = [self._rows.get(text) for text in texts]
        new = [text for text, row in zip(texts, rows, strict=True) if row is None]
        computed = iter(encode(new) if new else ())
        return np.stack([next(computed) if row is None else self.meanings[row] for row in rows])

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {text: row for row, text in enumerate(self.texts)}

    @cached_property
    def _said_there(self) -> Mapping[str | None, tuple[NDArray[np.int64], Floats]]:
        """Question -> the examples that were said while it was open, and their further votes."""
        rows = {name: np.flatnonzero(self.asked == number) for number, name in enumerate(self.questions)}
        return {name: (there, self.likeness.asked * self.votes[there]) for name, there in rows.items()}

    def save(self, folder: Path) -> None:
        names = {"labels": self.labels, "questions": self.questions, "texts": self.texts}
        (folder / _NAMES_FILE).write_text(json.dumps({**names, "likeness": asdict(self.likeness)}))
        arrays = {"meanings": self.meanings.astype(np.float16), "asked": self.asked, "votes": self.votes}
        np.savez(folder / _ARRAYS_FILE, **arrays, **vars(self.writing))

    @classmethod
    def load(cls, folder: Path) -> KernelModel:
        names = json.loads((folder / _NAMES_FILE).read_text())
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as arrays:
            return cls(
                labels=tuple(names["labels"]),
                questions=tuple(names["questions"]),
                texts=tuple(names["texts"]),
                likeness=Likeness(**names["likeness"]),
                meanings=arrays["meanings"].astype(np.float32),
                writing=Writing(**{name: arrays[name] for name in Writing.__dataclass_fields__}),
                asked=arrays["asked"],
                votes=arrays["votes"],
            )


def train(examples: Sequence[Example], likeness: Likeness) -> KernelModel:
    """Find the votes of the examples; the same input gives the same model. Some 10 s for 6,000 examples."""
    texts = [example.text for example in examples]
    labels = sorted({example.label for example in examples})
    questions = sorted({example.asked for example in examples if example.asked})
    asked = np.array([questions.index(e.asked) if e.asked else -1 for e in examples], dtype=np.int16)
    meanings = encode(texts)
    targets = np.array([labels.index(example.label) for example in examples])
    return KernelModel(
        labels=tuple(labels),
        questions=tuple(questions),
        texts=tuple(texts),
        likeness=likeness,
        meanings=meanings,
        writing=Writing.of(texts),
        asked=asked,
        votes=_votes(_gram(meanings, texts, asked, likeness), targets, likeness),
    )


def _combined(meaning: Floats, writing: Floats, likeness: Likeness) -> Floats:
    alike = likeness.meaning * np.exp(likeness.sharpness * (meaning - 1))
    alike += likeness.writing * writing + likeness.wording * writing**2 + likeness.constant
    return np.asarray(alike, dtype=np.float32)


def _gram(meanings: Floats, texts: Iterable[str], asked: NDArray[np.int16], likeness: Likeness) -> Floats:
    """The likeness of every example with every other."""
    vectors = _ngram_table(list(texts))
    alike = _combined(meanings @ meanings.T, np.asarray((vectors @ vectors.T).todense()), likeness)
    same = (asked[:, None] == asked) & (asked >= 0)
    return alike * (1 + likeness.asked * same.astype(np.float32))


def _ngram_table(texts: Sequence[str]) -> Any:
    from scipy.sparse import csc_matrix  # serving never needs scipy

    writing = Writing.of(texts)
    return csc_matrix((writing.values, writing.examples, writing.starts), (len(texts), NGRAM_BUCKETS)).tocsr()


def _votes(alike: Floats, targets: NDArray[np.int64], likeness: Likeness) -> Floats:
    from scipy.linalg import solve

    sizes = np.bincount(targets)
    weights = (len(targets) / (len(sizes) * sizes[targets])) ** likeness.balance
    alike[np.diag_indices_from(alike)] += likeness.ridge / weights
    wanted = (targets[:, None] == np.arange(len(sizes))).astype(np.float32)
    return np.asarray(solve(alike, wanted, assume_a="pos", overwrite_a=True), dtype=np.float32)
