"""Sentences that mean the same lie close together, in sixteen languages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from language.encoder import DIMENSIONS, Encoder


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(remembered=3)


def test_every_text_becomes_a_row_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode(["hello", "", "😀", "hello"])
    assert vectors.shape == (4, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[0], vectors[3])


def test_no_texts_are_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_meaning_crosses_languages(encoder: Encoder) -> None:
    choir, spanish, accounts = encoder.encode(
        ["A choir for anyone who likes singing.", "busco un grupo para cantar", "Help with tax forms and debt."]
    )
    assert choir @ spanish > accounts @ spanish + 0.2


def test_a_remembered_text_gives_the_same_vector(encoder: Encoder) -> None:
    before = encoder.encode(["the same words"]).copy()
    encoder.encode([f"other words {n}" for n in range(5)])
    assert np.allclose(encoder.encode(["the same words"]), before, atol=1e-6)


def test_only_so_many_texts_are_remembered(encoder: Encoder) -> None:
    encoder.encode([f"text {n}" for n in range(10)])
    assert encoder.remembered == 3


def test_a_caller_cannot_spoil_what_is_remembered(encoder: Encoder) -> None:
    encoder.encode(["mine"])[:] = 0
    assert np.linalg.norm(encoder.encode(["mine"])[0]) == pytest.approx(1, abs=1e-5)


def test_threads_get_the_same_answers(encoder: Encoder) -> None:
    texts = [f"sentence {n % 4}" for n in range(40)]
    alone = encoder.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: encoder.encode([text])[0], texts))
    assert np.allclose(alone, together, atol=1e-5)


def test_a_forgetful_encoder_keeps_nothing_but_what_was_fixed_beforehand() -> None:
    encoder = Encoder()
    forgetful = encoder.forgetful(known=["yes"])
    said = forgetful.encode(["yes", "my secret"])
    assert np.allclose(said, Encoder().encode(["yes", "my secret"]), atol=1e-5)
    assert forgetful.remembered == 0
    assert encoder.remembered == 0
