"""One figure over the quarters: as a chart, and as the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from council.reading import HEADLINES, HIDDEN, headline_of, rows_of
from council.trend_chart import Point, Trend, draw_trend
from council.words import quarter_words, said
from indicators.publication import Cell, Publication
from indicators.quarters import Quarter

_FINISHED, _LEFT = "Finished", "Left before the end"


@dataclass(frozen=True)
class Series:
    """A figure in each quarter, the oldest first; `chart` is None where none of them is shown."""

    name: str
    title: str
    cells: tuple[tuple[str, Cell], ...]
    chart: Markup | None


def trends(past: Sequence[Publication]) -> list[Series]:
    """Return the headline shares over the quarters."""
    return [
        _series(f"trend-{line.table.replace('_', '-')}", line.title, past, [headline_of(each, line) for each in past])
        for line in HEADLINES
    ]


def endings(past: Sequence[Publication]) -> list[Series]:
    """Return how many adults finished the questions, and how many left before the end."""
    found = []
    for label, name, title in (
        (_FINISHED, "finished", "Adults who finished the questions"),
        (_LEFT, "left", "Adults who began and left before the end"),
    ):
        cells = [rows_of(each, "took_part", "Answers").get(label, (HIDDEN,))[0] for each in past]
        found.append(_series(f"trend-{name}", title, past, cells, unit=""))
    return found


def _series(name: str, title: str, past: Sequence[Publication], cells: Sequence[Cell], unit: str = "%") -> Series:
    told = tuple((quarter_words(each.quarter), cell) for each, cell in zip(past, cells, strict=True))
    points = tuple(_point(each.quarter, cell) for each, cell in zip(past, cells, strict=True))
    if all(cell.value is None for cell in cells):
        return Series(name, title, told, None)
    described = "Columns, the oldest quarter first. " + " ".join(f"{words}: {said(cell)}." for words, cell in told)
    return Series(name, title, told, draw_trend(Trend(name, title, described, points, unit)))


def _point(quarter: Quarter, cell: Cell) -> Point:
    return Point((f"Q{quarter.number}", str(quarter.year)), cell.text, cell.value, cell.low, cell.high)
