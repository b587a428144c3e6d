"""The chat page in other languages, over real HTTP and without JavaScript."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.scripted_conversation import ScriptedConversation
from bot.web import WebOptions, add_chat_routes
from language import catalogues

POLISH = {
    "Send": "Wyślij",
    "This page is only in English.": "Ta strona jest tylko po angielsku.",
    "We cannot find that page": "Nie ma takiej strony",
    "That message is longer than 4,000 characters. Please send it in shorter parts.": "Ponad 4,000 znaków.",
}
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    monkeypatch.setattr(catalogues, "_catalogue", lambda language: POLISH if language == "pl" else {})
    app = web.Application()
    add_chat_routes(app, ScriptedConversation(), WebOptions(operator="Example Council", secure_cookie=False))
    async with TestClient(TestServer(app)) as browser:
        yield browser


async def page_of(client: Client, path: str, **headers: str) -> str:
    return await (await client.get(path, headers={"Accept": "text/html", **headers})).text()


async def test_an_address_can_ask_for_a_language(client: Client) -> None:
    page = await page_of(client, "/?language=pl")
    assert '<html lang="pl" dir="ltr">' in page
    assert "Wyślij" in page


@pytest.mark.parametrize("path", ["/", "/?language=xx", "/?language=de", '/?language="><script>', "/?language="])
async def test_any_other_address_is_in_english_whatever_the_browser_accepts(client: Client, path: str) -> None:
    page = await page_of(client, path, **{"Accept-Language": "pl"})
    assert '<html lang="en-GB" dir="ltr">' in page
    assert "Wyślij" not in page
    assert page.index(">Polski<") < page.index(">English</button>")


async def test_a_page_that_is_only_in_english_says_so(client: Client) -> None:
    page = await page_of(client, "/privacy?language=pl")
    assert '<html lang="en-GB"' in page
    assert '<p class="draft" lang="pl" dir="ltr">Ta strona jest tylko po angielsku.</p>' in page
    assert "only in English" not in await page_of(client, "/privacy")


async def test_a_lost_person_is_told_in_the_language_of_the_address(client: Client) -> None:
    assert "Nie ma takiej strony" in await page_of(client, "/no-such-page?language=pl")


async def test_a_refusal_is_said_in_the_language_of_the_page(client: Client) -> None:
    response = await client.post("/?language=pl", data={"text": "a" * 5000})
    assert "Ponad 4,000 znaków." in await response.text()


async def test_the_script_is_told_the_language_of_the_reply(client: Client) -> None:
    said = {"headers": {"Accept": "application/json"}}
    reply = await (await client.post("/", data={"payload": "/greet"}, **said)).json()
    helped = await (await client.post("/", data={"payload": "/help_now"}, **said)).json()
    assert (reply["language"], helped["language"]) == ("en", None)
