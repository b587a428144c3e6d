"""The front of every conversation: safety first, then the dialogue; whatever happens, the person gets an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Final

from bot.failures import log_failure
from bot.interruptions import Counts, Interruptions
from bot.locks import Locks
from bot.messages import Button, Inbound, Kind, Message, Reply
from bot.rasa_client import Dialogue, DialogueDown
from bot.safety_reply import Whom
from bot.sessions import Conversation, SessionStore, new_token, session_of
from bot.spoken import SPEAK, SPOKE
from bot.urgency import HELP_NOW, Net, Urgent, Watch
from language.catalogues import ENGLISH, LANGUAGES, said_in
from language.phrases import phrase
from language.recognition import asks_for_english, changed

START: Final = "/greet"
REPEAT: Final = "/repeat"
NOT_FOR_US: Final = "/out_of_scope"
ALWAYS_ACCEPTED: Final = frozenset(
    {
        *SPEAK.values(),
        START,
        HELP_NOW,
        REPEAT,
        "/change_answer",
        "/go_back",
        "/skip",
        "/stop",
        "/carry_on",
        "/restart",
        "/delete_my_data",
    }
    | {"/why_ask", "/who_are_you", "/is_it_private", "/talk_to_human", "/start_screening", "/skip_to_services"}
    | {"/i_am_a_carer", "/for_someone_else", "/shortlist"}
)
"""Commands that every channel may offer at any time."""
_OPENINGS: Final = frozenset({START, *SPEAK.values()})
"""Commands that greet by themselves."""

AT_PLACE: Final = "/place"
NO_AREA: Final = "unknown"
"""Where nobody can say what area a point lies in."""
LONGEST_TEXT: Final = 4_000
PATIENCE_SECONDS: Final = 0.5
"""How long a safety reply waits for the store, each time that it asks: then it goes without an answer."""
MOST_JUST_OPENED: Final = 1_000
NO_WORDS: Final = phrase("I did not get any words from you.")
TOO_LONG: Final = phrase("That is very long for me. Please tell me again in a few words.")
OLD_BUTTON: Final = phrase("I don't know that button any more. Let's go on from here.")
FALLBACK: Final = phrase(
    "I'm sorry, I can't answer just now. Nothing you told me before is lost. Please try again in a minute."
)
TRY_AGAIN: Final = phrase("Try again")
HELP_BUTTON: Final = phrase("Help now")


Locate = Callable[[float, float], str]
"""The name of the area around a point in degrees, as the dialogue knows areas."""


class Chat:
    """Answers what people send, on every channel.

    `net` hears danger and has the fixed words that answer it; it needs neither the dialogue nor the database.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        sessions: SessionStore,
        locks: Locks,
        net: Net,
        counts: Counts,
        locate: Locate = lambda _latitude, _longitude: NO_AREA,
    ) -> None:
        self._locate = locate
        self._dialogue = dialogue
        self._sessions = sessions
        self._locks = locks
        self._net = net
        self._watch = Watch(net, [said_in(code, HELP_BUTTON) for code in LANGUAGES])
        self._interruptions = Interruptions(dialogue, sessions, locks, counts)
        self._just_opened: dict[str, Conversation] = {}
        self._under_way: dict[tuple[object, ...], asyncio.Task[Reply]] = {}

    async def urgent(self, text: str | None, payload: str | None = None) -> Urgent | None:
        """Why a message must be answered at once, or None. Needs no conversation."""
        return await self._watch.urgent(text, payload)

    async def open(self, token: str | None) -> str | None:
        """The internal id of the conversation of a browser's token; None when there is none, or a day has passed."""
        if not token:
            return None
        session = session_of(token)
        await self._interruptions.noted(session)
        known = await asyncio.to_thread(self._sessions.open, session)
        if known is None:
            return None
        if len(self._just_opened) >= MOST_JUST_OPENED:
            self._just_opened.clear()
        self._just_opened[session] = known
        return session

    async def begin(self, channel: str) -> tuple[str, str]:  # noqa: ARG002 - every channel begins alike
        """Start a conversation: a new random token for the browser, and its internal id."""
        token = new_token()
        session = session_of(token)
        await asyncio.to_thread(self._sessions.begin, session)
        return token, session

    async def at_once(self, token: str | None) -> tuple[str, str]:
        """A token and its session for an urgent message: those known, or new ones.

        Where the store does not answer in time, they are ones that it will hear of later.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                session = await self.open(token)
                return (token, session) if token and session else await self.begin("web")
        except Exception as error:
            log_failure(error, "a conversation could not be opened at once")
            token = token or new_token()
            return token, session_of(token)

    async def receive(self, inbound: Inbound) -> Reply:
        """Answer one message. Never raises for anything that a person sent."""
        urgent = await self.urgent(inbound.text, inbound.payload)
        return await (self.interrupt(inbound, urgent) if urgent else self.converse(inbound))

    async def interrupt(self, inbound: Inbound, urgent: Urgent) -> Reply:
        """Give the fixed reply at once, whatever else works; the dialogue pauses behind it."""
        whom = await self._whom(inbound)
        reply = self._net.reply(urgent.categories, whom) if urgent.categories else self._net.help_now(whom)
        self._just_opened.pop(inbound.session, None)
        self._interruptions.follow(inbound, reply, urgent.categories)
        return reply

    async def converse(self, inbound: Inbound) -> Reply:
        """Answer a message that was found not to be urgent.

        A message that repeats one still being answered gets the same reply: it was sent before the reply could be
        read, so it cannot be an answer to what the reply asks.
        """
        key = (inbound.session, inbound.text, inbound.payload, inbound.position)
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = asyncio.create_task(self._answer(inbound))
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for what is still being told to the dialogue."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await self._interruptions.close()
        self._watch.close()

    async def _whom(self, inbound: Inbound) -> Whom:
        """What is known of the person, if it can be read at once: it must never hold a safety reply up."""
        try:
            reading = asyncio.to_thread(self._sessions.open, inbound.session)
            known = await asyncio.wait_for(reading, PATIENCE_SECONDS) or Conversation()
            language = changed(inbound.text or "", known.language) or known.language
        except Exception as error:
            log_failure(error, "what is known of a person could not be read")
            return Whom()
        return Whom(known.age_band, known.council, language)

    async def _answer(self, inbound: Inbound) -> Reply:
        try:
            async with self._locks.hold(inbound.session):
                return await self._converse(inbound)
        except DialogueDown as error:
            log_failure(error, "the dialogue did not answer")
        except Exception as error:
            log_failure(error, "a message could not be answered")
        return [self._fallback(await self._whom(inbound))]

    async def _converse(self, inbound: Inbound) -> Reply:
        known = await self._known(inbound.session)
        if known.pause_owed:
            await self._interruptions.pause(inbound)
        spoken = changed(inbound.text or "", known.language)
        opening = SPOKE[spoken] if spoken else None if known.offered or inbound.payload in _OPENINGS else START
        first = await self._send(inbound, opening) if opening else []
        if inbound.position is not None:
            area = await asyncio.to_thread(self._locate, *inbound.position)
            reply = [*_said(first), *await self._send(inbound, AT_PLACE + json.dumps({"place": area}))]
        elif inbound.payload is not None:
            reply = await self._press(inbound, inbound.payload, known, first)
        elif asks_for_english(inbound.text or ""):
            reply = first or await self._send(inbound, REPEAT)
        else:
            reply = await self._read(inbound, inbound.text or "", spoken or known.language, first)
        await self._remember(inbound.session, reply, known)
        return reply

    async def _known(self, session: str) -> Conversation:
        """What is remembered of a conversation; one that is new, or has ended, begins here."""
        await self._interruptions.noted(session)
        known = self._just_opened.pop(session, None) or await asyncio.to_thread(self._sessions.open, session)
        if known is None:
            await asyncio.to_thread(self._sessions.begin, session)
        return known or Conversation()

    async def _press(self, inbound: Inbound, payload: str, known: Conversation, first: Reply) -> Reply:
        if payload in known.offered or payload in ALWAYS_ACCEPTED:
            return [*_said(first), *await self._send(inbound, payload)]
        return [_say(OLD_BUTTON, known.language), *(first or await self._send(inbound, REPEAT))]

    async def _read(self, inbound: Inbound, text: str, language: str | None, first: Reply) -> Reply:
        if not text.strip():
            return [_say(NO_WORDS, language), *(first or await self._send(inbound, REPEAT))]
        if len(text) > LONGEST_TEXT:
            return [_say(TOO_LONG, language), *(first or await self._send(inbound, REPEAT))]
        return [*_said(first), *await self._send(inbound, as_words(text))]

    async def _send(self, inbound: Inbound, message: str) -> Reply:
        return await self._dialogue.send(inbound.session, inbound.channel, message)

    async def _remember(self, session: str, reply: Reply, known: Conversation) -> None:
        """Remember the buttons of `reply`; what was read of the conversation before is out of date from here on."""
        self._just_opened.pop(session, None)
        payloads = [payload for message in reply for payload in message.payloads]
        if known.fresh and known.offered.issuperset(payloads):
            return
        await asyncio.to_thread(self._sessions.offer, session, payloads)

    def _fallback(self, whom: Whom) -> Message:
        sorry, again = (said_in(whom.language, sentence) for sentence in (FALLBACK, TRY_AGAIN))
        return Message(
            kind=Kind.FALLBACK,
            text=f"{sorry}\n{self._net.contact_lines(whom.language)}",
            language=whom.language or ENGLISH,
            buttons=(Button(title=again, payload=REPEAT),),
        )


def as_words(text: str) -> str:
    """A person's text in a form that Rasa cannot read as a command.

    What looks like one ("/restart") is taken for something out of scope, so that it does not mean what it commands.
    """
    words = text.strip()
    return NOT_FOR_US if words.startswith("/") else words


def _say(sentence: str, language: str | None) -> Message:
    return Message(kind=Kind.SAY, text=said_in(language, sentence), language=language or ENGLISH)


def _said(first: Reply) -> Reply:
    """Of a greeting, what says who is talking; what it asks is left to the reply to the person's own words."""
    return [message for message in first if message.kind == Kind.SAY]
