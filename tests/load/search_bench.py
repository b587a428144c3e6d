"""How long a search takes in a directory of a country's size: `python -m tests.load.search_bench`.

    python -m tests.load.search_bench [--services 100000 --services 1000000] [--searches 400] [--on SQLite]

On SQLite and on PostgreSQL, with services that are made up (tests/load/country.py) and stay in `var/bench/country`.
What is measured, and how to read it: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Engine
from threadpoolctl import threadpool_limits

import bootstrap
from directory import tables
from directory.model import Service
from directory.place_file import PlaceFile, read_place_file
from directory.places import Places
from directory.places_build import build_places
from directory.repository import DirectoryRepository
from directory.search import Search, Wish
from directory.seed_loader import SEED_FOLDER, meaning_text, read_services
from kith.database import make_engine
from language.encoder import Encoder
from tests.load.bulk import fill
from tests.load.country import WISHES, Country, services
from tests.load.country import wishes as drawn_wishes
from tests.load.postgres import database, postgres

FOLDER: Final = Path("var/bench/country")
NOW: Final = datetime(2026, 11, 21, 9, tzinfo=UTC)
PLACES: Final = Path("var/places.bin")
SIZES: Final = (100_000, 1_000_000)
SQLITE, POSTGRES = KINDS = ("SQLite", "PostgreSQL")


def seed() -> list[tuple[Service, NDArray[np.float32]]]:
    """Return the services that come with the program, with the vectors of their meanings."""
    known = [service for path in sorted(SEED_FOLDER.glob("*.yml")) for service in read_services(path)]
    return list(zip(known, Encoder().encode([meaning_text(service) for service in known]), strict=True))


def places() -> PlaceFile:
    """Return the places of England, made where they are missing."""
    if not PLACES.exists():
        build_places(PLACES, lambda _said: None)
    return read_place_file(PLACES)


@contextmanager
def databases(size: int, server: str | None, kinds: Collection[str]) -> Iterator[dict[str, Engine]]:
    """Give a filled database of each of these kinds, as far as there is one."""
    addresses = {}
    if SQLITE in kinds:
        addresses[SQLITE] = f"sqlite:///{FOLDER / f'{size}.db'}"
    if POSTGRES in kinds and server:
        addresses[POSTGRES] = database(server, f"country_{size}")
    engines = {name: make_engine(address) for name, address in addresses.items()}
    try:
        for name, engine in engines.items():
            if not _filled(engine):
                with bootstrap.step(f"Making {size:,} services in {name}"):
                    tables.metadata.drop_all(engine)
                    tables.metadata.create_all(engine)
                    fill(engine, services(Country(places()), seed(), size))
        yield engines
    finally:
        for engine in engines.values():
            engine.dispose()


def _filled(engine: Engine) -> bool:
    """Whether the tables are those of now, and full: the edition is written last."""
    there = sa.inspect(engine)
    for table in tables.metadata.sorted_tables:
        columns = there.get_columns(table.name) if there.has_table(table.name) else []
        if {column["name"] for column in columns} != set(table.c.keys()):
            return False
    with engine.connect() as connection:
        return connection.scalar(sa.select(tables.editions.c.number)) is not None


@dataclass(frozen=True)
class Times:
    """Milliseconds of every search, by the clock and of the processor."""

    clock: list[float]
    processor: list[float]

    def said(self) -> str:
        """Return the figures that are told."""
        clock, processor = sorted(self.clock), sorted(self.processor)
        return (
            f"p50 {_share(clock, 0.5):5.1f} ms   p95 {_share(clock, 0.95):5.1f} ms   worst {clock[-1]:6.1f} ms"
            f"   processor p50 {_share(processor, 0.5):5.1f} ms   p95 {_share(processor, 0.95):5.1f} ms"
        )


class Remembering:
    """An encoder that was asked before the clock started: what it takes to read a text is another benchmark's."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._known = dict(zip(texts, encoder.encode(list(texts)), strict=True))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return what is known."""
        return np.stack([self._known[text] for text in texts])


