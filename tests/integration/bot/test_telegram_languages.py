"""The Telegram channel speaks the language of the chat, and only offers that of the app."""

from __future__ import annotations

import pytest

from bot.messages import Inbound, Kind, Message, Reply
from bot.telegram import Telegram
from bot.telegram_delivery import Patience
from bot.telegram_wording import HELP_HINT, MENU, wording
from language import catalogues
from tests.integration.bot.telegram_api import TOKEN, TelegramApi

WORDS = wording("https://kith.example", HELP_HINT)
POLISH = {command.description: f"{command.name} po polsku" for command in MENU} | {
    "You chose: {title}": "Wybór: {title}",
    "I can only read typed words. Please type what you would like to say.": "Czytam tylko słowa.",
}


class Polyglot:
    """Answers in Polish as soon as it is asked to."""

    async def receive(self, inbound: Inbound) -> Reply:
        polish = "pl" in (inbound.payload or "") or inbound.text == "dzień dobry"
        return [Message(kind=Kind.SAY, text="Dzień dobry" if polish else "Hello", language="pl" if polish else "en")]


async def never(_text: str) -> None:
    return None


@pytest.fixture(autouse=True)
def translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "_catalogue", lambda language: POLISH if language == "pl" else {})


@pytest.fixture
async def api():
    async with TelegramApi() as server:
        telegram = Telegram(
            Polyglot(),
            token=TOKEN,
            session_key=b"key",
            wording=WORDS,
            urgent=never,
            base_url=server.base_url,
            patience=Patience(first_pause=0.01, long_poll=0.2, stopping=1.0),
        )
        await telegram.start()
        yield server
        await telegram.stop()


async def test_the_menu_is_told_to_telegram_in_every_language_that_has_it(api: TelegramApi) -> None:
    await api.says("hello")
    await api.until_sent(1)
    menus = {call.get("language_code", ""): call["commands"] for call in api.called("setMyCommands")}
    assert sorted(menus) == ["", "pl"]
    assert "Start a chat" in menus[""]
    assert "start po polsku" in menus["pl"]


async def test_the_language_of_the_app_is_offered_once_and_not_assumed(api: TelegramApi) -> None:
    from_poland = {"id": 7, "is_bot": False, "first_name": "Someone", "language_code": "pl"}
    for text in ("hello", "hello again"):
        await api.sends(text=text, **{"from": from_poland})
    _, first, second = await api.until_sent(3)
    assert (first.plain, first.titles) == ("Hello", [["Polski"]])
    assert first.buttons[0][0]["callback_data"] == '/speak{"language":"pl"}'
    assert second.titles == []


async def test_the_channel_speaks_the_language_of_the_chats_last_answer(api: TelegramApi) -> None:
    await api.sends(voice={"file_id": "1", "file_unique_id": "1", "duration": 1})
    await api.says("dzień dobry")
    await api.until_sent(3)
    await api.sends(voice={"file_id": "2", "file_unique_id": "2", "duration": 1})
    await api.presses("/greet", title="Tak")
    sent = await api.until_sent(4)
    await api.until(lambda: bool(api.called("answerCallbackQuery")))
    assert sent[0].plain.startswith("I can only read typed words.")
    assert sent[3].plain.startswith("Czytam tylko słowa.")
    assert api.called("answerCallbackQuery")[0]["text"] == "Wybór: Tak"
