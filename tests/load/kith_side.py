"""Our side: the real `kith up`, with data and free ports of its own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import free_port
from tests.load.processes import BenchError, Server, family, memory_mb, process_table, program

ROOT = Path(__file__).resolve().parents[2]
KITH = ROOT / ".venv" / "bin" / "kith"
ENGINE_MARK = "engine.launcher"


def engine_memory_mb(kith: Server) -> float:
    """The memory of the engine's process."""
    engines = [process for process in family(process_table(), kith.process.pid) if ENGINE_MARK in process.command]
    if not engines:
        raise BenchError("The engine's process is not there any more.")
    return memory_mb(engines)


def app_memory_mb(kith: Server) -> float:
    """The memory of the app's process, without the engine."""
    return memory_mb([process for process in process_table() if process.pid == kith.process.pid])


@contextlib.contextmanager
def kith_up(folder: Path, log: Path) -> Iterator[Server]:
    """`kith up` on free loopback ports, with `folder` for its data; nothing slows down a busy session or address."""
    port = free_port()
    settings = {
        "KITH_VAR": str(folder),
        "KITH_DATABASE_URL": f"sqlite:///{folder / 'kith.db'}",
        "KITH_PORT": str(port),
        "KITH_ENGINE_PORT": str(free_port()),
        "KITH_ACTION_PORT": str(free_port()),
        "KITH_SESSION_RATE": "1000000",
        "KITH_ADDRESS_RATE": "1000000",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    with program([str(KITH), "up"], log, ROOT, inherited | settings) as process:
        yield Server(process, f"http://127.0.0.1:{port}")


def forget_people(folder: Path) -> None:
    """Remove the databases of earlier runs; the places and the trained model stay."""
    for path in folder.glob("*.db*"):
        path.unlink()
