"""What follows a safety reply, in the background: the dialogue pauses, the reply's buttons count, the hit is counted.

The person has the reply already. Each step is tried whatever became of the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Final, Protocol

from bot.failures import log_failure
from bot.locks import Locks
from bot.messages import Inbound, Reply
from bot.rasa_client import Dialogue
from bot.sessions import Conversation, SessionStore

PAUSE: Final = "/pause"
LAST_SECONDS: Final = 10.0
PATIENCE_FOR_A_NOTE_SECONDS: Final = 0.5


class Counts(Protocol):
    """Where safety replies are counted: `indicators.safety_counts.SafetyCounts`."""

    def add(self, council: str | None, categories: Sequence[str]) -> None: ...


class Interruptions:
    """Pauses conversations behind the replies that interrupted them."""

    def __init__(self, dialogue: Dialogue, sessions: SessionStore, locks: Locks, counts: Counts) -> None:
        self._dialogue = dialogue
        self._sessions = sessions
        self._locks = locks
        self._counts = counts
        self._background: set[asyncio.Task[None]] = set()
        self._notes: dict[str, asyncio.Task[None]] = {}

    def follow(self, inbound: Inbound, reply: Reply, categories: Sequence[str]) -> None:
        """Do what follows a reply, without anybody waiting for it."""
        # Noted before the conversation's turn comes, so that nobody takes the next words for an answer.
        owed = asyncio.to_thread(self._sessions.owe_pause, inbound.session, True)
        note = asyncio.create_task(_attempt("a pause could not be noted", owed))
        self._notes[inbound.session] = note
        note.add_done_callback(lambda done: self._forget(inbound.session, done))
        task = asyncio.create_task(self._follow(note, inbound, reply, categories))
        for each in (note, task):
            self._background.add(each)
            each.add_done_callback(self._background.discard)

    async def noted(self, session: str) -> None:
        """Wait until a pause of this conversation is noted, so that what is read of it next knows of the pause."""
        if note := self._notes.get(session):
            await asyncio.wait([note], timeout=PATIENCE_FOR_A_NOTE_SECONDS)

    def _forget(self, session: str, note: asyncio.Task[None]) -> None:
        if self._notes.get(session) is note:
            del self._notes[session]

    async def pause(self, inbound: Inbound) -> None:
        """Tell the dialogue to pause; raises where it cannot be told, and then the pause stays owed."""
        await self._dialogue.send(inbound.session, inbound.channel, PAUSE)
        await asyncio.to_thread(self._sessions.owe_pause, inbound.session, False)

    async def close(self) -> None:
        """Wait for what is still under way, though not for what hangs."""
        if self._background:
            _, hanging = await asyncio.wait(self._background, timeout=LAST_SECONDS)
            for task in hanging:
                task.cancel()

    async def _follow(
        self, note: asyncio.Task[None], inbound: Inbound, reply: Reply, categories: Sequence[str]
    ) -> None:
        session = inbound.session
        await note
        try:
            async with self._locks.hold(session):
                await _attempt("a safety reply could not be remembered", self._remember(session, reply))
                await _attempt("the dialogue could not be paused", self._pause_where_owed(inbound))
                await _attempt("a safety reply could not be counted", self._count(session, categories))
        except Exception as error:  # a lock that cannot be had; the dialogue is told with the next message
            log_failure(error, "a conversation could not be held")

    async def _remember(self, session: str, reply: Reply) -> None:
        if await asyncio.to_thread(self._sessions.open, session) is None:
            await asyncio.to_thread(self._sessions.begin, session)
            await asyncio.to_thread(self._sessions.owe_pause, session, True)
        payloads = [payload for message in reply for payload in message.payloads]
        await asyncio.to_thread(self._sessions.offer, session, payloads)

    async def _pause_where_owed(self, inbound: Inbound) -> None:
        """The next message may have been quicker, and have told the dialogue already."""
        try:
            known = await asyncio.to_thread(self._sessions.open, inbound.session)
        except Exception as error:
            log_failure(error, "a conversation could not be read")
            known = Conversation(pause_owed=True)
        if known is None or known.pause_owed:
            await self.pause(inbound)

    async def _count(self, session: str, categories: Sequence[str]) -> None:
        new = await asyncio.to_thread(self._sessions.first_this_week, session, categories)
        if new:
            known = await asyncio.to_thread(self._sessions.open, session)
            await asyncio.to_thread(self._counts.add, known.council if known else None, new)


async def _attempt(what: str, work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:  # the person already has the reply
        log_failure(error, what)
