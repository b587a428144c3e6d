"""Turns published tables into what a page draws: rows in groups, and a chart of the shares."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from council.charts import PATTERNS, Bar, Chart, Group, draw
from council.reading import SHARE, rows_of
from council.words import HIDDEN_WORDS
from indicators.publication import Cell, Column, Publication, Row, Table

UNITS = {
    "people": "Number of people",
    "conversations": "Number of conversations",
    "needs": "Number of needs",
    "score": "From 3 to 9",
    SHARE: "Share (95% interval)",
}


@dataclass(frozen=True)
class TableView:
    """A table as the page shows it: rows in their groups, the shares of its first row, and a chart of all shares."""

    table: Table
    units: tuple[tuple[str, int], ...]
    """What neighbouring columns count, and how many columns do."""
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    headlines: tuple[tuple[Column, Cell], ...]
    chart: Markup | None


def is_empty(publication: Publication) -> bool:
    """Return whether the publication itself says that nobody took part, and shows nothing else, either."""
    began = rows_of(publication, "took_part", "Everyone").values()
    cells = [cell for table in publication.tables for row in table.rows for cell in row.cells]
    return all(cell.text == "0" for row in began for cell in row) and not any(cell.value for cell in cells)


def table_views(publication: Publication) -> tuple[TableView, ...]:
    """Return all tables of a publication, ready to show."""
    return tuple(_view(table) for table in publication.tables)


def _view(table: Table) -> TableView:
    groups = tuple((name, tuple(rows)) for name, rows in groupby(table.rows, key=lambda row: row.group))
    return TableView(table, _units(table), groups, _headlines(table), _chart(table))


def _units(table: Table) -> tuple[tuple[str, int], ...]:
    same = groupby(table.columns, key=lambda column: column.unit)
    return tuple((UNITS.get(unit, unit), len(list(columns))) for unit, columns in same)


def _headlines(table: Table) -> tuple[tuple[Column, Cell], ...]:
    """Return the shares of everyone, when at least one of them is published."""
    if not table.rows:
        return ()
    shares = tuple(
        (column, cell) for column, cell in zip(table.columns, table.rows[0].cells, strict=True) if column.unit == SHARE
    )
    return shares if any(cell.value is not None for _, cell in shares) else ()


def _chart(table: Table) -> Markup | None:
    chart = chart_of(table)
    return None if chart is None else draw(chart)


def chart_of(table: Table) -> Chart | None:
    """Return the shares of a table as a chart; None where none of them is published."""
    places = [place for place, column in enumerate(table.columns) if column.unit == SHARE][:PATTERNS]
    if not any(row.cells[place].value is not None for row in table.rows for place in places):
        return None
    series = tuple(table.columns[place].label for place in places)
    groups = tuple(Group(row.label, tuple(_bar(row.cells[place]) for place in places)) for row in table.rows)
    return Chart(f"chart-{table.name.replace('_', '-')}", table.title, _described(table, places), series, groups)


def _bar(cell: Cell) -> Bar:
    words = HIDDEN_WORDS.get(cell.text)
    return Bar(f"{cell.text} ({words})" if words else cell.text, cell.value, cell.low, cell.high)


def _described(table: Table, places: list[int]) -> str:
    """Return the chart in words: its first row in full; the rest is in the table, which follows it."""
    row = table.rows[0]
    figures = (_said(table.columns[place], row.cells[place]) for place in places)
    return (
        f"Bar chart with 95% confidence intervals. {row.label}: {'; '.join(figures)}. "
        "The table after the chart holds all the figures."
    )


def _said(column: Column, cell: Cell) -> str:
    words = HIDDEN_WORDS.get(cell.text, cell.text)
    interval = f" (from {cell.low}% to {cell.high}%)" if cell.low is not None and cell.high is not None else ""
    return f"{column.label} {words}{interval}"
