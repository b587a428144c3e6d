"""What one council may see of one quarter, and its two file forms. Pages, CSV and JSON all read the same cells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from indicators.catalogue import DEFINITIONS
from indicators.quarters import Quarter

FIGURE_COLUMNS = (
    "council",
    "quarter",
    "table",
    "question",
    "group",
    "row",
    "column",
    "unit",
    "text",
    "value",
    "low",
    "high",
    "note",
)


@dataclass(frozen=True)
class Cell:
    """One published figure. `text` is what is shown: a number, a share such as "45%", `*`, `<8` or `:`.

    `value` is that number (people, whole per cent, or a mean score); None where none is published. `low` and `high` are
    the 95 % interval of a share, in whole per cent; None for counts.
    """

    text: str
    value: float | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of a table. `group` tells what kind of line it is: "Everyone", "Life stage", "Role", "Question"..."""

    group: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A heading. `unit` is "people", "conversations", "needs", "per cent" or "score"."""

    label: str
    unit: str


@dataclass(frozen=True)
class Table:
    """One table; each row has one cell for each column. `questions` quotes what people were asked."""

    name: str
    title: str
    note: str
    questions: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Publication:
    """Every figure of one council (None: all of England) and one quarter, with what a reader must know of them.

    `about` is pairs of a heading and a text. `made_on` is None, and there is no table, until the quarter is closed.
    """

    council: str | None
    quarter: Quarter
    made_on: date | None
    about: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def to_csv(publication: Publication) -> str:
    """Return the figures as RFC 4180 CSV: one header line, then one line for each cell.

    Each line stands alone: it carries its question and its caveat. The rest of the notes is `notes_to_csv`.
    """
    return _csv(FIGURE_COLUMNS, _lines(publication))


def notes_to_csv(publication: Publication) -> str:
    """Return the notes and definitions that go with `to_csv`, as CSV with the columns `heading` and `text`."""
    defined = [(definition.title, definition.in_words()) for definition in DEFINITIONS]
    return _csv(("heading", "text"), (*publication.about, *defined))


def to_json(publication: Publication) -> str:
    """Return figures and notes as one JSON object; `text` of a cell is always what the page shows."""
    document = {
        "council": publication.council,
        "quarter": str(publication.quarter),
        "made_on": publication.made_on and publication.made_on.isoformat(),
        "about": [{"heading": heading, "text": text} for heading, text in publication.about],
        "definitions": [asdict(definition) for definition in DEFINITIONS],
        "tables": [asdict(table) for table in publication.tables],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _lines(publication: Publication) -> Iterable[tuple[object, ...]]:
    head = (publication.council or "all", publication.quarter)
    for table in publication.tables:
        question = " / ".join(table.questions)
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                place = (table.name, question, row.group, row.label, column.label, column.unit)
                yield (*head, *place, cell.text, cell.value, cell.low, cell.high, table.note)


def _csv(header: tuple[str, ...], lines: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_harmless(value) for value in line] for line in lines)
    return text.getvalue()


def _harmless(value: object) -> str:
    """Return `value` as text that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
