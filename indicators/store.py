"""Screenings in the database: written exactly once, counted in groups, never read back one by one."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from indicators.counting import TALLIED, Tally
from indicators.definitions import ITEMS, Screening
from indicators.quarters import Quarter
from indicators.tables import screening, screening_link, screening_need


def random_id() -> int:
    """Return a positive random number that fits the id column."""
    return secrets.randbits(62)


class ScreeningStore:
    """Keeps anonymous screenings. The key of a conversation is hashed and stands apart from the row, for a day."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], new_id: Callable[[], int] = random_id) -> None:
        self._engine = engine
        self._clock = clock
        self._new_id = new_id

    def record(self, key: str, row: Screening) -> None:
        """Write `row` for the conversation `key`: the first call inserts, later calls replace while the link exists.

        Row and link are one transaction, so a crash leaves both or neither, and of two first calls at once one meets
        the other's link and replaces.
        """
        try:
            self._write(key, row)
        except IntegrityError:
            self._write(key, row)

    def forget(self, key: str) -> None:
        """Remove the row of the conversation `key`, while the link to it still exists."""
        linked = delete(screening_link).where(screening_link.c.key_hash == _hash(key))
        with self._engine.begin() as connection:
            row_id = connection.scalar(linked.returning(screening_link.c.screening_id))
            if row_id is not None:
                connection.execute(delete(screening).where(screening.c.id == row_id))

    def unlink(self, before: datetime) -> int:
        """Drop links last used before the moment `before` and return how many: their rows can never be traced again."""
        with self._engine.begin() as connection:
            dropped = connection.execute(delete(screening_link).where(screening_link.c.at < before.astimezone(UTC)))
            return dropped.rowcount

    def tallies(self, council: str | None, quarter: Quarter) -> list[Tally]:
        """Count the screenings of a quarter by every combination of answers; every council's where it is None.

        One statement, so that all tables of a publication are made from the same moment.
        """
        grouped = [screening.c[name] for name in (*TALLIED, *ITEMS)]
        query = select(*grouped, func.count().label("people")).where(*_within(council, quarter)).group_by(*grouped)
        with self._engine.connect() as connection:
            return [_tally(row) for row in connection.execute(query)]

    def quarters(self, council: str | None) -> list[Quarter]:
        """Return the quarters in which `council` (or any, where it is None) has screenings, the latest first."""
        weeks = select(screening.c.week).distinct()
        if council is not None:
            weeks = weeks.where(screening.c.council == council)
        with self._engine.connect() as connection:
            return sorted({Quarter.of(week) for week in connection.scalars(weeks)}, reverse=True)

    def _write(self, key: str, row: Screening) -> None:
        with self._engine.begin() as connection:
            row_id = self._touch_link(connection, key)
            if row_id is None:
                row_id = self._new_id()
                connection.execute(insert(screening).values(id=row_id, **_columns(row)))
                link = {"key_hash": _hash(key), "screening_id": row_id, "at": self._now()}
                connection.execute(insert(screening_link).values(link))
            else:
                connection.execute(update(screening).where(screening.c.id == row_id).values(_columns(row)))
                connection.execute(delete(screening_need).where(screening_need.c.screening_id == row_id))
            if row.needs:
                needs = [{"screening_id": row_id, "need": need} for need in dict.fromkeys(row.needs)]
                connection.execute(insert(screening_need), needs)

    def _touch_link(self, connection: Connection, key: str) -> int | None:
        """Return the id of the linked row, if there is one. Writing first takes the lock before anything is read."""
        touched = update(screening_link).where(screening_link.c.key_hash == _hash(key)).values(at=self._now())
        row_id: int | None = connection.scalar(touched.returning(screening_link.c.screening_id))
        return row_id

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def _tally(row: Row[*tuple[Any, ...]]) -> Tally:
    columns = row._mapping
    answers = {item: columns[item] for item in ITEMS}
    return Tally(**{name: columns[name] for name in TALLIED}, answers=answers, people=columns["people"])


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _columns(row: Screening) -> dict[str, Any]:
    names = ("week", "council", "ward", "life_stage", "role", "channel", "language", "instrument", "found", "finished")
    return {name: getattr(row, name) for name in names} | {item: row.answers.get(item) for item in ITEMS}


def _within(council: str | None, quarter: Quarter) -> list[ColumnElement[bool]]:
    period = screening.c.week.between(quarter.start, quarter.end)
    return [period] if council is None else [period, screening.c.council == council]
