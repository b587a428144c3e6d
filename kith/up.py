"""`kith up`: make what is missing, start everything, say when it is ready, and stop it cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import secrets
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import aiohttp
import uvloop
from sqlalchemy.exc import OperationalError

from council.accounts import Role
from directory.places import Places
from directory.places_build import build_places
from directory.seed_loader import load_seed, seed_version
from kith.database import make_engine
from kith.engine_process import EngineError, EngineProcess
from kith.migrate import upgrade
from kith.server import council_desk, running
from kith.services import PLACES_FILE, Services, open_services
from kith.settings import Settings
from kith.training import TrainingError, model_path, train

DEMO_USER: Final = "demo@example.org"
DEMO_COUNCIL: Final = "E08000025"


class StartError(Exception):
    """The service cannot start; the message is one line for the operator."""


def up(settings: Settings) -> None:
    """Start everything and serve until Ctrl-C. Raises `StartError`."""
    check_ports(settings)
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
        uvloop.run(_serve(settings))
    except (EngineError, TrainingError) as error:
        raise StartError(str(error)) from error
    except OperationalError as error:
        raise StartError(f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}") from error
    except OSError as error:
        raise StartError(_in_one_line(error)) from error


def prepare(settings: Settings) -> None:
    """Make what is missing: places, database, directory. Does nothing when all is up to date."""
    make_places(settings.var / PLACES_FILE)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    load_directory(settings)


def make_model(var: Path) -> Path:
    """Train the dialogue where it is missing or older than its files."""
    if model_path(var).exists():
        return model_path(var)
    with step("Training the dialogue (a minute, the first time)"):
        return train(var)


def load_directory(settings: Settings) -> None:
    """Load the services that come with the program, where they changed."""
    loaded = settings.var / "seed-loaded"
    version = f"{seed_version()} {settings.database_url}"
    if loaded.exists() and loaded.read_text() == version:
        return
    services = open_services(settings)
    with step("Loading the directory of services"):
        load_seed(services.directory, services.encoder)
    services.engine.dispose()
    loaded.write_text(version)


def check_ports(settings: Settings) -> None:
    """Raise `StartError` where a port is taken, before anything is made."""
    wanted = {"KITH_PORT": settings.port, "KITH_ACTION_PORT": settings.action_port}
    if settings.runs_engine:
        wanted["KITH_ENGINE_PORT"] = settings.engine_port
    for variable, port in wanted.items():
        _check_free(port, variable)


def make_places(path: Path) -> None:
    """Build the file of places where it is missing or of an older form."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        Places.open(path)
        return
    with step("Building the places of England"):
        build_places(path, lambda done: print(f"  {done}", flush=True))


async def _serve(settings: Settings) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with contextlib.AsyncExitStack() as stack:
        engine = await _start_engine(settings, stack)
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


def first_council_user(services: Services) -> str | None:
    """Make a council sign-in for a trial on the very first run, and return the line that tells it.

    None on later runs, and wherever the service has a public address: there `kith user add` makes the users.
    """
    accounts = council_desk(services).accounts
    if services.settings.public_url or accounts.users():
        return None
    password = secrets.token_urlsafe(12)
    accounts.add_user(DEMO_USER, password, DEMO_COUNCIL, Role.MANAGER)
    return f"Council sign-in at /council (shown only now): {DEMO_USER} with the password {password}"


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is going on when it takes more than two seconds to finish."""
    started = time.monotonic()
    print(f"{name} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" done in {time.monotonic() - started:.1f} s", flush=True)


def _check_free(port: int, variable: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StartError(f"Port {port} is in use. Stop what uses it, or set {variable} to another one.") from error


def _in_one_line(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "There is no space left on the disk."
    if error.errno == errno.EADDRINUSE:
        return f"A port is in use: {error.strerror}."
    return f"{error.filename or 'The system'}: {error.strerror}"
