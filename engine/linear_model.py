"""Multinomial logistic regression over encoder and n-gram features: scipy trains it, numpy alone reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.text_features import NGRAM_BUCKETS, encode, ngram_vector, plain

_LABELS_FILE = "labels.json"
_WEIGHTS_FILE = "weights.npz"
_BY_HEART = 2.0
"""Log-odds for a message that is an example word for word."""
_SOLVER = {"maxiter": 200, "ftol": 1e-6}


@dataclass(frozen=True)
class LinearModel:
    """`encoder_weights`: (512, labels). `ngram_weights`: (seen buckets + 1, labels), the last row zeros."""

    labels: tuple[str, ...]
    encoder_weights: NDArray[np.float32]
    ngram_weights: NDArray[np.float32]
    ngram_rows: NDArray[np.int32]  # bucket -> row of `ngram_weights`
    bias: NDArray[np.float32]
    examples: Mapping[str, str]  # an example without case and punctuation -> its label
    example_meanings: NDArray[np.float32]  # (examples, labels): what the encoder says of each, known beforehand

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Log-odds of each label before normalising, (texts, labels), in the order of `labels`."""
        by_meaning = self._by_meaning(texts)
        by_writing = np.stack([self._by_writing(text) for text in texts])
        by_heart = np.array(
            [[_BY_HEART * (self.examples.get(plain(t)) == label) for label in self.labels] for t in texts]
        )
        return np.asarray(by_meaning + by_writing + by_heart + self.bias, dtype=np.float32)

    def _by_meaning(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """What the encoder says of `texts`. It is not asked again about a message that is an example word for word."""
        known = [self._example_rows.get(plain(text)) for text in texts]
        new = [text for text, row in zip(texts, known, strict=True) if row is None]
        computed = iter(encode(new) @ self.encoder_weights if new else ())
        return np.stack([next(computed) if row is None else self.example_meanings[row] for row in known])

    @cached_property
    def _example_rows(self) -> Mapping[str, int]:
        return {text: row for row, text in enumerate(self.examples)}

    def _by_writing(self, text: str) -> NDArray[np.float32]:
        buckets, values = ngram_vector(text)
        return np.asarray(values @ self.ngram_weights[self.ngram_rows[buckets]], dtype=np.float32)

    def save(self, folder: Path) -> None:
        (folder / _LABELS_FILE).write_text(json.dumps({"labels": self.labels, "examples": dict(self.examples)}))
        np.savez(
            folder / _WEIGHTS_FILE,
            encoder_weights=self.encoder_weights,
            ngram_weights=self.ngram_weights,
            ngram_rows=self.ngram_rows,
            bias=self.bias,
            example_meanings=self.example_meanings,
        )

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        named = json.loads((folder / _LABELS_FILE).read_text())
        with np.load(folder / _WEIGHTS_FILE, allow_pickle=False) as arrays:
            return cls(
                tuple(named["labels"]), examples=named["examples"], **{name: arrays[name] for name in arrays.files}
            )


def train(
    texts: Sequence[str], labels: Sequence[str], encoder_scale: float, ngram_scale: float, regularisation: float
) -> LinearModel:
    """Fit one weight per feature and label; the same input gives the same model.

    Every label counts alike, however many examples it has. `regularisation` is the weight of the examples against that
    of small weights (scikit-learn's C). The encoder's dense columns and the n-grams' sparse ones are multiplied apart,
    which makes training ten times as fast as one sparse matrix of both.
    """
    vectors = [ngram_vector(text) for text in texts]
    seen = _shared(vectors)
    rows = np.full(NGRAM_BUCKETS, len(seen), dtype=np.int32)
    rows[seen] = np.arange(len(seen), dtype=np.int32)
    names = sorted(set(labels))
    encoded = encode(texts)
    meaning, writing, bias = _fit(
        encoded * np.float32(encoder_scale),
        _sparse(vectors, rows, len(seen)) * np.float32(ngram_scale),
        np.array([names.index(label) for label in labels]),
        regularisation,
    )
    unseen = np.zeros((1, len(names)), dtype=np.float32)
    encoder_weights = (meaning * encoder_scale).astype(np.float32)
    examples = {plain(text): label for text, label in zip(texts, labels, strict=True)}
    rows_of = {plain(text): row for row, text in enumerate(texts)}
    return LinearModel(
        labels=tuple(names),
        encoder_weights=encoder_weights,
        ngram_weights=np.vstack([(writing * ngram_scale).astype(np.float32), unseen]),
        ngram_rows=rows,
        bias=bias.astype(np.float32),
        examples=examples,
        example_meanings=encoded[[rows_of[text] for text in examples]] @ encoder_weights,
    )


def _shared(vectors: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> NDArray[np.int64]:
    """The buckets that occur in more than one example: a name that was written once teaches nothing."""
    buckets, times = np.unique(np.concatenate([buckets for buckets, _ in vectors]), return_counts=True)
    return np.asarray(buckets[times > 1])


def _sparse(
    vectors: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]], rows: NDArray[np.int32], width: int
) -> Any:
    from scipy.sparse import csr_matrix  # serving never needs scipy

    ends = np.cumsum([0] + [len(buckets) for buckets, _ in vectors])
    columns = rows[np.concatenate([buckets for buckets, _ in vectors])]
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, columns, ends), (len(vectors), width + 1))[:, :width]


def _fit(
    dense: NDArray[np.float32], sparse: Any, targets: NDArray[np.int64], regularisation: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Weights of the dense columns, of the sparse columns, and the bias: the minimum of the regularised log loss."""
    from scipy.optimize import minimize

    count, labels = len(targets), int(targets.max()) + 1
    sizes = np.bincount(targets, minlength=labels)
    weights = (count / (labels * sizes))[targets] * regularisation
    ends = (dense.shape[1], dense.shape[1] + sparse.shape[1])
    columns = sparse.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.reshape(ends[1] + 1, labels)
        small = table.astype(np.float32)
        scores = dense @ small[: ends[0]] + sparse @ small[ends[0] : ends[1]] + small[ends[1]]
        scores -= scores.max(axis=1, keepdims=True)
        likelihoods = np.exp(scores)
        totals = likelihoods.sum(axis=1)
        wrong = (scores[np.arange(count), targets] - np.log(totals)).astype(np.float64)
        likelihoods /= totals[:, None]
        likelihoods[np.arange(count), targets] -= 1
        likelihoods *= weights[:, None].astype(np.float32)
        gradient = np.vstack([dense.T @ likelihoods, columns @ likelihoods, likelihoods.sum(axis=0)[None]])
        penalised = table[: ends[1]]
        gradient = gradient.astype(np.float64)
        gradient[: ends[1]] += penalised
        return float(-weights @ wrong + 0.5 * (penalised**2).sum()), gradient.ravel()

    found = minimize(loss, np.zeros((ends[1] + 1) * labels), jac=True, method="L-BFGS-B", options=_SOLVER)
    table = found.x.reshape(ends[1] + 1, labels)
    return table[: ends[0]], table[ends[0] : ends[1]], table[ends[1]]
