"""The public chat API: `POST /api/v1/chat` and the document that describes it."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.messages import Message
from bot.openapi import openapi_document
from bot.web_body import Body, as_read, read_body
from bot.web_errors import (
    BadRequestError,
    ChatError,
    ContentTypeError,
    ForeignOriginError,
    TooLargeError,
    error_body,
    log_without_words,
    with_help,
)
from bot.web_exchange import Answer, Desk, Sent
from bot.web_limits import TrustedProxies
from language.phrases import phrase

CHAT = "/api/v1/chat"
OPENAPI = "/api/v1/openapi.json"
PREFLIGHT_SECONDS = "600"

BROKEN = with_help(phrase("Something went wrong on our side. Please try again."))

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ChatRequest(BaseModel):
    """One message to Kith. `{"session": null}` alone begins a conversation."""

    model_config = ConfigDict(extra="forbid", strict=True)

    session: Annotated[str, Field(max_length=256)] | None
    """The session of the last answer; null to begin."""
    text: str | None = None
    """What the person typed: at most 4,000 characters."""
    payload: Annotated[str, Field(max_length=64)] | None = None
    """The payload of a button that Kith offered in this conversation."""


class ChatResponse(BaseModel):
    """What Kith says. `session` is null only for a safety reply given while no conversation could be opened."""

    session: str | None
    messages: list[Message]


class ErrorDetail(BaseModel):
    code: str
    message: str


class ErrorResponse(BaseModel):
    """The one shape of every error."""

    error: ErrorDetail


class ChatApi:
    """The handlers of the chat API."""

    def __init__(self, desk: Desk, proxies: TrustedProxies, allowed_origins: Sequence[str]) -> None:
        self._desk = desk
        self._proxies = proxies
        self._allowed_origins = frozenset(allowed_origins)
        self._document = json.dumps(openapi_document(ChatRequest, ChatResponse, ErrorResponse))

    async def chat(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        value = _json(body.kept)
        try:
            sent = self._sent(request, value, body)
        except ChatError:
            token = _string(value, "session")
            answer = await self._desk.rescue(Sent(token, _string(value, "text") or as_read(body.kept)))
            if answer is None:
                raise
        else:
            answer = await self._desk.answer(sent, client_address(request, self._proxies))
        return _chat_response(answer)

    async def preflight(self, request: web.Request) -> web.Response:
        self._check_origin(request)
        allowed = {
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": PREFLIGHT_SECONDS,
        }
        return web.Response(status=204, headers=allowed)

    async def openapi(self, _request: web.Request) -> web.Response:
        return web.Response(text=self._document, content_type="application/json")

    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer with the one error shape under /api/, never with a page and never with a detail of a failure."""
        try:
            response = await handler(request)
        except ChatError as error:
            response = _error(error.status, error.code, error.message)
            response.headers.update(error.headers)
        except web.HTTPException as error:
            response = _error(error.status, HTTPStatus(error.status).name.lower(), _PLAIN.get(error.status))
            if "Allow" in error.headers:
                response.headers["Allow"] = error.headers["Allow"]
        except Exception as error:
            log_without_words(log, error)
            response = _error(500, "internal", BROKEN)
        self._add_headers(request, response)
        return response

    def _sent(self, request: web.Request, value: object, body: Body) -> Sent:
        if not body.whole:
            raise TooLargeError
        self._check_origin(request)
        if request.content_type != "application/json":
            raise ContentTypeError
        try:
            asked = ChatRequest.model_validate(value)
        except ValidationError:
            raise BadRequestError from None  # the details would repeat what a person wrote
        if asked.session is not None and asked.text is None and asked.payload is None:
            raise BadRequestError
        return Sent(asked.session, asked.text, asked.payload)

    def _check_origin(self, request: web.Request) -> None:
        """Programs send no Origin; browsers send it, and then it must be our own page or a listed site."""
        origin = request.headers.get("Origin")
        if origin is None or origin in self._allowed_origins or urlsplit(origin).netloc == request.host:
            return
        raise ForeignOriginError

    def _add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Origin"
        origin = request.headers.get("Origin")
        if origin in self._allowed_origins:
            response.headers["Access-Control-Allow-Origin"] = str(origin)
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"


_PLAIN = {404: "There is nothing at this address.", 405: "This address does not answer that method."}


def client_address(request: web.Request, proxies: TrustedProxies) -> str:
    return proxies.client(request.remote, ",".join(request.headers.getall("X-Forwarded-For", [])))


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _string(value: object, name: str) -> str | None:
    found: Any = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _chat_response(answer: Answer) -> web.Response:
    body = ChatResponse(session=answer.token, messages=answer.messages)
    return web.Response(text=body.model_dump_json(), content_type="application/json")


def _error(status: int, code: str, message: str | None) -> web.Response:
    return web.json_response(error_body(code, message or "The request could not be carried out."), status=status)
