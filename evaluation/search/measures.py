"""How good a page of three is: numbers between 0 and 1, higher is better except `wrong`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from evaluation.search.judged import Query

PAGE = 3


@dataclass(frozen=True, slots=True)
class Score:
    """Means over queries. `fitting` is the share of shown cards judged fit; `wrong` counts cards that must not show."""

    queries: int
    ndcg: float
    first_fits: float
    fitting: float
    wrong: int


def score(judged: Sequence[tuple[Query, Sequence[str], Sequence[str]]]) -> Score:
    """Score queries, each with its page (names of services, the best first) and everything that there was to show."""
    pages = [(query, list(names)[:PAGE]) for query, names, _ in judged]
    shown = [query.grade(name) > 0 for query, names in pages for name in names]
    return Score(
        len(pages),
        sum(ndcg(query, names, everything) for query, names, everything in judged) / len(pages),
        sum(bool(names) and query.grade(names[0]) > 0 for query, names in pages) / len(pages),
        sum(shown) / max(len(shown), 1),
        sum(query.wrong(name) for query, names in pages for name in names),
    )


def ndcg(query: Query, names: Sequence[str], everything: Sequence[str]) -> float:
    """Return the discounted gain of the first three (gain 2^grade - 1) over that of the best possible three."""
    ideal = _gain(sorted(map(query.grade, everything), reverse=True)[:PAGE])
    return _gain([query.grade(name) for name in names[:PAGE]]) / ideal if ideal else 1.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(rank + 2) for rank, grade in enumerate(grades))
