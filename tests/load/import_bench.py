"""How long it takes to read a large directory in, and how much memory: `python -m tests.load.import_bench`.

The feed comes from a process of its own over loopback, page by page. Each run is a process of its own too, so that the
memory that is told is the import's. On SQLite, and on a PostgreSQL server of its own where its programs are installed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web

from directory.importing.geography import Geography
from directory.importing.importer import Importer
from directory.importing.limits import Limits
from directory.places import Places
from directory.places_build import build_places
from directory.repository import DirectoryRepository
from kith.database import make_engine
from kith.migrate import upgrade
from tests.conftest import free_port
from tests.load.feed_maker import FeedMaker, page, page_server
from tests.load.postgres import postgres

PER_PAGE = 100
SERVICES = 100_000
PLACES = Path("var/places.bin")


def write_pages(folder: Path, count: int, edition: int = 0) -> None:
    """Make the pages of a feed as files, before anything is measured."""
    maker, pages = FeedMaker(edition=edition), -(-count // PER_PAGE)
    for number in range(1, pages + 1):
        start = (number - 1) * PER_PAGE
        records = list(maker.services(min(PER_PAGE, count - start), start))
        (folder / f"{number}.json").write_text(json.dumps(page(records, number, pages, count)))


def serve(folder: Path, port: int, *, etags: bool) -> None:
    """Serve the pages of a folder until the process is ended."""
    pages = {int(path.stem): path.read_bytes() for path in folder.glob("*.json")}
    web.run_app(page_server(pages, etags=etags), host="127.0.0.1", port=port, print=None)


async def import_once(database: str, places: Path, folder: Path, address: str) -> dict[str, object]:
    """One run, measured from inside."""
    engine = make_engine(database)
    upgrade(engine)
    clock = lambda: datetime.now(UTC)  # noqa: E731
    importer = Importer(
        engine,
        DirectoryRepository(engine, clock),
        Geography(Places.open(places)),
        folder,
        clock,
        Limits(private_host="127.0.0.1"),
    )
    source = importer.store.ensure("bench", address)
    began, worked = time.monotonic(), time.process_time()
    report = await importer.run(source)
    return {
        "seconds": round(time.monotonic() - began, 1),
        "processor_seconds": round(time.process_time() - worked + _helpers().ru_utime + _helpers().ru_stime, 1),
        "megabytes": most_memory_mb() + _helpers().ru_maxrss // 1024,
        "outcome": report.outcome.value,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "message": report.message,
    }


def most_memory_mb() -> int:
    """The most that this process has held, from Linux; what its parent held is not counted."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def _helpers() -> resource.struct_rusage:
    """What processes have used that this one started and that have ended: the second process of an import."""
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def run(*arguments: str) -> str:
    """Run this module in a process of its own and return what it prints."""
    return subprocess.check_output([sys.executable, "-m", "tests.load.import_bench", *arguments], text=True)


def measure(count: int, folder: Path) -> None:
    """Make two editions of a feed, the second with one service in a hundred changed, and read them on each database."""
    places = PLACES if PLACES.exists() else folder / "places.bin"
    if not places.exists():
        build_places(places, lambda _said: None)
    editions = folder / "first", folder / "second"
    for edition, pages in enumerate(editions):
        pages.mkdir()
        write_pages(pages, count, edition)
    folder.chmod(0o755)  # PostgreSQL has a user of its own
    with postgres(folder / "postgres") as server:
        for name, url in (("SQLite", f"sqlite:///{folder / 'kith.db'}"), ("PostgreSQL", server)):
            if url is None:
                print(f"{name}: its programs are not installed", flush=True)
                continue
            _measure_on(name, url, places, editions)


def _measure_on(name: str, url: str, places: Path, editions: Sequence[Path]) -> None:
    """Read a feed, read it again, read it with a few changes, and read that again by its ETags."""
    first, second = editions
    for title, pages, etags in (
        ("first", first, False),
        ("again", first, False),
        ("changed", second, True),
        ("with ETags", second, True),
    ):
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.load.import_bench", "--serve", str(pages), "--port", str(port)]
            + (["--etags"] if etags else [])
        )
        try:
            asyncio.run(_until_it_answers(port))
            found = run("--once", url, "--places", str(places), "--folder", str(pages.parent), "--port", str(port))
        finally:
            server.terminate()
            server.wait()
        print(f"{name:<10}  {title:<10} ", found.strip(), flush=True)


async def _until_it_answers(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(200):
            try:
                async with session.get(f"http://127.0.0.1:{port}/services?page=1"):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    raise TimeoutError("the page server does not answer")


def main() -> None:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=SERVICES)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--once", help=argparse.SUPPRESS)
    parser.add_argument("--places", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--etags", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.port, etags=options.etags)
    elif options.once:
        address = f"http://127.0.0.1:{options.port}/services"
        print(json.dumps(asyncio.run(import_once(options.once, options.places, options.folder, address))))
    else:
        with tempfile.TemporaryDirectory(prefix="kith-import-") as folder:
            measure(options.services, Path(folder))


if __name__ == "__main__":
    main()
