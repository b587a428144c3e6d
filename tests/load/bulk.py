"""Fills an empty directory quickly: rows as the repository would write them, past everything that makes it careful.

A test reads such services back and compares them with what was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Engine

from directory import rows, tables
from directory.many_rows import insert_rows
from directory.model import Service

AT_ONCE: Final = 5_000
WRITTEN: Final = datetime(2026, 11, 21, tzinfo=UTC)
Drawn = tuple[Service, NDArray[np.float32]]


def fill(engine: Engine, services: Iterable[Drawn]) -> None:
    """Write services into a database that holds the tables and nothing in them."""
    seen: set[str] = set()
    drawn = iter(services)
    while batch := list(islice(drawn, AT_ONCE)):
        written: dict[str, list[rows.Row]] = {name: [] for name in rows.COLUMNS}
        for service, vector in batch:
            _add(written, seen, rows.rows_of(service), vector)
        with engine.begin() as connection:
            for name, made in written.items():
                insert_rows(connection, tables.metadata.tables[name], rows.COLUMNS[name], made)
    with engine.begin() as connection:
        connection.execute(sa.insert(tables.editions).values(id=1, directory="bench", number=1))


def _add(
    written: dict[str, list[rows.Row]], seen: set[str], made: rows.ServiceRows, vector: NDArray[np.float32]
) -> None:
    locations, terms = (("locations", row) for row in made.locations), (("taxonomy_terms", row) for row in made.terms)
    for name, row in (("organisations", made.organisation), *locations, *terms):
        if row[0] not in seen:
            seen.add(row[0])
            written[name].append(row)
    written["services"].append((*made.service, "bench", made.id, WRITTEN, vector.tobytes()))
    for name, children in made.around.items():
        written[name] += children
