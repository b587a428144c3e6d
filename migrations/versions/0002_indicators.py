"""Anonymous screenings, the needs they named, and the short-lived link that makes a retry harmless."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

random_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "screening",
        sa.Column("id", random_id, primary_key=True, autoincrement=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("council", sa.String(9)),
        sa.Column("ward", sa.String(9)),
        sa.Column("life_stage", sa.String(20)),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("instrument", sa.String(20), nullable=False),
        sa.Column("companionship", sa.String(20)),
        sa.Column("left_out", sa.String(20)),
        sa.Column("isolated", sa.String(20)),
        sa.Column("lonely", sa.String(20)),
        sa.Column("social_contact", sa.String(20)),
        sa.Column("found", sa.Boolean()),
        sa.Column("finished", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_screening_council_week", "screening", ["council", "week"])
    op.create_table(
        "screening_need",
        sa.Column("screening_id", random_id, sa.ForeignKey("screening.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("need", sa.String(40), primary_key=True),
    )
    op.create_table(
        "screening_link",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column(
            "screening_id",
            random_id,
            sa.ForeignKey("screening.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_screening_link_at", "screening_link", ["at"])


def downgrade() -> None:
    op.drop_table("screening_link")
    op.drop_table("screening_need")
    op.drop_table("screening")
