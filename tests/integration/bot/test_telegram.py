"""The Telegram channel, driven through python-telegram-bot against a Bot API server on this machine."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bot.messages import Button, Card, Inbound, Kind, Message, Reply
from bot.telegram import State, Telegram, Webhook, add_webhook_route
from bot.telegram_delivery import Patience
from bot.telegram_wording import wording
from tests.conftest import HANGING_S, free_port
from tests.integration.bot.telegram_api import TOKEN, Failure, TelegramApi, message

pytestmark = pytest.mark.filterwarnings("ignore:.*PTB_TIMEDELTA")  # the library's own, on every flood control
KEY = b"a key of the test"
SECRET = "a-secret-of-the-test"
WANTED = '["message", "edited_message", "callback_query", "my_chat_member"]'
HINT = "For numbers you can call now, send /help."
WORDS = wording("https://kith.example", HINT)
QUICK = Patience(first_pause=0.02, longest_pause=0.1, sending=5.0, unconfirmed=5.0, stopping=2.0, typing=0.3)


class Listener:
    """A conversation that answers each message with its own words, and can be slow, silent or broken."""

    def __init__(self) -> None:
        self.heard: list[Inbound] = []
        self.finished: list[str] = []
        self.replies: dict[str, Callable[[], Awaitable[Reply]]] = {}

    async def receive(self, inbound: Inbound) -> Reply:
        self.heard.append(inbound)
        words = inbound.text or inbound.payload or ""
        reply = await self.replies[words]() if words in self.replies else say(f"heard {words}")
        self.finished.append(words)
        return reply

    def answers(self, words: str, reply: Reply) -> None:
        async def answer() -> Reply:
            return reply

        self.replies[words] = answer

    @property
    def words(self) -> list[str]:
        return [inbound.text or inbound.payload or "" for inbound in self.heard]


def say(text: str, kind: Kind = Kind.SAY, **more: Any) -> Reply:
    return [Message(kind=kind, text=text, **more)]


def session(chat: int) -> str:
    return hmac.new(KEY, str(chat).encode(), hashlib.sha256).hexdigest()[:32]


async def urgent(text: str) -> bool | None:
    return "want to die" in text or None


def make(api: TelegramApi, listener: Listener, **more: Any) -> Telegram:
    options = {"token": TOKEN, "session_key": KEY, "wording": WORDS, "urgent": urgent, "patience": QUICK}
    return Telegram(listener, base_url=api.base_url, **(options | more))


@asynccontextmanager
async def running(telegram: Telegram) -> AsyncIterator[Telegram]:
    await telegram.start()
    try:
        yield telegram
    finally:
        await telegram.stop()


@pytest.fixture
async def api() -> AsyncIterator[TelegramApi]:
    async with TelegramApi() as server:
        yield server


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def polling(api: TelegramApi, listener: Listener) -> AsyncIterator[Telegram]:
    async with running(make(api, listener)) as telegram:
        yield telegram


@pytest.fixture
async def by_webhook(api: TelegramApi, listener: Listener) -> AsyncIterator[Telegram]:
    port = free_port()
    telegram = make(api, listener, webhook=Webhook(f"http://127.0.0.1:{port}/telegram", SECRET))
    app = web.Application()
    add_webhook_route(app, telegram, "/telegram", SECRET)
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await stack.enter_async_context(running(telegram))
        await api.until(lambda: telegram.state is State.RUNNING)
        yield telegram


# --- a whole exchange


async def test_a_person_starts_presses_a_button_and_reads_cards(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    ask = Button(title="Find something near me", payload="/skip_to_services"), Button(title="Help now", payload="/help")
    listener.answers("/greet", say("Hello <friend> & all", Kind.ASK, buttons=ask))
    shed = Card(id="1", name="Men's Shed <Moseley>", summary="Make & mend", phones=("0121 496 0000",), distance_km=1.6)
    listener.answers("/skip_to_services", say("Near you:", Kind.RESULTS, cards=(shed,)))

    await api.says("/start")
    privacy, greeting = await api.until_sent(2)
    assert privacy.plain == WORDS.privacy
    assert "https://kith.example" in privacy.plain
    assert greeting.plain == "Hello <friend> & all"
    assert greeting.buttons == [[{"text": b.title, "callback_data": b.payload}] for b in ask]

    await api.presses("/skip_to_services", title="Find something near me")
    *_, results = await api.until_sent(3)
    assert "Men's Shed <Moseley>" in results.plain
    assert "0121 496 0000" in results.plain
    assert [(i.session, i.channel, i.text, i.payload) for i in listener.heard] == [
        (session(7), "telegram", None, "/greet"),
        (session(7), "telegram", None, "/skip_to_services"),
    ]
    assert [call["text"] for call in api.called("answerCallbackQuery")] == ["You chose: Find something near me"]


async def test_answers_may_not_be_forwarded_but_services_and_safety_numbers_may(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    listener.answers("sad", say("Call 116 123", Kind.SAFETY, category="suicide"))
    await api.says("hello")
    await api.until_sent(2)
    await api.says("sad")
    *_, plain, safety = await api.until_sent(3)
    assert plain.params["protect_content"] == "true"
    assert safety.params.get("protect_content", "false") == "false"
    assert '"is_disabled": true' in safety.params["link_preview_options"]


async def test_the_menu_and_the_typed_commands_become_payloads_and_other_slashes_stay_text(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    menu = ["/start from_library", "/help@KithBot", "/STOP", "/delete", "/restart"]
    rest = ["/inform{}", "/help me want to die", "/start somewhere", "/stop from_library", "/help@OtherBot"]
    for number, text in enumerate(menu + rest, start=1):
        await api.says(text)
        await api.until(lambda number=number: len(listener.finished) == number)  # type: ignore[misc]
    assert [i.payload for i in listener.heard[:5]] == ["/greet", "/help_now", "/stop", "/delete_my_data", "/restart"]
    assert [i.text for i in listener.heard[5:]] == rest
    assert all(i.payload is None for i in listener.heard[5:])
    assert '"command": "help"' in api.called("setMyCommands")[0]["commands"]


async def test_the_privacy_note_comes_with_the_first_answer_and_with_start_but_never_before_a_safety_reply(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    listener.answers("sad", say("Call 999", Kind.SAFETY, category="emergency"))
    for text in ("sad", "one", "two", "/start"):
        await api.says(text)
    await api.until(lambda: len(api.sent) == 6)
    assert api.texts(7) == ["Call 999", WORDS.privacy, "heard one", "heard two", WORDS.privacy, "heard /greet"]


async def test_one_reply_makes_one_sound(polling: Telegram, api: TelegramApi) -> None:
    await api.says("/start")
    first, second = await api.until_sent(2)
    assert (first.params.get("disable_notification"), second.params["disable_notification"]) in {
        (None, "true"),
        ("false", "true"),
    }


async def test_a_slow_answer_shows_typing(polling: Telegram, api: TelegramApi, listener: Listener) -> None:
    async def slowly() -> Reply:
        await api.until(lambda: bool(api.called("sendChatAction")))
        return say("at last")

    listener.replies["slow"] = slowly
    await api.says("slow")
    await api.until_sent(2)
    assert [call["action"] for call in api.called("sendChatAction")] == ["typing"]


async def test_a_quick_answer_shows_no_typing(api: TelegramApi, listener: Listener) -> None:
    async with running(make(api, listener, patience=replace(QUICK, typing=HANGING_S))):
        await api.says("quick")
        await api.until_sent(2)
    assert api.called("sendChatAction") == []


# --- once, and in order


async def test_an_update_that_arrives_twice_is_answered_once(
    by_webhook: Telegram, api: TelegramApi, listener: Listener
) -> None:
    update = api.numbered({"message": message(7, "private", text="hello")})
    statuses = [await api.post(update), await api.post(update)]
    statuses += await asyncio.gather(*(api.post(update) for _ in range(3)))
    assert statuses == [200] * 5
    assert listener.words == ["hello"]


async def test_a_chat_is_answered_in_order_while_other_chats_do_not_wait(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    gate = asyncio.Event()

    async def held() -> Reply:
        await gate.wait()
        return say("first done")

    listener.replies["first"] = held
    await api.says("first", chat=7)
    await api.says("second", chat=7)
    await api.says("other", chat=8)
    await api.until_sent(2, chat=8)
    assert listener.finished == ["other"]
    await api.says("later", chat=9)
    await api.until_sent(2, chat=9)
    gate.set()
    await api.until_sent(3, chat=7)
    assert api.texts(7) == [WORDS.privacy, "first done", "heard second"]


async def test_telegram_keeps_a_message_until_it_was_answered(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    gate = asyncio.Event()

    async def held() -> Reply:
        await gate.wait()
        return say("done")

    listener.replies["held"] = held
    number = await api.says("held", chat=7)
    await api.says("other", chat=8)
    await api.until_sent(2, chat=8)
    await asyncio.sleep(0.5)
    assert number in api.unconfirmed
    gate.set()
    await api.until_sent(2, chat=7)
    await api.until(lambda: not api.unconfirmed)
    assert sorted(listener.words) == ["held", "other"]
    polls = api.called("getUpdates")
    assert {poll["timeout"] for poll in polls} == {"25", "0"}
    assert all(poll["allowed_updates"] == WANTED for poll in polls)


async def test_a_message_cut_off_by_a_stop_is_answered_by_the_next_start_and_finished_ones_are_not_repeated(
    api: TelegramApi, listener: Listener
) -> None:
    async def never() -> Reply:
        await asyncio.Event().wait()
        return []

    listener.replies["cut off"] = never
    hasty = Patience(first_pause=0.02, stopping=0.1)
    async with running(make(api, listener, patience=hasty)):
        await api.says("finished", chat=8)
        await api.until_sent(2, chat=8)
        await api.until(lambda: not api.unconfirmed)
        await api.says("cut off", chat=7)
        await api.until(lambda: "cut off" in listener.words)
    del listener.replies["cut off"]
    async with running(make(api, listener)):
        await api.until_sent(2, chat=7)
    assert listener.words == ["finished", "cut off", "cut off"]
    assert api.unconfirmed == []


async def test_stopping_waits_for_the_answer_under_way(api: TelegramApi, listener: Listener) -> None:
    async def slowly() -> Reply:
        await asyncio.sleep(0.3)
        return say("done")

    listener.replies["slow"] = slowly
    async with running(make(api, listener, patience=replace(QUICK, stopping=HANGING_S))):
        await api.says("slow")
        await api.until(lambda: listener.words == ["slow"])
    assert api.texts(7)[-1] == "done"
    assert api.unconfirmed == []


async def test_the_same_channel_can_start_again(api: TelegramApi, listener: Listener) -> None:
    telegram = make(api, listener)
    for text in ("one", "two"):
        async with running(telegram):
            await api.says(text)
            await api.until(lambda text=text: text in listener.finished)  # type: ignore[misc]
    assert telegram.state is State.STOPPED
    assert api.texts(7) == [WORDS.privacy, "heard one", "heard two"]


async def test_a_memory_shared_by_processes_keeps_the_second_from_answering_again(
    api: TelegramApi, listener: Listener
) -> None:
    class Shared:
        def __init__(self) -> None:
            self.numbers: set[int] = set()

        async def contains(self, update_id: int) -> bool:
            return update_id in self.numbers

        async def add(self, update_id: int) -> None:
            self.numbers.add(update_id)

    shared, words = Shared(), {"message": message(7, "private", text="hello")}
    for _ in range(2):
        async with running(make(api, listener, handled=shared)):
            await api.queue(words, number=50)
            await api.until(lambda: not api.unconfirmed)
    assert listener.words == ["hello"]


async def test_a_quiet_week_after_which_numbers_start_lower_loses_nothing(api: TelegramApi, listener: Listener) -> None:
    async with running(make(api, listener, patience=replace(QUICK, long_poll=0.2))):
        await api.queue({"message": message(7, "private", text="high")}, number=900_000)
        await api.until(lambda: not api.unconfirmed and listener.finished == ["high"])
        asked = len(api.called("getUpdates"))
        await api.until(lambda: len(api.called("getUpdates")) > asked + 1)
        await api.queue({"message": message(7, "private", text="low")}, number=5)
        await api.until(lambda: listener.finished == ["high", "low"])


async def test_a_flood_of_messages_is_skipped_aloud_and_urgent_words_in_it_are_still_heard(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    gate = asyncio.Event()

    async def held() -> Reply:
        await gate.wait()
        return say("held")

    listener.replies["0"] = held
    listener.answers("I want to die", say("Call 999", Kind.SAFETY, category="suicide"))
    await api.says("0")
    await api.until(lambda: listener.words == ["0"])
    for text in ["1", "2", "3", "4", "I want to die", *(str(number) for number in range(6, 40))]:
        last = await api.says(text)
    await api.until(lambda: api.handed_out == last)
    asked = len(api.called("getUpdates"))
    await api.until(lambda: len(api.called("getUpdates")) > asked + 1)
    gate.set()
    await api.until(lambda: "39" in listener.finished)
    assert listener.words[1] == "I want to die"
    assert listener.words[2:] == [str(number) for number in range(19, 40)]
    await api.until(lambda: "heard 39" in api.texts(7))
    assert api.texts(7).count(WORDS.too_many) == 1


# --- what is not a private, typed message


async def test_a_group_is_told_once_and_then_ignored(polling: Telegram, api: TelegramApi, listener: Listener) -> None:
    added = {"user": {"id": 123456, "is_bot": True, "first_name": "Kith"}, "status": "member"}
    left = {"user": added["user"], "status": "left"}
    group = {"id": -5, "type": "supergroup", "title": "Neighbours"}
    person = {"id": 7, "is_bot": False, "first_name": "Pat"}
    change = {"chat": group, "from": person, "date": 1, "old_chat_member": left, "new_chat_member": added}
    await api.queue({"my_chat_member": change})
    await api.until_sent(1, chat=-5)
    await api.says("/start@KithBot", chat=-5, kind="supergroup")
    await api.says("I want to die", chat=-5, kind="supergroup")
    await api.presses("/greet", chat=-5, kind="supergroup")
    await api.queue({"my_chat_member": change | {"old_chat_member": added, "new_chat_member": left}})
    await api.says("hello", chat=7)
    await api.until_sent(2, chat=7)
    assert api.texts(-5) == [WORDS.group]
    assert listener.words == ["hello"]
    await api.until(lambda: len(api.called("answerCallbackQuery")) == 1)


async def test_a_changed_message_never_counts_but_urgent_words_in_it_are_heard(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    listener.answers("I want to die", say("Call 999", Kind.SAFETY, category="suicide"))
    await api.edits("Often")
    await api.edits("I want to die")
    await api.queue({"edited_message": message(7, "private", location={"latitude": 52.4, "longitude": -1.9})})
    await api.says("hello")
    await api.until(lambda: "heard hello" in api.texts(7))
    assert listener.words == ["I want to die", "hello"]
    assert api.texts(7)[:2] == [WORDS.edited, "Call 999"]


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]},
        {"voice": {"file_id": "a", "file_unique_id": "a", "duration": 1}},
        {"contact": {"phone_number": "07700900000", "first_name": "Pat"}},
        {"sticker": {"file_id": "a", "file_unique_id": "a", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
    ],
    ids=lambda content: next(iter(content)),
)  # fmt: skip
async def test_what_is_not_text_is_answered_kindly_with_a_way_to_help(
    polling: Telegram, api: TelegramApi, listener: Listener, content: dict[str, Any]
) -> None:
    await api.sends(**content)
    [answer] = await api.until_sent(1)
    assert answer.plain == WORDS.not_text
    assert HINT in answer.plain
    assert listener.heard == []


async def test_a_location_that_somebody_sends_answers_where_they_are(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    await api.sends(location={"latitude": 52.448123, "longitude": -1.890123})
    await api.until_sent(1)
    [inbound] = listener.heard
    assert (inbound.position, inbound.text, inbound.payload) == ((52.448, -1.89), None, None)
    assert "52.4" not in repr(inbound)


async def test_an_album_is_answered_once_and_urgent_words_under_a_picture_are_heard(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    picture = {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]}
    for caption in ("our garden", "our dog", "I want to die"):
        await api.sends(**picture, media_group_id="album", caption=caption)
    await api.until(lambda: "heard I want to die" in api.texts(7))
    assert api.texts(7) == [WORDS.not_text, WORDS.privacy, "heard I want to die"]


async def test_service_notices_and_unknown_updates_are_passed_over(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    await api.sends(pinned_message=message(7, "private", text="old"))
    await api.queue({"something_new": {"a": 1}})
    await api.queue({"message": {"message_id": "broken"}})
    await api.says("hello")
    await api.until_sent(2)
    assert api.texts(7) == [WORDS.privacy, "heard hello"]
    await api.until(lambda: not api.unconfirmed)


async def test_an_old_button_is_passed_on_though_telegram_no_longer_takes_its_acknowledgement(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    api.old_queries.add("ancient")
    await api.presses("/affirm", query="ancient")
    vanished = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}
    person = {"id": 7, "is_bot": False, "first_name": "Pat"}
    press = {"id": "vanished", "from": person, "chat_instance": "1", "data": "/deny", "message": vanished}
    await api.queue({"callback_query": press})
    await api.queue({"callback_query": {"id": "inline", "from": person, "chat_instance": "1", "data": "/deny"}})
    await api.until(lambda: len(api.called("answerCallbackQuery")) == 3 and len(listener.words) == 2)
    assert listener.words == ["/affirm", "/deny"]


# --- failures


async def test_an_exception_or_an_empty_reply_becomes_words_with_numbers_to_call(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    async def broken() -> Reply:
        raise RuntimeError("boom")

    listener.replies["break"] = broken
    listener.answers("nothing", [])
    await api.says("break")
    await api.says("nothing")
    await api.says("still there?")
    await api.until(lambda: "heard still there?" in api.texts(7))
    assert api.texts(7) == [WORDS.privacy, WORDS.failed, WORDS.failed, "heard still there?"]
    assert "999" in WORDS.failed
    assert "116 123" in WORDS.failed


@pytest.mark.parametrize(
    "failure",
    [
        Failure(status=500),
        Failure(status=502, body=b"<html>bad gateway</html>"),
        Failure(status=200, body=b"not json"),
        Failure(cut=True),
        Failure(status=429, retry_after=1, description="Too Many Requests: retry after 1"),
    ],
    ids=["500", "502 html", "200 not json", "cut", "429"],
)
async def test_an_answer_survives_a_failure_of_telegram(
    polling: Telegram, api: TelegramApi, listener: Listener, failure: Failure
) -> None:
    api.fail("sendMessage", failure)
    await api.says("hello")
    await api.until(lambda: "heard hello" in api.texts(7))
    assert listener.words == ["hello"]
    assert api.texts(7) == [WORDS.privacy, "heard hello"]


async def test_flood_control_is_waited_out_for_as_long_as_telegram_asks(polling: Telegram, api: TelegramApi) -> None:
    api.fail("sendMessage", Failure(status=429, retry_after=3, description="Too Many Requests"))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await api.says("flooded", chat=7)
    await api.says("free", chat=8)
    await api.until_sent(4)
    assert [sent.chat for sent in api.sent] == [8, 8, 7, 7]
    assert loop.time() - began >= 3.0


async def test_an_answer_that_cannot_be_delivered_in_time_is_owned_up_to_with_the_next_one(
    polling: Telegram, api: TelegramApi
) -> None:
    api.fail("sendMessage", Failure(status=429, retry_after=3600, description="Too Many Requests"))
    await api.says("lost")
    await api.until(lambda: len(api.called("sendMessage")) == 1)
    await api.says("next")
    await api.until(lambda: "heard next" in api.texts(7))
    assert api.texts(7) == [WORDS.undelivered, "heard next"]


async def test_words_that_telegram_refuses_are_sent_again_without_layout_and_buttons(
    polling: Telegram, api: TelegramApi, listener: Listener
) -> None:
    listener.answers("a", say("Call 999 & <wait>", Kind.SAFETY, buttons=(Button(title="Go on", payload="x" * 65),)))
    await api.says("a")
    [answer] = await api.until_sent(1)
    assert answer.text == "Call 999 & <wait>"
    assert answer.buttons == []


async def test_a_person_who_blocks_the_bot_does_not_disturb_the_others(polling: Telegram, api: TelegramApi) -> None:
    api.blocked.add(7)
    await api.says("hello", chat=7)
    await api.says("hello", chat=8)
    await api.until_sent(2, chat=8)
    assert len(api.called("sendMessage")) <= 3
    assert api.texts(7) == []


async def test_failing_polls_are_repeated(polling: Telegram, api: TelegramApi, listener: Listener) -> None:
    await api.says("one")
    await api.until(lambda: listener.finished == ["one"])
    api.fail(
        "getUpdates",
        Failure(),
        Failure(cut=True),
        Failure(status=200, body=b"?"),
        Failure(status=409, description="Conflict: terminated by other getUpdates request"),
        Failure(status=401, description="Unauthorized"),
        Failure(status=429, retry_after=1, description="Too Many Requests"),
    )
    await api.says("two")
    await api.until(lambda: listener.finished == ["one", "two"])
    assert polling.state is State.RUNNING


async def test_the_network_may_be_away_at_the_start_and_in_the_middle(api: TelegramApi, listener: Listener) -> None:
    await api.close()
    async with running(make(api, listener)) as telegram:
        await asyncio.sleep(0.1)
        assert telegram.state is State.CONNECTING
        await api.open()
        await api.says("one")
        await api.until(lambda: listener.finished == ["one"])
        await api.close()
        await asyncio.sleep(0.2)
        await api.open()
        await api.says("two")
        await api.until(lambda: "heard two" in api.texts(7))
        assert telegram.state is State.RUNNING


async def test_a_refused_token_and_an_absent_network_neither_stop_the_app_nor_the_end(
    api: TelegramApi, listener: Listener
) -> None:
    async with running(make(api, listener, token="999:wrong")) as telegram:
        await api.until(lambda: len(api.called("getMe")) >= 2)
        assert telegram.state is State.REFUSED
    await api.close()
    async with running(make(api, listener)):
        await asyncio.sleep(0.05)


# --- webhook


async def test_the_webhook_carries_a_whole_exchange(by_webhook: Telegram, api: TelegramApi, listener: Listener) -> None:
    assert api.webhook_secret == SECRET
    assert api.called("setWebhook")[0]["allowed_updates"] == WANTED
    assert api.called("getUpdates") == []
    assert await api.post(api.numbered({"message": message(7, "private", text="hello")})) == 200
    assert api.texts(7) == [WORDS.privacy, "heard hello"]
    assert [inbound.session for inbound in listener.heard] == [session(7)]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET[:-1], "gehéim"])
async def test_the_webhook_reads_nothing_without_the_secret(
    by_webhook: Telegram, api: TelegramApi, listener: Listener, secret: str
) -> None:
    assert await api.post(api.numbered({"message": message(7, "private", text="hello")}), secret) == 401
    assert listener.heard == []


@pytest.mark.parametrize("body", [[], "text", {}, {"update_id": "one"}, None])
async def test_the_webhook_refuses_what_is_not_an_update(by_webhook: Telegram, api: TelegramApi, body: Any) -> None:
    assert await api.post(body) == 400


async def test_the_webhook_passes_over_an_update_that_cannot_be_read(
    by_webhook: Telegram, api: TelegramApi, listener: Listener
) -> None:
    assert await api.post(api.numbered({"message": {"message_id": "broken"}})) == 200
    assert listener.heard == []


async def test_the_webhook_asks_for_updates_again_while_the_channel_is_not_ready(
    by_webhook: Telegram, api: TelegramApi, listener: Listener
) -> None:
    await by_webhook.stop()
    assert await api.post(api.numbered({"message": message(7, "private", text="hello")})) == 503
    assert api.webhook != ""
    assert listener.heard == []


@pytest.mark.parametrize("secret", ["", "short", "spaces are not allowed", "x" * 257])
async def test_a_weak_webhook_secret_is_refused_at_the_start(api: TelegramApi, listener: Listener, secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        add_webhook_route(web.Application(), make(api, listener), "/telegram", secret)


async def test_an_empty_session_key_is_refused(api: TelegramApi, listener: Listener) -> None:
    with pytest.raises(ValueError, match="session key"):
        make(api, listener, session_key=b"")


# --- logs


SPOKEN = "secret" + "word"  # in two parts: a traceback may quote this file, and that is not a leak


async def test_neither_the_token_nor_a_chat_nor_a_word_reaches_a_log(
    api: TelegramApi, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> Reply:
        raise RuntimeError(SPOKEN)

    caplog.set_level(logging.DEBUG)
    chat = 4242424242
    listener.replies[f"{SPOKEN} breaks"] = broken
    async with running(make(api, listener)):
        await api.says(SPOKEN, chat=chat)
        await api.until_sent(2, chat=chat)
        echo = f'{{"ok": true, "result": {{"text": "{SPOKEN}", "chat": {chat}'.encode()
        refusal = f"Bad Request: {SPOKEN} {TOKEN}"
        api.fail("sendMessage", Failure(status=200, body=echo), Failure(cut=True), Failure(400, description=refusal))
        await api.says(f"{SPOKEN} again", chat=chat)
        await api.says(f"{SPOKEN} breaks", chat=chat)
        await api.queue({"message": {"message_id": SPOKEN}})
        api.fail("getUpdates", Failure(status=200, body=SPOKEN.encode()), Failure(401, description=TOKEN))
        await api.until(lambda: WORDS.failed in api.texts(chat))
    async with running(make(api, listener, token=TOKEN + "-wrong")):
        await api.until(lambda: len(api.called("getMe")) >= 3)
    ours = [
        record for record in caplog.records if record.name.split(".")[0] in ("bot", "telegram", "httpx", "httpcore")
    ]
    logged = "\n".join(logging.Formatter().format(record) for record in ours)
    assert "refuses the bot's token" in logged
    assert "RuntimeError" in logged
    for secret in (TOKEN, SPOKEN, str(chat), session(chat)):
        assert secret not in logged


@pytest.mark.parametrize(("category", "hidden"), [("abuse_domestic", True), ("abuse_child", True), ("suicide", False)])
async def test_a_reply_on_abuse_makes_no_sound_and_its_first_line_tells_nothing(
    polling: Telegram, api: TelegramApi, listener: Listener, category: str, hidden: bool
) -> None:
    listener.answers("he is at it again", say("Call 0808 2000 247.", Kind.SAFETY, category=category))
    await api.says("he is at it again")
    (sent,) = await api.until_sent(1)
    assert (sent.params.get("disable_notification") == "true") is hidden
    assert sent.plain.startswith(f"{WORDS.discreet}\n\n") is hidden
    assert "0808 2000 247" in sent.plain
