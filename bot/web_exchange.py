"""One exchange with a browser: what was sent, what is answered, and the rule that safety comes before any refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.chat import LONGEST_TEXT, START
from bot.messages import Inbound, Reply
from bot.urgency import HELP_NOW, Urgent, clean
from bot.web_errors import BadRequestError, TooLongError, TooManyRequestsError, UnknownSessionError
from bot.web_limits import Limit, TokenBuckets


class Conversation(Protocol):
    """The dialogue behind the web channel."""

    async def open(self, token: str | None) -> str | None:
        """Return the internal session id of a browser's token, or None when it is unknown or expired."""
        ...

    async def begin(self, channel: str) -> tuple[str, str]:
        """Start a conversation: a new random token for the browser, and its internal session id."""
        ...

    async def at_once(self, token: str | None) -> tuple[str, str]:
        """Return a token and its session for an urgent message: those known, or new ones. Never fails, never waits."""
        ...

    async def urgent(self, text: str | None, payload: str | None = None) -> Urgent | None:
        """Return why a message must be answered at once, or None. Needs no session, no Rasa and no database."""
        ...

    async def interrupt(self, inbound: Inbound, urgent: Urgent) -> Reply:
        """Give the fixed reply to an urgent message. Always answers, at once."""
        ...

    async def converse(self, inbound: Inbound) -> Reply:
        """Answer a message that was found not to be urgent. Always answers."""
        ...


@dataclass(frozen=True)
class Sent:
    """What a browser sent: its token (None for a new conversation) and one of text, payload and position (degrees), or
    none of them to begin.
    """

    token: str | None
    text: str | None = None
    payload: str | None = None
    position: tuple[float, float] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Answer:
    """`token` is None where no conversation was begun."""

    token: str | None
    messages: Reply


class Desk:
    """Takes what browsers send to the conversation, within limits."""

    def __init__(
        self, conversation: Conversation, per_session: Limit, per_address: Limit, clock: Callable[[], float]
    ) -> None:
        self._conversation = conversation
        self._sessions = TokenBuckets(per_session, clock)
        self._addresses = TokenBuckets(per_address, clock)

    async def answer(self, sent: Sent, address: str) -> Answer:
        """Answer one message; raises `ChatError`. A safety reply goes before every limit, refusal and failure."""
        return await self.rescue(sent) or await self._carry_out(sent, address)

    async def rescue(self, sent: Sent) -> Answer | None:
        """Answer what calls for the safety reply or for help now, whatever else is wrong with the request."""
        urgent = await self._conversation.urgent(sent.text, sent.payload)
        if urgent is None:
            return None
        token, session = await self._conversation.at_once(sent.token)
        inbound = Inbound(session=session, channel="web", text=sent.text, payload=None if sent.text else HELP_NOW)
        return Answer(token, await self._conversation.interrupt(inbound, urgent))

    async def start_again(self) -> Answer:
        """Begin a new conversation with its greeting."""
        token, session = await self._conversation.begin("web")
        return Answer(token, await self._receive(session, None, START))

    async def _carry_out(self, sent: Sent, address: str) -> Answer:
        if [sent.text, sent.payload, sent.position].count(None) < 2:
            raise BadRequestError
        text = None if sent.text is None else clean(sent.text)
        if text is not None and len(text) > LONGEST_TEXT:
            raise TooLongError
        _take(self._addresses, address)
        token, session = await self._session(sent.token)
        _take(self._sessions, session)
        payload = None if sent.payload is None else clean(sent.payload)
        return Answer(token, await self._receive(session, text, payload, sent.position))

    async def _session(self, token: str | None) -> tuple[str, str]:
        if token is None:
            return await self._conversation.begin("web")
        session = await self._conversation.open(token)
        if session is None:
            raise UnknownSessionError
        return token, session

    async def _receive(
        self, session: str, text: str | None, payload: str | None, position: tuple[float, float] | None = None
    ) -> Reply:
        if text is None and payload is None and position is None:
            payload = START
        inbound = Inbound(session=session, channel="web", text=text, payload=payload, position=position)
        return await self._conversation.converse(inbound)


def _take(buckets: TokenBuckets, key: str) -> None:
    wait = buckets.take(key)
    if wait:
        raise TooManyRequestsError(wait)
