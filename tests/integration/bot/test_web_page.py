"""The chat page without JavaScript, its headers and its companions, over real HTTP."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.messages import Inbound, Reply
from bot.scripted_conversation import DANGER, ScriptedConversation
from bot.web import Limit, WebOptions, add_chat_routes

COUNCIL = "https://www.example.gov.uk"
DATA = {"Accept": "application/json"}
Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def serving(conversation: ScriptedConversation | None = None, **options: Any) -> AsyncIterator[Client]:
    app = web.Application()
    settings = {"operator": "Example Council", "allowed_origins": (COUNCIL,), "secure_cookie": False, **options}
    add_chat_routes(app, conversation or ScriptedConversation(), WebOptions(**settings))
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_visit_shows_what_kith_is_and_starts_nothing() -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        response = await client.get("/")
        page = await response.text()
    assert "You are talking to a computer program (a bot), not a person." in page
    assert "Help now" in page
    assert "Leave this page" in page
    assert "Example Council" in page
    assert "Set-Cookie" not in response.headers
    assert await conversation.open("token-1") is None


async def test_forms_carry_a_conversation_without_javascript() -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        page = await (await client.post("/", data={"payload": "/greet", "said": "Start chatting"})).text()
        assert "Hello. I am Kith." in page
        page = await (await client.post("/", data={"payload": "/start_screening", "said": "Check"})).text()
        assert "How often do you feel left out?" in page
        page = await (await client.post("/", data={"text": "hello there"})).text()
        assert "You wrote: hello there" in page
    assert {inbound.session for inbound in conversation.received} == {"web-1"}


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    async with serving() as client:
        response = await client.post("/", data={"payload": "/greet"})
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" not in cookie
    assert "expires" not in cookie.lower()


async def test_over_tls_the_cookie_is_tied_to_this_host() -> None:
    async with serving(secure_cookie=True) as client:
        cookie = (await client.post("/", data={"payload": "/greet"})).headers["Set-Cookie"]
    assert cookie.startswith("__Host-kith=")
    assert "Secure" in cookie


async def test_an_ended_conversation_starts_again_and_gives_the_words_back() -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        await client.post("/", data={"payload": "/greet"})
        conversation.forget()
        response = await client.post("/", data={"text": "my long answer"})
        page = await response.text()
    assert response.status == 200
    assert "Your last chat has ended" in page
    assert "Hello. I am Kith." in page
    assert re.search(r"<textarea[^>]*>my long answer</textarea>", page)


async def test_a_text_that_is_too_long_is_kept_in_the_box() -> None:
    words = "long " * 1000
    async with serving() as client:
        response = await client.post("/", data={"text": words})
        page = await response.text()
    assert response.status == 413
    assert "longer than 4,000 characters" in page
    assert words in html.unescape(page)


async def test_a_huge_form_is_told_kindly() -> None:
    async with serving() as client:
        response = await client.post("/", data={"text": "a" * 70_000})
        assert response.status == 413
        assert "116 123" in await response.text()


async def test_safety_goes_before_the_limit() -> None:
    async with serving(per_address=Limit(burst=0, per_minute=1)) as client:
        refused = await client.post("/", data={"text": "hello"})
        helped = await client.post("/", data={"text": DANGER})
        assert (refused.status, helped.status) == (429, 200)
        assert "You can get help now" in await helped.text()


class Breaks(ScriptedConversation):
    async def converse(self, inbound: Inbound) -> Reply:
        raise RuntimeError("secret detail")


async def test_a_failure_keeps_the_words_and_names_a_human() -> None:
    async with serving(Breaks()) as client:
        response = await client.post("/", data={"text": "my words"})
        page = await response.text()
    assert response.status == 500
    assert "116 123" in page
    assert "secret detail" not in page
    assert re.search(r"<textarea[^>]*>my words</textarea>", page)


async def test_what_a_person_writes_stays_text() -> None:
    attack = "<script>alert(1)</script>"
    async with serving() as client:
        for form in ({"text": attack}, {"payload": attack, "said": attack}):
            page = await (await client.post("/", data=form)).text()
            assert "<script>alert" not in page


async def test_a_form_on_another_site_is_refused() -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        response = await client.post("/", data={"payload": "/greet"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status == 403
    assert conversation.received == []


async def test_the_script_gets_the_same_words_ready_to_show() -> None:
    async with serving() as client:
        begun = await (await client.post("/", data={"payload": "/greet"}, headers=DATA)).json()
        assert "Hello. I am Kith." in begun["html"]
        response = await client.post("/", data={"text": "hi", "session": begun["session"]}, headers=DATA)
        assert "You wrote: hi" in (await response.json())["html"]
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/", "/?embed=1", "/privacy", "/accessibility", "/no-such-page"])
async def test_every_page_is_closed_to_scripts_of_others(path: str) -> None:
    async with serving() as client:
        headers = (await client.get(path, headers={"Accept": "text/html"})).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    framed_by = f"'self' {COUNCIL}" if "embed" in path else "'none'"
    assert policy.endswith(f"frame-ancestors {framed_by}")


@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility"])
async def test_no_page_loads_anything_from_elsewhere_or_has_inline_code(path: str) -> None:
    async with serving() as client:
        page = await (await client.get(path)).text()
    assert not re.search(r"""<(script|link|img|iframe)[^>]*(src|href)="(https?:)?//""", page)
    assert not re.search(r"<script>|<style|\son\w+=|\sstyle=", page)


