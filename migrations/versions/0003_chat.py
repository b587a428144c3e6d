"""Conversations that the front knows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_session",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("offered", sa.Text, nullable=False),
        sa.Column("age_band", sa.String(8)),
        sa.Column("pause_owed", sa.Boolean, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_chat_session_used_at", "chat_session", ["used_at"])


def downgrade() -> None:
    op.drop_table("chat_session")
