"""Makes the classifier's weights from our own sentences: `python -m bot.safety.training` (a few minutes).

The everyday messages of this very bot (`nlu_data/nlu`, all but the safety examples) are learnt as "none" too, so that
what people say every day stays quiet.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from bot.safety.categories import CATEGORIES
from bot.safety.classifier import WEIGHTS, Encodes, Vectors, likeness, meanings
from bot.safety.pieces import Piece
from bot.safety.rulebook import load_rulebook
from bot.safety.wording import COLUMNS, Columns, Values, wording
from language.encoder import Encoder

EXAMPLES = Path(__file__).parent / "examples"
EVERYDAY = Path(__file__).parents[2] / "nlu_data" / "nlu"
NAMES = (*CATEGORIES, "none")
RIDGE = 0.1
_ANNOTATION = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")
_BATCH = 32
_COMMON = 150

Rows = Sequence[tuple[Columns, Values]]
Exact = NDArray[np.float64]


@dataclass(frozen=True)
class Sentences:
    """Texts with the position of each one's name in `NAMES`."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]


def read_sentences(examples: Path = EXAMPLES, everyday: Path = EVERYDAY) -> Sentences:
    """Read the training sentences, each text once. Raises `ValueError` on a file whose name is no category."""
    pairs = [*_examples(examples), *((text, "none") for text in _everyday(everyday))]
    labels = {text: NAMES.index(name) for text, name in reversed(pairs)}
    return Sentences(tuple(labels), tuple(labels.values()))


def fingerprint(folder: Path = EXAMPLES) -> str:
    """Identify the examples that weights were made from."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.txt")))).hexdigest()


def fit(likenesses: Exact, labels: Sequence[int]) -> tuple[Exact, Exact, Exact]:
    """Solve the ridge regression. Returns weights (n, k), bias (k), and each sentence's scores had it been left out."""
    target = np.eye(len(NAMES))[list(labels)]
    bias = target.mean(axis=0)
    inverse = np.linalg.inv(likenesses + RIDGE * np.eye(len(likenesses)))
    weights = inverse @ (target - bias)
    left_out = target - weights / np.diag(inverse)[:, None]
    return weights, bias, left_out


def train(encoder: Encodes, path: Path = WEIGHTS) -> str:
    """Write the weights file and return a table of how well left-out sentences were told apart."""
    sentences = read_sentences()
    plain = load_rulebook().normaliser.plain
    pieces = [Piece(text, plain(text)) for text in sentences.texts]
    vectors = np.vstack([meanings(encoder, pieces[at : at + _BATCH]) for at in range(0, len(pieces), _BATCH)])
    rows = [wording(piece.plain) for piece in pieces]
    weights, bias, left_out = fit(likeness(vectors, vectors) + alike_in_wording(rows), sentences.labels)
    _store(path, vectors, weights, _by_wording(rows, weights), bias)
    return _summary(sentences, left_out)


def alike_in_wording(rows: Rows) -> Exact:
    """Return the dot products of all pairs of sparse rows: common columns as a dense product, rare ones one by one."""
    holders: dict[int, list[tuple[int, float]]] = {}
    for at, (columns, values) in enumerate(rows):
        for column, value in zip(columns.tolist(), values.tolist(), strict=True):
            holders.setdefault(column, []).append((at, value))
    common = [held for held in holders.values() if len(held) > _COMMON]
    dense = np.zeros((len(rows), len(common)), np.float32)
    for column, held in enumerate(common):
        for at, value in held:
            dense[at, column] = value
    products: Exact = (dense @ dense.T).astype(np.float64)
    for held in holders.values():
        if len(held) <= _COMMON:
            where = [at for at, _ in held]
            filled = [value for _, value in held]
            products[np.ix_(where, where)] += np.outer(filled, filled)
    return products


def _by_wording(rows: Rows, weights: Exact) -> Exact:
    collected = np.zeros((COLUMNS, weights.shape[1]))
    for (columns, values), weight in zip(rows, weights, strict=True):
        collected[columns] += np.outer(values, weight)
    return collected


def _store(path: Path, vectors: Vectors, weights: Exact, by_wording: Exact, bias: Exact) -> None:
    scale = float(np.abs(vectors).max()) / 127
    np.savez_compressed(
        path,
        names=np.array(NAMES),
        support=np.round(vectors / scale).astype(np.int8),
        scale=np.array(scale, np.float32),
        by_meaning=weights.astype(np.float32),
        by_wording=by_wording.astype(np.float16),
        bias=bias.astype(np.float32),
        made_from=np.array(fingerprint()),
    )


def _summary(sentences: Sentences, left_out: Exact) -> str:
    labels = np.array(sentences.labels)
    margins, named = left_out[:, :-1].max(axis=1) - left_out[:, -1], left_out[:, :-1].argmax(axis=1)
    risky, everyday = labels < len(CATEGORIES), np.isin(sentences.texts, list(_everyday(EVERYDAY)))
    lines = [f"{risky.sum()} sentences of risk, {(~risky).sum()} of none; each left out in turn:"]
    for margin in (-0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2):
        heard, false, daily = ((margins[part] > margin).mean() for part in (risky, ~risky & ~everyday, everyday))
        right = ((margins > margin) & (named == labels))[risky].mean()
        lines.append(
            f"  margin {margin:+.2f}: heard {heard:.1%}, right {right:.1%}; "
            f"false: written to be hard {false:.1%}, everyday {daily:.1%}"
        )
    return "\n".join(lines)


def _examples(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.txt")):
        yield from ((line, path.stem) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _everyday(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.yml")):
        if path.name != "safety.yml":
            for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
                lines = block.get("examples", "").splitlines() if "intent" in block else ()
                yield from (_ANNOTATION.sub(r"\1", line[2:]).strip() for line in lines if line.startswith("- "))


if __name__ == "__main__":
    sys.stdout.write(train(Encoder()) + "\n")
