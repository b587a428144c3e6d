"""A Telegram Bot API server on this machine, for tests of the channel through the real library.

It keeps updates until a poll asks past them, posts them to a webhook with its secret, refuses what Telegram refuses
(texts too long or empty, broken HTML, long button data, polling beside a webhook) and fails on demand.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import TracebackType
from typing import Any

import aiohttp
from aiohttp import web

from tests.conftest import HANGING_S, free_port

TOKEN = "123456:this-token-must-never-be-logged"
BOT = {"id": 123456, "is_bot": True, "first_name": "Kith", "username": "KithBot"}
TAGS = {"b", "i", "a"}


@dataclass(frozen=True)
class Failure:
    """What goes wrong with a call: a status, a wait asked for, an odd body, a delay, or a cut connection."""

    status: int = 500
    retry_after: int | None = None
    description: str = "Internal Server Error"
    body: bytes | None = None
    delay: float = 0.0
    cut: bool = False
    after_doing_it: bool = False


@dataclass
class Sent:
    """A message that the bot sent and the server accepted."""

    chat: int
    text: str
    buttons: list[list[dict[str, str]]]
    params: dict[str, str]

    @property
    def plain(self) -> str:
        """The text as a person sees it."""
        return _TextOf.read(self.text) if self.params.get("parse_mode") == "HTML" else self.text

    @property
    def titles(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.buttons]

    @property
    def location_button(self) -> str | None:
        """The title of the large button that asks a phone where it is."""
        rows = self._markup.get("keyboard", [])
        return next((button["text"] for row in rows for button in row if button.get("request_location")), None)

    @property
    def takes_keyboard_away(self) -> bool:
        return bool(self._markup.get("remove_keyboard"))

    @property
    def _markup(self) -> dict[str, Any]:
        return dict(json.loads(self.params.get("reply_markup", "{}")))


class _RefusedError(Exception):
    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status


class _TextOf(HTMLParser):
    """Reads Telegram's HTML as strictly as Telegram: known tags only, all of them closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise _RefusedError(f"Bad Request: can't parse entities: unsupported start tag {tag}")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise _RefusedError("Bad Request: can't parse entities: unexpected end tag")

    def handle_data(self, data: str) -> None:
        self.text += data

    @classmethod
    def read(cls, text: str) -> str:
        parser = cls()
        parser.feed(text)
        parser.close()
        if parser._open:
            raise _RefusedError("Bad Request: can't parse entities: can't find end tag")
        return parser.text


