"""What a safety reply needs to know of a conversation: the language, and the authority whose numbers to show."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chat_session", sa.Column("language", sa.String(2)))
    op.add_column("chat_session", sa.Column("council", sa.String(9)))


def downgrade() -> None:
    with op.batch_alter_table("chat_session") as table:
        table.drop_column("council")
        table.drop_column("language")
