"""The messages that the safety net is measured on and never taught: one file per writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
NONE = "none"


@dataclass(frozen=True)
class Case:
    """A message, where it belongs (a category, or "none") and the kind of expression it is."""

    text: str
    category: str
    kind: str

    @property
    def everyday(self) -> bool:
        """Whether it is harmless and said all day, not written to be mistaken for danger."""
        return self.category == NONE and self.kind.startswith("everyday")


def read_cases(path: Path = CASES) -> tuple[Case, ...]:
    """Read a file, or every file of a folder: `positive` by category and kind, `negative` by kind."""
    files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
    return tuple(case for file in files for case in _cases(yaml.safe_load(file.read_text(encoding="utf-8"))))


def _cases(content: dict[str, Any]) -> Iterator[Case]:
    for category, group in {**content.get("positive", {}), NONE: content.get("negative", {})}.items():
        for kind, texts in (group if isinstance(group, dict) else {"any": group}).items():
            yield from (Case(str(text), category, kind) for text in texts)
