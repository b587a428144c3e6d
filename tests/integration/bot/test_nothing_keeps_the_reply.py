"""Nothing keeps the safety reply from a person: no channel, spelling, length, limit or lock, and nothing that fails.

Real parts: the front with its net and encoder, the channels, databases, an engine's address, Redis's address. Each has
every trouble that we could think of.
"""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.chat import Chat
from bot.messages import Inbound
from bot.safety_reply import REPLIES
from bot.sessions import session_of
from bot.telegram import Telegram
from bot.telegram_delivery import Patience
from bot.telegram_wording import wording
from bot.web import Limit, WebOptions, add_chat_routes
from bot.web_body import LARGEST_BODY
from language.catalogues import said_in
from tests.integration.bot.spellings import CHATTER, LENGTHS, SENTENCES, SPELLINGS, WIRES, Cry, Posted
from tests.integration.bot.telegram_api import TOKEN, TelegramApi
from tests.integration.bot.troubles import ENCODERS, ENDED, ENGINES, KNOWN, LOCKS, STORES, Surroundings, Trouble

SECONDS = 20.0
"""A bound on hanging: what hangs does so for longer, and the reply itself waits for one second at most."""
AMPLE, NONE_LEFT = Limit(burst=10_000, per_minute=10_000), Limit(burst=0, per_minute=1)
TOKENS = (None, KNOWN, ENDED, "made-up", "x" * 300, "")

troubles = st.builds(
    Trouble, st.sampled_from(ENGINES), st.sampled_from(STORES), st.sampled_from(LOCKS), st.sampled_from(ENCODERS)
)
lengths = st.sampled_from(LENGTHS)
cries = st.builds(Cry, st.sampled_from(sorted(SENTENCES)), st.sampled_from(sorted(SPELLINGS)), lengths, lengths)


