"""Words that call for a person are told from wishes, answers and chatter."""

from __future__ import annotations

import pytest

from language.for_a_person import calls_for_a_person, is_hurt_by_others


@pytest.mark.parametrize(
    "text",
    [
        "everyone at school hates me",
        "i get bullied",
        "no one at school likes me",
        "they call me names",
        "the girls in my class ignore me",
        "everyone at school is mean to me",
        "nobody plays with me",
    ],
)
def test_a_hurt_by_others_is_heard(text: str) -> None:
    assert is_hurt_by_others(text)
    assert calls_for_a_person(text)


@pytest.mark.parametrize(
    "text", ["I feel so sad", "i keep crying", "nobody cares about me", "she dumped me", "call me on 07700 900123"]
)
def test_a_sorrow_and_a_wish_to_be_rung_call_for_a_person(text: str) -> None:
    assert calls_for_a_person(text)
    assert not is_hurt_by_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "I hate football",
        "a choir",
        "everyone likes me",
        "nobody to talk to",
        "often",
        "who are you",
        "I get the bus",
        "call me Dave",
        "they play cards",
    ],
)
def test_other_words_do_not(text: str) -> None:
    assert not calls_for_a_person(text)
