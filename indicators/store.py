"""Screenings in the database: counted exactly once, and kept no longer than they can be taken back."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from indicators import cells
from indicators.counting import Key, cells_of
from indicators.definitions import ITEMS, Screening
from indicators.measures import MEASURES
from indicators.quarters import Quarter
from indicators.releases import Releases
from indicators.tables import screening, screening_link

COLUMNS: Final = ("week", "council", "ward", "life_stage", "role", "channel", "language", "instrument", "finished")


def random_id() -> int:
    """Return a positive random number that fits the id column."""
    return secrets.randbits(62)


class ScreeningStore:
    """Counts anonymous screenings, and keeps each for a day, so that it can be changed and taken back.

    The key of a conversation is hashed and stands apart from the row.
    """

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
        """Remove the row of the conversation `key` and take it out of the counts, while the link to it still exists."""
        linked = delete(screening_link).where(screening_link.c.key_hash == _hash(key))
        with self._engine.begin() as connection:
            row_id = connection.scalar(linked.returning(screening_link.c.screening_id))
            if row_id is not None:
                cells.move(connection, [_standing(_row(connection, row_id))], [])
                connection.execute(delete(screening).where(screening.c.id == row_id))

    def unlink(self, before: datetime) -> int:
        """Drop links last used before the moment `before`, and their rows; return how many. Their counts stay."""
        due = delete(screening_link).where(screening_link.c.at < before.astimezone(UTC))
        linked = select(screening_link.c.screening_id).where(screening_link.c.screening_id == screening.c.id)
        with self._engine.begin() as connection:
            dropped = connection.execute(due).rowcount
            connection.execute(delete(screening).where(~linked.exists()))
        return dropped

    def counts(self, council: str, quarter: Quarter) -> Counter[Key]:
        """Return the counts of a council's quarter, all from one moment; `cells.NOT_TOLD` is a council, too."""
        return cells.read(self._engine, council, quarter)

    def quarters(self, council: str | None) -> list[Quarter]:
        """Return the quarters in which `council` has counts, the latest first; none for all of England."""
        return sorted(cells.quarters(self._engine, council), reverse=True) if council else []

    def councils(self, quarter: Quarter) -> list[str]:
        """Return the councils with counts in a quarter."""
        return cells.councils(self._engine, quarter)

    @property
    def releases(self) -> Releases:
        """What was published of these counts."""
        return Releases(self._engine)

    def _write(self, key: str, row: Screening) -> None:
        with self._engine.begin() as connection:
            before: list[cells.Standing] = []
            row_id = self._touch_link(connection, key)
            if row_id is None:
                row_id = self._new_id()
                connection.execute(insert(screening).values(id=row_id, **_columns(row)))
                link = {"key_hash": _hash(key), "screening_id": row_id, "at": self._now()}
                connection.execute(insert(screening_link).values(link))
            else:
                before = [_standing(_row(connection, row_id))]
                connection.execute(update(screening).where(screening.c.id == row_id).values(_columns(row)))
            cells.move(connection, before, [_standing(row)])

    def _touch_link(self, connection: Connection, key: str) -> int | None:
        """Return the id of the linked row, if there is one. Writing first takes the lock before anything is read."""
        touched = update(screening_link).where(screening_link.c.key_hash == _hash(key)).values(at=self._now())
        row_id: int | None = connection.scalar(touched.returning(screening_link.c.screening_id))
        return row_id

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _columns(row: Screening) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS} | {item: row.answers.get(item) for item in ITEMS}


def _row(connection: Connection, row_id: int) -> Screening:
    row = connection.execute(select(screening).where(screening.c.id == row_id)).one()._mapping
    answers = {item: row[item] for item in ITEMS if row[item] is not None}
    return Screening(**{name: row[name] for name in COLUMNS}, answers=answers)


def _standing(row: Screening) -> cells.Standing:
    return row.council or cells.NOT_TOLD, Quarter.of(row.week), cells_of(row, MEASURES)
