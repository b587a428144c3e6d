"""`make bench`: a screening through the public chat API, next to the same conversation on stock Rasa.

    .venv/bin/python -m tests.load.bench [--quick]

What is measured, and how to read it: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Final

import aiohttp

import bootstrap
from tests.load.disk import development_gb, size_gb
from tests.load.driving import drive, wait_for_first_answer
from tests.load.figures import Load, Measured, report
from tests.load.kith_side import ROOT, app_memory_mb, engine_memory_mb, forget_people, kith_up
from tests.load.processes import BenchError, Server
from tests.load.screening_talk import TALK, Begin, KithTalker, StockTalker, WrongReplyError
from tests.load.stock_side import (
    StockFolder,
    make_environment,
    make_project,
    stock_actions,
    stock_memory_mb,
    stock_rasa,
)

HERE: Final = ROOT / "var" / "bench"
ENGINE: Final = ROOT / "engine"
CLIENTS: Final = (1, 8)
LONGEST_START_SECONDS: Final = 240.0


@dataclass(frozen=True)
class Plan:
    """How long is measured: `rounds` of `seconds` with each number of clients. `warm_stock`: start stock Rasa twice."""

    rounds: int
    seconds: float
    warm_stock: bool


FULL: Final = Plan(rounds=5, seconds=6, warm_stock=True)
QUICK: Final = Plan(rounds=2, seconds=2, warm_stock=False)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Returns 0 when both sides were measured, whatever came out; 1 when that was not possible."""
    parser = argparse.ArgumentParser(prog="tests.load.bench", description="Measure Kith next to stock Rasa.")
    parser.add_argument("--quick", action="store_true", help="shorter and rougher: to see that it works")
    plan = QUICK if parser.parse_args(arguments).quick else FULL
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as for Ctrl-C: end what was started
    try:
        print(asyncio.run(measure(plan)))
    except (BenchError, bootstrap.SetupError, WrongReplyError, aiohttp.ClientError) as error:
        print(f"The benchmark failed: {error} (logs: {HERE})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


async def measure(plan: Plan) -> str:
    """Make what is missing, measure both sides, and return the report."""
    HERE.mkdir(parents=True, exist_ok=True)
    stock_folder = StockFolder(HERE / "stock")
    make_environment(stock_folder, HERE / "stock-install.log")
    make_project(stock_folder, HERE / "stock-train.log")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as client, AsyncExitStack() as stack:
        actions = stack.enter_context(stock_actions(stock_folder, HERE / "stock-actions.log"))
        kith, kith_seconds = await start_kith(client, stack)
        stock, stock_seconds = await start_stock(client, stack, stock_folder, actions, plan)
        loads = await take_turns(
            {"Kith": lambda: KithTalker(client, kith.url), "stock Rasa": lambda: StockTalker(client, stock.url)}, plan
        )
        engine_mb, app_mb, stock_mb = engine_memory_mb(kith), app_memory_mb(kith), stock_memory_mb(stock)
    with bootstrap.step("Weighing what is installed"):
        engine_gb = size_gb(ENGINE / ".venv")
        tools_gb = development_gb(bootstrap.find_uv(), ENGINE, ENGINE / ".venv")
        app_gb, stock_gb = size_gb(ROOT / ".venv"), size_gb(stock_folder.environment)
    ours = Measured("Kith", loads["Kith"], kith_seconds, engine_mb, engine_gb)
    theirs = Measured("stock Rasa", loads["stock Rasa"], stock_seconds, stock_mb, stock_gb)
    notes = [
        f"A conversation is {len(TALK)} messages; every reply was checked on both sides.",
        f"Kith's app process, which has no counterpart in stock Rasa: {app_mb:.0f} MB, installed {app_gb:.2f} GB.",
        f"Of the engine's installed size, {tools_gb:.2f} GB are tools that only development needs.",
    ]
    return report(ours, theirs, notes)


async def start_kith(client: aiohttp.ClientSession, stack: AsyncExitStack) -> tuple[Server, float]:
    """Start `kith up` for the second time and leave it running; with the seconds to its first answer."""

    def begin(server: Server) -> Begin:
        return lambda: KithTalker(client, server.url)

    folder, log = HERE / "kith", HERE / "kith.log"
    forget_people(folder)
    async with AsyncExitStack() as first_start:
        await timed_start("Making Kith's data and starting it", kith_up(folder, log), begin, first_start)
    return await timed_start("Starting Kith again", kith_up(folder, log), begin, stack)


async def start_stock(
    client: aiohttp.ClientSession, stack: AsyncExitStack, folder: StockFolder, actions: str, plan: Plan
) -> tuple[Server, float]:
    """Start stock Rasa and leave it running; with the seconds to its first answer."""

    def begin(server: Server) -> Begin:
        return lambda: StockTalker(client, server.url)

    log = HERE / "stock.log"
    if plan.warm_stock:
        async with AsyncExitStack() as first_start:
            await timed_start("Starting stock Rasa", stock_rasa(folder, actions, log), begin, first_start)
        return await timed_start("Starting stock Rasa again", stock_rasa(folder, actions, log), begin, stack)
    return await timed_start("Starting stock Rasa", stock_rasa(folder, actions, log), begin, stack)


async def timed_start(
    name: str, start: AbstractContextManager[Server], begin: Callable[[Server], Begin], stack: AsyncExitStack
) -> tuple[Server, float]:
    """Start a server that lives as long as `stack`, and time it to its first right answer."""
    with bootstrap.step(name):
        started = time.monotonic()
        server = stack.enter_context(start)
        await wait_for_first_answer(begin(server), server, LONGEST_START_SECONDS)
        return server, time.monotonic() - started


async def take_turns(sides: Mapping[str, Begin], plan: Plan) -> dict[str, dict[int, list[Load]]]:
    """Load one side after the other, round by round, so that what else the machine does hits both alike."""
    loads: dict[str, dict[int, list[Load]]] = {side: {clients: [] for clients in CLIENTS} for side in sides}
    for begin in sides.values():
        await drive(begin, 1, 0)  # one conversation that does not count: connections and caches are made
    for number in range(plan.rounds):
        with bootstrap.step(f"Round {number + 1} of {plan.rounds}"):
            for clients in CLIENTS:
                for side, begin in sides.items():
                    loads[side][clients].append(await drive(begin, clients, plan.seconds))
    return loads


if __name__ == "__main__":
    sys.exit(main())
