"""The figures as a spreadsheet: notes, key, one sheet for each table, and what each indicator means."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from council.context import NATIONAL
from council.reading import SHARE
from indicators.catalogue import DEFINITIONS
from indicators.publication import Cell, Column, Publication, Row, Table

NOTES, KEY, SOURCES = "Notes", "Key", "Questions and sources"
KEY_LINES: Final = (
    ("45", "A number, rounded to the nearest 5. Shares are worked out from the rounded numbers."),
    ("*", "Between 1 and 7 people. The number is hidden, so that nobody can be recognised."),
    ("<8", "Fewer than 8, and perhaps none."),
    (":", "Not shown: too few people answered, or nobody gave one of the answers, or it would give a hidden one away."),
    ("0", "Nobody."),
    ("Lower and upper end", "The 95% confidence interval: how far chance alone could move the share."),
)
_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WIDE, _NARROW = 60, 16
_PLAIN, _HEADING, _WRAPPED = "plain", "heading", "wrapped"


def to_xlsx(publication: Publication, title: str) -> bytes:
    """Return a workbook, the same for the same figures. Shares are per cents; what is hidden is the text of pages."""
    content = io.BytesIO()
    made = datetime.combine(publication.made_on or publication.quarter.closes_on, time())
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties({"title": title, "language": "en-GB", "created": made})
        formats = {
            _PLAIN: book.add_format(),
            _HEADING: book.add_format({"bold": True, "font_size": 14}),
            _WRAPPED: book.add_format({"text_wrap": True, "valign": "top"}),
            SHARE: book.add_format({"num_format": "0%"}),
            "score": book.add_format({"num_format": "0.0"}),
        }
        _add_pairs(book, formats, NOTES, title, publication.about)
        _add_pairs(book, formats, KEY, "How to read the figures", KEY_LINES)
        for table in publication.tables:
            _add_table(book, formats, table)
        _add_pairs(book, formats, SOURCES, "What each indicator means", tuple(_defined()))
    return content.getvalue()


def _defined() -> Iterator[tuple[str, str]]:
    """Return the definitions, and the national figures that stand beside."""
    yield from ((definition.title, definition.in_words()) for definition in DEFINITIONS)
    yield from ((f"England: {each.label}", f"{each.value}, {each.period}. {each.source}") for each in NATIONAL)


def _add_pairs(
    book: xlsxwriter.Workbook, formats: dict[str, Any], name: str, title: str, pairs: Sequence[tuple[str, str]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, _WIDE // 2)
    sheet.set_column(1, 1, 2 * _WIDE)
    sheet.write_string(0, 0, title, formats[_HEADING])
    for place, pair in enumerate(pairs, start=2):
        for column, text in enumerate(pair):
            sheet.write_string(place, column, text, formats[_WRAPPED])


def _add_table(book: xlsxwriter.Workbook, formats: dict[str, Any], table: Table) -> None:
    """Title, questions and note above; then one row of headings and the figures, marked as a table."""
    sheet = book.add_worksheet(table.name)
    sheet.set_column(0, 1, _WIDE // 2)
    sheet.set_column(2, 2 + len(table.columns) * 3, _NARROW)
    above = [*(f"People were asked: {question}" for question in table.questions), table.note]
    sheet.write_string(0, 0, table.title, formats[_HEADING])
    for place, text in enumerate(filter(None, above), start=1):
        sheet.write_string(place, 0, text)
    headings = ["Kind of row", "Row", *(heading for column in table.columns for heading in _headings(column))]
    top = len(above) + 2
    area = (top, 0, top + len(table.rows), len(headings) - 1)
    options = {"name": table.name, "columns": [{"header": heading} for heading in headings], "autofilter": False}
    sheet.add_table(*area, options)
    for place, row in enumerate(table.rows, start=top + 1):
        for column, (value, form) in enumerate(_line(table, row)):
            sheet.write(place, column, value, formats[form])
    sheet.freeze_panes(top + 1, 2)


def _headings(column: Column) -> Iterator[str]:
    yield f"{column.label} ({column.unit})"
    if column.unit == SHARE:
        yield f"{column.label} (lower end)"
        yield f"{column.label} (upper end)"


def _line(table: Table, row: Row) -> Iterator[tuple[str | float | None, str]]:
    yield row.group, _PLAIN
    yield row.label, _PLAIN
    for column, cell in zip(table.columns, row.cells, strict=True):
        yield from _shares(cell) if column.unit == SHARE else [_number(cell, column.unit)]


def _number(cell: Cell, unit: str) -> tuple[str | float, str]:
    return (cell.text if cell.value is None else cell.value), unit if unit == "score" else _PLAIN


def _shares(cell: Cell) -> Iterator[tuple[str | float | None, str]]:
    yield (cell.text if cell.value is None else cell.value / 100), SHARE
    for end in (cell.low, cell.high):
        yield (None if end is None else end / 100), SHARE
