"""Lists that lost so much that a person has to look: what would go, and what is done when the person says no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from pydantic_core import from_json
from sqlalchemy import Engine

from directory import tables
from directory.importing.report import Outcome, Report
from directory.importing.source_store import CONFIRM, Run, Source, SourceState, SourceStore
from directory.importing.staging import CHANGED, NEW, Staging
from directory.importing.takeover import Takeover
from directory.repository import DirectoryRepository

SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Held:
    """A list that waits for a person. The names are the first hundred of each kind.

    They are missing where the list was read on another machine; the counts of the run are always there.
    """

    source: Source
    run: Run
    going: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    changing: tuple[str, ...] = ()


class HeldLists:
    """Looks into what was read and not taken over. `folder` is where that lies."""

    def __init__(
        self, engine: Engine, repository: DirectoryRepository, folder: Path, clock: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._repository = repository
        self._folder = folder
        self._clock = clock
        self._store = SourceStore(engine, clock)

    def of(self, state: SourceState) -> Held | None:
        """Return what waits of a source, or None where nothing does."""
        if not is_held(state) or state.last is None:
            return None
        path = self._path(state.source)
        if not path.exists():
            return Held(state.source, state.last)
        staging = Staging(path)
        try:
            takeover = Takeover(self._engine, self._repository, state.source, self._clock())
            going = [key for some in takeover.lost(staging) for key in some][:SHOWN]
            coming, changing = (tuple(staging.names(kind, SHOWN)) for kind in (NEW, CHANGED))
        finally:
            staging.close(keep=True)
        return Held(state.source, state.last, self._names(state.source, going), coming, changing)

    def confirm(self, source: Source) -> None:
        """Let the list be taken over at the next round."""
        self._store.wish(source, CONFIRM)

    def refuse(self, source: Source, who: str) -> None:
        """Throw away what was read: what was there before stays, and the source is read anew when its time comes."""
        path = self._path(source)
        if path.exists():
            Staging(path).close(keep=False)
        said = f"{who} looked at what the source would take away, and refused it. What was there before stays."
        report = Report(source.name, source.address, Outcome.REFUSED, said)
        self._store.record(source, report, self._clock())

    def _path(self, source: Source) -> Path:
        return self._folder / f"{source.id}.db"

    def _names(self, source: Source, record_ids: list[str]) -> tuple[str, ...]:
        records = tables.source_records
        wanted = sa.select(records.c.body).where(records.c.source_id == source.id, records.c.record_id.in_(record_ids))
        with self._engine.connect() as connection:
            bodies: list[dict[str, Any]] = [from_json(body) for body in connection.execute(wanted).scalars()]
        return tuple(sorted(body["name"] for body in bodies))


def is_held(state: SourceState) -> bool:
    """Whether the last list of a source waits for a person's word."""
    return state.last is not None and state.last.outcome == Outcome.HELD and state.source.wish != CONFIRM
