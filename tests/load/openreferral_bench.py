"""How long the published directory takes to answer at a country's size: `python -m tests.load.openreferral_bench`.

    python -m tests.load.openreferral_bench [--services 100000] [--rounds 10]

On SQLite and on PostgreSQL, with the made-up services of tests/load/search_bench.py. Every kind of question is asked
with other values each round, and answered as the web would send it, as JSON. What is measured: docs/open-referral.md.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Engine

from directory.model import Need
from directory.openreferral.feed import Feed
from directory.openreferral.reading import OpenReferralReader
from directory.openreferral.records import Record
from directory.openreferral.vocabulary import VOCABULARIES, taxonomy_id
from directory.places import Places
from directory.repository import DirectoryRepository
from directory.rows import derived_id
from tests.load.postgres import postgres
from tests.load.search_bench import FOLDER, NOW, PLACES, databases

WORDS: Final = ("lunch", "club", "walk", "art", "garden", "friend", "music", "tea", "help", "group", "dement", "Hill")
POSTCODES: Final = ("B13 8AB", "LS1 4DY", "E8 1EA", "NR2 1TF", "PL4 8AA", "CB1 2JW", "SR1 3SD", "M14 5TQ")
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Asked = Mapping[str, str]
Drawing = Callable[[random.Random], Asked]
SERVICES: Final = "services"
SPOTS: Final = "services_at_locations"

QUESTIONS: Final[Mapping[str, tuple[str, Drawing]]] = {
    "first page": (SERVICES, lambda _: {}),
    "some page": (SERVICES, lambda chance: {"page": str(chance.randrange(1, 2000))}),
    "500 to a page": (SERVICES, lambda chance: {"page": str(chance.randrange(1, 200)), "per_page": "500"}),
    "search, one word": (SERVICES, lambda chance: {"search": chance.choice(WORDS)}),
    "search, two words": (SERVICES, lambda chance: {"search": " ".join(chance.sample(WORDS, 2))}),
    "search, a word of no service": (SERVICES, lambda chance: {"search": f"zebra{chance.random()}"}),
    "taxonomy_term_id": (SERVICES, lambda chance: {"taxonomy_term_id": _term(chance)}),
    "taxonomy_id": (SERVICES, lambda chance: {"taxonomy_id": taxonomy_id(chance.choice([*VOCABULARIES]))}),
    "ages": (SERVICES, lambda chance: {"minimum_age": str(chance.randrange(1, 60)), "maximum_age": "130"}),
    "minimum_age": (SERVICES, lambda chance: {"minimum_age": str(chance.randrange(1, 60))}),
    "day and times": (
        SERVICES,
        lambda chance: {
            "day": chance.choice(DAYS), "start_time": "10:00", "end_time": f"{chance.randrange(13, 18)}:00",
        },
    ),
    "places, first page": (SPOTS, lambda _: {}),
    "places, some page": (SPOTS, lambda chance: {"page": str(chance.randrange(1, 1700))}),
    "postcode": (SPOTS, lambda chance: {"postcode": chance.choice(POSTCODES)}),
    "postcode within 5 km": (SPOTS, lambda chance: {"postcode": chance.choice(POSTCODES), "proximity": "5000"}),
    "postcode, a word and a day": (
        SPOTS,
        lambda chance: {
            "postcode": chance.choice(POSTCODES), "search": chance.choice(WORDS), "day": chance.choice(DAYS),
        },
    ),
}  # fmt: skip


def _term(chance: random.Random) -> str:
    return derived_id("term", "need", chance.choice([*Need]))


def measure(title: str, feed: Feed, rounds: int) -> dict[str, list[str]]:
    """Ask every question so many times, and print how long it took; returns the records that were given."""
    given: dict[str, list[str]] = {}
    for name, (address, draw) in QUESTIONS.items():
        ask, chance = getattr(feed, address), random.Random(5)
        times = []
        for _ in range(rounds):
            asked = draw(chance).items()
            began = time.perf_counter()
            page: Record = ask(asked)
            json.dumps(page)
            times.append((time.perf_counter() - began) * 1000)
            given.setdefault(name, []).append(f"{page['total_items']} {[one['id'] for one in page['contents']]}")
        times.sort()
        print(f"{title}  {name:<30} p50 {times[len(times) // 2]:7.1f} ms   worst {times[-1]:7.1f} ms", flush=True)
    return given


def compare(size: int, engines: Mapping[str, Engine], places: Places, rounds: int) -> None:
    """Measure one size on every database, with and without examples, and compare what they give."""
    answers = []
    for name, engine in engines.items():
        repository = DirectoryRepository(engine, lambda: NOW)
        for examples in (True, False):
            feed = Feed(OpenReferralReader(engine, repository.read, examples=examples), places)
            title = f"{size:>9,}  {name:<10}  {'all        ' if examples else 'no examples'}"
            began, worked = time.perf_counter(), time.process_time()
            feed.services([])
            took, work = time.perf_counter() - began, time.process_time() - worked
            print(f"{title}  ready in {took:.1f} s, {work:.1f} s of the processor", flush=True)
            answers.append(measure(title, feed, rounds))
    different = [name for name in QUESTIONS if any(each[name] != answers[0][name] for each in answers)]
    print(f"{size:>9,}  not the same everywhere: {', '.join(different) or 'nothing'}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Returns 0 whatever comes out: times depend on the machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, action="append", help="how many; may be given several times")
    parser.add_argument("--rounds", type=int, default=10, help="how often each question is asked, with other values")
    options = parser.parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with postgres(FOLDER / "postgres") as server:
        for size in options.services or [100_000]:
            with databases(size, server) as engines:
                compare(size, engines, Places.open(PLACES), options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
