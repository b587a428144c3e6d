"""Other directories as sources: their runs, their records, and what councils put right in their terms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("council", sa.String(9)),
        sa.Column("header_mapping", sa.Text()),
        sa.Column("largest_loss", sa.Float(), nullable=False),
        sa.Column("every_hours", sa.Integer()),
        sa.Column("next_run", sa.DateTime(timezone=True)),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.Column("read_with", sa.String(64)),
        sa.Column("pages", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "source_runs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("source_id", sa.String(36), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_source_runs_source_id", "source_runs", ["source_id"])
    op.create_table(
        "source_records",
        sa.Column("source_id", sa.String(36), nullable=False),
        sa.Column("record_id", sa.String(255), nullable=False),
        sa.Column("own_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("raw_hash", sa.String(32), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("key_organisation", sa.BigInteger(), nullable=False),
        sa.Column("key_phone", sa.BigInteger()),
        sa.Column("key_place", sa.BigInteger()),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "record_id"),
    )
    for column in ("service_id", "key_organisation", "key_phone", "key_place"):
        op.create_index(f"ix_source_records_{column}", "source_records", [column])
    op.create_table(
        "term_corrections",
        sa.Column("council", sa.String(9), nullable=False),
        sa.Column("taxonomy", sa.String(20), nullable=False),
        sa.Column("phrase", sa.String(255), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("made_by", sa.String(254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("council", "taxonomy", "phrase"),
    )


def downgrade() -> None:
    for table in ("term_corrections", "source_records", "source_runs", "sources"):
        op.drop_table(table)
