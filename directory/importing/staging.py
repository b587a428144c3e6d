"""What a run has read so far, in a file beside the database: the directory is not touched until the new list is whole.

The file outlives a run that breaks off, so that the next one goes on where it stopped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from directory.importing.report import Problem, Remedy

AT_ONCE: Final = 500
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS records (
    record_id TEXT PRIMARY KEY, raw_hash TEXT, page INTEGER, state TEXT, body TEXT, evidence TEXT, key TEXT
);
CREATE TABLE IF NOT EXISTS problems (place TEXT, record TEXT, field TEXT, reason TEXT, remedy TEXT);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT);
"""
COLUMNS: Final = "record_id, raw_hash, page, state, body, evidence, key"
NEW, SAME, CHANGED, REFUSED = "new", "same", "changed", "refused"


class Staged(NamedTuple):
    """One record as it was read: `body` and `evidence` are JSON where the record is new or changed, else None.

    `key` is the id of its service then: written in that order, neighbours in a list are neighbours in the indexes.
    """

    record_id: str
    raw_hash: str
    page: int | None
    state: str
    body: str | None = None
    evidence: str | None = None
    key: str | None = None


class Staging:
    """One run's file. Raises sqlite3.Error where the disk fails."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._open()

    def _open(self) -> None:
        self._file = sqlite3.connect(self._path, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-16000"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.executescript(SCHEMA)

    def begin(self, key: str, now: datetime, longest_s: float) -> str:
        """Return the page to go on from: "1", unless a run with the same key broke off less than `longest_s` ago."""
        began = self.fact("began")
        fresh = began is not None and (now - datetime.fromisoformat(began)).total_seconds() < longest_s
        if self.fact("key") == key and fresh and (page := self.fact("next_page")):
            self._forget_page(page)
            return page
        self.clear()
        self.remember(key=key, began=now.isoformat())
        return "1"

    def add(self, records: Iterable[Staged], problems: Iterable[Problem], facts: Mapping[str, object]) -> None:
        """Keep some records with their problems and where to go on, all or nothing."""
        with self._file:
            self._file.executemany(
                "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((r.record_id, r.raw_hash, r.page, r.state, r.body, r.evidence, r.key) for r in records),
            )
            self._file.executemany(
                "INSERT INTO problems VALUES (?, ?, ?, ?, ?)", (tuple(asdict(p).values()) for p in problems)
            )
            self._keep(facts)

    def remember(self, **facts: object) -> None:
        """Keep facts about the run."""
        with self._file:
            self._keep(facts)

    def fact(self, name: str) -> str | None:
        """Return a fact about the run."""
        row = self._file.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def page_states(self) -> dict[str, Any]:
        """Return what is remembered of each page for the next run."""
        rows = self._file.execute("SELECT substr(name, 6), value FROM facts WHERE name LIKE 'page:%'")
        return {page: json.loads(value) for page, value in rows}

    def known(self, ids: Iterable[str]) -> set[str]:
        """Return those of the ids that were read already."""
        wanted = list(ids)
        holes = ", ".join("?" * len(wanted))
        query = f"SELECT record_id FROM records WHERE record_id IN ({holes})"  # noqa: S608 - question marks only
        return {row[0] for row in self._file.execute(query, wanted)}

    def counts(self) -> dict[str, int]:
        """Return how many records there are in each state."""
        return dict(self._file.execute("SELECT state, count(*) FROM records GROUP BY state").fetchall())

    def problems(self) -> Iterator[Problem]:
        """Every problem, in the order in which they were met."""
        for place, record, field, reason, remedy in self._file.execute("SELECT * FROM problems ORDER BY rowid"):
            yield Problem(place, record, field, reason, Remedy(remedy))

    def refused(self) -> int:
        """Return how many records were left out."""
        wanted = "SELECT count(DISTINCT place) FROM problems WHERE remedy = ?"
        return int(self._file.execute(wanted, (Remedy.LEFT_OUT.value,)).fetchone()[0])

    def names(self, state: str, most: int) -> list[str]:
        """Return some names of services in this state."""
        wanted = "SELECT json_extract(body, '$.name') FROM records WHERE state = ? LIMIT ?"
        return [row[0] for row in self._file.execute(wanted, (state, most))]

    def changes(self) -> Iterator[list[Staged]]:
        """The new and changed records in the order of their keys, in batches."""
        self._file.execute("CREATE INDEX IF NOT EXISTS by_key ON records (key) WHERE key IS NOT NULL")
        wanted = self._file.execute(f"SELECT {COLUMNS} FROM records WHERE key IS NOT NULL ORDER BY key")  # noqa: S608
        rows = (Staged(*row) for row in wanted)
        while batch := list(islice(rows, AT_ONCE)):
            yield batch

    def clear(self, keep: Sequence[str] = ()) -> None:
        """Forget everything that was read, and every fact but these."""
        kept = {name: self.fact(name) for name in keep}
        with self._file:
            for table in ("records", "problems", "facts"):
                self._file.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names
            self._keep(kept)

    def close(self, *, keep: bool) -> None:
        """Close the file; without `keep` it is removed."""
        self._file.close()
        if not keep:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _forget_page(self, page: str) -> None:
        """What was read of a page before the run broke off comes again."""
        with self._file:
            self._file.execute("DELETE FROM records WHERE page = ?", (page,))
            self._file.execute("DELETE FROM problems WHERE place LIKE ?", (f"page {page}, %",))

    def _keep(self, facts: Mapping[str, object]) -> None:
        self._file.executemany(
            "INSERT OR REPLACE INTO facts VALUES (?, ?)",
            [(name, str(value)) for name, value in facts.items()],
        )