@dataclass
class TelegramApi:
    """The server; `async with` starts and stops it. Verbs for what people do return the update's number."""

    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    webhook: str = ""
    webhook_secret: str = ""
    old_queries: set[str] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._updates: dict[int, dict[str, Any]] = {}
        self._failures: defaultdict[str, deque[Failure]] = defaultdict(deque)
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.port = free_port()
        self.handed_out = 0

    async def __aenter__(self) -> TelegramApi:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Listen; the second time on the same port as before."""
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def close(self) -> None:
        """Stop listening, as when the network is lost; what was queued stays queued."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def unconfirmed(self) -> list[int]:
        """The updates that the bot has not confirmed."""
        return sorted(self._updates)

    def fail(self, method: str, *failures: Failure) -> None:
        """Let the next calls of `method` fail in these ways."""
        self._failures[method].extend(failures)

    def texts(self, chat: int) -> list[str]:
        return [message.plain for message in self.sent if message.chat == chat]

    def called(self, method: str) -> list[dict[str, str]]:
        return [params for name, params in self.calls if name == method]

    async def until(self, condition: Callable[[], bool], seconds: float = HANGING_S) -> None:
        """Wait for something to become true, here or in the bot."""
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 (what is waited for is anything at all)
                await asyncio.sleep(0.01)

    async def until_sent(self, count: int, chat: int | None = None) -> list[Sent]:
        """Wait until the bot has sent `count` messages (to `chat`), and return them."""

        def those() -> list[Sent]:
            return [message for message in self.sent if chat is None or message.chat == chat]

        await self.until(lambda: len(those()) >= count)
        return those()

    async def says(self, text: str, chat: int = 7, kind: str = "private") -> int:
        return await self.queue({"message": message(chat, kind, text=text)})

    async def edits(self, text: str, chat: int = 7) -> int:
        return await self.queue({"edited_message": message(chat, "private", text=text, edit_date=2)})

    async def sends(self, chat: int = 7, **content: Any) -> int:
        return await self.queue({"message": message(chat, "private", **content)})

    async def presses(
        self, payload: str, chat: int = 7, kind: str = "private", title: str = "", query: str = ""
    ) -> int:
        markup = {"inline_keyboard": [[{"text": title or payload, "callback_data": payload}]]}
        shown = message(chat, kind, text="?", reply_markup=markup)
        query_id = query or f"query-{next(self._numbers)}"
        press = {"id": query_id, "from": person(7), "chat_instance": "1", "data": payload, "message": shown}
        return await self.queue({"callback_query": press})

    async def queue(self, content: dict[str, Any], number: int | None = None) -> int:
        """Queue an update for the bot's next poll."""
        update = self.numbered(content, number)
        async with self._changed:
            self._updates[update["update_id"]] = update
            self._changed.notify_all()
        return int(update["update_id"])

    def numbered(self, content: dict[str, Any], number: int | None = None) -> dict[str, Any]:
        return {"update_id": number or next(self._numbers), **content}

    async def post(self, update: dict[str, Any], secret: str | None = None) -> int:
        """Post an update to the webhook that the bot asked for; return the status."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook_secret if secret is None else secret}
        async with aiohttp.ClientSession() as session, session.post(self.webhook, json=update, headers=headers) as got:
            return got.status

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = {name: str(value) for name, value in (await request.post()).items()}
        failure = self._failures[method].popleft() if self._failures[method] else None
        if failure is not None:
            await asyncio.sleep(failure.delay)
        try:
            if request.match_info["token"] != TOKEN:
                raise _RefusedError("Unauthorized", 401)
            if failure is None or failure.after_doing_it:
                result = await self._do(method, params)
        except _RefusedError as refused:
            return _json({"ok": False, "error_code": refused.status, "description": str(refused)}, refused.status)
        finally:
            self.calls.append((method, params))
        return _json({"ok": True, "result": result}) if failure is None else _broken(request, failure)

    async def _do(self, method: str, params: dict[str, str]) -> Any:
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            return await self._get_updates(params)
        if method == "sendMessage":
            return self._send_message(params)
        if method == "answerCallbackQuery" and params["callback_query_id"] in self.old_queries:
            raise _RefusedError("Bad Request: query is too old and response timeout expired or query ID is invalid")
        if method == "setWebhook":
            self.webhook, self.webhook_secret = params["url"], params["secret_token"]
        if method == "deleteWebhook":
            self.webhook = ""
        return True

    async def _get_updates(self, params: dict[str, str]) -> list[dict[str, Any]]:
        if self.webhook:
            raise _RefusedError("Conflict: can't use getUpdates method while webhook is active", 409)
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        self._updates = {number: update for number, update in self._updates.items() if number >= offset}

        def due() -> list[int]:
            return [number for number in self.unconfirmed if number >= offset][:limit]

        try:
            async with asyncio.timeout(float(params.get("timeout", 0)) or 0.001), self._changed:
                await self._changed.wait_for(due)
        except TimeoutError:
            return []
        self.handed_out = due()[-1]
        return [self._updates[number] for number in due()]

    def _send_message(self, params: dict[str, str]) -> dict[str, Any]:
        chat, text = int(params["chat_id"]), params.get("text", "")
        markup = json.loads(params.get("reply_markup", "{}"))
        said = Sent(chat, text, markup.get("inline_keyboard", []), params)
        if chat in self.blocked:
            raise _RefusedError("Forbidden: bot was blocked by the user", 403)
        if not said.plain.strip():
            raise _RefusedError("Bad Request: message text is empty")
        if len(said.plain.encode("utf-16-le")) // 2 > 4096:
            raise _RefusedError("Bad Request: message is too long")
        if any(len(button["callback_data"].encode()) > 64 for row in said.buttons for button in row):
            raise _RefusedError("Bad Request: BUTTON_DATA_INVALID")
        if said.location_button and chat < 0:
            raise _RefusedError("Bad Request: location can be requested in private chats only")
        self.sent.append(said)
        return message(chat, "private", text=said.plain)


def person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Pat"}


def message(chat: int, kind: str, **content: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1, "chat": {"id": chat, "type": kind}, "from": person(7), **content}


def _broken(request: web.Request, failure: Failure) -> web.StreamResponse:
    if failure.cut and request.transport is not None:
        request.transport.close()
    if failure.body is not None:
        return web.Response(body=failure.body, status=failure.status)
    answer: dict[str, Any] = {"ok": False, "error_code": failure.status, "description": failure.description}
    if failure.retry_after is not None:
        answer |= {"parameters": {"retry_after": failure.retry_after}}
    return _json(answer, failure.status)


def _json(answer: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(answer, status=status)
