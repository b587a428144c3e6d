"""What the understanding is measured with stands apart from what it learns from, and covers what it claims to."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from evaluation.understanding.reading import Sentence, read_sentences
from language.encoder import Encoder

ROOT = Path(__file__).resolve().parents[2]
NEAR_COPY = 0.95
OUT_OF_SCOPE = "out_of_scope"
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")


def several() -> list[dict[str, Any]]:
    """The messages that mean several things, which only the taught reader learns from."""
    return [json.loads(line) for line in (ROOT / "nlu_data/several.jsonl").read_text().splitlines()]


def trained() -> list[tuple[str, str]]:
    """(meaning, example) of the training data."""
    blocks = [b for path in (ROOT / "nlu_data/nlu").glob("*.yml") for b in yaml.safe_load(path.read_text())["nlu"]]
    return [(block["intent"], line[2:].strip()) for block in blocks for line in block["examples"].splitlines()]


def plain(text: str) -> str:
    """`text` without case, accents of punctuation and space."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


def constant(name: str) -> dict[str, str]:
    """A table of the engine's command, read without importing the engine, which has its own Python."""
    for node in ast.parse((ROOT / "engine/understand.py").read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == name:
            found: dict[str, str] = ast.literal_eval(node.value)
            return found
    raise LookupError(name)


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return list(read_sentences())


def test_no_sentence_or_near_copy_stands_in_both(sentences: list[Sentence]) -> None:
    examples = [text for _, text in trained()] + [row["text"] for row in several()]
    english = [sentence for sentence in sentences if sentence.language == "en"]
    known = {plain(text) for text in examples}
    encoder = Encoder()
    likeness = encoder.encode([s.text for s in english]) @ encoder.encode(examples).T
    nearest = np.argmax(likeness, axis=1)
    copies = [
        (sentence.id, sentence.text, examples[index])
        for sentence, row, index in zip(english, likeness, nearest, strict=True)
        if plain(sentence.text) in known or row[index] > NEAR_COPY
    ]
    assert not copies


def test_no_example_teaches_two_meanings() -> None:
    meanings: dict[str, set[str]] = {}
    for meaning, text in trained():
        meanings.setdefault(plain(text) or text, set()).add(meaning)
    assert not {text: found for text, found in meanings.items() if len(found) > 1}


def test_every_meaning_has_varied_examples() -> None:
    counts = Counter(meaning for meaning, _ in trained())
    assert not {meaning: count for meaning, count in counts.items() if count < 12}
    assert counts[OUT_OF_SCOPE] >= 300


def test_the_sentences_cover_every_state_every_trained_meaning_and_every_language(sentences: list[Sentence]) -> None:
    nearest = {name.replace("/", ":"): other for name, other in constant("NEAREST").items()}
    expected = {nearest.get(name, name) for name in (meaning.replace("/", ":") for meaning, _ in trained())} - {
        "tell_age"
    }
    assert {meaning for sentence in sentences for meaning in sentence.meaning} == expected
    assert {sentence.state for sentence in sentences} == set(constant("QUESTIONS"))
    languages = Counter(sentence.language for sentence in sentences)
    assert languages["en"] >= 900
    assert set(languages) == set(LANGUAGES)
    assert all(count >= 12 for count in languages.values())
    assert sum(s.meaning == (OUT_OF_SCOPE,) and s.language == "en" for s in sentences) >= 200


def test_every_sentence_has_its_own_id(sentences: list[Sentence]) -> None:
    assert max(Counter(sentence.id for sentence in sentences).values()) == 1


def test_messages_that_mean_several_things_name_trained_meanings_and_known_questions() -> None:
    questions = {constant("QUESTIONS")[state] for state in constant("QUESTIONS")}
    meanings = {meaning for meaning, _ in trained()}
    for row in several():
        assert len(row["means"]) > 1, row
        assert meanings.issuperset(row["means"]), row
        assert row["asked"] in questions, row
