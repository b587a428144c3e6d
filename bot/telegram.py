"""The Telegram channel: starts and stops with the app, by polling or by webhook, and never takes the app down.

Telegram forgets an update when the next poll asks past it, or when the webhook answers 200. Both happen only when the
update was dealt with (or has waited for long), so that a crash in the middle brings it again.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from telegram import BotCommand, BotCommandScopeAllPrivateChats, Update
from telegram.error import InvalidToken, TelegramError

from bot.telegram_client import asked_pause, build_application, quiet_libraries, readable
from bot.telegram_delivery import Delivery, Patience
from bot.telegram_handlers import Conversation, Handlers
from bot.telegram_order import HandledUpdates, Inbox, NoSharedMemory
from bot.telegram_wording import MENU, Wording
from language.catalogues import SPOKEN, is_said_in, said_in

LOGGER = logging.getLogger(__name__)
OFFICIAL_API = "https://api.telegram.org/bot"
WANTED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
SETTLE_SECONDS = 0.3
"""How long a poll waits for the answers under way before it looks for new messages."""
MOST_UNFINISHED = 500
SESSION_LENGTH = 32
PROOF_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Result = TypeVar("Result")


class State(StrEnum):
    """Where the channel stands, for the readiness page."""

    STOPPED = "stopped"
    CONNECTING = "connecting"
    REFUSED = "refused"
    """Telegram does not accept the token."""
    RUNNING = "running"


@dataclass(frozen=True)
class Webhook:
    """Where Telegram is to send updates, and the secret that proves that it was Telegram. `url` must be https."""

    url: str
    secret: str


def session_of(chat_id: int, key: bytes) -> str:
    """Return the session of a chat: 32 hexadecimal digits that lead back to the chat only with `key`."""
    return hmac.new(key, str(chat_id).encode(), hashlib.sha256).hexdigest()[:SESSION_LENGTH]


class Telegram:
    """The channel. `urgent` is the safety check: why words need the safety reply, or None."""

    def __init__(
        self,
        conversation: Conversation,
        *,
        token: str,
        session_key: bytes,
        wording: Wording,
        urgent: Callable[[str], Awaitable[object | None]],
        webhook: Webhook | None = None,
        base_url: str = OFFICIAL_API,
        handled: HandledUpdates | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not session_key:
            raise ValueError("the session key is empty: chat ids could be guessed from sessions")
        self._webhook = webhook
        self._patience = patience or Patience()
        self._application = build_application(token, base_url)
        self._inbox = Inbox(self._application.process_update, handled or NoSharedMemory(), clock, self._overtakes)
        self._handlers = Handlers(
            conversation,
            Delivery(self._application.bot, self._patience, clock),
            wording,
            self._patience,
            urgent,
            self._inbox.behind,
            partial(session_of, key=session_key),
        )
        self._application.add_handlers(self._handlers.table())
        self._application.add_error_handler(self._handlers.failed)
        self._state = State.STOPPED
        self._task: asyncio.Task[None] | None = None
        self._next: int | None = None

    @property
    def state(self) -> State:
        """Where the channel stands."""
        return self._state

    async def start(self) -> None:
        """Begin to connect, in the background: the app starts whether or not Telegram can be reached."""
        quiet_libraries()
        self._state = State.CONNECTING
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Finish the answers under way (for at most `Patience.stopping` seconds) and let go."""
        connected, self._state = self._state is State.RUNNING, State.STOPPED
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._inbox.settle(self._patience.stopping)
        confirmed = self._offset(float("inf"))
        await self._inbox.close(0)
        if connected and self._webhook is None and confirmed is not None:
            await self._confirm(confirmed)
        await self._application.shutdown()
        await self._application.bot.shutdown()  # the application skips this when it never got to know the bot

    async def deliver(self, data: dict[str, Any]) -> bool:
        """Deal with an update of the webhook; return False where Telegram should send it again later."""
        if self._state is not State.RUNNING:
            return False
        done = await self._inbox.take(Update.de_json(readable(data), self._application.bot))
        await asyncio.wait([done], timeout=self._patience.unconfirmed)
        return not done.cancelled()

    async def _overtakes(self, update: Update) -> bool:
        return await self._handlers.overtakes(update)

    async def _run(self) -> None:
        await self._keep_trying(self._connect)
        self._state = State.RUNNING
        LOGGER.info("Telegram is connected, by %s", "polling" if self._webhook is None else "webhook")
        while self._webhook is None:
            await self._keep_trying(self._poll)

    async def _connect(self) -> None:
        await self._application.initialize()
        bot = self._application.bot
        for language in (None, *translated_menus()):
            await bot.set_my_commands(_menu(language), BotCommandScopeAllPrivateChats(), language)
        if self._webhook is None:
            await bot.delete_webhook(drop_pending_updates=False)
        else:
            await bot.set_webhook(self._webhook.url, secret_token=self._webhook.secret, allowed_updates=WANTED_UPDATES)

    async def _poll(self) -> None:
        offset = self._offset(self._patience.unconfirmed)
        under_way = bool(self._inbox.unfinished(self._patience.unconfirmed))
        updates = await self._application.bot.get_updates(
            offset=offset,
            timeout=timedelta(seconds=0 if under_way else self._patience.long_poll),
            allowed_updates=WANTED_UPDATES,
        )
        if not updates and not under_way:
            self._next = None  # after a quiet week Telegram may number from anywhere: ask for whatever there is
        for update in updates:
            await self._inbox.take(update)
            self._next = max(self._next or 0, update.update_id + 1)
        await self._inbox.settle(SETTLE_SECONDS)
        while len(self._inbox.unfinished()) >= MOST_UNFINISHED:
            await self._inbox.settle(SETTLE_SECONDS)

    def _offset(self, unconfirmed: float) -> int | None:
        """Return the lowest update that Telegram must keep; everything below it is confirmed by asking from here."""
        under_way = self._inbox.unfinished(unconfirmed)
        return under_way[0] if under_way else self._next

    async def _confirm(self, offset: int) -> None:
        try:
            await self._application.bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=WANTED_UPDATES)
        except TelegramError as error:
            LOGGER.warning("Telegram may send answered messages again: %s", type(error).__name__)

    async def _keep_trying(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Repeat `call` until it works. Only kinds of errors are logged: Telegram's own words can hold the token."""
        attempt, known = 0, ""
        while True:
            try:
                return await call()
            except Exception as error:  # the channel waits and goes on, whatever it was
                if type(error).__name__ != known:
                    known = type(error).__name__
                    LOGGER.warning("Telegram cannot be reached, trying again: %s", known)
                if isinstance(error, InvalidToken) and self._state is State.CONNECTING:
                    self._state = State.REFUSED
                    LOGGER.error("Telegram refuses the bot's token: check the setting")
                pause = asked_pause(error)
            await asyncio.sleep(self._patience.pause(attempt) if pause is None else pause)
            attempt += 1


def add_webhook_route(app: web.Application, telegram: Telegram, path: str, secret: str) -> None:
    """Take Telegram's updates at `path`. Only a request with the secret in Telegram's header is read.

    Raises ValueError for a secret that Telegram would not accept, so that an empty one never opens the door.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
        raise ValueError("the webhook's secret must be 16 to 256 letters, digits, _ or -")

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(PROOF_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()):
            return _error(401, "unauthorised", "This address is for Telegram only.")
        try:
            data = await request.json()
        except ValueError:
            data = None
        if not isinstance(data, dict) or not isinstance(data.get("update_id"), int):
            return _error(400, "bad_request", "This is not a Telegram update.")
        if not await telegram.deliver(data):
            return _error(503, "unavailable", "Please send this update again.")
        return web.json_response({})

    app.router.add_post(path, receive)


def translated_menus() -> list[str]:
    """Return the languages in which every command of the menu is described."""
    return [code for code in SPOKEN if all(is_said_in(code, command.description) for command in MENU)]


def _menu(language: str | None) -> list[BotCommand]:
    return [BotCommand(command.name, said_in(language, command.description)) for command in MENU]


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
