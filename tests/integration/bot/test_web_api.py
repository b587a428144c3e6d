"""The chat API over real HTTP, against what its own OpenAPI document promises."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from bot.messages import Inbound, Reply
from bot.scripted_conversation import DANGER, ScriptedConversation
from bot.web import Limit, WebOptions, add_chat_routes

CHAT = "/api/v1/chat"
COUNCIL = "https://www.example.gov.uk"
AMPLE = Limit(burst=1000, per_minute=1000)
Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def serving(conversation: ScriptedConversation | None = None, **options: Any) -> AsyncIterator[Client]:
    app = web.Application()
    settings = {"operator": "Example Council", "allowed_origins": (COUNCIL,), "secure_cookie": False, **options}
    add_chat_routes(app, conversation or ScriptedConversation(), WebOptions(**settings))
    async with TestClient(TestServer(app)) as client:
        yield client


def schema(document: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})


async def error_of(response: ClientResponse, status: int, code: str) -> str:
    body = await response.json()
    assert (response.status, body["error"]["code"]) == (status, code)
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert response.headers["Cache-Control"] == "no-store"
    return str(body["error"]["message"])


async def test_a_conversation_goes_from_greeting_to_results() -> None:
    async with serving() as client:
        begun = await (await client.post(CHAT, json={"session": None})).json()
        assert begun["messages"][0]["buttons"][0]["payload"] == "/start_screening"
        asked = await (
            await client.post(CHAT, json={"session": begun["session"], "payload": "/start_screening"})
        ).json()
        assert asked["session"] == begun["session"]
        assert asked["messages"][0]["item"] == "left_out"
        answer = asked["messages"][0]["buttons"][1]["payload"]
        found = await (await client.post(CHAT, json={"session": begun["session"], "payload": answer})).json()
        assert [card["name"] for card in found["messages"][1]["cards"]] == [
            "Moseley Community Choir",
            "The Silver Line",
        ]


async def test_text_without_a_session_opens_one() -> None:
    async with serving() as client:
        response = await client.post(CHAT, json={"session": None, "text": "hello"})
        assert (await response.json())["messages"][0]["text"] == "You wrote: hello"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\U0001f44b\U0001f3fd", "<b>hi</b>", "'; DROP TABLE x;--", "/restart{}", "\u202eabc", "é" * 4000],
)
async def test_every_text_gets_an_answer_as_text(text: str) -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        response = await client.post(CHAT, json={"session": None, "text": text})
        assert response.status == 200
        assert (await response.json())["messages"]
        assert (conversation.received[0].text, conversation.received[0].payload) == (text, None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"hello"',
        b"[" * 30_000,
        b"\xff\xfe\x00",
        b"{}",
        b'{"text": "hello"}',
        b'{"session": 7, "text": "hello"}',
        b'{"session": null, "text": 7}',
        b'{"session": null, "payload": ["/greet"]}',
        b'{"session": "token-1"}',
        b'{"session": null, "text": "a", "payload": "/b"}',
        b'{"session": null, "message": "hello"}',
    ],
)
async def test_a_request_that_makes_no_sense_is_refused_in_words(body: bytes) -> None:
    async with serving() as client:
        response = await client.post(CHAT, data=body, headers={"Content-Type": "application/json"})
        assert "session" in await error_of(response, 400, "bad_request")


async def test_an_ended_conversation_says_how_to_start_again() -> None:
    async with serving() as client:
        response = await client.post(CHAT, json={"session": "made-up", "text": "hello"})
        assert '{"session": null}' in await error_of(response, 404, "unknown_session")


async def test_a_long_text_is_refused_with_numbers_to_call() -> None:
    async with serving() as client:
        response = await client.post(CHAT, json={"session": None, "text": "a" * 4001})
        message = await error_of(response, 413, "too_long")
        assert "999" in message
        assert "116 123" in message


@pytest.mark.parametrize("told", [True, False], ids=["length told", "length not told"])
async def test_a_huge_body_is_not_read_and_numbers_to_call_are_given(told: bool) -> None:
    body = json.dumps({"session": None, "text": "a" * 70_000}).encode()

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 8192):
            yield body[start : start + 8192]

    async with serving() as client:
        data = body if told else in_pieces()
        response = await client.post(CHAT, data=data, headers={"Content-Type": "application/json"})
        assert "116 123" in await error_of(response, 413, "too_large")


async def test_too_many_messages_are_told_how_long_to_wait() -> None:
    async with serving(per_session=Limit(burst=2, per_minute=6)) as client:
        token = (await (await client.post(CHAT, json={"session": None})).json())["session"]
        assert (await client.post(CHAT, json={"session": token, "text": "one"})).status == 200
        response = await client.post(CHAT, json={"session": token, "text": "two"})
        message = await error_of(response, 429, "too_many_requests")
        assert int(response.headers["Retry-After"]) == 10
        assert "116 123" in message


async def test_a_trusted_proxy_does_not_make_strangers_share_one_limit() -> None:
    options = {"per_address": Limit(burst=1, per_minute=1), "trusted_proxies": ("127.0.0.1",)}
    async with serving(**options) as client:
        answers = [
            (await client.post(CHAT, json={"session": None}, headers={"X-Forwarded-For": address})).status
            for address in ("198.51.100.1", "198.51.100.2", "198.51.100.1")
        ]
        assert answers == [200, 200, 429]


async def test_an_untrusted_client_cannot_pretend_to_be_many() -> None:
    async with serving(per_address=Limit(burst=1, per_minute=1)) as client:
        answers = [
            (await client.post(CHAT, json={"session": None}, headers={"X-Forwarded-For": address})).status
            for address in ("198.51.100.1", "198.51.100.2")
        ]
        assert answers == [200, 429]


@pytest.mark.parametrize(
    "request_body",
    [
        {"session": "made-up", "text": DANGER},
        {"session": None, "text": DANGER, "payload": "/stop"},
        {"session": None, "text": DANGER + "." * 4000},
        {"session": 7, "text": DANGER},
        {"text": DANGER, "surprise": 1},
    ],
)
async def test_a_safety_reply_is_always_delivered(request_body: dict[str, Any]) -> None:
    async with serving() as client:
        response = await client.post(CHAT, json=request_body)
        body = await response.json()
        assert (response.status, body["messages"][0]["kind"], body["session"]) == (200, "safety", "token-1")


async def test_a_safety_reply_is_delivered_over_the_limit_and_with_a_wrong_content_type() -> None:
    async with serving(per_address=Limit(burst=0, per_minute=1)) as client:
        assert (await client.post(CHAT, json={"session": None, "text": DANGER})).status == 200
        text = json.dumps({"session": None, "text": DANGER})
        assert (await client.post(CHAT, data=text, headers={"Content-Type": "text/plain"})).status == 200


async def test_wrong_methods_types_and_addresses_have_the_one_error_shape() -> None:
    async with serving() as client:
        response = await client.get(CHAT)
        await error_of(response, 405, "method_not_allowed")
        assert "POST" in response.headers["Allow"]
        await error_of(await client.post(CHAT, data="session=1"), 415, "unsupported_media_type")
        await error_of(await client.get("/api/v1/nothing"), 404, "not_found")
        await error_of(await client.get("/api/"), 404, "not_found")


class Breaks(ScriptedConversation):
    async def converse(self, inbound: Inbound) -> Reply:
        raise RuntimeError(f"could not store {inbound.text}")


async def test_a_failure_tells_nothing_and_logs_nothing_that_was_said(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(Breaks()) as client:
        with caplog.at_level(logging.DEBUG):
            response = await client.post(CHAT, json={"session": None, "text": "my secret words"})
            message = await error_of(response, 500, "internal")
    assert "RuntimeError" not in message
    assert "116 123" in message
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_listed_site_may_call_from_a_browser() -> None:
    async with serving() as client:
        asking = {"Origin": COUNCIL, "Access-Control-Request-Method": "POST"}
        preflight = await client.options(CHAT, headers=asking)
        assert preflight.status == 204
        assert preflight.headers["Access-Control-Allow-Origin"] == COUNCIL
        assert preflight.headers["Access-Control-Allow-Headers"] == "Content-Type"
        response = await client.post(CHAT, json={"session": None}, headers={"Origin": COUNCIL})
        assert (response.status, response.headers["Access-Control-Allow-Origin"]) == (200, COUNCIL)
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://www.example.gov.uk.evil.example"])
async def test_another_site_may_not(origin: str) -> None:
    conversation = ScriptedConversation()
    async with serving(conversation) as client:
        for response in (
            await client.options(CHAT, headers={"Origin": origin}),
            await client.post(CHAT, json={"session": None}, headers={"Origin": origin}),
        ):
            await error_of(response, 403, "origin_not_allowed")
            assert "Access-Control-Allow-Origin" not in response.headers
    assert conversation.received == []


async def test_the_page_of_the_service_itself_may_call() -> None:
    async with serving() as client:
        own = str(client.make_url("/")).rstrip("/")
        assert (await client.post(CHAT, json={"session": None}, headers={"Origin": own})).status == 200


async def test_the_openapi_document_is_valid_and_true() -> None:
    async with serving(per_address=AMPLE) as client:
        document = await (await client.get("/api/v1/openapi.json")).json()
        validate(document)
        answers = schema(document, "ChatResponse")
        errors = schema(document, "ErrorResponse")
        asks = schema(document, "ChatRequest")
        operation = document["paths"][CHAT]["post"]
        for example in operation["requestBody"]["content"]["application/json"]["examples"].values():
            asks.validate(example["value"])
        for body in (
            {"session": None},
            {"session": None, "payload": "/start_screening"},
            {"session": None, "payload": "/results"},
            {"session": None, "text": DANGER},
            {"session": "made-up", "text": "hello"},
            {"session": None, "text": 7},
            {"session": None, "text": "a" * 4001},
        ):
            response = await client.post(CHAT, json=body)
            assert str(response.status) in operation["responses"]
            (answers if response.status == 200 else errors).validate(await response.json())
