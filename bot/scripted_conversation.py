"""A conversation for tests of channels: a short script, real sessions in memory, no dialogue engine."""

from __future__ import annotations

from datetime import date
from itertools import count

from bot.messages import Button, Card, Inbound, Kind, Message, Reply
from bot.urgency import HELP_NOW, Urgent, clean

GREETING = "Hello. I am Kith. I am a computer program, not a person.\n\nWhat would you like to do?"
DANGER = "hurt myself"
HELP_NUMBERS = (
    "I am sorry that things feel so hard.\n\nIf your life is in danger, call 999.\n"
    "Call 111 and choose the mental health option.\nCall Samaritans on 116 123, or text SHOUT to 85258.\n"
    "You can also email jo@samaritans.org."
)
QUESTION = "How often do you feel left out?"
OPTIONS = ("Hardly ever or never", "Some of the time", "Often", "Prefer not to say")
CARDS = (
    Card(
        id="choir",
        name="Moseley Community Choir",
        summary="A friendly choir. You do not need to read music.",
        organisation="Moseley Together",
        distance_km=0.9,
        reasons=("You asked for arts and crafts", "0.6 miles from B13", "Free"),
        phones=("0121 496 0123",),
        email="choir@example.org",
        url="https://example.org/choir",
        address="Moseley Exchange, 149 Alcester Road, Birmingham B13 8JP",
        next_session="Tuesday 24 November, 10am to noon",
        minimum_age=18,
        cost="Free",
        notes=("Example only: not a real service",),
    ),
    Card(
        id="line",
        name="The Silver Line",
        summary="Someone to talk to on the phone, day or night.",
        organisation="Age UK",
        reasons=("Open now", "You can ring from home"),
        phones=("0800 4 70 80 90",),
        minimum_age=55,
        cost="Free",
        scope="national",
        assured_date=date(2026, 11, 3),
        notes=("Check before you go",),
    ),
)


def buttons(**titles: str) -> tuple[Button, ...]:
    return tuple(Button(title=title, payload=f"/{payload}") for payload, title in titles.items())


HELP_REPLY = [
    Message(
        kind=Kind.SAFETY,
        text=HELP_NUMBERS,
        category="suicide",
        buttons=buttons(carry_on="Carry on", stop="Stop here"),
    )
]
_SCRIPT: dict[str, Reply] = {
    "/greet": [
        Message(
            kind=Kind.SAY,
            text=GREETING,
            buttons=buttons(start_screening="Check how connected you feel", results="Find something near me"),
        )
    ],
    "/start_screening": [
        Message(
            kind=Kind.ASK,
            item="left_out",
            text=QUESTION,
            buttons=tuple(Button(title=title, payload=f"/answer{n}") for n, title in enumerate(OPTIONS)),
        )
    ],
    "/results": [
        Message(
            kind=Kind.RESULTS,
            text="Here are 2 places that may suit you.",
            cards=CARDS,
            buttons=buttons(more="Show me more", none_suit="None of these suit me"),
        )
    ],
}


class ScriptedConversation:
    """Satisfies `bot.web.Conversation`. Remembers what it received; typed text is echoed unless it asks for help."""

    def __init__(self) -> None:
        self.received: list[Inbound] = []
        self._sessions: dict[str, str] = {}
        self._numbers = count(1)

    async def open(self, token: str | None) -> str | None:
        return self._sessions.get(token or "")

    async def begin(self, channel: str) -> tuple[str, str]:
        number = next(self._numbers)
        self._sessions[f"token-{number}"] = f"{channel}-{number}"
        return f"token-{number}", f"{channel}-{number}"

    async def at_once(self, token: str | None) -> tuple[str, str]:
        session = await self.open(token)
        return (token, session) if token and session else await self.begin("web")

    async def urgent(self, text: str | None, payload: str | None = None) -> Urgent | None:
        if text and DANGER in clean(text):
            return Urgent(("suicide",))
        return Urgent() if payload == HELP_NOW else None

    async def interrupt(self, inbound: Inbound, urgent: Urgent) -> Reply:  # noqa: ARG002
        self.received.append(inbound)
        return HELP_REPLY

    async def converse(self, inbound: Inbound) -> Reply:
        self.received.append(inbound)
        if inbound.payload is not None:
            return self._chosen(inbound.payload)
        text = inbound.text or ""
        return [Message(kind=Kind.SAY, text=f"You wrote: {text}" if text.strip() else "I did not catch that.")]

    def forget(self) -> None:
        """End every conversation."""
        self._sessions.clear()

    def _chosen(self, payload: str) -> Reply:
        if payload.startswith("/answer"):
            return [Message(kind=Kind.SAY, text="Thank you for telling me."), *_SCRIPT["/results"]]
        return _SCRIPT.get(payload, [Message(kind=Kind.SAY, text="All right.")])
