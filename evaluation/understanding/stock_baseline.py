"""What the pipeline of `rasa init` answers, taught with the same examples.

It needs TensorFlow: it is trained and asked in the environment of stock Rasa that the benchmark makes, too.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

import bootstrap
from evaluation.understanding.baselines import Example, Ranked
from evaluation.understanding.judging import Doubt
from kith.training import ROOT
from tests.load.processes import BenchError, program
from tests.load.stock_side import PACKAGES, StockFolder, make_environment

HERE: Final = Path(__file__).parent
VAR: Final = ROOT / "var" / "understanding"
STOCK: Final = StockFolder(ROOT / "var" / "bench" / "stock")
PIPELINE: Final = HERE / "stock_pipeline.yml"
_EPOCH: Final = re.compile(r"Epochs: +(\d+)%")
_LOOK_SECONDS: Final = 2.0
_TELL_EVERY: Final = 10
"""Per cent of the epochs, and of the sentences, between two lines of progress."""


def stock(examples: Sequence[Example], texts: Sequence[str]) -> list[Ranked]:
    """The pipeline of `rasa init`. Raises `BenchError` or `SetupError` where it cannot be made here."""
    VAR.mkdir(parents=True, exist_ok=True)
    make_environment(STOCK, VAR / "stock-install.log")
    model = VAR / f"stock-{fingerprint(examples)}.tar.gz"
    if not model.exists():
        train_stock(examples, model)
    return ask_stock(model, texts)


def fallback_of(pipeline: str) -> Doubt:
    """When the fallback of a pipeline, in Rasa's YAML, does not believe the best label."""
    (fallback,) = (each for each in yaml.safe_load(pipeline)["pipeline"] if each["name"] == "FallbackClassifier")
    return Doubt(fallback["threshold"], fallback["ambiguity_threshold"])


def as_rasa_data(examples: Sequence[Example]) -> str:
    """The examples in the format of Rasa's training data."""
    by_label: dict[str, list[str]] = {}
    for text, label in examples:
        by_label.setdefault(label, []).append(f"- {text}\n")
    blocks = [{"intent": label, "examples": "".join(lines)} for label, lines in by_label.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True)


def fingerprint(examples: Sequence[Example]) -> str:
    """What the stock model is made from, in 16 letters."""
    made_from = [*PACKAGES, PIPELINE.read_text(), as_rasa_data(examples)]
    return hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:16]


def train_stock(examples: Sequence[Example], model: Path) -> None:
    """Train the stock pipeline into `model` and drop older ones."""
    data, log = VAR / "stock-nlu.yml", VAR / "stock-train.log"
    data.write_text(as_rasa_data(examples))
    log.unlink(missing_ok=True)
    command = [STOCK.rasa, "train", "nlu", "--nlu", str(data), "--config", str(PIPELINE), "--out", str(VAR)]
    fresh = VAR / "stock-unfinished.tar.gz"
    fresh.unlink(missing_ok=True)
    command += ["--fixed-model-name", fresh.name]
    name = "Training the stock pipeline (half an hour on two busy cores, once for each version of the examples)"
    with bootstrap.step(name), program(command, log, VAR, STOCK.variables()) as training:
        told = 0
        while training.poll() is None:
            time.sleep(_LOOK_SECONDS)
            if (percent := percent_of_epochs(log.read_text())) >= told + _TELL_EVERY:
                told = percent
                print(f"  {percent} % of the epochs", flush=True)
    if training.returncode != 0 or not fresh.exists():
        raise BenchError(f"the stock pipeline could not be trained. Details: {log}")
    fresh.replace(model)
    for older in set(VAR.glob("stock-*.tar.gz")) - {model}:
        older.unlink()


def percent_of_epochs(log: str) -> int:
    """How far the training of a log has come."""
    seen = _EPOCH.findall(log)
    return int(seen[-1]) if seen else 0


def ask_stock(model: Path, texts: Sequence[str]) -> list[Ranked]:
    """What a trained stock model answers."""
    log = VAR / "stock-ask.log"
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    (VAR / "stock-asked.jsonl").write_text(lines)
    command = [STOCK.python, str(HERE / "stock_reader.py"), str(model)]
    with (
        bootstrap.step(f"Asking the stock pipeline {len(texts)} times"),
        log.open("w") as errors,
        (VAR / "stock-asked.jsonl").open() as asked,
        subprocess.Popen(
            command, env=STOCK.variables(), stdin=asked, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as reader,
    ):
        assert reader.stdout is not None  # noqa: S101 - it is a pipe
        answers = [Ranked(**json.loads(line)) for line in with_progress(reader.stdout, len(texts))]
    if reader.returncode != 0 or len(answers) != len(texts):
        raise BenchError(f"the stock pipeline stopped after {len(answers)} sentences. Details: {log}")
    return answers


def with_progress(lines: Iterable[str], expected: int) -> Iterator[str]:
    """The lines, and now and then a line on the screen that says how many have come."""
    told = 0
    for number, line in enumerate(lines, start=1):
        yield line
        if (percent := 100 * number // expected) >= told + _TELL_EVERY:
            told = percent
            print(f"  {percent} % of the sentences", flush=True)
