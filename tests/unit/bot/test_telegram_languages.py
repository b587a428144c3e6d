"""The language in which the Telegram channel itself speaks, and the one that it offers."""

from __future__ import annotations

import pytest

from bot.messages import Button, Kind, Message
from bot.telegram_languages import Languages, offering
from bot.telegram_render import Bubble

POLISH = [Message(kind=Kind.SAY, text="Dzień dobry", language="pl")]
ENGLISH = [Message(kind=Kind.SAY, text="Hello")]
SAFETY = [Message(kind=Kind.SAFETY, text="Call 999")]
HELLO = Bubble("Hello", ((Button(title="Yes", payload="/affirm"),),))


def test_a_chat_is_spoken_to_in_the_language_of_its_last_answer() -> None:
    languages = Languages(limit=10)
    assert languages.of("a") == "en"
    assert languages.learn("a", POLISH) == "pl"
    assert (languages.of("a"), languages.of("b")) == ("pl", "en")
    assert languages.learn("a", ENGLISH) == "en"


@pytest.mark.parametrize("fixed", [SAFETY, []])
def test_a_safety_reply_or_no_reply_tells_nothing_of_the_language(fixed: list[Message]) -> None:
    languages = Languages(limit=10)
    languages.learn("a", POLISH)
    assert languages.learn("a", fixed) == "pl"


def test_only_the_latest_chats_are_remembered() -> None:
    languages = Languages(limit=2)
    for session in ("a", "b", "a", "c"):
        languages.learn(session, POLISH)
    assert [languages.of(session) for session in "abc"] == ["pl", "en", "pl"]


@pytest.mark.parametrize("app", ["pl", "pl-PL", "PL"])
def test_the_language_of_the_app_is_offered_under_the_answer(app: str) -> None:
    [bubble] = offering([HELLO], app, "en")
    assert bubble.text == "Hello"
    assert [[button.title for button in row] for row in bubble.rows] == [["Yes"], ["Polski"]]
    assert bubble.rows[-1][0].payload == '/speak{"language":"pl"}'


@pytest.mark.parametrize(("app", "spoken"), [("pl", "pl"), ("en-GB", "en"), ("de", "en"), ("xx", "en"), (None, "en")])
def test_nothing_is_offered_that_is_spoken_already_or_cannot_be(app: str | None, spoken: str) -> None:
    assert offering([HELLO], app, spoken) == [HELLO]
