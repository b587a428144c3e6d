"""How well would the net hear a writer it was never taught by? Leave each writer out in turn, and read what they wrote.

    .venv/bin/python -m evaluation.safety.writers

Takes some minutes and 4 GB of memory: one matrix of all training sentences is inverted, and the part of each writer is
taken back out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bot.safety import Safety
from bot.safety.classifier import Encodes, SentenceClassifier, Vectors
from bot.safety.training import (
    NAMES,
    Features,
    Sentences,
    by_wording,
    features,
    read_sentences,
    targets,
    with_ridge,
)
from evaluation.safety.cases import CASES, Case, read_cases
from evaluation.safety.measures import Measure, measure, summary, tables
from language.encoder import Encoder

TAUGHT = "taught to the net as it is"


def main() -> None:
    """Measure each writer with the net that the others made, then all together."""
    encoder = Encoder(remembered=0)
    sentences = read_sentences()
    measured = []
    for writer, classifier in left_out(encoder, sentences):
        measured.append(measure(Safety(classifier).categories, written_by(writer, sentences)))
        print(summary(writer, measured[-1]), flush=True)
    together = Measure(tuple(verdict for part in measured for verdict in part.verdicts))
    print(summary("all of them", together), *tables(together), sep="\n")


def left_out(encoder: Encodes, sentences: Sentences) -> Iterator[tuple[str, SentenceClassifier]]:
    """Yield each writer of cases with a classifier that learnt nothing from that writer."""
    made = features(encoder, sentences.texts)
    wanted, bias = targets(sentences.labels)
    inverse = np.linalg.inv(with_ridge(made.alike()))
    weights = inverse @ (wanted - bias)
    writers = np.array(sentences.writers)
    for path in sorted(CASES.glob("*.yml")):
        theirs = np.flatnonzero(writers == path.stem)
        taken = np.linalg.solve(inverse[np.ix_(theirs, theirs)], weights[theirs])
        yield path.stem, _classifier(encoder, made, weights - inverse[:, theirs] @ taken, bias)


def written_by(writer: str, sentences: Sentences) -> Sequence[Case]:
    """Return all that somebody wrote: what is kept apart, and what only the net as it is was taught."""
    taught = (
        Case(text, NAMES[label], TAUGHT)
        for text, label, name in zip(sentences.texts, sentences.labels, sentences.writers, strict=True)
        if name == writer
    )
    return [*read_cases(CASES / f"{writer}.yml"), *taught]


def _classifier(encoder: Encodes, made: Features, weights: Vectors, bias: Vectors) -> SentenceClassifier:
    return SentenceClassifier(encoder, NAMES, made.vectors, weights, by_wording(made.rows, weights), bias)


if __name__ == "__main__":
    main()
