"""One message at a time in each conversation: within this process, and across processes through Redis."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final, Protocol
from weakref import WeakValueDictionary

from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

LONGEST_HOLD_SECONDS: Final = 60.0


class Locks(Protocol):
    """Gives one holder at a time the right to a conversation."""

    def hold(self, session: str) -> contextlib.AbstractAsyncContextManager[None]: ...


class ProcessLocks:
    """Locks for a single process; a lock lives as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def hold(self, session: str) -> AsyncIterator[None]:
        """Wait for the conversation, then hold it for the length of the block."""
        lock = self._locks.setdefault(session, asyncio.Lock())
        async with lock:
            yield


class RedisLocks:
    """Locks for several processes. When Redis is away, each process still keeps its own order."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._here = ProcessLocks()

    @contextlib.asynccontextmanager
    async def hold(self, session: str) -> AsyncIterator[None]:
        """Wait for the conversation, then hold it for the length of the block."""
        async with self._here.hold(session), contextlib.AsyncExitStack() as everywhere:
            lock = self._redis.lock(
                f"kith:{session}", timeout=LONGEST_HOLD_SECONDS, blocking_timeout=LONGEST_HOLD_SECONDS
            )
            with contextlib.suppress(RedisError):
                if await lock.acquire():
                    everywhere.push_async_callback(_release, lock.release)
            yield


async def _release(release: object) -> None:
    with contextlib.suppress(RedisError, LockError):
        await release()  # type: ignore[operator]
