"""What people say is wrong with services, and the services that a conversation keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_report",
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("conversations", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", "kind", "day"),
    )
    with op.batch_alter_table("chat_session") as table:
        table.add_column(sa.Column("kept", sa.Text()))
        table.add_column(sa.Column("reported", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("chat_session") as table:
        table.drop_column("reported")
        table.drop_column("kept")
    op.drop_table("directory_report")
