"""`kith up`: make what is missing, start everything, say when it is ready, and stop it cleanly."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import socket
from pathlib import Path

import aiohttp
import uvloop

from kith.engine_process import EngineProcess
from kith.errors import StartError
from kith.progress import step
from kith.settings import Settings
from kith.training import model_path, train


def up_command(_options: argparse.Namespace, settings: Settings) -> int:
    """`kith up`."""
    up(settings)
    return 0


def up(settings: Settings) -> None:
    """Start everything and serve until Ctrl-C. Raises `StartError`."""
    check_ports(settings)
    settings.var.mkdir(parents=True, exist_ok=True)
    uvloop.run(_serve(settings))


def make_model(var: Path) -> Path:
    """Train the dialogue where it is missing or older than its files."""
    if model_path(var).exists():
        return model_path(var)
    with step("Training the dialogue (some minutes, once)"):
        return train(var)


def check_ports(settings: Settings) -> None:
    """Raise `StartError` where a port is taken, before anything is made."""
    wanted = {"KITH_PORT": settings.port, "KITH_ACTION_PORT": settings.action_port}
    if settings.runs_engine:
        wanted["KITH_ENGINE_PORT"] = settings.engine_port
    for variable, port in wanted.items():
        _check_free(port, variable)


async def _serve(settings: Settings) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with contextlib.AsyncExitStack() as stack:
        engine = await _start_engine(settings, stack)
        from kith.preparation import first_council_user, prepare  # here: this takes a second or two, in which
        from kith.server import running  # the engine already loads
        from kith.services import open_services

        await asyncio.to_thread(prepare, settings)
        services = open_services(settings)
        stack.callback(services.engine.dispose)
        await stack.enter_async_context(running(services, engine.url if engine else settings.engine_url))
        warming = asyncio.create_task(asyncio.to_thread(services.warm_up))
        if engine:
            await _until_ready(engine)
        print(f"Kith is ready: {settings.public_url or f'http://{settings.host}:{settings.port}'}", flush=True)
        if sign_in := await asyncio.to_thread(first_council_user, services):
            print(sign_in, flush=True)
        await warming
        await stopped.wait()
        print("Stopping ...", flush=True)


async def _start_engine(settings: Settings, stack: contextlib.AsyncExitStack) -> EngineProcess | None:
    """Start the engine first: it takes longest, and the rest is made while it loads."""
    if not settings.runs_engine:
        return None
    engine = EngineProcess(settings, await asyncio.to_thread(make_model, settings.var))
    await engine.start()
    stack.push_async_callback(engine.stop)
    return engine


async def _until_ready(engine: EngineProcess) -> None:
    async with aiohttp.ClientSession() as client:
        await engine.wait_ready(client)


def _check_free(port: int, variable: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StartError(f"Port {port} is in use. Stop what uses it, or set {variable} to another one.") from error
