"""The chat page and its companions: they work without JavaScript and are made quicker by it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from aiohttp import web

from bot.chat import START
from bot.spoken import OFFERED, SPEAK, language_of
from bot.web_api import client_address
from bot.web_body import Body, as_read, read_body
from bot.web_cookie import cookie_name, from_here, remember
from bot.web_errors import BadRequestError, ChatError, TooLargeError, UnknownSessionError, log_without_words, with_help
from bot.web_exchange import Answer, Desk, Sent
from bot.web_languages import voice
from bot.web_limits import TrustedProxies
from bot.web_view import Asset, View
from language.catalogues import ENGLISH
from language.phrases import phrase

YEAR = 365 * 24 * 3600
CLOSED = phrase("Your last chat has ended, so this is a new one.")
BROKEN = with_help(phrase("Something went wrong on our side. Please try again in a minute."))

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Said:
    """One form as posted: `said` is what a pressed button was called, `text` what was typed."""

    sent: Sent
    said: str


@dataclass(frozen=True)
class Unreadable(Said):
    """What cannot be read as one of our forms: whatever words stand in it, and what is wrong with it."""

    words: str
    refusal: ChatError


@dataclass(frozen=True)
class Turn:
    """What to show after a form was posted."""

    answer: Answer
    status: int = 200
    notice: str | None = None
    unsent: str = ""
    """The person's words, given back to them because they were not taken."""


class ChatPage:
    """The handlers of the chat page."""

    def __init__(
        self, desk: Desk, view: View, proxies: TrustedProxies, frame_ancestors: Sequence[str], secure_cookie: bool
    ) -> None:
        self._desk = desk
        self._view = view
        self._proxies = proxies
        self._frame_ancestors = " ".join(["'self'", *frame_ancestors])
        self._secure = secure_cookie

    async def show(self, request: web.Request) -> web.Response:
        """The page before anything was said. It starts no conversation: a mere visit leaves nothing behind."""
        return self._chat(request, Turn(Answer(None, [])), said="")

    async def post(self, request: web.Request) -> web.Response:
        if not from_here(request):
            raise web.HTTPForbidden(text="This form was sent from another site.")
        wants_data = "application/json" in request.headers.get("Accept", "")
        said = Said(Sent(None), "")
        try:
            said = await self._read(request)
            turn = await self._turn(said, client_address(request, self._proxies))
        except ChatError as error:
            turn = Turn(Answer(said.sent.token, []), error.status, error.message, said.sent.text or "")
        except Exception as error:
            log_without_words(log, error)
            turn = Turn(Answer(said.sent.token, []), 500, BROKEN, said.sent.text or "")
        return self._data(request, turn) if wants_data else self._chat(request, turn, said.said)

    async def _read(self, request: web.Request) -> Said:
        """Read the form. One that cannot be read is `Unreadable`: its words are still looked through for danger."""
        body = await read_body(request)
        cookie = request.cookies.get(cookie_name(self._secure)) or None
        fields = _fields(body)
        if fields is None:
            refusal = BadRequestError() if body.whole else TooLargeError()
            return Unreadable(Sent(cookie), "", as_read(body.kept), refusal)
        token = fields.get("session") or cookie
        sent = Sent(token, fields.get("text"), fields.get("payload"), _position(fields))
        return Said(sent, fields.get("said") or fields.get("text") or "")

    async def _turn(self, said: Said, address: str) -> Turn:
        if isinstance(said, Unreadable):
            return Turn(await self._rescued(said))
        try:
            return Turn(await self._desk.answer(said.sent, address))
        except UnknownSessionError:
            notice = None if said.sent.payload == START else CLOSED
            return Turn(await self._desk.start_again(), notice=notice, unsent=said.sent.text or "")

    async def _rescued(self, said: Unreadable) -> Answer:
        answer = await self._desk.rescue(Sent(said.sent.token, said.words))
        if answer is None:
            raise said.refusal
        return answer

    def _data(self, request: web.Request, turn: Turn) -> web.Response:
        language = language_of(turn.answer.messages)
        body = {
            "session": turn.answer.token,
            "html": self._view.messages(turn.answer.messages, turn.notice, language or wanted(request)),
            "unsent": turn.unsent,
            "language": language,
        }
        response = web.json_response(body, status=turn.status)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _chat(self, request: web.Request, turn: Turn, said: str) -> web.Response:
        embed = request.query.get("embed") == "1"
        language = wanted(request)
        page = self._view.page(
            "chat",
            language_of(turn.answer.messages) or language,
            request.headers.get("Accept-Language", ""),
            opening=START if language == ENGLISH else SPEAK[language],
            embed=embed,
            said="" if turn.notice else said,
            notice=turn.notice,
            messages=turn.answer.messages,
            unsent=turn.unsent,
        )
        response = html(page, turn.status, self._frame_ancestors if embed else "'none'")
        response.headers["Cache-Control"] = "no-store"
        if turn.answer.token:
            remember(response, turn.answer.token, self._secure)
        return response


