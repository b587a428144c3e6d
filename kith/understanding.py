"""`kith understand`: the engine says what each line means; ages are read here, as the chat reads them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from kith.training import ENGINE_PYTHON, ROOT
from language.values import read_age
from screening.people import stage_of

TELL_AGE: Final = "tell_age"


class EngineStoppedError(Exception):
    """The engine's command ended early; it has said why on standard error. The argument is its exit code."""


def understood(model: Path, lines: Iterable[str], this_year: int) -> Iterator[str]:
    """One JSON line for each line that is not empty, as soon as it is there. Raises `EngineStoppedError`."""
    command = [str(ENGINE_PYTHON), "-m", "engine.understand", str(model)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdin is not None  # noqa: S101 - both are pipes
        assert engine.stdout is not None  # noqa: S101
        for line in lines:
            engine.stdin.write(line.rstrip("\n") + "\n")
            engine.stdin.flush()
            if not line.strip():
                continue
            reply = engine.stdout.readline()
            if not reply:
                raise EngineStoppedError(engine.wait())
            yield json.dumps(with_age(json.loads(reply), json.loads(line)["text"], this_year), ensure_ascii=False)


def with_age(row: dict[str, Any], text: str, this_year: int) -> dict[str, Any]:
    """`row`, or where it means an age, the stage of life that the age belongs to, with the age as its value."""
    if row["meaning"] != TELL_AGE:
        return row
    age = read_age(text, this_year)
    if age is None:
        return row
    return {**row, "meaning": f"life_stage:{stage_of(age[0])}", "value": age[0] if age[0] == age[1] else list(age)}
