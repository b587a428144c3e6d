"""How often safety replies were given, as bare numbers; and what a conversation was counted for, for its day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safety_count",
        sa.Column("week", sa.Date(), primary_key=True),
        sa.Column("council", sa.String(9), primary_key=True),
        sa.Column("category", sa.String(20), primary_key=True),
        sa.Column("conversations", sa.Integer(), nullable=False),
    )
    op.add_column("chat_session", sa.Column("counted", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("chat_session") as table:
        table.drop_column("counted")
    op.drop_table("safety_count")