def _position(fields: Mapping[str, str]) -> tuple[float, float] | None:
    """Where the device says it is, in degrees. Raises BadRequestError for what is no point on the earth."""
    if "latitude" not in fields and "longitude" not in fields:
        return None
    try:
        latitude, longitude = float(fields["latitude"]), float(fields["longitude"])
    except (KeyError, ValueError):
        raise BadRequestError from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadRequestError
    return latitude, longitude


def _fields(body: Body) -> dict[str, str] | None:
    """The fields of a form, or None where the body is none of our forms."""
    try:
        fields = dict(parse_qsl(body.kept.decode(), keep_blank_values=True, max_num_fields=10))
    except ValueError:
        return None
    return fields if body.whole and (not fields or fields.keys() & {"text", "payload", "latitude"}) else None


class Pages:
    """The pages and files that are the same for everybody."""

    def __init__(self, view: View, assets: dict[str, Asset]) -> None:
        self._view = view
        self._assets = assets

    async def privacy(self, request: web.Request) -> web.Response:
        return self._in_english("privacy", request)

    async def accessibility(self, request: web.Request) -> web.Response:
        return self._in_english("accessibility", request)

    async def widget(self, request: web.Request) -> web.Response:
        return self._file(request, self._assets["widget.js"], 3600)

    async def icon(self, request: web.Request) -> web.Response:
        return self._file(request, self._assets["mark.svg"], 3600)

    async def static(self, request: web.Request) -> web.Response:
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        return self._file(request, asset, YEAR if request.query.get("v") == asset.version else 3600)

    async def not_found(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Show a kind page to a person who followed a broken link; programs get what they would have got."""
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if "text/html" not in request.headers.get("Accept", ""):
                raise
            return html(self._view.page("not_found", wanted(request)), HTTPStatus.NOT_FOUND)

    def _in_english(self, name: str, request: web.Request) -> web.Response:
        """A page that is only in English, which it says in the language of the reader."""
        return html(self._view.page(name, reader=voice(wanted(request))))

    def _file(self, request: web.Request, asset: Asset, seconds: int) -> web.Response:
        headers = {
            "Cache-Control": f"public, max-age={seconds}" + (", immutable" if seconds == YEAR else ""),
            "ETag": f'"{asset.version}"',
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        if packed:
            headers["Content-Encoding"] = "gzip"
        return web.Response(
            body=asset.packed if packed else asset.body,
            content_type=asset.content_type,
            charset="utf-8",
            headers=headers,
        )


def wanted(request: web.Request) -> str:
    """The language that the address asks for (`?language=pl`); English where the page cannot be shown in it."""
    asked = request.query.get("language", ENGLISH)
    return asked if asked in OFFERED else ENGLISH


def html(page: str, status: int = 200, frame_ancestors: str = "'none'", inline: str = "") -> web.Response:
    """A page that may load its own files and nothing else; only `frame_ancestors` may show it in a frame.

    `inline` is the source expression of a script that stands in the page itself ("'sha256-...'").
    """
    scripts = f"'self' {inline}".rstrip()
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors {frame_ancestors}"
    )
    response = web.Response(text=page, status=status, content_type="text/html")
    response.headers["Content-Security-Policy"] = policy
    return response
