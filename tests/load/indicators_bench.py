"""What a publication and a recording cost: `python -m tests.load.indicators_bench [--screenings 10000000]`.

The screenings are made up and added to the cells as recording adds them, many that are alike at once: each stands in
the very cells that one call of `record` would have put it in. On SQLite and on PostgreSQL. What it gave:
docs/disclosure.md.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from indicators import cells
from indicators.counting import Key
from indicators.publish import publish
from indicators.quarters import Quarter
from indicators.safety_counts import SafetyCounts
from indicators.store import ScreeningStore
from indicators.tables import metadata, screening_cell
from kith.database import make_engine
from tests.load.postgres import database, postgres
from tests.unit.indicators.populations import Draw, cells_of, population

COUNCILS = tuple(f"E{number:08}" for number in range(8_000_001, 8_000_051))
QUARTERS = tuple(Quarter(2024 + number // 4, number % 4 + 1) for number in range(8))
SAMPLE, RECORDED, LOOKS = 3_000, 200, 20
NOW = datetime(2026, 7, 8, tzinfo=UTC)


def fill(engine: Engine, screenings: int) -> None:
    """Add so many screenings to the cells, spread over councils and quarters as a sample of people falls."""
    metadata.drop_all(engine)
    metadata.create_all(engine)
    kinds = [cells_of(population(Draw(SAMPLE, wards=20, left_out=0.05, seed=seed))) for seed in range(5)]
    places = [(council, quarter) for council in COUNCILS for quarter in QUARTERS]
    times, rest = divmod(screenings, SAMPLE)
    share, more = divmod(times, len(places))
    small = cells_of(population(Draw(rest, wards=20, left_out=0.05))) if rest else Counter[Key]()
    with engine.begin() as connection:
        for number, (council, quarter) in enumerate(places):
            often = share + (number < more)
            kind = kinds[number % len(kinds)]
            counts = Counter({key: people * often for key, people in kind.items()})
            if number == 0:
                counts += small
            cells.change(connection, council, quarter, counts)


Times = tuple[float, float]
"""Milliseconds by the clock, and of the processor in this process."""


def milliseconds(do: Callable[[], object]) -> Times:
    """Return how long `do` takes."""
    begun, busy = time.perf_counter(), time.process_time()
    do()
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - busy)


def median(times: list[Times]) -> float:
    """Return the median by the processor: what else the machine does is not in it."""
    return sorted(busy for _, busy in times)[len(times) // 2]


def told(times: list[Times]) -> str:
    """Return the medians and the worst but 5 in 100."""
    clock, busy = (sorted(each) for each in zip(*times, strict=True))
    half, most = len(clock) // 2, int(0.95 * (len(clock) - 1))
    return (
        f"p50 {clock[half]:6.2f} ms   p95 {clock[most]:6.2f} ms"
        f"   processor p50 {busy[half]:6.2f} ms   p95 {busy[most]:6.2f} ms"
    )


def measure(engine: Engine, name: str, screenings: int) -> tuple[float, float]:
    """Publish and record, print what it took, and return the medians of a first publication and of a recording."""
    store, safety = ScreeningStore(engine, lambda: NOW), SafetyCounts(engine, lambda: NOW)
    today = date(2026, 2, 1)
    first: list[Times] = []
    again: list[Times] = []
    recorded: list[Times] = []
    for council in COUNCILS[:LOOKS]:
        look = lambda council=council: publish(store, safety, council, QUARTERS[0], today)  # noqa: E731
        first.append(milliseconds(look))
        again.append(milliseconds(look))
    people = population(Draw(RECORDED, wards=20, seed=1))
    for number, person in enumerate(people):
        row = replace(person, council=COUNCILS[number % 20])
        recorded.append(milliseconds(lambda row=row, number=number: store.record(f"{number}", row)))  # type: ignore[misc]
    store.unlink(NOW + timedelta(hours=1))
    with engine.connect() as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(screening_cell))
    print(f"{name:11} {screenings:>12,} screenings in {count:,} cells")
    for words, times in (("first publication", first), ("read again", again), ("recording one", recorded)):
        print(f"    {words:18} {told(times)}")
    return median(first), median(recorded)


def engines(folder: Path) -> Iterator[tuple[str, Engine]]:
    """Give an empty database of each kind."""
    engine = make_engine(f"sqlite:///{folder / 'cells.db'}")
    yield "SQLite", engine
    engine.dispose()
    with postgres(Path("var/bench/indicators")) as server:
        if server:
            engine = make_engine(database(server, "cells"))
            yield "PostgreSQL", engine
            engine.dispose()


def main() -> None:
    """Measure with so many screenings and with ten times as many, and tell the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screenings", type=int, default=10_000_000)
    options = parser.parse_args()
    random.seed(0)
    with tempfile.TemporaryDirectory() as folder:
        for name, engine in engines(Path(folder)):
            medians = []
            for screenings in (options.screenings, 10 * options.screenings):
                fill(engine, screenings)
                medians.append(measure(engine, name, screenings))
            (few, few_recorded), (many, many_recorded) = medians
            print(
                f"    ten times as many: publication x {many / few:.2f}, recording x {many_recorded / few_recorded:.2f}"
            )


if __name__ == "__main__":
    main()
