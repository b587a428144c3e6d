"""Tables of figures: once as aligned text for whoever reads along, once as JSON for whatever compares runs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Cell = str | int | float | None
_NOTHING: Final = "-"
_GAP: Final = "  "


@dataclass(frozen=True)
class Table:
    """Figures under one title. `name` is its key in the JSON; the columns' names are the keys of each row."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def lines(self) -> Iterable[str]:
        """The title, the heads of the columns and the rows: words to the left, figures to the right."""
        written = [[_written(cell) for cell in row] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(self.columns, *written, strict=True)]
        left = [all(isinstance(row[place], str) for row in self.rows) for place in range(len(self.columns))]
        yield self.title
        yield from (_aligned(row, widths, left) for row in [self.columns, *written])

    def as_json(self) -> list[dict[str, Cell]]:
        """One object for each row, figures rounded to hundredths."""
        return [dict(zip(self.columns, map(_rounded, row), strict=True)) for row in self.rows]


def _written(cell: Cell) -> str:
    if cell is None:
        return _NOTHING
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def _rounded(cell: Cell) -> Cell:
    return round(cell, 2) if isinstance(cell, float) else cell


def _aligned(cells: Sequence[str], widths: Sequence[int], left: Sequence[bool]) -> str:
    padded = (
        cell.ljust(width) if is_left else cell.rjust(width)
        for cell, width, is_left in zip(cells, widths, left, strict=True)
    )
    return (_GAP + _GAP.join(padded)).rstrip()
