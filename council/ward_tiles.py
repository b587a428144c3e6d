"""Wards as a grid of tiles, about as they lie on the map: north on top, west on the left, each as large as the others.

A tile says only what can be said: its share, and whether the whole interval of the ward lies above or below the share
of everyone. Most differences between wards are chance, and a map that colours them all hides that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from markupsafe import Markup

from council.charts import WIDTH, legend_of, opened, patterns
from directory.ward_list import Ward
from indicators.publication import Cell

ABOVE, ALIKE, BELOW = "Higher than everyone", "No clear difference", "Lower than everyone"
SERIES = (ABOVE, BELOW, ALIKE)
"""In the order of the patterns: plain dark, stripes, light dots."""
_COLUMNS, _GAP, _KEY = 8, 3, 66
_LONGEST_NAME = 7


@dataclass(frozen=True)
class Tile:
    """One ward and its published share."""

    code: str
    name: str
    cell: Cell


def standing(cell: Cell, everyone: Cell) -> str | None:
    """Return how a share stands to that of everyone, by its interval; None where either is hidden."""
    if cell.low is None or cell.high is None or everyone.value is None:
        return None
    return ABOVE if cell.low > everyone.value else BELOW if cell.high < everyone.value else ALIKE


def laid_out(tiles: Sequence[Tile], wards: Mapping[str, Ward]) -> list[list[Tile]]:
    """Return rows from north to south, each from west to east; wards of unknown place come last."""
    known = sorted((tile for tile in tiles if tile.code in wards), key=lambda tile: -wards[tile.code].northing)
    columns = min(_COLUMNS, max(1, ceil(sqrt(len(tiles)))))
    ordered = [known[start : start + columns] for start in range(0, len(known), columns)]
    rows = [sorted(row, key=lambda tile: wards[tile.code].easting) for row in ordered]
    unknown = [tile for tile in tiles if tile.code not in wards]
    return rows + [unknown[start : start + columns] for start in range(0, len(unknown), columns)]


def draw_tiles(name: str, title: str, rows: Sequence[Sequence[Tile]], everyone: Cell) -> Markup:
    """Return the grid as one `<svg>` element. A table with the same figures belongs behind it."""
    size = WIDTH / max(4, *(len(row) for row in rows))
    described = "Tile map, north on top. " + " ".join(_in_words(tile, everyone) for row in rows for tile in row)
    tiles = (
        _tile(name, tile, standing(tile.cell, everyone), column * size, _KEY + line * size, size - _GAP)
        for line, row in enumerate(rows)
        for column, tile in enumerate(row)
    )
    start = opened(name, title, described, round(_KEY + len(rows) * size, 1)) + patterns(name, len(SERIES))
    return Markup("").join([start, legend_of(name, SERIES), *tiles, Markup("</svg>")])


def _tile(name: str, tile: Tile, place: str | None, x: float, y: float, size: float) -> Markup:
    fill = Markup("url(#{}-p{})").format(name, SERIES.index(place)) if place else "none"
    middle = x + size / 2
    return Markup(
        '<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{size:.1f}" height="{size:.1f}" fill="{fill}"/>'
        '<text class="axis" x="{middle:.1f}" y="{name_y:.1f}" text-anchor="middle">{short}</text>'
        '<text class="group" x="{middle:.1f}" y="{text_y:.1f}" text-anchor="middle">{text}</text>'
    ).format(
        x=x, y=y, size=size, fill=fill, middle=middle, name_y=y + size / 2 - 4, text_y=y + size / 2 + 12,
        short=_short(tile.name, size), text=tile.cell.text,
    )  # fmt: skip


def _short(name: str, size: float) -> str:
    """Return as much of a name as a tile has room for."""
    room = min(_LONGEST_NAME + 2, int(size / 6.2))
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}."


def _in_words(tile: Tile, everyone: Cell) -> str:
    place = standing(tile.cell, everyone)
    return f"{tile.name}: {tile.cell.text if tile.cell.value is not None else 'not shown'}" + (
        f", {place.lower()}." if place else "."
    )