async def test_the_chat_is_never_cached_and_its_files_are_cached_for_long() -> None:
    async with serving() as client:
        response = await client.get("/")
        assert response.headers["Cache-Control"] == "no-store"
        found = re.search(r'href="(/static/chat\.css\?v=\w+)"', await response.text())
        assert found
        file = await client.get(found.group(1))
        assert file.content_type == "text/css"
        assert "immutable" in file.headers["Cache-Control"]
        again = await client.get(found.group(1), headers={"If-None-Match": file.headers["ETag"]})
        assert again.status == 304
        assert "immutable" not in (await client.get("/static/chat.css?v=old")).headers["Cache-Control"]
        assert (await client.get("/static/../web.py")).status == 404
        assert (await client.get("/static/%2e%2e%2fweb.py")).status == 404


async def test_a_lost_person_gets_a_page_and_a_program_does_not() -> None:
    async with serving() as client:
        person = await client.get("/no-such-page", headers={"Accept": "text/html"})
        assert (person.status, person.content_type) == (404, "text/html")
        assert "We cannot find that page" in await person.text()
        program = await client.get("/no-such-page", headers={"Accept": "application/json"})
        assert (program.status, program.content_type) == (404, "text/plain")


async def test_the_widget_is_one_script() -> None:
    async with serving() as client:
        response = await client.get("/widget.js")
        assert (response.status, response.content_type) == (200, "text/javascript")
        assert "max-age=3600" in response.headers["Cache-Control"]


async def test_a_position_is_taken_once_and_never_said_back() -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        answer = await client.post("/", data={"latitude": "52.448", "longitude": "-1.890"}, headers=DATA)
        body = await answer.text()
    assert [inbound.position for inbound in conversation.received] == [(52.448, -1.89)]
    assert "52.448" not in body
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    "fields",
    [
        {"latitude": "north", "longitude": "0"},
        {"latitude": "nan", "longitude": "0"},
        {"latitude": "52.4"},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "52.4", "longitude": "inf"},
        {"latitude": "52.4", "longitude": "-1.9", "text": "hello"},
    ],
    ids=str,
)
async def test_what_is_no_position_is_refused(fields: dict[str, str]) -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        assert (await client.post("/", data=fields, headers=DATA)).status == 400
    assert conversation.received == []
