"""Councils look after the directory: their word on services, the history of changes, pairs, and wishes to sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("sources") as table:
        table.add_column(sa.Column("wish", sa.String(10)))
    op.create_table(
        "service_edits",
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(30), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("council", sa.String(9), nullable=False),
        sa.Column("made_by", sa.String(254), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("until", sa.Date()),
        sa.PrimaryKeyConstraint("service_id", "field"),
    )
    op.create_index("ix_service_edits_until", "service_edits", ["until"])
    op.create_table(
        "service_history",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("council", sa.String(9), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(254), nullable=False),
        sa.Column("deed", sa.String(20), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("undoes", sa.Integer()),
    )
    op.create_index("ix_service_history_service_id", "service_history", ["service_id"])
    op.create_index("ix_service_history_council", "service_history", ["council", "id"])
    op.create_table(
        "service_pairs",
        sa.Column("one", sa.String(36), nullable=False),
        sa.Column("other", sa.String(36), nullable=False),
        sa.Column("council", sa.String(9), nullable=False),
        sa.Column("made_by", sa.String(254), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
    )


def downgrade() -> None:
    op.drop_table("service_pairs")
    op.drop_table("service_history")
    op.drop_table("service_edits")
    with op.batch_alter_table("sources") as table:
        table.drop_column("wish")
