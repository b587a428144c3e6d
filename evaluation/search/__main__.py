"""`python -m evaluation.search [--misses]`: how well search ranks, next to simpler rankings, on the judged queries."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from directory.places import Places
from directory.places_build import build_places
from evaluation.search.comparison import KITH, SIMPLER, Ranked, finder, rank_all, seeded
from evaluation.search.judged import read_queries
from evaluation.search.measures import ndcg, score

POOR = 0.7


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.search", description=__doc__)
    parser.add_argument("--misses", action="store_true", help=f"list the dev queries that score below {POOR}")
    misses = parser.parse_args().misses
    with tempfile.TemporaryDirectory() as folder:
        build_places(Path(folder) / "places.bin", lambda _said: None)
        queries = read_queries(finder(Places.open(Path(folder) / "places.bin")))
        ranked = rank_all(queries, *seeded(Path(folder) / "kith.db"))
    for one in ranked if misses else ():
        if one.query.part == "dev" and ndcg(one.query, one.pages[KITH], one.everything) < POOR:
            _print_miss(one)
    for writer in sorted({query.writer for query in queries}):
        for part in ("dev", "test"):
            chosen = [one for one in ranked if (one.query.writer, one.query.part) == (writer, part)]
            _print_part(f"{writer} writer, {part}", chosen)
    _print_times(ranked)


def _print_part(part: str, ranked: Sequence[Ranked]) -> None:
    out(f"{part}: {len(ranked)} queries{'nDCG@3':>15}{'first fits':>12}{'cards fit':>11}{'wrong cards':>13}\n")
    for ranking in (KITH, *SIMPLER):
        got = score([(one.query, one.pages[ranking], one.everything) for one in ranked])
        out(f"  {ranking:22}{got.ndcg:8.3f}{got.first_fits:12.2f}{got.fitting:11.2f}{got.wrong:13}\n")


def _print_times(ranked: Sequence[Ranked]) -> None:
    ordered = sorted(one.milliseconds for one in ranked)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    out(f"one search, its text already encoded: median {median:.1f} ms, 95 % within {late:.1f} ms\n")


def _print_miss(one: Ranked) -> None:
    wish, page = one.query.wish, one.pages[KITH]
    place = wish.place.name if wish.place else "no place"
    asked = f"{wish.text or '-'} | {','.join(wish.needs) or '-'} | {place} | {','.join(wish.life_stages)} | {wish.age}"
    graded = ", ".join(f"{name} ({'wrong' if one.query.wrong(name) else one.query.grade(name)})" for name in page)
    out(f"{ndcg(one.query, page, one.everything):.2f}  {asked}\n      {graded}\n")


def out(text: str) -> None:
    """Write to the terminal."""
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
