"""Records of sources as the database keeps them: each with the service that it stands for and what it is found by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from pydantic import TypeAdapter
from pydantic_core import from_json
from sqlalchemy import Connection

from directory import tables
from directory.importing.sameness import Keys, Member, keys_of
from directory.importing.source_store import utc
from directory.importing.staging import Staged
from directory.model import Service
from directory.rows import ServiceRows, rows_of

_SERVICE: Final = TypeAdapter(Service)
KEYS: Final = ("key_organisation", "key_phone", "key_place")
COLUMNS: Final = (
    *("source_id", "record_id", "own_id", "service_id", "raw_hash", "page", "first_seen", "body", "evidence"),
    *KEYS,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the database keeps it. `service_id` is the service under which it is shown."""

    member: Member
    service_id: str
    keys: Keys


@dataclass(frozen=True, slots=True)
class Prepared:
    """A staged record, ready to be written; `rows` are those of its service when it stands alone."""

    staged: Staged
    keys: Keys
    rows: ServiceRows


def prepare(bodies: Sequence[str]) -> list[tuple[Keys, ServiceRows]]:
    """Make of services' texts everything that can be made without the database."""
    return [(keys_of(service), rows_of(service)) for service in map(service_of, bodies)]


def body_of(service: Service) -> str:
    """Return a service as JSON, the same text for the same service."""
    return _SERVICE.dump_json(service, exclude_defaults=True).decode()


def service_of(body: str) -> Service:
    """Return the service of such a text."""
    return _SERVICE.validate_json(body)


def pairs(keys: Keys) -> Iterator[tuple[str, int]]:
    """Yield the keys that there are with the names of their columns."""
    numbers = zip(KEYS, (keys.organisation, keys.phone, keys.place), strict=True)
    return ((name, number) for name, number in numbers if number is not None)


def values_of(record: Prepared, source_id: str, first_seen: datetime) -> tuple[Any, ...]:
    """Return the values of `COLUMNS` of a record that stands alone until it is grouped with others."""
    staged, own_id = record.staged, record.rows.id
    written = (staged.raw_hash, staged.page, first_seen, staged.body, staged.evidence)
    return (source_id, staged.record_id, own_id, own_id, *written, *record.keys)


def rows_where(connection: Connection, rule: sa.ColumnElement[bool]) -> list[Row]:
    """Return the records that a rule on `source_records` lets through."""
    records, sources = tables.source_records, tables.sources
    wanted = sa.select(records, sources.c.name).join(sources, sources.c.id == records.c.source_id).where(rule)
    return [_row(found) for found in connection.execute(wanted).mappings()]


def members_of(connection: Connection, service_id: str) -> list[tuple[Member, list[dict[str, Any]]]]:
    """Return the records behind a service, each with its evidence."""
    records = tables.source_records
    found = rows_where(connection, records.c.service_id == service_id)
    wanted = sa.select(records.c.source_id, records.c.record_id, records.c.evidence).where(
        records.c.service_id == service_id
    )
    evidence = {(row.source_id, row.record_id): from_json(row.evidence) for row in connection.execute(wanted)}
    return [(row.member, evidence[row.member.source_id, row.member.record_id]) for row in found]


def _row(found: Any) -> Row:
    seen, service = utc(found["first_seen"]), service_of(found["body"])
    member = Member(found["source_id"], found["name"], found["record_id"], found["own_id"], seen, service)
    return Row(member, found["service_id"], Keys(*(found[name] for name in KEYS)))
