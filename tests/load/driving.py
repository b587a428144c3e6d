"""People who hold the conversation over and over, each one waiting for a reply before the next message."""

from __future__ import annotations

import asyncio
import contextlib
import time

import aiohttp

from tests.load.figures import Load
from tests.load.processes import BenchError, Server
from tests.load.screening_talk import TALK, Begin, WrongReplyError

POLL_SECONDS = 0.05


async def drive(begin: Begin, clients: int, seconds: float) -> Load:
    """Let `clients` people talk at the same time; none begins a new conversation after `seconds`."""
    latencies: list[float] = []
    started = time.perf_counter()

    async def talk_on() -> None:
        while time.perf_counter() - started < seconds:
            talker = begin()
            for turn in TALK:
                sent = time.perf_counter()
                await talker.take(turn)
                latencies.append(time.perf_counter() - sent)

    await asyncio.gather(*(talk_on() for _ in range(clients)))
    return Load(latencies, time.perf_counter() - started)


async def wait_for_first_answer(begin: Begin, server: Server, longest_seconds: float) -> None:
    """Return when somebody new gets a right answer. Raises `BenchError` when the server ended or takes too long."""
    deadline = time.monotonic() + longest_seconds
    while time.monotonic() < deadline and not server.ended:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, WrongReplyError):
            return await begin().take(TALK[0])
        await asyncio.sleep(POLL_SECONDS)
    raise BenchError(f"The server at {server.url} gave no right answer.")
