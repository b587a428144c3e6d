"""Keeps the catalogue that search reads in step with the database: a few changes at once, many behind its back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.candidates import Edition, Entry
from directory.catalogue import Catalogue
from directory.catalogue_files import kept, save
from directory.editions import changed_since, edition, one_by_one
from directory.model import Status

PROMPT: Final = 200
"""Up to so many changed services are read while a search waits, some tens of milliseconds. More are read meanwhile."""
WORTH_A_FILE: Final = 5_000
"""With fewer services, making the catalogue anew takes no longer than a few seconds."""
AT_ONCE: Final = 500
Read = Callable[[Connection, Sequence[str]], list[Entry]]


class CatalogueKeeper:
    """One catalogue for a process. `read` reads services of any status by their ids; `folder` is for large ones."""

    def __init__(
        self, engine: Engine, read: Read, folder: Path | None = None, worth_a_file: int = WORTH_A_FILE
    ) -> None:
        self._engine = engine
        self._reading = one_by_one(engine)
        self._read = read
        self._folder = folder
        self._worth_a_file = worth_a_file
        self._catalogue: Catalogue | None = None
        self._lock = threading.Lock()
        self._behind: threading.Thread | None = None

    def current(self) -> Catalogue:
        """Return the catalogue of the present edition; while much changes, that of a little before."""
        with self._reading.connect() as connection:
            present, known = edition(connection), self._catalogue
            if known is not None and known.edition == present:
                return known
            if known is not None and len(_changed(connection, known.edition, present)) > PROMPT:
                self._follow_behind()
                return replace(known, behind=True)
        return self._follow()

    def present(self) -> Catalogue | None:
        """Return the catalogue if one was made and nothing changed since; never makes one."""
        known = self._catalogue
        if known is None:
            return None
        with self._reading.connect() as connection:
            return known if edition(connection) == known.edition else None

    def _follow_behind(self) -> None:
        if self._behind is None or not self._behind.is_alive():
            self._behind = threading.Thread(target=self._follow, name="catalogue", daemon=True)
            self._behind.start()

    def _follow(self) -> Catalogue:
        with self._lock, self._engine.connect() as connection:
            present, known = edition(connection), self._catalogue
            if known is None and self._folder is not None:
                known = kept(self._folder, present.directory)
            if known is None or known.edition.directory != present.directory:
                found = Catalogue.of(self._everything(connection), present)
            elif known.edition != present:
                changed = _changed(connection, known.edition, present)
                found = known.changed(changed, self._active(connection, changed), present)
            else:
                found = known
            self._catalogue = self._with_files(known, found)
            return self._catalogue

    def _with_files(self, before: Catalogue | None, now: Catalogue) -> Catalogue:
        """Keep a large catalogue in files whenever it was arranged anew, and use those, which other processes share."""
        arranged_anew = before is None or before.parts[0].segment is not now.parts[0].segment
        if self._folder is None or not arranged_anew or len(now) < self._worth_a_file:
            return now
        save(now, self._folder)
        return kept(self._folder, now.edition.directory) or now

    def _everything(self, connection: Connection) -> Iterator[list[Entry]]:
        services, last = tables.services, ""
        while True:
            wanted = sa.select(services.c.id).where(services.c.id > last).order_by(services.c.id).limit(AT_ONCE)
            ids = list(connection.execute(wanted).scalars())
            if not ids:
                return
            last = ids[-1]
            yield self._active(connection, ids)

    def _active(self, connection: Connection, ids: Sequence[str]) -> list[Entry]:
        batches = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
        entries = (entry for some in batches for entry in self._read(connection, some))
        return [entry for entry in entries if entry.service.status is Status.ACTIVE]


def _changed(connection: Connection, known: Edition, present: Edition) -> list[str]:
    """What changed since; nothing that could be told where this is another directory than before."""
    return changed_since(connection, known) if known.directory == present.directory else []
