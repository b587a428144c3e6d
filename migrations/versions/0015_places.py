"""A service is met at several places: a schedule, and what helps people in, may belong to a place after the first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OF_A_PLACE = ("schedules", "accessibility")


def upgrade() -> None:
    for name in OF_A_PLACE:
        op.add_column(name, sa.Column("spot", sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in OF_A_PLACE:
        table = sa.table(name, sa.column("spot"))
        op.execute(sa.delete(table).where(table.c.spot.is_not(None)))
        op.drop_column(name, "spot")
    links = sa.table("service_at_locations", sa.column("position"))
    op.execute(sa.delete(links).where(links.c.position > 0))
