"""What the reader is taught: the examples of `nlu_data`, and those of the safety net."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
NONE = "none"
_ANNOTATION = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")


@dataclass(frozen=True)
class Said:
    """A message, the kind of question that was open (None: any), and what it means there, first what answers it."""

    text: str
    asked: str | None
    means: tuple[str, ...]


@dataclass(frozen=True)
class Heard:
    """A message and the category of danger that it tells of, or `NONE`. `everyday`: said to this bot all day."""

    text: str
    category: str
    everyday: bool


def read_said(root: Path = ROOT) -> list[Said]:
    """Every example of the dialogue's training data, and the messages that mean several things."""
    same: dict[str, str] = yaml.safe_load((root / "config.yml").read_text())["pipeline"][0]["same_question"]
    single = [
        Said(text, same.get(asked, asked), (meaning,))
        for text, meaning, asked in _examples(root)
        if meaning != "crisis"
    ]
    lines = (root / "nlu_data/several.jsonl").read_text().splitlines()
    several = [Said(row["text"], row["asked"], tuple(row["means"])) for row in map(json.loads, lines)]
    return [*single, *several]


def read_heard(root: Path = ROOT) -> list[Heard]:
    """Every example of the safety net; what is said to the dialogue is harmless."""
    found = {text: Heard(text, NONE, everyday=True) for text, meaning, _ in _examples(root) if meaning != "crisis"}
    for path in sorted((root / "bot/safety/examples").glob("*/*.txt")):
        lines = (line for line in path.read_text().splitlines() if line.strip())
        found |= {line: Heard(line, path.stem, everyday=False) for line in lines}
    return list(found.values())


def _examples(root: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted((root / "nlu_data/nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            asked = block.get("metadata", {}).get("asked")
            for line in block["examples"].splitlines():
                yield _ANNOTATION.sub(r"\1", line.removeprefix("- ")).strip(), block["intent"], asked