def thoroughly(examples: int) -> settings:
    """Settings of a property: so many examples. A failure is easy to read as it is, and slow to make smaller."""
    return settings(max_examples=examples, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@pytest.fixture(scope="module")
async def around(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surroundings]:
    """What stands around the front."""
    async with Surroundings(tmp_path_factory.mktemp("stores")).open() as surroundings:
        yield surroundings


@cache
def openings(category: str) -> tuple[str, ...]:
    """The first sentences of the replies to a category."""
    copy = yaml.safe_load(REPLIES.read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(copy["categories"][category]["opening"].values()))


def is_reply_to(category: str, text: str) -> bool:
    return any(opening in text for opening in openings(category)) and "999" in text


async def posted(chat: Chat, request: Posted, limit: Limit) -> str:
    """What a person reads after one request."""
    app = web.Application()
    add_chat_routes(app, chat, WebOptions("Testbury", secure_cookie=False, per_session=limit, per_address=limit))
    async with TestClient(TestServer(app)) as client, asyncio.timeout(SECONDS):
        answer = await client.post(request.path, data=request.body, headers={"Content-Type": request.kind})
        return html.unescape(re.sub(r"<[^>]+>", "", await answer.text()))


@thoroughly(80)
@given(
    cry=cries,
    wire=st.sampled_from(sorted(WIRES)),
    trouble=troubles,
    limit=st.sampled_from([AMPLE, NONE_LEFT]),
    token=st.sampled_from(TOKENS),
)
async def test_on_the_web(
    around: Surroundings, cry: Cry, wire: str, trouble: Trouble, limit: Limit, token: str | None
) -> None:
    async with around.chat(trouble) as chat:
        assert is_reply_to(cry.category, await posted(chat, WIRES[wire](cry.text, token), limit))


@thoroughly(8)
@given(
    category=st.sampled_from(sorted(SENTENCES)),
    wire=st.sampled_from(["json", "form", "words alone"]),
    first=st.booleans(),
    size=st.sampled_from([LARGEST_BODY, 2 * LARGEST_BODY, 5 * LARGEST_BODY]),
)
async def test_of_far_too_much_the_beginning_and_the_end_are_read(
    around: Surroundings, category: str, wire: str, first: bool, size: int
) -> None:
    chatter = CHATTER * (size // len(CHATTER) + 1)
    said = f"{SENTENCES[category]}. {chatter}" if first else f"{chatter} {SENTENCES[category]}."
    async with around.chat(Trouble()) as chat:
        assert is_reply_to(category, await posted(chat, WIRES[wire](said, None), AMPLE))


@thoroughly(30)
@given(cry=cries, trouble=troubles)
async def test_in_every_trouble_of_the_front(around: Surroundings, cry: Cry, trouble: Trouble) -> None:
    async with around.chat(trouble) as chat, asyncio.timeout(SECONDS):
        (reply,) = await chat.receive(Inbound(session=session_of(KNOWN), channel="telegram", text=cry.text))
        assert reply.category == cry.category


@thoroughly(25)
@given(
    words=st.sampled_from(
        [
            "help now",
            "HELP",
            "help me now",
            "Help!",
            "help\u200b now",
            " help  me ",
            "PLEASE HELP",
            "ｈｅｌｐ ｎｏｗ",
            "pomocy!",
            "imdat",
            "مساعدة",
            None,
        ]
    ),
    trouble=troubles,
    wire=st.sampled_from(["json", "form", "form of the widget"]),
    limit=st.sampled_from([AMPLE, NONE_LEFT]),
    token=st.sampled_from(TOKENS[:-2]),
)
async def test_help_now_by_word_or_by_button(
    around: Surroundings, words: str | None, trouble: Trouble, wire: str, limit: Limit, token: str | None
) -> None:
    request = WIRES[wire](words or "x", token)
    if words is None:
        body = request.body.replace(b'"text": "x"', b'"payload": "/help_now"').replace(b"text=x", b"payload=/help_now")
        request = Posted(request.path, request.kind, body)
    async with around.chat(trouble) as chat:
        read = await posted(chat, request, limit)
    said = (said_in(language, "Here is who you can call or text right now.") for language in ("en", "ar"))
    assert any(words in read for words in said)
    assert "116 123" in read


TELEGRAM_TEXT = 4_096
"""Characters of one message, the most that Telegram takes."""
HURRIED = Patience(first_pause=0.02, longest_pause=0.1, sending=5.0, unconfirmed=5.0, stopping=0.5, typing=0.3)
short_cries = cries.filter(lambda cry: cry.spelling != "half of a character" and len(cry.text) <= TELEGRAM_TEXT)


@asynccontextmanager
async def on_telegram(api: TelegramApi, chat: Chat) -> AsyncIterator[None]:
    """The Telegram channel before a front, for the length of the block."""
    words = wording("https://kith.example", "Send /help.")
    channel = Telegram(
        chat,
        token=TOKEN,
        session_key=b"key",
        wording=words,
        urgent=chat.urgent,
        patience=HURRIED,
        base_url=api.base_url,
    )
    await channel.start()
    try:
        yield
    finally:
        await channel.stop()


@thoroughly(12)
@given(cry=short_cries, trouble=troubles, how=st.sampled_from(["says", "edits", "captions"]), waiting=st.booleans())
async def test_on_telegram(around: Surroundings, cry: Cry, trouble: Trouble, how: str, waiting: bool) -> None:
    async with TelegramApi() as api, around.chat(trouble) as chat, on_telegram(api, chat):
        if waiting:
            await api.says("an earlier message that may never be answered")
        if how == "captions":
            await api.sends(photo=[], caption=cry.text)
        else:
            await (api.says if how == "says" else api.edits)(cry.text)
        await api.until(lambda: any(is_reply_to(cry.category, said) for said in api.texts(7)), SECONDS)


@pytest.mark.parametrize("asks", ["help now", "/help", "HELP"])
async def test_help_on_telegram_does_not_wait_behind_an_engine_that_hangs(around: Surroundings, asks: str) -> None:
    hanging = Trouble(engine="hanging", locks="held")
    async with TelegramApi() as api, around.chat(hanging) as chat, on_telegram(api, chat):
        await api.says("hello")
        await api.says(asks)
        await api.until(lambda: any("Here is who you can call" in said for said in api.texts(7)), SECONDS)
