"""Counts by cell instead of rows of people: existing screenings are counted, and those that nobody can take back go.

What stood in the rows and in no cell is lost with this step, and no way back restores it: that is its purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

import sqlalchemy as sa
from alembic import op

from indicators.cells import NOT_TOLD, change
from indicators.counting import Key, cells_of
from indicators.definitions import ITEMS, ROLES, Screening
from indicators.measures import MEASURES
from indicators.quarters import Quarter
from indicators.unmet import cells_of_needs

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TOLD = ("week", "council", "ward", "life_stage", "role", "channel", "language", "instrument", "finished")
_SCREENING = sa.table("screening", *(sa.column(name) for name in ("id", *_TOLD, *ITEMS, "found")))
_NEED = sa.table("screening_need", *(sa.column(name) for name in ("screening_id", "need", "found")))
_LINK = sa.table("screening_link", sa.column("screening_id"))


def upgrade() -> None:
    op.create_table(
        "screening_cell",
        sa.Column("council", sa.String(9), primary_key=True),
        sa.Column("quarter", sa.Date(), primary_key=True),
        sa.Column("table_name", sa.String(40), primary_key=True),
        sa.Column("row_name", sa.String(80), primary_key=True),
        sa.Column("column_name", sa.String(40), primary_key=True),
        sa.Column("people", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "indicator_release",
        sa.Column("council", sa.String(9), primary_key=True),
        sa.Column("quarter", sa.Date(), primary_key=True),
        sa.Column("edition", sa.String(20), primary_key=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
    )
    counts: dict[tuple[str, Quarter], Counter[Key]] = {}
    for council, week, cells in chain(_answers(), _needs()):
        counts.setdefault((council or NOT_TOLD, Quarter.of(week)), Counter()).update(cells)
    for (council, quarter), cells in counts.items():
        change(op.get_bind(), council, quarter, cells)
    _move_found_to_needs()
    linked = sa.select(_LINK.c.screening_id).where(_LINK.c.screening_id == _SCREENING.c.id).exists()
    op.execute(sa.delete(_NEED).where(_NEED.c.screening_id.not_in(sa.select(_LINK.c.screening_id))))
    op.execute(sa.delete(_SCREENING).where(~linked))


def downgrade() -> None:
    with op.batch_alter_table("screening_need") as table:
        table.drop_column("found")
    op.add_column("screening", sa.Column("found", sa.Boolean()))
    op.create_index("ix_screening_council_week", "screening", ["council", "week"])
    op.drop_table("indicator_release")
    op.drop_table("screening_cell")


def _answers() -> Iterator[tuple[str | None, date, Counter[Key]]]:
    """The cells of all screenings, those that are alike at once."""
    alike = [_SCREENING.c[name] for name in (*_TOLD, *ITEMS)]
    query = sa.select(*alike, sa.func.count().label("people")).group_by(*alike)
    for found in op.get_bind().execute(query):
        row = found._mapping
        cells = cells_of(_screening(row), MEASURES)
        yield row["council"], _day(row["week"]), Counter({key: added * row["people"] for key, added in cells.items()})


def _screening(row: Any) -> Screening:
    told = {name: row[name] for name in _TOLD} | {"week": _day(row["week"]), "finished": bool(row["finished"])}
    answers = {item: row[item] for item in ITEMS if row[item] is not None}
    return Screening(**told, answers=answers)


def _needs() -> Iterator[tuple[str | None, date, Counter[Key]]]:
    """The cells of what people looked for, where it is known how their search went."""
    row = _SCREENING.c
    alike = (row.council, row.week, row.life_stage, _NEED.c.need, row.found)
    query = sa.select(*alike, sa.func.count()).join(_NEED, _NEED.c.screening_id == row.id).group_by(*alike)
    for council, week, stage, need, found, people in op.get_bind().execute(
        query.where(row.found.is_not(None), row.role.in_(ROLES))
    ):
        cells = cells_of_needs(stage, {need: bool(found)})
        yield council, _day(week), Counter(dict.fromkeys(cells, people))


def _move_found_to_needs() -> None:
    searched = sa.select(_SCREENING.c.id).where(_SCREENING.c.found.is_not(None))
    op.execute(sa.delete(_NEED).where(_NEED.c.screening_id.not_in(searched)))
    op.add_column("screening_need", sa.Column("found", sa.Boolean()))
    its_own = sa.select(_SCREENING.c.found).where(_SCREENING.c.id == _NEED.c.screening_id).scalar_subquery()
    op.execute(sa.update(_NEED).values(found=its_own))
    with op.batch_alter_table("screening_need") as table:
        table.alter_column("found", existing_type=sa.Boolean(), nullable=False)
    op.drop_index("ix_screening_council_week", "screening")
    op.drop_column("screening", "found")  # in place: SQLite's way round, by a copy, would drop the links with the table


def _day(value: date | str) -> date:
    """SQLite keeps days as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
