"""What a council changes in the directory: field by field, over whatever a source says, with its history and undo."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.candidates import Entry as Known
from directory.editions import note as new_edition
from directory.heeding import Edit, edits_of, in_the_sources_words, in_their_words
from directory.history import Author, Changes, Deed, Entry, History, remember, service_of
from directory.model import Service, Status
from directory.plain import differences, plain
from directory.repository import DirectoryRepository, Stored, read_entries
from directory.rows import rows_of, version_of
from directory.seed_loader import Encodes, meaning_text

OWN: Final = "council/"
"""The feed of services that a council added by itself begins so."""
KITH: Final = "Kith"
_FIXED: Final = frozenset({"id", "example"})


class CannotChangeError(Exception):
    """A change cannot be made as asked; the message says why, in words for the person who asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change as it is asked for: plain values by field.

    `until` is the last day of it. `insist` keeps the council's word even where the source says the same today.
    """

    values: Mapping[str, Any]
    deed: Deed = Deed.CHANGED
    note: str = ""
    until: date | None = None
    insist: bool = False
    undoes: int | None = None


class Edits:
    """Changes services. Every change is one transaction with its line in the history, and search sees it at once."""

    def __init__(
        self, engine: Engine, repository: DirectoryRepository, clock: Callable[[], datetime], encoder: Encodes
    ) -> None:
        self._engine = engine
        self._repository = repository
        self._clock = clock
        self._encoder = encoder
        self.history = History(engine)

    def of(self, service_id: str) -> list[Edit]:
        """Return the council's word on a service, field by field."""
        with self._engine.connect() as connection:
            return edits_of(connection, [service_id]).get(service_id, [])

    def is_own(self, service_id: str) -> bool:
        """Whether a council added the service by itself, so that no source says anything of it."""
        with self._engine.connect() as connection:
            return (_feed_of(connection, service_id) or "").startswith(OWN)

    def add(self, service: Service, author: Author) -> None:
        """Add a service of the council's own. Raises CannotChangeError where one has its id."""
        with self._engine.begin() as connection:
            new_edition(connection, [service.id])
            self._put(connection, service, author, Deed.ADDED)

    def change(self, service_id: str, wanted: Wanted, author: Author) -> Changes:
        """Make a change; returns what it changed. Raises CannotChangeError where there is no such service."""
        with self._engine.begin() as connection:
            return self._change(connection, service_id, wanted, author)

    def take_back(self, service_id: str, fields: Sequence[str], author: Author) -> Changes:
        """Let the source be heard again for these fields. Raises CannotChangeError as `change` does."""
        with self._engine.begin() as connection:
            said = {edit.field: edit.said for edit in edits_of(connection, [service_id]).get(service_id, [])}
            values = {name: said[name] for name in fields if name in said}
            return self._change(connection, service_id, Wanted(values, Deed.TAKEN_BACK), author)

    def undo(self, entry_id: int, author: Author) -> None:
        """Put back what an entry of the history changed. Raises CannotChangeError where that cannot be done."""
        entry = self.history.get(entry_id)
        if entry is None or not entry.can_be_undone:
            raise CannotChangeError("There is nothing to undo.")
        with self._engine.begin() as connection:
            new_edition(connection, [entry.service_id])
            if entry.deed is Deed.TWO:
                self._join(connection, entry, author)
            elif entry.deed is Deed.ADDED:
                self._remove(connection, entry, author)
            elif (whole := service_of(entry)) is not None:
                self._put(connection, whole, author, Deed.RESTORED, entry.id)
            else:
                self._put_back(connection, entry, author)

    def part(self, one: Service, other: Service, author: Author) -> None:
        """Say that two services that look like one are two."""
        pair = dict(zip(("one", "other"), sorted((one.id, other.id)), strict=True))
        said = {"council": author.council, "made_by": author.name, "made_at": self._clock()}
        with self._engine.begin() as connection:
            _forget_pair(connection, one.id, other.id)
            connection.execute(sa.insert(tables.service_pairs).values(**pair, **said))
            changes = {"pair": (None, other.id)}
            remember(connection, [self._entry(one, author, Deed.TWO, other.name, changes)])

    def parted(self) -> set[tuple[str, str]]:
        """Return the pairs of services, by their ids, of which a person has said that they are two."""
        pairs = tables.service_pairs
        with self._engine.connect() as connection:
            return {(row.one, row.other) for row in connection.execute(sa.select(pairs.c.one, pairs.c.other))}

    def settled(self, service: Service, author: Author, outcome: str) -> None:
        """Write into the history that reports about a service were looked into."""
        with self._engine.begin() as connection:
            remember(connection, [self._entry(service, author, Deed.SETTLED, outcome)])

    def open_again(self) -> int:
        """End the changes whose last day has passed; returns how many services that were."""
        table = tables.service_edits
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(table).where(table.c.until < self._clock().date())).mappings().all()
        for row in rows:
            values = {row["field"]: json.loads(row["said"])}
            author = Author(KITH, row["council"])
            try:
                self.change(row["service_id"], Wanted(values, Deed.REOPENED, "its last day has passed"), author)
            except CannotChangeError:  # it left the directory meanwhile
                self._forget_edit(row["service_id"], row["field"])
        return len({row["service_id"] for row in rows})

    def _change(self, connection: Connection, service_id: str, wanted: Wanted, author: Author) -> Changes:
        """`new_edition` comes first: it makes other writers of services wait, so that what is read stays true."""
        new_edition(connection, [service_id])
        known, feed = _known(connection, service_id), _feed_of(connection, service_id)
        if known is None or feed is None:
            raise CannotChangeError("This service is not in the directory any more.")
        if fixed := _FIXED & wanted.values.keys():
            raise CannotChangeError(f"This cannot be changed: {', '.join(sorted(fixed))}.")
        before = edits_of(connection, [service_id]).get(service_id, [])
        source = in_the_sources_words(known.service, before)
        after = _with(before, self._asked(source, wanted, author))
        _keep(connection, service_id, after)
        self._write(connection, feed, known, source, after)
        changes = differences(known.service, in_their_words(source, after))
        if changes or wanted.insist:
            entry = self._entry(known.service, author, wanted.deed, wanted.note, changes)
            remember(connection, [replace(entry, undoes=wanted.undoes)])
        return changes

    def _asked(self, source: Service, wanted: Wanted, author: Author) -> list[Edit | str]:
        """The edits that are asked for; the name of a field alone where the source says so itself."""
        said, now = plain(source), self._clock()
        return [
            name
            if value == said[name] and not wanted.insist
            else Edit(source.id, name, value, said[name], author.council, author.name, now, wanted.until)
            for name, value in wanted.values.items()
        ]

    def _write(self, connection: Connection, feed: str, known: Known, source: Service, edits: Sequence[Edit]) -> None:
        meant = in_their_words(source, edits)
        vector = known.vector
        if meaning_text(meant) != meaning_text(known.service):
            vector = self._encoder.encode([meaning_text(meant)])[0]
        version = f"{version_of(source)[:32]} before edits" if edits else version_of(source)
        stored = Stored(feed, rows_of(source), version, vector)
        self._repository.write(connection, [stored], (), told=False)

    def _put(
        self, connection: Connection, service: Service, author: Author, deed: Deed, undoes: int | None = None
    ) -> None:
        if _feed_of(connection, service.id) is not None:
            raise CannotChangeError("This service is in the directory already.")
        vector = self._encoder.encode([meaning_text(service)])[0]
        stored = Stored(f"{OWN}{author.council}", rows_of(service), version_of(service), vector)
        self._repository.write(connection, [stored], ())
        remember(connection, [replace(self._entry(service, author, deed), undoes=undoes)])

    def _remove(self, connection: Connection, entry: Entry, author: Author) -> None:
        known = _known(connection, entry.service_id)
        if known is None:
            raise CannotChangeError("This service is not in the directory any more.")
        self._repository.write(connection, [], [entry.service_id])
        removed = self._entry(known.service, author, Deed.REMOVED)
        remember(connection, [replace(removed, undoes=entry.id, whole=plain(known.service))])

    def _put_back(self, connection: Connection, entry: Entry, author: Author) -> None:
        known = _known(connection, entry.service_id)
        now = plain(known.service) if known else {}
        if other := [name for name, (_, after) in entry.changes.items() if name in now and now[name] != after]:
            raise CannotChangeError(f"This has been changed again since: {', '.join(other)}. Change it by hand.")
        values = {name: old for name, (old, _) in entry.changes.items()}
        self._change(connection, entry.service_id, Wanted(values, Deed.UNDONE, undoes=entry.id), author)

    def _join(self, connection: Connection, entry: Entry, author: Author) -> None:
        _forget_pair(connection, entry.service_id, entry.changes["pair"][1])
        undone = Entry(entry.service_id, entry.name, author, self._clock(), Deed.UNDONE, entry.note, undoes=entry.id)
        remember(connection, [undone])

    def _entry(
        self, service: Service, author: Author, deed: Deed, note: str = "", changes: Changes | None = None
    ) -> Entry:
        return Entry(service.id, service.name, author, self._clock(), deed, note, changes or {})

    def _forget_edit(self, service_id: str, name: str) -> None:
        table = tables.service_edits
        with self._engine.begin() as connection:
            connection.execute(sa.delete(table).where(table.c.service_id == service_id, table.c.field == name))


