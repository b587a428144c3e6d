"""Finds figures in what was published. Nothing is counted here: what is hidden stays hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from directory.ward_list import Ward
from indicators.counting import WARD
from indicators.measures import ADULT_DIRECT, ADULT_UCLA, CARERS_CONTACT, CHILD_DIRECT
from indicators.publication import Cell, Publication, Row, Table

SHARE: Final = "per cent"
HIDDEN: Final = Cell(":")


@dataclass(frozen=True)
class Headline:
    """A share that stands for its table where there is room for one; `words` go on "... people who answered"."""

    table: str
    column: str
    title: str
    who: str
    what: str


HEADLINES: Final = (
    Headline(
        ADULT_DIRECT.name,
        ADULT_DIRECT.indicators[0].label,
        "Adults who say they feel lonely often or always",
        "adults (16 and over) who answered",
        "said that they feel lonely often or always",
    ),
    Headline(
        ADULT_UCLA.name,
        ADULT_UCLA.indicators[-1].label,
        "Adults who are most often lonely (score of 8 to 9)",
        "adults (16 and over) who answered all three questions",
        "are most often lonely (a score of 8 to 9)",
    ),
    Headline(
        CARERS_CONTACT.name,
        CARERS_CONTACT.indicators[0].label,
        "Unpaid carers who have as much social contact as they want",
        "unpaid carers (18 and over) who answered",
        "have as much social contact as they want",
    ),
    Headline(
        CHILD_DIRECT.name,
        CHILD_DIRECT.indicators[0].label,
        "Children (10 to 15) who say they feel lonely often or always",
        "children (10 to 15) who answered",
        "said that they feel lonely often or always",
    ),
)
UNMET: Final = "needs"


def table_of(publication: Publication, name: str) -> Table | None:
    """Return a table by its name, if it is published."""
    return next((table for table in publication.tables if table.name == name), None)


def cell_in(table: Table, row: Row, label: str, unit: str) -> Cell:
    """Return the cell of a row under a heading that counts in `unit`."""
    places = [place for place, column in enumerate(table.columns) if (column.label, column.unit) == (label, unit)]
    return row.cells[places[0]] if places else HIDDEN


def headline_of(publication: Publication, headline: Headline) -> Cell:
    """Return the share of everyone."""
    table = table_of(publication, headline.table)
    return cell_in(table, table.rows[0], headline.column, SHARE) if table and table.rows else HIDDEN


def rows_of(publication: Publication, table: str, group: str) -> dict[str, tuple[Cell, ...]]:
    """Return the rows of one group of a table by their labels; none where it is not published."""
    found = table_of(publication, table)
    return {row.label: row.cells for row in found.rows if row.group == group} if found else {}


def with_ward_names(publication: Publication, wards: Mapping[str, Ward]) -> Publication:
    """Return the publication with the names of wards beside their codes, for people to read."""
    return replace(publication, tables=tuple(_named(table, wards) for table in publication.tables))


def _named(table: Table, wards: Mapping[str, Ward]) -> Table:
    rows = tuple(
        replace(row, label=f"{wards[row.label].name} ({row.label})")
        if row.group == WARD and row.label in wards
        else row
        for row in table.rows
    )
    return replace(table, rows=rows)
