"""The next answer is asked for early, and nothing of it is left behind."""

from __future__ import annotations

import asyncio
import io

from yarl import URL

from directory.importing.ahead import Ahead
from directory.importing.fetching import Fetched, Validators


def an_answer(body: io.BytesIO) -> Fetched:
    return Fetched(URL("https://council.example/services?page=2"), 200, body, 2, "application/json", None, Validators())


async def test_an_answer_comes_while_something_else_is_done() -> None:
    asked = asyncio.Event()

    async def answer() -> Fetched:
        asked.set()
        return an_answer(io.BytesIO(b"{}"))

    async with Ahead() as ahead:
        assert await ahead.take() is None
        ahead.ask(answer())
        await asyncio.wait_for(asked.wait(), 5)
        found = await ahead.take()
        assert found is not None
        assert found.body is not None
        assert not found.body.closed
        assert await ahead.take() is None


async def test_an_answer_that_nobody_took_is_closed() -> None:
    body, came = io.BytesIO(b"{}"), asyncio.Event()

    async def answer() -> Fetched:
        came.set()
        return an_answer(body)

    async with Ahead() as ahead:
        ahead.ask(answer())
        await came.wait()
        await asyncio.sleep(0)
    assert body.closed


async def test_an_answer_that_never_comes_or_fails_is_dropped_in_silence() -> None:
    async def never() -> Fetched:
        await asyncio.Event().wait()
        raise AssertionError

    async def fails() -> Fetched:
        raise OSError

    for answer in (never, fails):
        async with Ahead() as ahead:
            ahead.ask(answer())
            await asyncio.sleep(0)
