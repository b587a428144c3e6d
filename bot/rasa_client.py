"""The dialogue engine over its REST channel: sends one message, reads the replies back into our vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

import aiohttp
from pydantic import ValidationError

from bot.messages import Kind, Message, Reply

SLOWEST_SECONDS: Final = 15.0


class DialogueDown(Exception):  # noqa: N818 - a state of the world, not a programming error
    """The engine did not answer, or answered with nothing: its REST channel turns every failure into an empty list."""


class Dialogue(Protocol):
    """A dialogue engine: `RasaClient`, or a scripted one in tests."""

    async def send(self, session: str, channel: str, message: str) -> Reply: ...


class RasaClient:
    """Rasa's REST webhook at `url` (for example http://127.0.0.1:5005)."""

    def __init__(self, client: aiohttp.ClientSession, url: str, slowest: float = SLOWEST_SECONDS) -> None:
        self._client = client
        self._webhook = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._timeout = aiohttp.ClientTimeout(total=slowest)

    async def send(self, session: str, channel: str, message: str) -> Reply:
        """Send a payload, or text made safe by the caller. Raises `DialogueDown` when there is no usable reply."""
        body = {"sender": session, "message": message, "input_channel": channel}
        try:
            async with self._client.post(self._webhook, json=body, timeout=self._timeout) as response:
                response.raise_for_status()
                replies = read_replies(await response.json())
        except (aiohttp.ClientError, TimeoutError, ValueError, TypeError, LookupError) as error:
            raise DialogueDown(type(error).__name__) from error
        if not replies:
            raise DialogueDown("an empty reply")
        return replies


def read_replies(answers: Iterable[Mapping[str, Any]]) -> Reply:
    """Join what Rasa sends in pieces: text and buttons first, then the `custom` part that says what the message is."""
    replies: Reply = []
    texts: list[str] = []
    buttons: list[Mapping[str, str]] = []
    for answer in answers:
        if "text" in answer:
            texts.append(answer["text"])
            buttons.extend(answer.get("buttons") or ())
        if "custom" in answer:
            replies.append(_message(texts, buttons, answer["custom"]))
            texts, buttons = [], []
    if texts:
        replies.append(_message(texts, buttons, {"kind": Kind.SAY}))
    return replies


def _message(texts: list[str], buttons: list[Mapping[str, str]], custom: Mapping[str, Any]) -> Message:
    offered = [{"title": button["title"], "payload": button["payload"]} for button in buttons]
    try:
        return Message.model_validate({"text": "\n".join(texts), "buttons": offered, **custom})
    except ValidationError as error:
        raise ValueError("a reply that is not one of ours") from error
