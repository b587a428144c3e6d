"""Which services changed when, so that the catalogue that search keeps in memory follows the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_editions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("directory", sa.String(32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "service_changes",
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("service_id"),
    )
    op.create_index("ix_service_changes_edition", "service_changes", ["edition"])


def downgrade() -> None:
    op.drop_table("service_changes")
    op.drop_table("directory_editions")
