"""One exchange with a browser: what was sent, what is answered, and the rule that safety comes before any refusal."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.chat import LONGEST_TEXT, START
from bot.messages import Inbound, Reply
from bot.web_errors import (
    BadRequestError,
    ChatError,
    TooLongError,
    TooManyRequestsError,
    UnknownSessionError,
    log_without_words,
)
from bot.web_limits import Limit, TokenBuckets

LARGEST_BODY = 64 * 1024
"""Bytes of one request."""

log = logging.getLogger(__name__)


class Conversation(Protocol):
    """The dialogue behind the web channel."""

    async def open(self, token: str | None) -> str | None:
        """Return the internal session id of a browser's token, or None when it is unknown or expired."""
        ...

    async def begin(self, channel: str) -> tuple[str, str]:
        """Start a conversation: a new random token for the browser, and its internal session id."""
        ...

    async def receive(self, inbound: Inbound) -> Reply:
        """Answer what a person sent. Always answers."""
        ...

    def urgent(self, text: str) -> Reply | None:
        """Return the safety reply for `text`, or None. Needs no session, no Rasa and no database."""
        ...


@dataclass(frozen=True)
class Sent:
    """What a browser sent: its token (None for a new conversation) and one of text and payload, or neither to begin."""

    token: str | None
    text: str | None = None
    payload: str | None = None


@dataclass(frozen=True)
class Answer:
    """`token` is None only for a safety reply that was given while no conversation could be opened."""

    token: str | None
    messages: Reply


def clean(text: str) -> str:
    """Remove control characters and broken surrogates; keep new lines and tabs."""
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept)


class Desk:
    """Takes what browsers send to the conversation, within limits."""

    def __init__(
        self, conversation: Conversation, per_session: Limit, per_address: Limit, clock: Callable[[], float]
    ) -> None:
        self._conversation = conversation
        self._sessions = TokenBuckets(per_session, clock)
        self._addresses = TokenBuckets(per_address, clock)

    async def answer(self, sent: Sent, address: str) -> Answer:
        """Answer one message; raises `ChatError`. A safety reply goes before every refusal and failure."""
        try:
            return await self._carry_out(sent, address)
        except Exception as error:
            rescued = await self.rescue(sent.text, sent.token)
            if rescued is None:
                raise
            if not isinstance(error, ChatError):
                log_without_words(log, error)
            return rescued

    async def rescue(self, text: str | None, token: str | None) -> Answer | None:
        """Return the safety reply when `text` calls for one, whatever else was wrong with the request."""
        reply = self._conversation.urgent(clean(text)) if text else None
        if reply is None:
            return None
        try:
            known = await self._conversation.open(token) is not None
            return Answer(token if known else (await self._conversation.begin("web"))[0], reply)
        except Exception as error:  # the reply must reach the person even when nothing can be stored
            log_without_words(log, error)
            return Answer(token, reply)

    async def start_again(self) -> Answer:
        """Begin a new conversation with its greeting."""
        token, session = await self._conversation.begin("web")
        return Answer(token, await self._receive(session, None, START))

    async def _carry_out(self, sent: Sent, address: str) -> Answer:
        if sent.text is not None and sent.payload is not None:
            raise BadRequestError
        text = None if sent.text is None else clean(sent.text)
        if text is not None and len(text) > LONGEST_TEXT:
            raise TooLongError
        _take(self._addresses, address)
        token, session = await self._session(sent.token)
        _take(self._sessions, session)
        payload = None if sent.payload is None else clean(sent.payload)
        return Answer(token, await self._receive(session, text, payload))

    async def _session(self, token: str | None) -> tuple[str, str]:
        if token is None:
            return await self._conversation.begin("web")
        session = await self._conversation.open(token)
        if session is None:
            raise UnknownSessionError
        return token, session

    async def _receive(self, session: str, text: str | None, payload: str | None) -> Reply:
        if text is None and payload is None:
            payload = START
        return await self._conversation.receive(Inbound(session=session, channel="web", text=text, payload=payload))


def _take(buckets: TokenBuckets, key: str) -> None:
    wait = buckets.take(key)
    if wait:
        raise TooManyRequestsError(wait)
