"""What stands around a service has no ids of its own: its service and its place there name it.

Ids are derived for the published feed, where they are wanted; only a service at its place is looked up by its own.
Written in the order of their services, rows lie together: a large import is cheaper. Records are found by their page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from directory.rows import derived_id

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

AT_ONCE = 5_000
SPOTS = "service_at_locations"
_TEXT, _DAY, _TIME = sa.Text(), sa.Date(), sa.Time()
Kind = sa.types.TypeEngine[Any]
COLUMNS: dict[str, tuple[tuple[str, Kind, bool], ...]] = {
    "schedules": (
        ("freq", sa.String(10), True),
        ("interval", sa.Integer(), False),
        ("byday", sa.String(60), True),
        ("bymonthday", sa.String(60), True),
        ("opens_at", _TIME, True),
        ("closes_at", _TIME, True),
        ("dtstart", _DAY, True),
        ("valid_from", _DAY, True),
        ("valid_to", _DAY, True),
        ("description", _TEXT, True),
    ),
    "cost_options": (
        ("option", sa.String(20), False),
        ("amount", sa.Numeric(8, 2, asdecimal=False), True),
        ("amount_description", _TEXT, True),
    ),
    "service_areas": (("code", sa.String(9), False),),
    "accessibility": (("accessibility", sa.String(40), False),),
    "phones": (("number", sa.String(60), False), ("description", _TEXT, True)),
    "languages": (("code", sa.String(20), False),),
    "attributes": (("taxonomy_term_id", sa.String(36), False),),
    SPOTS: (("location_id", sa.String(36), False),),
}
INDEXED = {"service_areas": "code", "attributes": "taxonomy_term_id", SPOTS: "location_id"}
FOREIGN = {"attributes": ("taxonomy_terms.id", None), SPOTS: ("locations.id", "CASCADE")}


def upgrade() -> None:
    for name in COLUMNS:
        _replace(name, with_ids=False)
    op.drop_index("ix_services_scope", table_name="services")
    op.create_index("ix_source_records_source_id_page", "source_records", ["source_id", "page"])


def downgrade() -> None:
    op.drop_index("ix_source_records_source_id_page", table_name="source_records")
    op.create_index("ix_services_scope", "services", ["scope"])
    for name in COLUMNS:
        _replace(name, with_ids=True)


def _replace(name: str, *, with_ids: bool) -> None:
    """Make a table anew, with or without an id in each row, and move its rows."""
    old = f"old_{name}"
    for column in _indexed(name, service_id=not with_ids):
        op.drop_index(f"ix_{name}_{column}", table_name=name)
    op.rename_table(name, old)
    new = _create(name, with_ids=with_ids)
    _move(name, sa.table(old, *(sa.column(column) for column in _moved(name))), new, with_ids=with_ids)
    op.drop_table(old)
    for column in _indexed(name, service_id=with_ids):
        op.create_index(f"ix_{name}_{column}", name, [column])


def _create(name: str, *, with_ids: bool) -> sa.Table:
    whose = sa.ForeignKey("services.id", ondelete="CASCADE")
    key: list[sa.Column[Any]] = [
        sa.Column("service_id", sa.String(36), whose, nullable=False, primary_key=not with_ids),
        sa.Column("position", sa.Integer(), nullable=False, primary_key=not with_ids, autoincrement=False),
    ]
    own = [sa.Column("id", sa.String(36), primary_key=True)] if with_ids else []
    named = [sa.Column("id", sa.String(36), nullable=False, unique=True)] if name == SPOTS and not with_ids else []
    others = [_column(name, *column) for column in COLUMNS[name]]
    columns: list[sa.Column[Any]] = [*own, *key, *named, *others]
    return op.create_table(name, *columns, sqlite_with_rowid=with_ids)


def _column(table: str, name: str, kind: Kind, nullable: bool) -> sa.Column[Any]:
    if name == INDEXED.get(table) and table in FOREIGN:
        far, when_gone = FOREIGN[table]
        return sa.Column(name, kind, sa.ForeignKey(far, ondelete=when_gone), nullable=nullable)
    return sa.Column(name, kind, nullable=nullable)


def _moved(name: str) -> Sequence[str]:
    return ("service_id", "position", *(column[0] for column in COLUMNS[name]))


def _move(name: str, old: sa.TableClause, new: sa.Table, *, with_ids: bool) -> None:
    columns = _moved(name)
    if not with_ids and name != SPOTS:
        op.execute(sa.insert(new).from_select(columns, sa.select(*(old.c[column] for column in columns))))
        return
    connection = op.get_bind()
    found = connection.execute(sa.select(*(sa.type_coerce(old.c[c], new.c[c].type).label(c) for c in columns)))
    for some in _some(found.mappings()):
        rows = [dict(row) | {"id": derived_id(row["service_id"], name, row["position"])} for row in some]
        connection.execute(sa.insert(new), rows)


def _some(rows: sa.MappingResult) -> Iterator[list[sa.RowMapping]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _indexed(name: str, *, service_id: bool) -> list[str]:
    return [*(["service_id"] if service_id else []), *([INDEXED[name]] if name in INDEXED else [])]
