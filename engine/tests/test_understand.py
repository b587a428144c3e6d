"""The command that says what each line means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.interpretation import Meaning
from engine.tests.conftest import run_module
from engine.understand import BadLineError, published, read_lines


def meaning(*believed: str) -> Meaning:
    return Meaning(believed, 0.9, ())


def test_meanings_are_written_as_they_are_published() -> None:
    assert published(meaning("answer/often")) == "answer:often"
    assert published(meaning("answer/often", "why_ask")) == ["answer:often", "why_ask"]
    assert published(meaning("skip")) == "answer:prefer_not_to_say"
    assert published(meaning("tell_age", "place")) == ["tell_age", "place"]
    assert published(meaning("tell_age")) == "tell_age"


@pytest.mark.parametrize(
    "line",
    ["{", "5", "null", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 5}', '{"id": 1, "text": "x", "state": "moon"}'],
)
def test_a_bad_line_is_named_by_its_number(line: str) -> None:
    with pytest.raises(BadLineError, match="Line 3"):
        list(read_lines(['{"id": 1, "text": "hello"}', "", line]))


def test_each_line_is_answered_in_order_and_a_command_is_only_text(model: Path) -> None:
    lines = ['{"id": "a", "text": "hello"}', '{"id": 2, "text": "/restart"}', '{"id": 3, "text": "an allotment"}', "{"]
    done = run_module("engine.understand", str(model), stdin="\n".join(lines))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["id"], row["meaning"]) for row in rows] == [
        ("a", "greet"),
        (2, "out_of_scope"),
        (3, "need:gardening"),
    ]
    assert all(set(row) == {"id", "meaning", "value", "confidence"} for row in rows)
    assert done.returncode == 1
    assert done.stderr.strip() == "Line 4 is not JSON."
