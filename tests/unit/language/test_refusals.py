"""What somebody does not want is told apart from what they lack, which may be the very reason for a wish."""

from __future__ import annotations

import pytest

from language.refusals import only_refuses, refused, refuses_questions, wanted


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


@pytest.mark.parametrize(
    ("text", "wish", "refusal"),
    [
        ("is there a choir, not a church thing", "is there a choir", "church"),
        ("a choir but not in a church", "a choir", "church"),
        ("a choir that isn't religious please", "a choir", "religious"),
        ("lunch club no bingo", "lunch club", "bingo"),
        ("company but no bingo please", "company", "bingo"),
        ("anything but knitting", "", "knitting"),
        ("somewhere warm apart from the church", "somewhere warm", "church"),
        ("a non-religious choir", "a", "religious"),
    ],
)
def test_what_is_wanted_is_told_from_what_is_not(text: str, wish: str, refusal: str) -> None:
    assert wanted(text) == wish
    assert refusal in " ".join(refused(text))


@pytest.mark.parametrize(
    "text",
    [
        "a choir in a church",
        "I have no friends",
        "I have nothing to do, a lunch club",
        "I don't speak English, I want to learn",
        "there is no bus here",
        "with no steps",
    ],
)
def test_where_nothing_is_refused_the_wish_stays_whole(text: str) -> None:
    assert wanted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "no i dont want questions",
        "skip the questions",
        "no more questions please",
        "i don't want to answer any questions",
        "enough of your questions",
        "without all the questions",
        "stop asking me questions",
        "can't be bothered with questions",
        "just show me what there is",
    ],
)
def test_somebody_wants_no_questions(text: str) -> None:
    assert refuses_questions(text)


@pytest.mark.parametrize(
    "text",
    [
        "skip this question",
        "I don't want to answer that question",
        "no",
        "no questions were asked when my husband was taken to hospital and now I am on my own with nobody to talk to",
        "what are the questions",
        "ask me the questions",
        "I have a question",
        "a quiz night",
    ],
)
def test_one_question_and_other_talk_of_questions_refuse_nothing(text: str) -> None:
    assert not refuses_questions(text)
