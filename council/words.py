"""How pages of figures say quarters, days and figures."""

from __future__ import annotations

from datetime import date
from typing import Final

from indicators.publication import Cell
from indicators.quarters import Quarter

HIDDEN_WORDS: Final = {"*": "1 to 7 people", "<8": "none to 7", ":": "not shown"}
_MONTHS: Final = ("January to March", "April to June", "July to September", "October to December")


def quarter_words(quarter: Quarter) -> str:
    """Return a quarter as people say it: "October to December 2026"."""
    return f"{_MONTHS[quarter.number - 1]} {quarter.year}"


def day_words(day: date) -> str:
    """Return a day as people say it: "11 January 2027"."""
    return f"{day.day} {day:%B %Y}"


def said(cell: Cell) -> str:
    """Return a figure in words, with its interval where it has one."""
    interval = f" (95% interval {cell.low}% to {cell.high}%)" if cell.low is not None else ""
    return HIDDEN_WORDS.get(cell.text, cell.text) + interval
