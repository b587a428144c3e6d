"""Fixtures that every test folder shares: real databases, free ports, one clock."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from playwright.async_api import Browser, async_playwright, expect
from sqlalchemy import Engine, create_engine, text

from kith.database import make_engine

CHROMIUM = next(filter(None, (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
HANGING_S = 60.0
"""How long a test waits for what must come: much longer than it takes, for a busy machine is no fault."""
POSTGRES_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)

# The same examples in each run, however long one takes: a change is judged by itself, not by chance or by the machine.
# `pytest --hypothesis-profile=others` draws others.
hypothesis.settings.register_profile(
    "kith",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile("others", hypothesis.settings.get_profile("kith"), derandomize=False)
hypothesis.settings.load_profile("kith")


def free_port() -> int:
    """Return a loopback port that is free now, of those that the system gives to nobody by itself meanwhile."""
    while True:
        port = random.SystemRandom().randrange(10_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _as_database_owner(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: run its programs as the `postgres` user there."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _quickest() -> Path:
    """A folder in memory, where there is one with room enough: a new database for each test is many small files."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 2 * 2**30 else Path("/tmp")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own on a loopback port, for the length of the test run."""
    home = next(iter(POSTGRES_HOMES), None) or shutil.which("initdb")
    if home is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    programs = Path(home)
    made = subprocess.check_output(_as_database_owner(["mktemp", "-d", f"{_quickest()}/kith-pg-XXXXXX"]), text=True)
    folder = Path(made.strip())
    port = free_port()
    subprocess.run(
        _as_database_owner([f"{programs}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "kith", "--no-sync"]),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    control = [f"{programs}/pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
    subprocess.run(_as_database_owner([*control, "-o", options, "start"]), check=True, stdout=subprocess.DEVNULL)
    try:
        yield f"postgresql+psycopg://kith@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(_as_database_owner([*control, "-m", "immediate", "stop"]), check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind that the service supports; the test runs once on each."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
        yield engine
        engine.dispose()
        return
    server = create_engine(request.getfixturevalue("postgres_url"), isolation_level="AUTOCOMMIT")
    name = f"t_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = make_engine(str(server.url.set(database=name)))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A real browser, for the length of the test run."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    expect.set_options(timeout=HANGING_S * 1000)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        await chromium.close()
