"""The conversation that both sides hold, and a person who holds it with each of them and reads every reply.

Both get the same number of messages, the same words where words are typed, and a button where a button is pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, Protocol
from uuid import uuid4

import aiohttp

from screening.instruments import ADULT

COMPANIONSHIP, LEFT_OUT, ISOLATED, LONELY = (item.question for item in ADULT.items)


class Does(Enum):
    """How a message is sent."""

    OPENS = auto()
    TYPES = auto()
    PRESSES = auto()


@dataclass(frozen=True)
class Turn:
    """One message, and what must stand in the reply of each side."""

    does: Does
    words: str
    kith_says: str
    stock_says: str


TALK: Final = (
    Turn(Does.OPENS, "", "What would you like to do?", "What would you like to do?"),
    Turn(Does.TYPES, "I want to check how connected I feel", "four short questions", "May I ask you"),
    Turn(Does.TYPES, "yes", "Do you look after someone", "Do you look after someone"),
    Turn(Does.TYPES, "no", "How old are you?", "How old are you?"),
    Turn(Does.TYPES, "47", COMPANIONSHIP, COMPANIONSHIP),
    Turn(Does.PRESSES, "Often", LEFT_OUT, LEFT_OUT),
    Turn(Does.TYPES, "some of the time", ISOLATED, ISOLATED),
    Turn(Does.PRESSES, "Often", LONELY, LONELY),
    Turn(Does.TYPES, "occasionally", "add up to 8", "Your total is 8."),
    Turn(Does.TYPES, "bye", "Goodbye", "Goodbye"),
)


class WrongReplyError(Exception):
    """A reply that does not say what it must: nothing measured with it counts."""


class Talker(Protocol):
    """One person with one side."""

    async def take(self, turn: Turn) -> None:
        """Send the message of `turn` and check the reply. Raises `WrongReplyError`."""


class KithTalker:
    """Talks over the public chat API, as the chat page does."""

    def __init__(self, client: aiohttp.ClientSession, url: str) -> None:
        self._client = client
        self._address = f"{url}/api/v1/chat"
        self._session: str | None = None
        self._offered: dict[str, str] = {}

    async def take(self, turn: Turn) -> None:
        answer = await _post(self._client, self._address, {"session": self._session, **self._message(turn)}, turn)
        self._session, messages = answer["session"], answer["messages"]
        self._offered = _buttons(messages)
        if any(message["kind"] in ("fallback", "safety") for message in messages):
            raise WrongReplyError(f"Kith answered {turn.words!r} with a {messages[-1]['kind']} reply")
        _check("Kith", turn, turn.kith_says, messages)

    def _message(self, turn: Turn) -> dict[str, str]:
        if turn.does is Does.PRESSES:
            return {"payload": _offered(self._offered, turn)}
        return {"text": turn.words} if turn.does is Does.TYPES else {}


class StockTalker:
    """Talks over Rasa's REST channel."""

    def __init__(self, client: aiohttp.ClientSession, url: str) -> None:
        self._client = client
        self._address = f"{url}/webhooks/rest/webhook"
        self._sender = uuid4().hex
        self._offered: dict[str, str] = {}

    async def take(self, turn: Turn) -> None:
        messages = await _post(
            self._client, self._address, {"sender": self._sender, "message": self._message(turn)}, turn
        )
        self._offered = _buttons(messages)
        _check("stock Rasa", turn, turn.stock_says, messages)

    def _message(self, turn: Turn) -> str:
        if turn.does is Does.PRESSES:
            return _offered(self._offered, turn)
        return turn.words if turn.does is Does.TYPES else "/greet"


Begin = Callable[[], Talker]
"""Somebody new."""


async def _post(client: aiohttp.ClientSession, address: str, body: Mapping[str, Any], turn: Turn) -> Any:
    async with client.post(address, json=body) as response:
        if response.status != 200:
            raise WrongReplyError(f"{address} answered {turn.words!r} with status {response.status}")
        return await response.json()


def _buttons(messages: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {button["title"]: button["payload"] for message in messages for button in message.get("buttons") or ()}


def _offered(offered: Mapping[str, str], turn: Turn) -> str:
    if turn.words not in offered:
        raise WrongReplyError(f"the button {turn.words!r} was not offered, but {sorted(offered)}")
    return offered[turn.words]


def _check(side: str, turn: Turn, wanted: str, messages: Iterable[Mapping[str, Any]]) -> None:
    said = "\n".join(message.get("text") or "" for message in messages)
    if wanted not in said:
        raise WrongReplyError(f"{side} answered {turn.words!r} with {said!r}, without {wanted!r}")
