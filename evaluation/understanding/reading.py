"""The sentences to measure with: read from `sentences/*.jsonl`, split into a half to learn from and a half kept unseen.

Each line: `id`, `text`, `state` and `meaning` as `kith understand` has them (a list where a message means two things),
`language` (ISO 639-1) and `kind` (why the sentence is there: plain, indirect, ramble, two, injection, ...).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

FOLDER: Final = Path(__file__).parent / "sentences"
Half = Literal["dev", "test", "both"]


@dataclass(frozen=True)
class Sentence:
    """One message, the state it is sent in, and what it means there."""

    id: str
    text: str
    state: str
    meaning: tuple[str, ...]
    language: str
    kind: str

    @property
    def writer(self) -> str:
        """Who wrote it: "en" is the author of the training examples, the others have seen none of them."""
        return self.id.partition("-")[0]

    @property
    def half(self) -> Half:
        """Even numbers may be looked at while the data is improved; odd ones only counted."""
        return "test" if int(self.id.rpartition("-")[2]) % 2 else "dev"


def read_sentences(half: Half = "both") -> Iterator[Sentence]:
    """The sentences of one half, or all, in the order of their files."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            row = json.loads(line)
            meaning = row["meaning"] if isinstance(row["meaning"], list) else [row["meaning"]]
            sentence = Sentence(**{**row, "meaning": tuple(meaning)})
            if half in ("both", sentence.half):
                yield sentence
