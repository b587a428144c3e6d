"""A table reads well and loses nothing on the way to JSON."""

from __future__ import annotations

import json

from evaluation.understanding.tables import Table

TABLE = Table("sizes", "How large", ("thing", "count", "share %"), (("a", 5, 12.345), ("longer", 10, None)))


def test_words_stand_to_the_left_and_figures_to_the_right() -> None:
    assert list(TABLE.lines()) == [
        "How large",
        "  thing   count  share %",
        "  a           5     12.3",
        "  longer     10        -",
    ]


def test_a_table_without_rows_still_shows_its_columns() -> None:
    assert list(Table("none", "Nothing", ("thing", "count"), ()).lines()) == ["Nothing", "  thing  count"]


def test_the_json_has_a_row_for_each_row_and_a_null_for_what_is_missing() -> None:
    assert json.loads(json.dumps(TABLE.as_json())) == [
        {"thing": "a", "count": 5, "share %": 12.35},
        {"thing": "longer", "count": 10, "share %": None},
    ]