def closing(day: date | None) -> Wanted:
    """Return the change that closes a service: until a day, or (None) for good."""
    if day is None:
        return Wanted({"status": Status.DEFUNCT.value}, Deed.CLOSED)
    return Wanted({"status": Status.TEMPORARILY_CLOSED.value}, Deed.CLOSED_FOR_NOW, f"until {day}", until=day)


def confirming(day: date) -> Wanted:
    """Return the change that says that everything about a service was right on a day."""
    return Wanted({"assured_date": day.isoformat(), "verified_on": day.isoformat()}, Deed.CONFIRMED)


def _known(connection: Connection, service_id: str) -> Known | None:
    return next(iter(read_entries(connection, [service_id])), None)


def _feed_of(connection: Connection, service_id: str) -> str | None:
    services = tables.services
    return connection.execute(sa.select(services.c.feed).where(services.c.id == service_id)).scalar_one_or_none()


def _with(before: Sequence[Edit], asked: Sequence[Edit | str]) -> list[Edit]:
    names = {one if isinstance(one, str) else one.field for one in asked}
    return [*(edit for edit in before if edit.field not in names), *(one for one in asked if isinstance(one, Edit))]


def _keep(connection: Connection, service_id: str, edits: Sequence[Edit]) -> None:
    """Let these be the edits of a service."""
    table = tables.service_edits
    connection.execute(sa.delete(table).where(table.c.service_id == service_id))
    rows = [
        {
            "service_id": edit.service_id,
            "field": edit.field,
            "value": json.dumps(edit.value, ensure_ascii=False),
            "said": json.dumps(edit.said, ensure_ascii=False),
            "council": edit.council,
            "made_by": edit.made_by,
            "made_at": edit.made_at,
            "until": edit.until,
        }
        for edit in edits
    ]
    if rows:
        connection.execute(sa.insert(table), rows)


def _forget_pair(connection: Connection, *ids: str) -> None:
    pairs = tables.service_pairs
    one, other = sorted(ids)
    connection.execute(sa.delete(pairs).where(pairs.c.one == one, pairs.c.other == other))
