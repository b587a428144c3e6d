"""The button that asks a phone where it is, driven through python-telegram-bot against a Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.messages import Button, Kind
from bot.telegram import Telegram
from language.catalogues import said_in
from tests.integration.bot.telegram_api import Sent, TelegramApi
from tests.integration.bot.test_telegram import Listener, make, running, say

QUESTION = "Where shall I look?"
RATHER_NOT = Button(title="I'd rather not say", payload="/no_place")
ASKING = say(QUESTION, Kind.ASK, item="place", buttons=(RATHER_NOT,))
NEXT = say("What would you enjoy?", Kind.ASK, item="need", buttons=(Button(title="Walking", payload="/need"),))
OFFER = "Use my location"


@pytest.fixture
async def api() -> AsyncIterator[TelegramApi]:
    async with TelegramApi() as server:
        yield server


@pytest.fixture
def listener() -> Listener:
    listener = Listener()
    listener.answers("find", ASKING)
    listener.answers("", [*say("Thank you. I'll look around Leeds."), *NEXT])
    listener.answers("/no_place", NEXT)
    return listener


@pytest.fixture
async def telegram(api: TelegramApi, listener: Listener) -> AsyncIterator[Telegram]:
    async with running(make(api, listener)) as channel:
        await api.says("hello")
        await api.until_sent(2)
        api.sent.clear()
        yield channel


async def asked(api: TelegramApi) -> list[Sent]:
    """What a person reads when the place is asked for."""
    await api.says("find")
    sent = await api.until_sent(2)
    api.sent.clear()
    return sent


async def test_the_button_stands_below_the_question_and_the_questions_own_buttons(
    telegram: Telegram, api: TelegramApi
) -> None:
    question, offer = await asked(api)
    assert (question.plain, question.titles, question.location_button) == (QUESTION, [[RATHER_NOT.title]], None)
    assert (offer.plain, offer.location_button) == ("I look up the area once. I do not keep where you are.", OFFER)


async def test_once_the_place_is_told_the_button_goes(telegram: Telegram, api: TelegramApi) -> None:
    await asked(api)
    await api.sends(location={"latitude": 53.8, "longitude": -1.55})
    thanks, question = await api.until_sent(2)
    assert thanks.takes_keyboard_away
    assert question.titles == [["Walking"]]


async def test_the_button_goes_although_the_next_question_is_all_that_is_said(
    telegram: Telegram, api: TelegramApi
) -> None:
    await asked(api)
    await api.presses("/no_place")
    question, choices = await api.until_sent(2)
    assert (question.plain, question.takes_keyboard_away, question.titles) == ("What would you enjoy?", True, [])
    assert (choices.plain, choices.titles) == ("Please choose:", [["Walking"]])


async def test_a_place_that_is_asked_for_again_is_not_offered_the_button_twice(
    telegram: Telegram, api: TelegramApi, listener: Listener
) -> None:
    await asked(api)
    listener.answers("Xyzzy", say("Sorry, I could not find that place.", Kind.ASK, item="place", buttons=(RATHER_NOT,)))
    await api.says("Xyzzy")
    [again] = await api.until_sent(1)
    assert (again.location_button, again.takes_keyboard_away) == (None, False)
    await api.says("hello")
    *_, answer = await api.until_sent(2)
    assert answer.takes_keyboard_away


async def test_a_keyboard_of_before_a_restart_is_taken_away_too(api: TelegramApi, listener: Listener) -> None:
    async with running(make(api, listener)):
        await api.says("find")
        await api.until_sent(3)
    async with running(make(api, listener)):
        await api.sends(location={"latitude": 53.8, "longitude": -1.55})
        await api.until(lambda: any(sent.takes_keyboard_away for sent in api.sent))


async def test_a_safety_reply_is_sent_as_it_is(telegram: Telegram, api: TelegramApi, listener: Listener) -> None:
    await asked(api)
    listener.answers("I want to die", say("Call 999", Kind.SAFETY, category="suicide"))
    await api.says("I want to die")
    [reply] = await api.until_sent(1)
    assert (reply.plain, reply.takes_keyboard_away, reply.location_button) == ("Call 999", False, None)


@pytest.mark.parametrize("language", ["pl", "ar"])
async def test_the_button_speaks_the_persons_language(
    telegram: Telegram, api: TelegramApi, listener: Listener, language: str
) -> None:
    listener.answers("find", [message.model_copy(update={"language": language}) for message in ASKING])
    _, offer = await asked(api)
    assert offer.location_button == said_in(language, OFFER)
    assert offer.location_button != OFFER


async def test_a_group_is_never_asked_for_its_place(telegram: Telegram, api: TelegramApi) -> None:
    await api.says("find", chat=-5, kind="group")
    [told] = await api.until_sent(1, chat=-5)
    assert told.location_button is None
