"""The benchmark's conversation: both sides say what it expects of them, and a wrong reply never counts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.conftest import free_port
from tests.load.driving import drive
from tests.load.screening_talk import TALK, KithTalker, StockTalker, Turn, WrongReplyError

ROOT = Path(__file__).resolve().parents[3]
FILLED_IN = ("add up to 8", "Your total is 8.")


def said_by(path: str) -> str:
    return " ".join((ROOT / path).read_text().split())


@pytest.mark.parametrize("turn", [turn for turn in TALK if turn.kith_says not in FILLED_IN])
def test_the_expected_words_stand_in_both_domains(turn: Turn) -> None:
    assert turn.kith_says in said_by("domain.yml")
    assert turn.stock_says in said_by("tests/load/stock/domain.yml")


class Parrot:
    """A server with both sides' addresses that says everything that is expected, or `instead`."""

    def __init__(self) -> None:
        self.instead: str | None = None
        self.kind = "say"
        self.heard = 0
        self._buttons = [{"title": turn.words, "payload": "/pressed"} for turn in TALK]

    def _message(self, words: str) -> dict[str, object]:
        self.heard += 1
        return {
            "kind": self.kind,
            "text": self.instead if self.instead is not None else words,
            "buttons": self._buttons,
        }

    async def chat(self, _request: web.Request) -> web.Response:
        words = "\n".join(turn.kith_says for turn in TALK)
        return web.json_response({"session": "a session", "messages": [self._message(words)]})

    async def rest(self, _request: web.Request) -> web.Response:
        return web.json_response([self._message("\n".join(turn.stock_says for turn in TALK))])


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest.fixture
async def url(parrot: Parrot) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/api/v1/chat", parrot.chat)
    app.router.add_post("/webhooks/rest/webhook", parrot.rest)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize("talker", [KithTalker, StockTalker])
async def test_every_message_that_was_sent_is_timed(
    parrot: Parrot, url: str, client: aiohttp.ClientSession, talker: type[KithTalker] | type[StockTalker]
) -> None:
    load = await drive(lambda: talker(client, url), 3, 0.05)
    assert len(load.latencies) == parrot.heard
    assert parrot.heard % len(TALK) == 0
    assert 0 < max(load.latencies) <= load.seconds


@pytest.mark.parametrize("talker", [KithTalker, StockTalker])
async def test_another_reply_than_the_expected_one_ends_the_measurement(
    parrot: Parrot, url: str, client: aiohttp.ClientSession, talker: type[KithTalker] | type[StockTalker]
) -> None:
    parrot.instead = "I'm sorry, I can't answer just now."
    with pytest.raises(WrongReplyError, match="can't answer"):
        await drive(lambda: talker(client, url), 2, 0.05)


async def test_a_fallback_ends_the_measurement_whatever_it_says(
    parrot: Parrot, url: str, client: aiohttp.ClientSession
) -> None:
    parrot.kind = "fallback"
    with pytest.raises(WrongReplyError, match="fallback"):
        await drive(lambda: KithTalker(client, url), 1, 0.05)
