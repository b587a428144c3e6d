"""One message at a time in a conversation, in one process and across processes."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.locks import Locks, ProcessLocks, RedisLocks
from tests.conftest import HANGING_S, free_port


@pytest.fixture(scope="session")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A Redis of our own on loopback."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed (Debian: apt-get install redis-server)")
    port = free_port()
    folder: Path = tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield port
    server.terminate()
    server.wait()


async def one_at_a_time(*sides: Locks) -> bool:
    """True when nobody was inside while somebody else was, over many holders of the same conversation."""
    inside, clashes = 0, 0

    async def visit(locks: Locks) -> None:
        nonlocal inside, clashes
        async with locks.hold("a"):
            inside += 1
            clashes += inside > 1
            await asyncio.sleep(0.005)
            inside -= 1

    await asyncio.gather(*(visit(locks) for locks in sides for _ in range(5)))
    return clashes == 0


async def test_a_process_lets_one_in_at_a_time() -> None:
    assert await one_at_a_time(ProcessLocks())


async def test_two_processes_would_clash_without_redis() -> None:
    assert not await one_at_a_time(ProcessLocks(), ProcessLocks())


async def test_redis_lets_one_in_at_a_time_over_two_processes(redis_port: int) -> None:
    async with Redis(port=redis_port) as one, Redis(port=redis_port) as other:
        await until_it_answers(one)
        assert await one_at_a_time(RedisLocks(one), RedisLocks(other))


async def test_a_redis_that_is_away_stops_nobody() -> None:
    async with Redis(port=free_port()) as nowhere:
        assert await one_at_a_time(RedisLocks(nowhere))


async def until_it_answers(redis: Redis) -> None:
    async with asyncio.timeout(HANGING_S):
        while True:
            with contextlib.suppress(RedisError):
                await redis.ping()
                return
            await asyncio.sleep(0.05)
