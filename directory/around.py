"""What stands around services in other tables, read in one statement: each statement costs a search time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from directory import tables

IDS: Final[sa.BindParameter[Any]] = sa.bindparam("ids", expanding=True)
_TYPES: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    **{f"text_{number}": sa.Text() for number in range(4)},
    **{f"whole_{number}": sa.Integer() for number in range(2)},
    **{f"number_{number}": sa.Float() for number in range(2)},
    **{f"time_{number}": sa.Time() for number in range(2)},
    **{f"day_{number}": sa.Date() for number in range(3)},
}
"""Columns that all tables share, each row with nothing in those that its table does not fill."""
_FILLED: Final[dict[str, tuple[str, ...]]] = {
    "phones": ("number text_0", "description text_1"),
    "schedules": ("freq text_0", "byday text_1", "bymonthday text_2", "description text_3", "interval whole_0",
                  "spot whole_1",
                  "opens_at time_0", "closes_at time_1", "dtstart day_0", "valid_from day_1", "valid_to day_2"),
    "cost_options": ("option text_0", "amount_description text_1", "amount number_0"),
    "service_areas": ("code text_0",),
    "accessibility": ("accessibility text_0", "spot whole_0"),
    "languages": ("code text_0",),
    "attributes": ("taxonomy text_0", "code text_1"),
    "locations": ("name text_0", "address_1 text_1", "city text_2", "postal_code text_3", "latitude number_0",
                  "longitude number_1", "easting whole_0", "northing whole_1"),
}  # fmt: skip
_NAMES: Final = {name: [tuple(pair.split()) for pair in pairs] for name, pairs in _FILLED.items()}
_FAR: Final = {"attributes": tables.taxonomy_terms, "locations": tables.locations}
_LINKS: Final = {"attributes": tables.attributes, "locations": tables.service_at_locations}
Rows = dict[str, list[Mapping[str, Any]]]


def around(connection: Connection, ids: Sequence[str]) -> dict[str, Rows]:
    """Return the rows around each of these services by the name of their table, in their keeper's order."""
    found: dict[str, Rows] = defaultdict(lambda: defaultdict(list))
    places = {column: number for number, column in enumerate(_TYPES, start=3)}
    wanted = {name: [(column, places[slot]) for column, slot in pairs] for name, pairs in _NAMES.items()}
    for row in sorted(connection.execute(_statement(), {"ids": ids}), key=lambda row: row[2]):
        found[row[1]][row[0]].append({column: row[place] for column, place in wanted[row[0]]})
    return found


@cache
def _statement() -> sa.CompoundSelect[Any]:
    """Made once, as making it takes longer than running it."""
    return sa.union_all(*map(_select, _NAMES))


def _select(name: str) -> sa.Select[Any]:
    link = _LINKS.get(name, tables.metadata.tables[name])
    table = _FAR.get(name, link)
    filled = {slot: table.c[column] for column, slot in _NAMES[name]}
    columns = [
        sa.cast(filled[slot] if slot in filled else sa.null(), kind).label(slot)
        if slot not in filled or slot.startswith("number")
        else filled[slot].label(slot)
        for slot, kind in _TYPES.items()
    ]
    whole = sa.select(sa.literal(name).label("table_name"), link.c.service_id, link.c.position, *columns)
    return (whole if table is link else whole.join(table)).where(link.c.service_id.in_(IDS))
