"""What is done with each kind of Telegram update. Translates only: the conversation decides what to say."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import Chat, ChatMember, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.messages import Inbound, Kind, Message, Reply
from bot.safety_reply import ABUSE
from bot.telegram_commands import asks_for_help, command_payload
from bot.telegram_delivery import Delivery, Patience
from bot.telegram_languages import Languages, offering
from bot.telegram_location import LocationButton
from bot.telegram_order import Remembered
from bot.telegram_render import Bubble, plain, render
from bot.telegram_wording import START, Wording
from bot.urgency import HELP_NOW
from language.catalogues import said_in

LOGGER = logging.getLogger(__name__)
TOO_MANY_WAITING = 20
"""Typed messages of one chat beyond this many are skipped unless urgent, and the person is told."""
CHATS_REMEMBERED = 10_000
LONGEST_TOAST = 200
"""Characters of the note under which a button press is acknowledged (Bot API, answerCallbackQuery)."""
TYPING_LASTS = 4.0

Handler = BaseHandler[Update, Any, Any]


class Conversation(Protocol):
    """Whoever answers: one message in, the reply out."""

    async def receive(self, inbound: Inbound) -> Reply: ...


@dataclass(frozen=True)
class _Memory:
    """What is remembered between updates: sessions (never chat ids), in memory, and only the latest."""

    introduced: Remembered
    groups: Remembered
    albums: Remembered
    skipped: Remembered
    undelivered: Remembered


def _empty_memory() -> _Memory:
    return _Memory(*(Remembered(CHATS_REMEMBERED) for _ in range(5)))


class Handlers:
    """The handlers, and what they need. `urgent` tells why words need the safety reply, or None; `behind` counts a
    chat's waiting updates; `session_of` turns a chat id into the session."""

    def __init__(
        self,
        conversation: Conversation,
        delivery: Delivery,
        wording: Wording,
        patience: Patience,
        urgent: Callable[[str], Awaitable[object | None]],
        behind: Callable[[int], int],
        session_of: Callable[[int], str],
    ) -> None:
        self._conversation = conversation
        self._delivery = delivery
        self._wording = wording
        self._patience = patience
        self._urgent = urgent
        self._behind = behind
        self._session_of = session_of
        self._memory = _empty_memory()
        self._languages = Languages(CHATS_REMEMBERED)
        self._location = LocationButton(CHATS_REMEMBERED)

    def table(self) -> Sequence[Handler]:
        """Return which update goes where; the first that fits takes it, and what fits none is passed over."""
        private = filters.ChatType.PRIVATE
        new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
        words = filters.TEXT | filters.CAPTION
        return (
            CallbackQueryHandler(self.pressed),
            MessageHandler(filters.ChatType.GROUPS, self.in_group),
            ChatMemberHandler(self.added_to_group, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(private & edited & words, self.edited),
            MessageHandler(private & new & filters.TEXT, self.typed),
            MessageHandler(private & new & (filters.LOCATION | filters.VENUE), self.at_place),
            MessageHandler(private & new & ~filters.StatusUpdate.ALL, self.not_text),
        )

    async def overtakes(self, update: Update) -> bool:
        """Tell whether this must not wait behind earlier updates of its chat: words of danger, or "help now"."""
        chat, query, words = update.effective_chat, update.callback_query, _words(update)
        if chat is None or chat.type != Chat.PRIVATE:
            return False
        if query is not None:
            return query.data == HELP_NOW
        return asks_for_help(words) or await self._urgent(words) is not None

    async def typed(self, update: Update, context: Any) -> None:
        """Typed words: a command of the menu, or text."""
        chat_id, text = _chat_id(update), _words(update)
        payload = command_payload(text, context.bot.username)
        if payload is not None:
            await self._answer(update, payload=payload)
        elif self._behind(chat_id) > TOO_MANY_WAITING and not await self._urgent(text):
            self._memory.skipped.add(self._session_of(chat_id))
        else:
            await self._answer(update, text=text)

    async def at_place(self, update: Update, context: Any) -> None:  # noqa: ARG002
        """A position that somebody sends answers where they are: it becomes an area, and is kept nowhere."""
        message = update.effective_message
        if message is not None and message.location is not None:
            await self._answer(update, position=(message.location.latitude, message.location.longitude))

    async def pressed(self, update: Update, context: Any) -> None:  # noqa: ARG002
        """A button: acknowledged always, however old it is, and passed on as its payload."""
        query = update.callback_query
        if query is None:
            return
        await self._delivery.answer_press(query.id, self._toast(update))
        chat = update.effective_chat
        if query.data and chat is not None and chat.type == Chat.PRIVATE:
            await self._answer(update, payload=query.data)

    async def edited(self, update: Update, context: Any) -> None:  # noqa: ARG002
        """A changed message never counts as an answer, but words that need the safety reply get it."""
        await self._urgent_or(update, self._wording.edited)

    async def not_text(self, update: Update, context: Any) -> None:  # noqa: ARG002
        """A picture, a voice: said once for an album. Words under it are read for safety."""
        album = update.effective_message.media_group_id if update.effective_message else None
        again = album is not None and not self._memory.albums.add(album)
        await self._urgent_or(update, None if again else self._wording.not_text)

    async def in_group(self, update: Update, context: Any) -> None:  # noqa: ARG002
        """A group is told once that the bot talks in private only. Nothing said there is read."""
        chat_id = _chat_id(update)
        if self._memory.groups.add(self._session_of(chat_id)):
            await self._delivery.send(chat_id, plain(self._wording.group))

    async def added_to_group(self, update: Update, context: Any) -> None:
        """The same when the bot is added to a group; leaving one, or a private chat, needs no words."""
        change, chat = update.my_chat_member, update.effective_chat
        here = change is not None and change.new_chat_member.status in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)
        if here and chat is not None and chat.type in (Chat.GROUP, Chat.SUPERGROUP):
            await self.in_group(update, context)

    async def failed(self, update: object, context: Any) -> None:
        """Whatever went wrong in a handler: the person gets words with numbers to call."""
        _log_failure("A Telegram update", context.error)
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is not None and chat.type == Chat.PRIVATE:
            await self._say(chat.id, self._wording.failed)

    async def _urgent_or(self, update: Update, otherwise: str | None) -> None:
        chat_id, text = _chat_id(update), _words(update)
        if text and await self._urgent(text):
            await self._answer(update, text=text)
        elif otherwise:
            await self._say(chat_id, otherwise)

    async def _say(self, chat_id: int, sentence: str) -> None:
        """Say one of the channel's own sentences in the language of the chat."""
        language = self._languages.of(self._session_of(chat_id))
        await self._delivery.send(chat_id, plain(said_in(language, sentence)))

    def _toast(self, update: Update) -> str | None:
        title, chat = _title(update), update.effective_chat
        if title is None or chat is None:
            return None
        language = self._languages.of(self._session_of(chat.id))
        return said_in(language, self._wording.chosen).format(title=title)[:LONGEST_TOAST]

    async def _answer(
        self,
        update: Update,
        text: str | None = None,
        payload: str | None = None,
        position: tuple[float, float] | None = None,
    ) -> None:
        chat_id = _chat_id(update)
        session = self._session_of(chat_id)
        inbound = Inbound(session=session, channel="telegram", text=text, payload=payload, position=position)
        async with self._typing(chat_id):
            reply = await self._receive(inbound)
        language = self._languages.learn(session, reply)
        discreet = bool(reply) and reply[0].category in ABUSE
        if discreet:
            reply = [_behind(said_in(language, self._wording.discreet), reply[0]), *reply[1:]]
        bubbles = [bubble for message in reply for bubble in render(message)]
        bubbles = bubbles or plain(said_in(language, self._wording.failed))
        if not (reply and reply[0].kind is Kind.SAFETY):
            new = self._memory.introduced.add(session) or payload == START
            bubbles = offering(bubbles, _app_language(update), language) if new else bubbles
            bubbles = self._location.beside(bubbles, reply, session, language)
            bubbles = [*self._notes(session, new, language), *bubbles]
        if not await self._delivery.send(chat_id, bubbles, silent=discreet):
            self._memory.undelivered.add(session)

    async def _receive(self, inbound: Inbound) -> Reply:
        try:
            return await self._conversation.receive(inbound)
        except Exception as error:  # whatever it is, the person must not meet silence
            _log_failure("The conversation", error)
            return []

    def _notes(self, session: str, new: bool, language: str) -> list[Bubble]:
        """Return what is to be said before the answer: the privacy note first of all, and what went missing."""
        memory, wording = self._memory, self._wording
        due = (
            (new, wording.privacy),
            (memory.undelivered.discard(session), wording.undelivered),
            (memory.skipped.discard(session), wording.too_many),
        )
        return [bubble for needed, text in due if needed for bubble in plain(said_in(language, text))]

    @asynccontextmanager
    async def _typing(self, chat_id: int) -> AsyncIterator[None]:
        task = asyncio.create_task(self._show_typing(chat_id))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _show_typing(self, chat_id: int) -> None:
        await asyncio.sleep(self._patience.typing)
        while True:
            await self._delivery.show_typing(chat_id)
            await asyncio.sleep(TYPING_LASTS)


def _behind(line: str, message: Message) -> Message:
    """The message with a first line that says nothing: the most that a closed lock screen shows of it."""
    return message.model_copy(update={"text": f"{line}\n\n{message.text}"})


def _chat_id(update: Update) -> int:
    if update.effective_chat is None:
        raise ValueError("an update without a chat")
    return update.effective_chat.id


def _words(update: Update) -> str:
    message = update.effective_message
    return (message.text or message.caption or "") if message is not None else ""


def _app_language(update: Update) -> str | None:
    return update.effective_user.language_code if update.effective_user is not None else None


def _title(update: Update) -> str | None:
    """Return the title of the button that was pressed, where Telegram still shows it."""
    query = update.callback_query
    markup = getattr(query.message, "reply_markup", None) if query is not None else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup is not None else []
    return next((button.text for button in buttons if query and button.callback_data == query.data), None)


def _log_failure(what: str, error: BaseException | None) -> None:
    """Log the kind and the place of an error: its own words may hold a person's words, or the token."""
    frames = "".join(traceback.format_tb(error.__traceback__)) if error is not None else ""
    LOGGER.error("%s failed: %s\n%s", what, type(error).__name__, frames)
