"""The map of wards: only where wards were published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from council.reading import HEADLINES, SHARE, cell_in, headline_of, table_of
from council.ward_tiles import Tile, draw_tiles, laid_out, standing
from directory.ward_list import Ward
from indicators.publication import Cell, Publication

_HEADLINE = HEADLINES[0]


@dataclass(frozen=True)
class WardMap:
    """Wards as tiles, and as rows of a name, its share and how that stands to everyone's."""

    title: str
    chart: Markup
    everyone: Cell
    rows: tuple[tuple[str, Cell, str | None], ...]


def ward_map(publication: Publication, wards: Mapping[str, Ward]) -> WardMap | None:
    """Return the share of adults who are often or always lonely, by ward; None where no ward's is published."""
    table = table_of(publication, f"{_HEADLINE.table}_wards")
    if table is None:
        return None
    tiles = [
        Tile(row.label, wards[row.label].name if row.label in wards else row.label, cell)
        for row in table.rows
        if (cell := cell_in(table, row, _HEADLINE.column, SHARE))
    ]
    if all(tile.cell.value is None for tile in tiles):
        return None
    everyone = headline_of(publication, _HEADLINE)
    title = f"{_HEADLINE.title}, by ward"
    rows = tuple((tile.name, tile.cell, standing(tile.cell, everyone)) for tile in sorted(tiles, key=lambda t: t.name))
    return WardMap(title, draw_tiles("wards", title, laid_out(tiles, wards), everyone), everyone, rows)
