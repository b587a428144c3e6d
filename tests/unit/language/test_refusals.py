"""What somebody does not want is told apart from what they lack, which may be the very reason for a wish."""

from __future__ import annotations

import pytest

from language.refusals import only_refuses


@pytest.mark.parametrize(
    "text",
    [
        "not a church thing",
        "not bothered abt religion stuff, not a church thing",
        "anything but walking",
        "I hate singing",
        "no exercise please",
        "nothing religious",
        "I don’t like gardening",
        "not into sport",
        "I can't stand bingo, sorry",
        "no knitting thanks",
    ],
)
def test_words_that_only_refuse(text: str) -> None:
    assert only_refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "I have nobody to talk to",
        "no friends",
        "nothing to do all day",
        "I don't want to be alone",
        "I hate living alone",
        "no money",
        "not working, want a job",
        "I don't speak English",
        "no english",
        "not sure, maybe gardening",
        "not a church thing, a choir",
        "a choir but not in a church",
        "not lonely, just want a walk",
        "no confidence with computers",
    ],
)
def test_words_that_tell_of_a_lack_or_of_a_wish_do_not_refuse(text: str) -> None:
    assert not only_refuses(text)
