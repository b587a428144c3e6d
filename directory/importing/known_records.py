"""What the directory has of one source already."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Engine

from directory import tables


class KnownRecords:
    """Asks the database, a page at a time."""

    def __init__(self, engine: Engine, source_id: str) -> None:
        self._engine = engine
        self._source_id = source_id

    def hashes(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the hashes of those records that there are."""
        return self._hashes(tables.source_records.c.record_id.in_(ids)) if ids else {}

    def on_page(self, page: int) -> dict[str, str]:
        """Return the hashes of the records that stood on this page at the last run."""
        return self._hashes(tables.source_records.c.page == page)

    def count(self) -> int:
        """Return how many records there are."""
        records = tables.source_records
        with self._engine.connect() as connection:
            wanted = sa.select(sa.func.count()).where(records.c.source_id == self._source_id)
            return connection.execute(wanted).scalar_one()

    def _hashes(self, rule: sa.ColumnElement[bool]) -> dict[str, str]:
        records = tables.source_records
        mine = records.c.source_id == self._source_id
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(records.c.record_id, records.c.raw_hash).where(mine, rule))
            return {row.record_id: row.raw_hash for row in rows}
