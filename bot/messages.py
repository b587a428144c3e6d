"""The vocabulary of replies: what the service can say, in one shape for every channel.

`Inbound` is what a person sent; `Message` is one thing said back. A `Reply` is a list of messages. Channels render
these and nobody else formats. The JSON form of `Message` is the public shape of `POST /api/v1/chat`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """What a message is for."""

    SAY = "say"
    ASK = "ask"
    RESULTS = "results"
    SAFETY = "safety"
    FALLBACK = "fallback"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Button(_Value):
    """A choice offered to the person: `title` is shown, `payload` comes back when it is chosen.

    A payload is at most 64 bytes of UTF-8, the most that Telegram carries on a button.
    """

    title: str
    payload: str


class Score(_Value):
    """A UCLA 3-item total (3 to 9) and its Community Life Survey band."""

    total: Annotated[int, Field(ge=3, le=9)]
    band: Literal["least", "some", "most"]


class Card(_Value):
    """One service as shown to a person.

    `distance_km` is None where distance has no meaning (phone, online, national).
    """

    id: str
    name: str
    summary: str
    organisation: str = ""
    distance_km: float | None = None
    reasons: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """As people write them: "0808 808 7777"; for a text service "text SHOUT to 85258"."""
    email: str | None = None
    url: str | None = None
    address: str | None = None
    elsewhere: bool = False
    """Whether it is held at other places, too: all on this card is of this one."""
    next_session: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    cost: str | None = None
    scope: Literal["local", "national"] = "local"
    assured_date: date | None = None
    notes: tuple[str, ...] = ()
    """Cautions printed on the card: "Example, not a real service", "Check before you go"."""
    page: str | None = None
    """Where all that is known of the service stands: a whole address, or one on Kith's own site ("/services/...")."""
    buttons: tuple[Button, ...] = ()
    """What can be done with this service: keep it, say that it is wrong."""


class Message(_Value):
    """One thing said to a person.

    `item` names the question that an `ask` asks (`consent`, `companionship`, `place`, ...); `category` is the safety
    category of a `safety` message; `score` is present only on the message that tells a complete UCLA 3-item result.
    `language` is the ISO 639-1 code of the language that `text` is in.
    """

    kind: Kind
    text: str
    item: str | None = None
    category: str | None = None
    score: Score | None = None
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()
    language: str = "en"

    @property
    def payloads(self) -> tuple[str, ...]:
        """The payloads of all its buttons, those on its cards first."""
        offered = (*(button for card in self.cards for button in card.buttons), *self.buttons)
        return tuple(button.payload for button in offered)


Degrees = Annotated[float, AfterValidator(lambda degrees: round(degrees, 3))]
"""Of a position: about a hundred metres, whatever a device tells. Finer is not needed."""


class Inbound(_Value):
    """What a person sent: exactly one of `text` (typed), `payload` (a button that was offered) and `position`.

    `position` is latitude and longitude in degrees, where a device is that was asked to tell it. It becomes an area at
    once and is kept nowhere.

    `session` is the conversation's internal identifier: never the token that a browser holds and never a chat id.
    """

    session: str
    channel: Literal["web", "telegram"]
    text: str | None = None
    payload: str | None = None
    position: tuple[Degrees, Degrees] | None = Field(default=None, repr=False)


Reply = list[Message]
