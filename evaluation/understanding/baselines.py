"""What a bag of words answers, taught with the examples that Kith is taught with."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

import bootstrap
from kith.training import ENGINE_PYTHON

_BAG_OF_WORDS: Final = Path(__file__).parent / "bag_of_words.py"
Example = tuple[str, str]


@dataclass(frozen=True)
class Ranked:
    """What a pipeline answers, and how likely it thinks each label (0 to 1)."""

    answer: str
    likelihoods: Mapping[str, float]


def examples_of(folder: Path) -> list[Example]:
    """(text, label) of every training example. "need/gardening" is named "need:gardening": Rasa splits at a slash."""
    blocks = [block for path in sorted(folder.glob("*.yml")) for block in yaml.safe_load(path.read_text())["nlu"]]
    return [
        (line.removeprefix("- ").strip(), block["intent"].replace("/", ":"))
        for block in blocks
        for line in block["examples"].splitlines()
    ]


def bag_of_words(examples: Sequence[Example], texts: Sequence[str]) -> list[Ranked]:
    """TF-IDF of words and pairs of words, and logistic regression. Raises CalledProcessError when it fails."""
    asked = json.dumps({"examples": examples, "texts": texts})
    command = [ENGINE_PYTHON, _BAG_OF_WORDS]
    with bootstrap.step("Training and asking the bag of words"):
        done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, text=True, check=True)
    return [Ranked(**json.loads(line)) for line in done.stdout.splitlines()]
