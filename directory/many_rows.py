"""Writes many rows the way each driver does it best: a country's import is two million of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Dialect

Converters = tuple[tuple[int, Callable[[Any], Any]], ...]


def insert_rows(
    connection: Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows of the columns `names` in the caller's transaction."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({columns}) FROM STDIN', rows)
        return
    marks = ", ".join("?" * len(names))
    converters = _converters(table, names, connection.dialect)
    values = [_converted(row, converters) for row in rows] if converters else list(rows)
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', values)  # noqa: S608


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """On the connection of the pool, and so in the same transaction."""
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@lru_cache(maxsize=100)
def _converters(table: sa.Table, names: tuple[str, ...], dialect: Dialect) -> Converters:
    """For those columns whose values SQLite's driver does not take as they are: dates, times and the like."""
    kinds = (table.c[name].type.dialect_impl(dialect) for name in names)
    found = ((place, kind.bind_processor(dialect)) for place, kind in enumerate(kinds))
    return tuple((place, convert) for place, convert in found if convert is not None)


def _converted(row: tuple[Any, ...], converters: Converters) -> tuple[Any, ...]:
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return tuple(values)
