"""Makes the classifier's weights from our own sentences: `python -m bot.safety.training` (half a minute).

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

from bot.safety.categories import CATEGORIES
from bot.safety.classifier import WEIGHTS, Encodes, Vectors, likeness
from language.encoder import Encoder

EXAMPLES = Path(__file__).parent / "examples.yml"
EVERYDAY = Path(__file__).parents[2] / "nlu_data" / "nlu"
NAMES = (*CATEGORIES, "none")
RIDGE = 0.1
_ANNOTATION = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")
_BATCH = 32


@dataclass(frozen=True)
class Sentences:
    """Texts with the position of each one's name in `NAMES`."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]


def read_sentences(examples: Path = EXAMPLES, everyday: Path = EVERYDAY) -> Sentences:
    """Read the training sentences, each text once. Raises `ValueError` on a name that is no category."""
    pairs = [*_examples(examples), *((text, "none") for text in _everyday(everyday))]
    labels = {text: NAMES.index(name) for text, name in reversed(pairs)}
    return Sentences(tuple(labels), tuple(labels.values()))


def fingerprint(path: Path = EXAMPLES) -> str:
    """Identify the examples that weights were made from."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fit(vectors: Vectors, labels: Sequence[int]) -> tuple[Vectors, Vectors, Vectors]:
    """Solve the ridge regression. Returns weights (n, k), bias (k), and each sentence's scores had it been left out."""
    target = np.eye(len(NAMES))[list(labels)]
    bias = target.mean(axis=0)
    inverse = np.linalg.inv(likeness(vectors, vectors).astype(np.float64) + RIDGE * np.eye(len(vectors)))
    weights = inverse @ (target - bias)
    left_out = target - weights / np.diag(inverse)[:, None]
    return weights.astype(np.float32), bias.astype(np.float32), left_out.astype(np.float32)


def train(encoder: Encodes, path: Path = WEIGHTS) -> str:
    """Write the weights file and return a line on how well left-out sentences were told apart."""
    sentences = read_sentences()
    vectors = _encode(encoder, sentences.texts)
    weights, bias, left_out = fit(vectors, sentences.labels)
    np.savez_compressed(
        path,
        names=np.array(NAMES),
        support=vectors.astype(np.float16),
        weights=weights,
        bias=bias,
        made_from=np.array(fingerprint()),
    )
    return _summary(sentences, left_out)


def _summary(sentences: Sentences, left_out: Vectors) -> str:
    labels = np.array(sentences.labels)
    margins = left_out[:, :-1].max(axis=1) - left_out[:, -1]
    risky, everyday = labels < len(CATEGORIES), np.isin(sentences.texts, list(_everyday(EVERYDAY)))
    lines = [f"{risky.sum()} sentences of risk, {(~risky).sum()} of none; each left out in turn:"]
    for margin in (-0.1, -0.05, 0.0, 0.04, 0.08, 0.12, 0.2, 0.35):
        heard, false, daily = ((margins[part] > margin).mean() for part in (risky, ~risky & ~everyday, everyday))
        lines.append(
            f"  margin {margin:+.2f}: heard {heard:.1%}; false: written to be hard {false:.1%}, everyday {daily:.1%}"
        )
    return "\n".join(lines)


def _encode(encoder: Encodes, texts: Sequence[str]) -> Vectors:
    return np.vstack([encoder.encode(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)])


def _examples(path: Path) -> Iterator[tuple[str, str]]:
    for name, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        yield from ((str(text), name) for text in texts)


def _everyday(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.yml")):
        if path.name != "safety.yml":
            for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
                lines = block.get("examples", "").splitlines() if "intent" in block else ()
                yield from (_ANNOTATION.sub(r"\1", line[2:]).strip() for line in lines if line.startswith("- "))


if __name__ == "__main__":
    sys.stdout.write(train(Encoder()) + "\n")
