"""The judged queries: that they can be read, and that ranking beats simpler rankings on those kept aside."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase

import pytest

from directory.places import Places
from directory.seed_loader import SEED_FOLDER, read_services
from evaluation.search.comparison import KITH, SIMPLER, Ranked, finder, rank_all, seeded
from evaluation.search.judged import Query, read_queries
from evaluation.search.measures import score


@pytest.fixture(scope="module")
def queries(places: Places) -> list[Query]:
    return read_queries(finder(places))


@pytest.fixture(scope="module")
def ranked(queries: list[Query], tmp_path_factory: pytest.TempPathFactory) -> list[Ranked]:
    return rank_all(queries, *seeded(tmp_path_factory.mktemp("judged") / "kith.db"))


def test_there_are_enough_queries_and_half_are_kept_aside(queries: list[Query]) -> None:
    parts = Counter(query.part for query in queries)
    assert parts.total() >= 150
    assert set(parts) == {"dev", "test"}
    assert abs(parts["dev"] - parts["test"]) <= 10


def test_every_judgement_names_a_service_of_the_seed(queries: list[Query]) -> None:
    names = {service.name for path in SEED_FOLDER.glob("*.yml") for service in read_services(path)}
    patterns = {pattern for query in queries for _, patterns in query.graded for pattern in patterns}
    patterns |= {pattern for query in queries for pattern in query.never}
    assert [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in names)] == []


@pytest.mark.parametrize(("writer", "least"), [("first", 0.8), ("second", 0.65)])
def test_ranking_beats_simpler_rankings_on_queries_kept_aside(ranked: list[Ranked], writer: str, least: float) -> None:
    kept_aside = [one for one in ranked if (one.query.writer, one.query.part) == (writer, "test")]
    scores = {
        name: score([(one.query, one.pages[name], one.everything) for one in kept_aside]) for name in (KITH, *SIMPLER)
    }
    best_of_simpler = max(scores[name].ndcg for name in SIMPLER)
    assert scores[KITH].ndcg > best_of_simpler + 0.15
    assert scores[KITH].ndcg > least


def test_hardly_ever_is_a_wrong_card_shown(ranked: list[Ranked]) -> None:
    wrong = [
        (one.query.wish.text, one.query.wish.needs, name)
        for one in ranked
        for name in one.pages[KITH]
        if one.query.wrong(name)
    ]
    assert len(wrong) <= len(ranked) * 0.05, wrong
