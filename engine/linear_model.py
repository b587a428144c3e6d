"""Multinomial logistic regression over encoder and n-gram features: scikit-learn trains it, numpy alone reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.text_features import ENCODER_SIZE, NGRAM_BUCKETS, encode, ngram_vector

_LABELS_FILE = "labels.json"
_WEIGHTS_FILE = "weights.npz"


@dataclass(frozen=True)
class LinearModel:
    """`encoder_weights`: (512, labels). `ngram_weights`: (seen buckets + 1, labels), the last row zeros."""

    labels: tuple[str, ...]
    encoder_weights: NDArray[np.float32]
    ngram_weights: NDArray[np.float32]
    ngram_rows: NDArray[np.int32]  # bucket -> row of `ngram_weights`
    bias: NDArray[np.float32]

    def scores(self, text: str) -> NDArray[np.float32]:
        """Log-odds of each label before normalising, in the order of `labels`."""
        buckets, values = ngram_vector(text)
        by_meaning = encode([text])[0] @ self.encoder_weights
        by_writing = values @ self.ngram_weights[self.ngram_rows[buckets]]
        return np.asarray(by_meaning + by_writing + self.bias, dtype=np.float32)

    def save(self, folder: Path) -> None:
        (folder / _LABELS_FILE).write_text(json.dumps(self.labels))
        np.savez(
            folder / _WEIGHTS_FILE,
            encoder_weights=self.encoder_weights,
            ngram_weights=self.ngram_weights,
            ngram_rows=self.ngram_rows,
            bias=self.bias,
        )

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        labels = tuple(json.loads((folder / _LABELS_FILE).read_text()))
        with np.load(folder / _WEIGHTS_FILE, allow_pickle=False) as arrays:
            return cls(labels, **{name: arrays[name] for name in arrays.files})


def train(
    texts: Sequence[str], labels: Sequence[str], encoder_scale: float, ngram_scale: float, regularisation: float
) -> LinearModel:
    """Fit one weight per feature and label; the same input gives the same model. `regularisation` is scikit's C."""
    from scipy.sparse import csr_matrix, hstack  # scikit-learn takes a second to import and serving never needs it
    from sklearn.linear_model import LogisticRegression

    vectors = [ngram_vector(text) for text in texts]
    seen = np.unique(np.concatenate([buckets for buckets, _ in vectors]))
    rows = np.full(NGRAM_BUCKETS, len(seen), dtype=np.int32)
    rows[seen] = np.arange(len(seen), dtype=np.int32)

    ends = np.cumsum([0] + [len(buckets) for buckets, _ in vectors])
    columns = rows[np.concatenate([buckets for buckets, _ in vectors])]
    ngrams = csr_matrix((np.concatenate([values for _, values in vectors]), columns, ends), (len(texts), len(seen)))
    features = hstack([csr_matrix(encode(texts) * encoder_scale), ngrams * ngram_scale], format="csr")

    regression = LogisticRegression(C=regularisation, class_weight="balanced", max_iter=1000, multi_class="multinomial")
    regression.fit(features, list(labels))
    weights = regression.coef_.T.astype(np.float32)
    unseen = np.zeros((1, weights.shape[1]), dtype=np.float32)
    return LinearModel(
        labels=tuple(str(label) for label in regression.classes_),
        encoder_weights=weights[:ENCODER_SIZE] * np.float32(encoder_scale),
        ngram_weights=np.vstack([weights[ENCODER_SIZE:] * np.float32(ngram_scale), unseen]),
        ngram_rows=rows,
        bias=regression.intercept_.astype(np.float32),
    )
