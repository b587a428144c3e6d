"""The reader that was taught on whole messages, as it stands in the tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.taught import ROOT, TaughtReader, copy_files

FOLDER = ROOT / "engine" / "reader"


@pytest.fixture(scope="module")
def reader() -> TaughtReader:
    return TaughtReader.open(FOLDER)


def test_it_hears_two_meanings_in_one_message(reader: TaughtReader) -> None:
    taught = reader.read("some of the time, but why do you want to know that?", "companionship")
    assert taught.meant["answer/some_of_the_time"] > 0.5
    assert taught.meant["why_ask"] > 0.5
    assert taught.meant["goodbye"] < 0.1


def test_the_open_question_decides_what_the_same_words_mean(reader: TaughtReader) -> None:
    here, elsewhere = (reader.read("I have enough of that, thanks", asked) for asked in ("social_contact", "results"))
    assert here.first["answer/contact_enough"] > elsewhere.first["answer/contact_enough"]


def test_it_says_nothing_of_words_that_it_does_not_know(reader: TaughtReader) -> None:
    taught = reader.read("你好，我想认识一些朋友", "companionship")
    assert taught.known == 0
    assert set(taught.meant.values()) == {0.0}


def test_its_files_are_copied_whole(tmp_path: Path) -> None:
    copy_files(FOLDER, tmp_path / "copy")
    assert TaughtReader.open(tmp_path / "copy").read("hello", None) == TaughtReader.open(FOLDER).read("hello", None)


def test_its_meanings_are_those_of_the_training_data() -> None:
    names = json.loads((FOLDER / "names.json").read_text())
    several = [json.loads(line) for line in (ROOT / "nlu_data/several.jsonl").read_text().splitlines()]
    assert {meaning for row in several for meaning in row["means"]} <= set(names["meanings"])
