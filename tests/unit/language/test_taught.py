"""The reader that was taught which dangers whole messages tell of, as it stands in the tree."""

from __future__ import annotations

import pytest

from bot.safety.categories import CATEGORIES
from language.taught import TaughtReader


@pytest.fixture(scope="module")
def reader() -> TaughtReader:
    return TaughtReader.open()


def test_it_tells_the_categories_of_the_safety_net_apart(reader: TaughtReader) -> None:
    assert set(reader.dangers) == set(CATEGORIES)


def test_danger_is_likelier_than_none_and_talk_is_not(reader: TaughtReader) -> None:
    danger, talk = reader.over_none(["he hits me when he has had a drink", "I would like to join a choir in Leeds"])
    assert danger[reader.dangers.index("abuse_domestic")] > 0
    assert talk.max() < 0


def test_it_says_nothing_of_words_that_it_does_not_know(reader: TaughtReader) -> None:
    [odds] = reader.over_none(["你好，我想认识一些朋友"])
    assert not odds.any()
