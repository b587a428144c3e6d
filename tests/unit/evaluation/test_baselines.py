"""Both plain pipelines are taught what Kith is taught, under labels that Rasa reads as they are."""

from __future__ import annotations

from pathlib import Path

import yaml

from evaluation.understanding.baselines import examples_of
from evaluation.understanding.judging import Doubt
from evaluation.understanding.stock_baseline import (
    PIPELINE,
    as_rasa_data,
    fallback_of,
    fingerprint,
    percent_of_epochs,
    with_progress,
)

EXAMPLES = [("dig: the garden", "need:gardening"), ("ahoj", "greet"), ("- a dash", "greet"), ("czemu? 'tak'", "greet")]


def test_every_example_is_read_with_its_label(tmp_path: Path) -> None:
    (tmp_path / "some.yml").write_text(
        "nlu:\n  - intent: need/gardening\n    examples: |\n      - dig\n      - dig: deep\n  - intent: greet\n"
        "    examples: |\n      - hi\n"
    )
    assert examples_of(tmp_path) == [("dig", "need:gardening"), ("dig: deep", "need:gardening"), ("hi", "greet")]


def test_what_rasa_is_given_reads_back_as_the_same_examples(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(as_rasa_data(EXAMPLES))
    assert yaml.safe_load(as_rasa_data(EXAMPLES))["version"] == "3.1"
    assert sorted(examples_of(tmp_path)) == sorted(EXAMPLES)


def test_the_stock_model_is_trained_again_only_for_other_examples() -> None:
    assert fingerprint(EXAMPLES) == fingerprint(list(EXAMPLES))
    assert fingerprint(EXAMPLES) != fingerprint(EXAMPLES[1:])


def test_progress_is_the_last_that_the_log_says() -> None:
    assert percent_of_epochs("Epochs:   3%|x| 3/100\rEpochs:  42%|x| 42/100, t_loss=1]") == 42
    assert percent_of_epochs("Starting to train") == 0


def test_progress_leaves_the_lines_as_they_are() -> None:
    assert list(with_progress(["a", "b", "c"], expected=3)) == ["a", "b", "c"]


def test_the_fallback_is_the_one_of_rasa_init() -> None:
    assert fallback_of(PIPELINE.read_text()) == Doubt(threshold=0.3, lead=0.1)
