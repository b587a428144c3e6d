"""Sends what was rendered, through floods and failures, and says honestly whether it arrived.

Telegram's errors can name the bot's token or quote a message: only their type is ever logged.
"""

from __future__ import annotations

import asyncio
import html
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.telegram_client import asked_pause
from bot.telegram_render import Bubble

LOGGER = logging.getLogger(__name__)
Result = TypeVar("Result")
FINAL = (BadRequest, Forbidden, InvalidToken)
"""Errors that trying again cannot mend."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class Patience:
    """How long to keep trying, in seconds."""

    first_pause: float = 1.0
    longest_pause: float = 30.0
    sending: float = 120.0
    """After this, an answer is given up, and the person is told so when they write next."""
    unconfirmed: float = 30.0
    """How long an update being dealt with keeps Telegram from counting it as received."""
    long_poll: float = 25.0
    """How long Telegram holds a poll open while there is nothing new."""
    stopping: float = 10.0
    typing: float = 1.0
    """An answer that takes longer shows "typing"."""

    def pause(self, attempt: int) -> float:
        """Return the pause after the failed attempt number `attempt` (from 0), doubling up to the longest."""
        return min(self.first_pause * 2.0 ** min(attempt, 16), self.longest_pause)


class Delivery:
    """Sends to one chat at a time; the caller keeps the order."""

    def __init__(self, bot: Bot, patience: Patience, clock: Callable[[], float]) -> None:
        self._bot = bot
        self._patience = patience
        self._clock = clock

    async def send(self, chat_id: int, bubbles: Sequence[Bubble], silent: bool = False) -> bool:
        """Send in order, making a sound only for the first, or none (`silent`); return whether all of it arrived."""
        for index, bubble in enumerate(bubbles):
            try:
                await self._deliver(chat_id, bubble, silent=silent or index > 0)
            except TelegramError as error:
                LOGGER.error("An answer was not delivered to Telegram: %s", type(error).__name__)
                return False
        return True

    async def answer_press(self, query_id: str, text: str | None) -> None:
        """Stop the button's waiting sign. Telegram refuses this for old presses, which is no harm."""
        try:
            await self._bot.answer_callback_query(query_id, text=text)
        except TelegramError as error:
            LOGGER.info("A button press could not be acknowledged: %s", type(error).__name__)

    async def show_typing(self, chat_id: int) -> None:
        """Show "typing" for a few seconds; a failure here is no harm."""
        try:
            await self._bot.send_chat_action(chat_id, "typing")
        except TelegramError as error:
            LOGGER.info("Telegram could not show typing: %s", type(error).__name__)

    async def _deliver(self, chat_id: int, bubble: Bubble, silent: bool) -> None:
        try:
            await self._persist(partial(self._send, chat_id, bubble, silent))
        except BadRequest:
            LOGGER.error("Telegram refused a message; its words are sent without layout and buttons")
            await self._persist(partial(self._send_words, chat_id, bubble, silent))

    async def _send_words(self, chat_id: int, bubble: Bubble, silent: bool) -> None:
        await self._bot.send_message(
            chat_id,
            html.unescape(re.sub(r"<[^>]*>", "", bubble.text)),
            protect_content=bubble.protected,
            disable_notification=silent,
            link_preview_options=NO_PREVIEW,
        )

    async def _send(self, chat_id: int, bubble: Bubble, silent: bool) -> None:
        await self._bot.send_message(
            chat_id,
            bubble.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(bubble),
            protect_content=bubble.protected,
            disable_notification=silent,
            link_preview_options=NO_PREVIEW,
        )

    async def _persist(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Repeat `call` until it works, waiting as long as Telegram asks; raises the last error at the time limit."""
        give_up = self._clock() + self._patience.sending
        attempt = 0
        while True:
            try:
                return await call()
            except FINAL:
                raise
            except TelegramError as error:
                pause = asked_pause(error)
                pause = self._patience.pause(attempt) if pause is None else pause
                if self._clock() + pause > give_up:
                    raise
            attempt += 1
            await asyncio.sleep(pause)


def _markup(bubble: Bubble) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if bubble.location:
        button = KeyboardButton(bubble.location, request_location=True)
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    if bubble.clears:
        return ReplyKeyboardRemove()
    if not bubble.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.title, callback_data=button.payload) for button in row] for row in bubble.rows]
    )