def searches(search: Search, wishes: Sequence[Wish]) -> tuple[Times, list[tuple[str, ...]]]:
    """Search for every wish once, one after another; with the order that was found."""
    clock, processor, found = [], [], []
    for wish in wishes:
        began, worked = time.perf_counter(), time.process_time()
        found.append(search.find(wish).ids)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return Times(clock, processor), found


def postcode_microseconds(file: Path, count: int = 20_000) -> float:
    """Return how long looking up a whole postcode takes, on average."""
    known, chance = Places.open(file), random.Random(3)
    outcodes = read_place_file(file).header["outcodes"]
    typed = [f"{chance.choice(outcodes)} {chance.randrange(10)}{chance.choice('ABDEF')}{chance.choice('ABDEF')}"
             for _ in range(count)]  # fmt: skip
    began = time.perf_counter()
    for text in typed:
        known.look_up(text)
    return (time.perf_counter() - began) / count * 1e6


def measure(size: int, engines: dict[str, Engine], encoder: Remembering, count: int) -> None:
    """Measure one size on every database, and compare the orders that they give."""
    country = Country(places())
    orders: dict[str, list[list[tuple[str, ...]]]] = {}
    for name, engine in engines.items():
        repository = DirectoryRepository(engine, lambda: NOW, folder=FOLDER / f"catalogue-{size}-{name}")
        began = time.perf_counter()
        catalogue = repository.catalogue()
        opened = time.perf_counter() - began
        search = Search(repository, encoder, lambda: NOW, include_examples=True)
        searches(search, drawn_wishes(country, count // 4, start=1))
        for title, wishes in (
            ("as people live", drawn_wishes(country, count)),
            ("only in London", [each for each in drawn_wishes(country, count * 8) if _in_london(each)][:count]),
        ):
            times, found = searches(search, wishes)
            orders.setdefault(title, []).append(found)
            print(f"{size:>9,}  {name:<10}  {title}  {times.said()}", flush=True)
        print(f"{size:>9,}  {name:<10}  {len(catalogue):,} services ready in {opened:.1f} s; {_memory()}", flush=True)
    if len(engines) == 1:
        return
    if all(one == found[0] for found in orders.values() for one in found):
        print(f"{size:>9,}  the same order on {' and '.join(engines)}")
    else:
        print(f"{size:>9,}  ANOTHER ORDER on {' and '.join(engines)}")


def _in_london(wish: Wish) -> bool:
    return wish.place is not None and wish.place.council.startswith("E09")


def _share(sorted_values: Sequence[float], share: float) -> float:
    return sorted_values[min(int(len(sorted_values) * share), len(sorted_values) - 1)]


def _memory() -> str:
    """What the process holds for itself, and what it looks at of files that it shares."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    own, files = (int(lines[name].split()[0]) // 1024 for name in ("RssAnon", "RssFile"))
    return f"{own} MB of its own, {files} MB of files"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Returns 0 whatever comes out: times depend on the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, action="append", help="how many; may be given several times")
    parser.add_argument("--searches", type=int, default=400)
    parser.add_argument("--on", choices=KINDS, action="append", help="which databases; all, where none is named")
    options = parser.parse_args(arguments)
    threadpool_limits(limits=1, user_api="blas")  # as the service does
    FOLDER.mkdir(parents=True, exist_ok=True)
    encoder = Remembering(Encoder(), WISHES)
    kinds = options.on or KINDS
    with postgres(FOLDER / "postgres") if POSTGRES in kinds else nullcontext() as server:
        for size in options.services or SIZES:
            with databases(size, server, kinds) as engines:
                measure(size, engines, encoder, options.searches)
    print(f"a postcode is found in {postcode_microseconds(PLACES):.1f} µs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
