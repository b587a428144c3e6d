"""Takes every Telegram update once, in order within a chat, with different chats side by side.

An update counts as taken only when it has been dealt with. Whoever hands updates in (a poll, a webhook) tells Telegram
so afterwards, and not before: what is cut off in the middle comes again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from telegram import Update

LOGGER = logging.getLogger(__name__)
Done = asyncio.Future[None]
RECENT = 10_000
"""Updates remembered by one process: many times the hundred that Telegram can hand out again."""


class HandledUpdates(Protocol):
    """Remembers the updates that were dealt with. One shared by all processes keeps each from answering twice."""

    async def contains(self, update_id: int) -> bool: ...

    async def add(self, update_id: int) -> None: ...


class Remembered:
    """A set of the `limit` things that were added last."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._things: OrderedDict[Hashable, None] = OrderedDict()

    def __contains__(self, thing: Hashable) -> bool:
        return thing in self._things

    def add(self, thing: Hashable) -> bool:
        """Add `thing` and return whether it was new."""
        new = thing not in self._things
        self._things[thing] = None
        self._things.move_to_end(thing)
        if len(self._things) > self._limit:
            self._things.popitem(last=False)
        return new

    def discard(self, thing: Hashable) -> bool:
        """Forget `thing` and return whether it was there."""
        return self._things.pop(thing, self) is None


class NoSharedMemory:
    """For a single process: its own memory of recent updates is enough."""

    async def contains(self, update_id: int) -> bool:  # noqa: ARG002
        return False

    async def add(self, update_id: int) -> None:
        """Keep nothing."""


class Lanes:
    """Runs jobs with the same key one after another, and jobs with different keys at the same time."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, deque[tuple[Callable[[], Awaitable[None]], Done]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def busy(self, key: Hashable) -> bool:
        """Return whether a job runs in this lane."""
        return key in self._lanes

    def waiting(self, key: Hashable) -> int:
        """Return how many jobs wait behind the one that runs."""
        return len(self._lanes.get(key, ()))

    def submit(self, key: Hashable, job: Callable[[], Awaitable[None]]) -> Done:
        """Put `job` at the end of its lane; the future ends with it, and is cancelled when it was cut off."""
        done = asyncio.get_running_loop().create_future()
        if key not in self._lanes:
            self._lanes[key] = deque()
            task = asyncio.create_task(self._run(key))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._lanes[key].append((job, done))
        return done

    async def close(self, seconds: float) -> None:
        """Let jobs finish for at most `seconds`, then cut off what is left."""
        tasks = set(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, key: Hashable) -> None:
        lane = self._lanes[key]
        try:
            while lane:
                await self._finish(*lane.popleft())
        finally:
            del self._lanes[key]
            for _, done in lane:
                done.cancel()

    @staticmethod
    async def _finish(job: Callable[[], Awaitable[None]], done: Done) -> None:
        try:
            await job()
        except asyncio.CancelledError:
            done.cancel()
            raise
        except Exception as error:  # one update must not stop the chat's next one
            LOGGER.error("A Telegram update could not be dealt with: %s", type(error).__name__)
        if not done.done():
            done.set_result(None)


@dataclass(frozen=True)
class _Taken:
    done: Done
    since: float


class Inbox:
    """The one door for updates, however they arrive. `overtakes` tells which need not wait behind others of a chat."""

    def __init__(
        self,
        process: Callable[[Update], Awaitable[None]],
        handled: HandledUpdates,
        clock: Callable[[], float],
        overtakes: Callable[[Update], Awaitable[bool]],
    ) -> None:
        self._process = process
        self._handled = handled
        self._clock = clock
        self._overtakes = overtakes
        self._recent = Remembered(RECENT)
        self._lanes = Lanes()
        self._taken: dict[int, _Taken] = {}

    async def take(self, update: Update) -> Done:
        """Accept an update and return the future that ends when it was dealt with; one seen before is not repeated."""
        known = update.update_id in self._recent or await self._handled.contains(update.update_id)
        taken = self._taken.get(update.update_id)
        if taken is not None:
            return taken.done
        if known:
            return _finished()
        lane: Hashable = _lane_of(update)
        if self._lanes.busy(lane) and await self._overtakes(update):
            lane = ("urgent", update.update_id)
        done = self._lanes.submit(lane, lambda: self._deal_with(update))
        self._taken[update.update_id] = _Taken(done, self._clock())
        done.add_done_callback(lambda _: self._taken.pop(update.update_id, None))
        return done

    def behind(self, chat_id: int) -> int:
        """Return how many updates of this chat wait for their turn."""
        return self._lanes.waiting(chat_id)

    def unfinished(self, younger_than: float = float("inf")) -> list[int]:
        """Return the ids that were taken in the last `younger_than` seconds and are not dealt with, lowest first."""
        oldest = self._clock() - younger_than
        return sorted(update_id for update_id, taken in self._taken.items() if taken.since > oldest)

    async def settle(self, seconds: float) -> None:
        """Return when everything is dealt with, or after `seconds`."""
        waiting = [taken.done for taken in self._taken.values()]
        if waiting:
            await asyncio.wait(waiting, timeout=seconds)

    async def close(self, seconds: float) -> None:
        """Let what was taken finish for at most `seconds`, then cut it off."""
        await self._lanes.close(seconds)

    async def _deal_with(self, update: Update) -> None:
        await self._process(update)
        self._recent.add(update.update_id)
        await self._handled.add(update.update_id)


def _lane_of(update: Update) -> int:
    chat = update.effective_chat
    return chat.id if chat is not None else 0


def _finished() -> Done:
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done
