"""The councils' word on services: whatever a source, a list or a program writes, what a council put right stands."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from directory import tables
from directory.around import IDS
from directory.candidates import Entry
from directory.editions import AT_ONCE
from directory.importing.source_store import utc
from directory.model import Service
from directory.plain import plain, saying

LATEST: Final = frozenset({"assured_date", "verified_on"})
"""Days on which somebody looked: whoever looked last is heard."""
Read = Callable[[Connection, Sequence[str]], list[Entry]]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a council says of one field. `value` and `said` (what the source says now) are plain values.

    An edit with `until` ends after that day.
    """

    service_id: str
    field: str
    value: Any
    said: Any
    council: str
    made_by: str
    made_at: datetime
    until: date | None = None

    @property
    def is_heard(self) -> bool:
        """Whether the council's word stands: of two days on which somebody looked, the later does."""
        return self.field not in LATEST or (self.value or "") > (self.said or "")


@dataclass(frozen=True, slots=True)
class Heeded:
    """A service in its council's words, ready to be written."""

    feed: str
    entry: Entry


def edits_of(connection: Connection, service_ids: Sequence[str]) -> dict[str, list[Edit]]:
    """Return the edits of these services by their ids, those that there are."""
    found: dict[str, list[Edit]] = defaultdict(list)
    for start in range(0, len(service_ids), AT_ONCE):
        for row in connection.execute(_edits(), {"ids": list(service_ids[start : start + AT_ONCE])}).mappings():
            found[row["service_id"]].append(_edit(row))
    return dict(found)


def in_their_words(service: Service, edits: Sequence[Edit]) -> Service:
    """Return the service with what a council says of it."""
    return saying(service, {edit.field: edit.value for edit in edits if edit.is_heard})


def in_the_sources_words(service: Service, edits: Sequence[Edit]) -> Service:
    """Return the service as its source has it."""
    return saying(service, {edit.field: edit.said for edit in edits})


def heeded(connection: Connection, written: Sequence[str], read: Read, *, told: bool) -> list[Heeded]:
    """Return those of the services just written of which a council says otherwise, in its words.

    `told` says that a source told them: then what it says of the edited fields is kept beside the council's word.
    """
    edits = edits_of(connection, written)
    if not edits:
        return []
    entries = {entry.service.id: entry for entry in read(connection, list(edits))}
    feeds = _feeds_of(connection, list(edits))
    if told:
        edits = {key: _heard(connection, edits[key], plain(entry.service)) for key, entry in entries.items()}
    return [Heeded(feeds[key], _entry(entry, edits[key])) for key, entry in entries.items()]


def _entry(entry: Entry, edits: Sequence[Edit]) -> Entry:
    said = json.dumps([(edit.field, edit.value) for edit in edits], sort_keys=True)
    version = hashlib.sha256(f"{entry.version} {said}".encode()).hexdigest()
    return Entry(in_their_words(entry.service, edits), version, entry.vector)


def _heard(connection: Connection, edits: Sequence[Edit], source: Mapping[str, Any]) -> list[Edit]:
    """Keep what the source says now."""
    table = tables.service_edits
    now: list[Edit] = []
    for edit in edits:
        said = source[edit.field]
        if said != edit.said:
            mine = (table.c.service_id == edit.service_id, table.c.field == edit.field)
            connection.execute(sa.update(table).where(*mine).values(said=json.dumps(said)))
        now.append(
            Edit(edit.service_id, edit.field, edit.value, said, edit.council, edit.made_by, edit.made_at, edit.until)
        )
    return now


def _feeds_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    services = tables.services
    wanted = sa.select(services.c.id, services.c.feed).where(services.c.id.in_(ids))
    return {row.id: row.feed for row in connection.execute(wanted)}


@cache
def _edits() -> sa.Select[Any]:
    table = tables.service_edits
    return sa.select(table).where(table.c.service_id.in_(IDS)).order_by(table.c.service_id, table.c.field)


def _edit(row: Mapping[Any, Any]) -> Edit:
    values = {name: json.loads(row[name]) for name in ("value", "said")}
    return Edit(**(dict(row) | values | {"made_at": utc(row["made_at"])}))
