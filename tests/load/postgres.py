"""A PostgreSQL server of the benchmark's own, whose data stays from run to run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tests.conftest import POSTGRES_HOMES, free_port


@contextmanager
def postgres(folder: Path) -> Iterator[str | None]:
    """Run a server over the data in `folder`, made where it is new; gives its address, or None without PostgreSQL."""
    folder, programs = folder.resolve(), next(iter(POSTGRES_HOMES), None)
    if programs is None:
        yield None
        return
    if not (folder / "PG_VERSION").exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run(programs, "initdb", "-D", str(folder), "-A", "trust", "-U", "kith", "--no-sync")
    port = free_port()
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_wal_size=4GB"
    _run(programs, "pg_ctl", "-D", str(folder), "-w", "-l", str(folder / "log"), "-o", settings, "start")
    try:
        yield f"postgresql+psycopg://kith@127.0.0.1:{port}/postgres"
    finally:
        _run(programs, "pg_ctl", "-D", str(folder), "-m", "fast", "-w", "stop")


def database(server: str, name: str) -> str:
    """Return the address of a database of the server, made where it is new."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return server.removesuffix("postgres") + name


def _run(programs: Path, name: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root: there it runs as its own user."""
    command = [str(programs / name), *arguments]
    as_owner = ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command
    subprocess.run(as_owner, check=True, stdout=subprocess.DEVNULL, cwd="/")
