"""What was measured, what it adds up to, and whether it reaches the bars. Pure: numbers in, text out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

BAR_THROUGHPUT: Final = 5.0
"""Times the stock messages a second, at least."""
BAR_P95: Final = 1 / 5
"""Of the stock p95, at most."""
BAR_FIRST_ANSWER_SECONDS: Final = 6.0
BAR_MEMORY_MB: Final = 400.0
BAR_INSTALLED_GB: Final = 0.8


@dataclass(frozen=True)
class Load:
    """One stretch of load: how long each message took, in seconds, and how long the stretch was."""

    latencies: Sequence[float]
    seconds: float


@dataclass(frozen=True)
class Speed:
    """Messages a second, and how long half and 95 in 100 of the messages took at most, in milliseconds."""

    per_second: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class Measured:
    """One side. `loads` holds the stretches for each number of clients, in the order of the rounds."""

    name: str
    loads: Mapping[int, Sequence[Load]]
    first_answer_seconds: float
    memory_mb: float
    installed_gb: float


@dataclass(frozen=True)
class Bar:
    """One thing that was promised, and what came of it."""

    promise: str
    reached: str
    met: bool

    def __str__(self) -> str:
        return f"{'met   ' if self.met else 'MISSED'}  {self.promise}: {self.reached}"


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest of `values` that at least `share` (above 0, up to 1) of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    if not ordered or not 0 < share <= 1:
        raise ValueError("a percentile needs values, and a share above 0 and up to 1")
    return ordered[math.ceil(share * len(ordered)) - 1]


def speed(loads: Sequence[Load]) -> Speed:
    """The speed over all of `loads` together."""
    latencies = [latency for load in loads for latency in load.latencies]
    return Speed(
        per_second=len(latencies) / sum(load.seconds for load in loads),
        p50_ms=1000 * percentile(latencies, 0.50),
        p95_ms=1000 * percentile(latencies, 0.95),
    )


def round_ratios(ours: Sequence[Load], theirs: Sequence[Load]) -> list[tuple[float, float]]:
    """Of each round, our throughput and our p95 as multiples of theirs: the two sides ran within the same seconds."""
    pairs = [(speed([mine]), speed([other])) for mine, other in zip(ours, theirs, strict=True)]
    return [(mine.per_second / other.per_second, mine.p95_ms / other.p95_ms) for mine, other in pairs]


def bars(ours: Measured, stock: Measured) -> list[Bar]:
    """Every bar, in the order in which it was promised. Ratios are the median over the rounds."""
    found = []
    for clients in ours.loads:
        ratios = round_ratios(ours.loads[clients], stock.loads[clients])
        faster, slower = median(ratio for ratio, _ in ratios), median(ratio for _, ratio in ratios)
        at = f"with {clients} client{'s' if clients > 1 else ''}"
        promise = f"{BAR_THROUGHPUT:g} times the stock throughput {at}"
        found.append(Bar(promise, f"{faster:.1f} times{_spread([r for r, _ in ratios])}", faster >= BAR_THROUGHPUT))
        promise = f"a fifth of the stock p95 {at}"
        found.append(Bar(promise, f"1/{1 / slower:.1f}{_spread([1 / r for _, r in ratios], '1/')}", slower <= BAR_P95))
    return [
        *found,
        _at_most("first answer of a warm start", ours.first_answer_seconds, BAR_FIRST_ANSWER_SECONDS, "s", 1),
        _at_most("memory of the engine", ours.memory_mb, BAR_MEMORY_MB, "MB", 0),
        _at_most("installed size of the engine", ours.installed_gb, BAR_INSTALLED_GB, "GB", 2),
    ]


def _spread(values: Sequence[float], before: str = "") -> str:
    return "" if len(values) < 2 else f" (rounds: {before}{min(values):.1f} to {before}{max(values):.1f})"


def _at_most(promise: str, value: float, limit: float, unit: str, digits: int) -> Bar:
    return Bar(f"{promise}, {limit:g} {unit} at most", f"{value:.{digits}f} {unit}", value <= limit)


def report(ours: Measured, stock: Measured, notes: Sequence[str]) -> str:
    """The whole result: the two sides next to each other, other figures of ours, and the bars."""
    rows = [("", ours.name, stock.name)]
    for clients in ours.loads:
        mine, theirs = speed(ours.loads[clients]), speed(stock.loads[clients])
        at = f"{clients} client{'s' if clients > 1 else ''}"
        rows += [
            (f"messages a second, {at}", f"{mine.per_second:.1f}", f"{theirs.per_second:.1f}"),
            (f"p50, {at}", f"{mine.p50_ms:.1f} ms", f"{theirs.p50_ms:.1f} ms"),
            (f"p95, {at}", f"{mine.p95_ms:.1f} ms", f"{theirs.p95_ms:.1f} ms"),
        ]
    rows += [
        ("start to first answer", f"{ours.first_answer_seconds:.1f} s", f"{stock.first_answer_seconds:.1f} s"),
        ("memory of the engine, loaded", f"{ours.memory_mb:.0f} MB", f"{stock.memory_mb:.0f} MB"),
        ("installed size of the engine", f"{ours.installed_gb:.2f} GB", f"{stock.installed_gb:.2f} GB"),
    ]
    return "\n".join([*_table(rows), "", *notes, "", *(str(bar) for bar in bars(ours, stock))])


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        f"{row[0]:<{widths[0]}}  "
        + "  ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
