"""Ranking every judged query in every way, on the same candidates."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from directory import tables
from directory.candidates import Entry
from directory.model import Place, Service
from directory.passing import passing
from directory.places import One, Places
from directory.repository import DirectoryRepository
from directory.search import Search, Wish, rules_of
from directory.seed_loader import load_seed
from evaluation.search.baselines import by_distance, by_need_then_distance, by_words
from evaluation.search.judged import Query
from evaluation.search.measures import PAGE
from kith.database import make_engine
from language.encoder import Encoder

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""A Saturday morning: what is on next and what is out of date must not change from run to run."""
KITH = "Kith"
Ranking = Callable[[Sequence[Entry], Wish], list[Service]]
SIMPLER: dict[str, Ranking] = {
    "keywords only (BM25)": by_words,
    "distance only": by_distance,
    "need, then distance": by_need_then_distance,
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One query with the first page of each ranking, all names there were, and the milliseconds that Kith took."""

    query: Query
    pages: dict[str, list[str]]
    everything: list[str]
    milliseconds: float


def rank_all(queries: Sequence[Query], repository: DirectoryRepository, encoder: Encoder) -> list[Ranked]:
    """Rank every query in every way. Texts are encoded before the clock starts."""
    search = Search(repository, encoder, lambda: NOW, include_examples=True)
    return [_ranked(query, search, repository) for query in queries]


def seeded(path: Path) -> tuple[DirectoryRepository, Encoder]:
    """Return a directory of the seed's services in a new database at `path`."""
    engine = make_engine(f"sqlite:///{path}")
    tables.metadata.create_all(engine)
    repository, encoder = DirectoryRepository(engine, lambda: NOW), Encoder()
    load_seed(repository, encoder)
    return repository, encoder


def finder(places: Places) -> Callable[[str], Place]:
    """Return what finds a place by its name or postcode. It raises ValueError where there is not exactly one."""

    def find(typed: str) -> Place:
        answer = places.look_up(typed)
        if not isinstance(answer, One):
            raise ValueError(f"{typed} is not one place")
        return answer.place

    return find


def _ranked(query: Query, search: Search, repository: DirectoryRepository) -> Ranked:
    """Every ranking gets the same candidates: those that pass the rules which are never relaxed."""
    candidates = _candidates(query.wish, repository)
    search.find(query.wish)
    started = time.perf_counter()
    found = search.find(query.wish)
    taken = (time.perf_counter() - started) * 1000
    pages = {KITH: [match.service.name for match in found.matches]}
    for name, ranking in SIMPLER.items():
        pages[name] = [service.name for service in ranking(candidates, query.wish)][:PAGE]
    return Ranked(query, pages, [entry.service.name for entry in candidates], taken)


def _candidates(wish: Wish, repository: DirectoryRepository) -> list[Entry]:
    catalogue, rules = repository.catalogue(), rules_of(wish, include_examples=True)
    return repository.several(
        [
            part.segment.ids[row]
            for part in catalogue.parts
            for row in passing(part, catalogue.numbering, rules).tolist()
        ]
    )
