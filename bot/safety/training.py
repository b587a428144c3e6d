"""Makes the classifier's weights from our own sentences: `python -m bot.safety.training` (a few minutes).

Half of the everyday messages of this very bot (`nlu_data/nlu`, all but the safety examples) are learnt as "none" too,
so that what people say every day stays quiet. The other half would cost time with every message and change little.
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

from bot.safety.categories import CATEGORIES
from bot.safety.classifier import WEIGHTS, Encodes, Vectors, likeness, readable
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


@dataclass(frozen=True)
class Sentences:
    """Texts with the position of each one's name in `NAMES`, and the folder of its writer ("everyday": `nlu_data`)."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    writers: tuple[str, ...]


@dataclass(frozen=True)
class Features:
    """Sentences as vectors of meaning (n, 512) and rows of wording."""

    vectors: Vectors
    rows: Rows

    def alike(self) -> Vectors:
        """Compare every two sentences in both ways (n, n)."""
        return likeness(self.vectors, self.vectors) + alike_in_wording(self.rows)


def read_sentences(examples: Path = EXAMPLES, everyday: Path = EVERYDAY) -> Sentences:
    """Read the training sentences, each text once. Raises `ValueError` on a file whose name is no category."""
    found = dict.fromkeys(_everyday(everyday), ("none", "everyday"))
    found |= {text: (name, writer) for text, name, writer in _examples(examples)}
    return Sentences(
        tuple(found),
        tuple(NAMES.index(name) for name, _ in found.values()),
        tuple(writer for _, writer in found.values()),
    )


def fingerprint(folder: Path = EXAMPLES) -> str:
    """Identify the examples that weights were made from."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*/*.txt")))).hexdigest()


def features(encoder: Encodes, texts: Sequence[str]) -> Features:
    """Turn sentences into what the classifier compares."""
    plain = load_rulebook().normaliser.plain
    pieces = [Piece(text, plain(text)) for text in texts]
    read = [readable(piece) for piece in pieces]
    vectors = np.vstack([encoder.encode(read[at : at + _BATCH]) for at in range(0, len(read), _BATCH)])
    return Features(vectors, [wording(piece.plain) for piece in pieces])


def targets(labels: Sequence[int]) -> tuple[Vectors, Vectors]:
    """Return what each sentence should score for each name (n, k), and the bias (k): the share of each name."""
    wanted = np.eye(len(NAMES), dtype=np.float32)[list(labels)]
    return wanted, wanted.mean(axis=0)


def train(encoder: Encodes, path: Path = WEIGHTS) -> str:
    """Write the weights file and return a line on what it was made from."""
    sentences = read_sentences()
    made = features(encoder, sentences.texts)
    wanted, bias = targets(sentences.labels)
    weights = np.linalg.solve(with_ridge(made.alike()), wanted - bias)
    _store(path, made.vectors, weights, by_wording(made.rows, weights), bias)
    risky = sum(label < len(CATEGORIES) for label in sentences.labels)
    return f"{risky} sentences of risk and {len(sentences.labels) - risky} of none"


def with_ridge(alike: Vectors) -> Vectors:
    """Add the ridge to the diagonal, in place."""
    alike[np.diag_indices_from(alike)] += np.float32(RIDGE)
    return alike


def alike_in_wording(rows: Rows) -> Vectors:
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
    products: Vectors = dense @ dense.T
    for held in holders.values():
        if len(held) <= _COMMON:
            where = [at for at, _ in held]
            filled = [value for _, value in held]
            products[np.ix_(where, where)] += np.outer(filled, filled).astype(np.float32)
    return products


def by_wording(rows: Rows, weights: Vectors) -> Vectors:
    """Gather the weights of sentences into one row of weights for each column of wording."""
    collected = np.zeros((COLUMNS, weights.shape[1]), np.float32)
    for (columns, values), weight in zip(rows, weights, strict=True):
        collected[columns] += np.outer(values, weight)
    return collected


def _store(path: Path, support: Vectors, by_meaning: Vectors, by_wording: Vectors, bias: Vectors) -> None:
    scale = float(np.abs(support).max()) / 127
    np.savez_compressed(
        path,
        names=np.array(NAMES),
        support=np.round(support / scale).astype(np.int8),
        scale=np.array(scale, np.float32),
        by_meaning=by_meaning,
        by_wording=by_wording.astype(np.float16),
        bias=bias,
        made_from=np.array(fingerprint()),
    )


def _examples(folder: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted(folder.glob("*/*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from ((line, path.stem, path.parent.name) for line in lines if line.strip())


def _everyday(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.yml")):
        if path.name != "safety.yml":
            for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
                lines = block.get("examples", "").splitlines() if "intent" in block else ()
                said = (_ANNOTATION.sub(r"\1", line[2:]).strip() for line in lines if line.startswith("- "))
                yield from (text for text in said if hashlib.sha256(text.encode()).digest()[0] % 2)


if __name__ == "__main__":
    sys.stdout.write(train(Encoder()) + "\n")
