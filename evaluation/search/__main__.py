"""`python -m evaluation.search [--misses]`: how well search ranks, next to simpler rankings, on the judged queries."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from directory import tables
from directory.candidates import Entry
from directory.model import Place, Service
from directory.places import One, Places
from directory.places_build import build_places
from directory.repository import DirectoryRepository
from directory.search import Search, Wish
from directory.seed_loader import load_seed
from evaluation.search.baselines import by_distance, by_need_then_distance, by_words
from evaluation.search.judged import Query, read_queries
from evaluation.search.measures import PAGE, ndcg, score
from kith.database import make_engine
from language.encoder import Encoder

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""A Saturday morning: what is on next and what is out of date must not change from run to run."""
Ranking = Callable[[Sequence[Entry], Wish], list[Service]]
SIMPLER: dict[str, Ranking] = {
    "keywords only (BM25)": by_words,
    "distance only": by_distance,
    "need, then distance": by_need_then_distance,
}


class Heard:
    """A repository that remembers what it was last asked for, so that every ranking gets the same candidates."""

    def __init__(self, repository: DirectoryRepository) -> None:
        self.get, self._repository = repository.get, repository
        self.last: list[Entry] = []

    def candidates(self, prefilter: object) -> list[Entry]:
        """Return, and keep, what the repository finds."""
        self.last = self._repository.candidates(prefilter)  # type: ignore[arg-type]
        return self.last


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.search", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list the dev queries that score below 0.7")
    misses = parser.parse_args().misses
    with tempfile.TemporaryDirectory() as folder:
        queries = read_queries(_place_finder(Path(folder) / "places.bin"))
        repository, encoder = _seeded(Path(folder) / "kith.db")
        report(queries, repository, encoder, misses)


def report(queries: list[Query], repository: DirectoryRepository, encoder: Encoder, misses: bool) -> None:
    """Rank every query in every way and print the comparison."""
    heard = Heard(repository)
    search = Search(heard, encoder, lambda: NOW, include_examples=True)
    pages: dict[str, list[list[str]]] = {name: [] for name in ("Kith", *SIMPLER)}
    everything: list[list[str]] = []
    taken = []
    for query in queries:
        search.find(query.wish)
        started = time.perf_counter()
        found = search.find(query.wish)
        taken.append((time.perf_counter() - started) * 1000)
        pages["Kith"].append([match.service.name for match in found.matches])
        everything.append([entry.service.name for entry in heard.last])
        for name, ranking in SIMPLER.items():
            pages[name].append([service.name for service in ranking(heard.last, query.wish)][:PAGE])
        if misses and query.part == "dev" and ndcg(query, pages["Kith"][-1], everything[-1]) < 0.7:
            _print_miss(query, pages["Kith"][-1], ndcg(query, pages["Kith"][-1], everything[-1]))
    for part in ("dev", "test"):
        _print_part(part, queries, pages, everything)
    ordered = sorted(taken)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    out(f"one search, its text already encoded: median {median:.1f} ms, 95 % within {late:.1f} ms\n")


def _print_part(
    part: str, queries: list[Query], pages: dict[str, list[list[str]]], everything: list[list[str]]
) -> None:
    chosen = [index for index, query in enumerate(queries) if query.part == part]
    out(f"{part}: {len(chosen)} queries{'nDCG@3':>15}{'first fits':>12}{'cards fit':>11}{'wrong cards':>13}\n")
    names = sorted({name for index in chosen for name in everything[index]})
    for ranking, shown in pages.items():
        known = [(queries[index], shown[index]) for index in chosen]
        mean = statistics.mean(ndcg(queries[i], shown[i], everything[i]) for i in chosen)
        got = replace(score(known, names), ndcg=mean)
        out(f"  {ranking:22}{got.ndcg:8.3f}{got.first_fits:12.2f}{got.fitting:11.2f}{got.wrong:13}\n")


def _print_miss(query: Query, shown: list[str], value: float) -> None:
    wish = query.wish
    place = wish.place.name if wish.place else "no place"
    asked = f"{wish.text or '-'} | {','.join(wish.needs) or '-'} | {place} | {','.join(wish.life_stages)} {wish.age}"
    out(f"{value:.2f}  {asked}\n      {[(name, query.grade(name), query.wrong(name)) for name in shown]}\n")


def _place_finder(path: Path) -> Callable[[str], Place]:
    build_places(path, lambda _said: None)
    places = Places.open(path)

    def find(typed: str) -> Place:
        answer = places.look_up(typed)
        if not isinstance(answer, One):
            raise ValueError(f"{typed} is not one place")
        return answer.place

    return find


def _seeded(path: Path) -> tuple[DirectoryRepository, Encoder]:
    engine = make_engine(f"sqlite:///{path}")
    tables.metadata.create_all(engine)
    repository, encoder = DirectoryRepository(engine, lambda: NOW), Encoder()
    load_seed(repository, encoder)
    return repository, encoder


def out(text: str) -> None:
    """Write to the terminal."""
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
