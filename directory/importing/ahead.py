"""An answer that is on its way while the one before it is read: a server's delay costs nothing then."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from types import TracebackType
from typing import Any

from directory.importing.fetching import Fetched


class Ahead:
    """Holds one answer at most. Whatever nobody took is dropped at the end of the block."""

    def __init__(self) -> None:
        self._coming: asyncio.Task[Fetched] | None = None

    async def __aenter__(self) -> Ahead:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._coming is not None:
            self._coming.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):  # an answer that nobody wants any more
                if (body := (await self._coming).body) is not None:
                    body.close()

    def ask(self, answer: Coroutine[Any, Any, Fetched]) -> None:
        """Begin to wait for an answer."""
        self._coming = asyncio.create_task(answer)

    async def take(self) -> Fetched | None:
        """Return the answer that was asked for, or None. Raises what its asking raised."""
        coming, self._coming = self._coming, None
        return await coming if coming else None
