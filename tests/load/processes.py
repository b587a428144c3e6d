"""Programs that the benchmark starts, with their output in a log, and the memory that they hold."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A server that was started as a process of its own."""

    process: subprocess.Popen[bytes]
    url: str

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None


class BenchError(Exception):
    """The benchmark cannot go on; the message is one line for whoever runs it."""


@contextlib.contextmanager
def program(
    command: Sequence[str], log: Path, folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in `folder` for the length of the block, then end it and all that it started."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def finish(command: Sequence[str], log: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Run a program to its end. Raises `BenchError` when it fails."""
    with log.open("ab") as output:
        done = subprocess.run(command, cwd=folder, env=dict(environment), stdout=output, stderr=output, check=False)
    if done.returncode != 0:
        raise BenchError(f"{Path(command[0]).name} {command[1]} failed. Details: {log}")


@dataclass(frozen=True)
class Running:
    """A line of the process table."""

    pid: int
    parent: int
    memory_kb: int
    command: str


def process_table() -> list[Running]:
    """Every process of this machine."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss=,command="], capture_output=True, text=True, check=True)
    rows = (line.split(maxsplit=3) for line in listed.stdout.splitlines())
    return [Running(int(row[0]), int(row[1]), int(row[2]), row[3] if len(row) > 3 else "") for row in rows]


def family(table: Sequence[Running], root: int) -> list[Running]:
    """The process `root` and all that descend from it."""
    found = [process for process in table if process.pid == root]
    for process in found:
        found += [child for child in table if child.parent == process.pid]
    return found


def memory_mb(processes: Sequence[Running]) -> float:
    """The memory that `processes` hold together (resident set size), in megabytes of 10^6 bytes."""
    return sum(process.memory_kb for process in processes) * 1024 / 1e6
