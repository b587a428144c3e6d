"""Sources, their runs, and what councils put right: kept in the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.importing.report import Report
from directory.importing.vocabulary import normal
from directory.rows import derived_id

LOSS: Final = 0.2
RUNS_KEPT: Final = 50
LONGEST_NAME: Final = 80
READ, CONFIRM = "read", "confirm"
"""Wishes of a person: read the source at the next round; read it and take what was held."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where services come from. `largest_loss` is the share of services that may vanish without a person's word;
    `every_hours` None means that it is read only when a person wishes so. Moments are timezone-aware.
    """

    id: str
    name: str
    address: str
    council: str | None = None
    header_mapping: str | None = None
    largest_loss: float = LOSS
    every_hours: int | None = None
    next_run: datetime | None = None
    locked_until: datetime | None = None
    read_with: str | None = None
    pages: str | None = None
    wish: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """How one reading of a source ended. `report` is the whole report as plain values."""

    started_at: datetime
    finished_at: datetime
    outcome: str
    message: str
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceState:
    """What a council sees of a source: `last` is the newest run, `fresh_at` when a run last read it whole."""

    source: Source
    services: int
    last: Run | None
    fresh_at: datetime | None


class SourceStore:
    """Synchronous, like every store."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def ensure(self, name: str, address: str, **settings: Any) -> Source:
        """Return the source of this name, made or changed to these settings; those that are None stay as they are."""
        given = {"address": address} | {key: value for key, value in settings.items() if value is not None}
        source_id = derived_id("source", name[:LONGEST_NAME])
        if given.get("every_hours"):
            given["next_run"] = self._clock()
        with self._engine.begin() as connection:
            known = connection.execute(sa.select(tables.sources.c.id).where(tables.sources.c.id == source_id)).first()
            if known:
                connection.execute(sa.update(tables.sources).where(tables.sources.c.id == source_id).values(**given))
            else:
                made = {"id": source_id, "name": name[:LONGEST_NAME], "largest_loss": LOSS} | given
                connection.execute(sa.insert(tables.sources).values(**made))
        found = self.get(name)
        if found is None:
            raise LookupError(name)
        return found

    def preview(self, name: str, address: str, **settings: Any) -> Source:
        """Return what `ensure` would, and write nothing: for a dry run."""
        known = self.get(name) or Source(derived_id("source", name[:LONGEST_NAME]), name[:LONGEST_NAME], address)
        given = {key: value for key, value in settings.items() if value is not None}
        return replace(known, address=address, **given)

    def get(self, name: str) -> Source | None:
        """Return the source of this name, or None."""
        wanted = sa.select(tables.sources).where(tables.sources.c.name == name[:LONGEST_NAME])
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return _source(row) if row else None

    def all(self) -> list[Source]:
        """Return every source, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(tables.sources).order_by(tables.sources.c.name)).mappings()
            return [_source(row) for row in rows]

    def due(self) -> list[Source]:
        """Return the sources whose time has come and that nobody is reading, the longest waiting first."""
        now = self._clock()
        sources = [one for one in self.all() if one.wish or _comes_round(one, now)]
        free = [one for one in sources if one.locked_until is None or one.locked_until <= now]
        return sorted(free, key=lambda one: one.next_run or now)

    def wish(self, source: Source, wish: str | None) -> None:
        """Ask that the source is read at the next round (READ, CONFIRM), or say that it was done (None)."""
        self._set(source, wish=wish)

    def lock(self, source: Source, length: timedelta) -> bool:
        """Take the source for this long; False where another process has it."""
        now = self._clock()
        free = sa.or_(tables.sources.c.locked_until.is_(None), tables.sources.c.locked_until <= now)
        taking = (
            sa.update(tables.sources).where(tables.sources.c.id == source.id, free).values(locked_until=now + length)
        )
        with self._engine.begin() as connection:
            return connection.execute(taking).rowcount == 1

    def keep(self, source: Source, length: timedelta) -> None:
        """Keep a source that was taken for this long from now."""
        self._set(source, locked_until=self._clock() + length)

    def unlock(self, source: Source) -> None:
        """Give the source back."""
        self._set(source, locked_until=None)

    def schedule(self, source: Source, moment: datetime) -> None:
        """Say when the source is read next."""
        self._set(source, next_run=moment)

    def remember_pages(self, source: Source, read_with: str, pages: Mapping[str, Any] | None) -> None:
        """Keep what servers said about the pages, for the next run."""
        self._set(source, read_with=read_with, pages=json.dumps(pages) if pages else None)

    def record(self, source: Source, report: Report, started_at: datetime) -> None:
        """Keep how a run ended; old runs go."""
        runs = tables.source_runs
        row = {
            "id": str(uuid4()),
            "source_id": source.id,
            "started_at": started_at,
            "finished_at": self._clock(),
            "outcome": report.outcome.value,
            "message": report.message,
            "report": json.dumps(report.as_json()),
        }
        with self._engine.begin() as connection:
            connection.execute(sa.insert(runs).values(**row))
            newest = sa.select(runs.c.id).where(runs.c.source_id == source.id).order_by(runs.c.started_at.desc())
            old = connection.execute(newest.offset(RUNS_KEPT)).scalars().all()
            if old:
                connection.execute(sa.delete(runs).where(runs.c.id.in_(old)))

    def states(self, council: str | None = None) -> list[SourceState]:
        """Return every source with its last run and freshness, of one council where it is named: for its page."""
        sources = [one for one in self.all() if council is None or one.council == council]
        with self._engine.connect() as connection:
            return [_state(connection, source) for source in sources]

    def runs(self, source: Source, limit: int = 10) -> list[Run]:
        """Return the last runs of a source, the newest first."""
        runs = tables.source_runs
        mine = sa.select(runs).where(runs.c.source_id == source.id).order_by(runs.c.started_at.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_run(row) for row in connection.execute(mine).mappings()]

    def remove(self, source: Source) -> None:
        """Forget a source and its runs; its services must have been withdrawn before."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(tables.sources).where(tables.sources.c.id == source.id))

    def correct(self, council: str | None, taxonomy: str, words: str, code: str, made_by: str) -> None:
        """Say once for all what a term means in a council's lists; an empty code: nothing. None is for everyone."""
        corrections = tables.term_corrections
        key = {"council": council or "", "taxonomy": taxonomy, "phrase": normal(words)[:255]}
        value = {"code": code, "made_by": made_by, "made_at": self._clock()}
        with self._engine.begin() as connection:
            same = [corrections.c[name] == said for name, said in key.items()]
            connection.execute(sa.delete(corrections).where(*same))
            connection.execute(sa.insert(corrections).values(**key, **value))

    def corrections(self, council: str | None) -> dict[tuple[str, str], str]:
        """Return what was put right for a council's lists: its own word goes before that for everyone."""
        table = tables.term_corrections
        wanted = sa.select(table).where(table.c.council.in_({"", council or ""})).order_by(table.c.council)
        with self._engine.connect() as connection:
            return {(row.taxonomy, row.phrase): row.code for row in connection.execute(wanted)}

    def _set(self, source: Source, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(tables.sources).where(tables.sources.c.id == source.id).values(**values))


def utc(moment: datetime) -> datetime:
    """SQLite gives moments back without their zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _comes_round(source: Source, now: datetime) -> bool:
    return bool(source.every_hours) and (source.next_run is None or source.next_run <= now)


def _source(row: Mapping[Any, Any]) -> Source:
    moments = {name: utc(row[name]) if row[name] else None for name in ("next_run", "locked_until")}
    return Source(**(dict(row) | moments))


def _state(connection: Connection, source: Source) -> SourceState:
    runs, records = tables.source_runs, tables.source_records
    mine = sa.select(runs).where(runs.c.source_id == source.id).order_by(runs.c.started_at.desc())
    last = connection.execute(mine.limit(1)).mappings().one_or_none()
    whole = connection.execute(mine.where(runs.c.outcome.in_(("done", "unchanged"))).limit(1)).mappings().one_or_none()
    count = connection.execute(sa.select(sa.func.count()).where(records.c.source_id == source.id)).scalar_one()
    return SourceState(source, count, _run(last) if last else None, utc(whole["finished_at"]) if whole else None)


def _run(row: Mapping[Any, Any]) -> Run:
    moments = utc(row["started_at"]), utc(row["finished_at"])
    return Run(*moments, row["outcome"], row["message"], json.loads(row["report"]))
