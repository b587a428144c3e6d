"""What people look for is counted apart from their screening: what stood with the screenings goes, its counts stay.

Screenings of the last day can no longer take those counts back. Their conversations know of none, and count the next
search anew: at most a day's needs are counted twice.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

random_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_table("screening_need")


def downgrade() -> None:
    op.create_table(
        "screening_need",
        sa.Column("screening_id", random_id, sa.ForeignKey("screening.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("need", sa.String(40), primary_key=True),
        sa.Column("found", sa.Boolean(), nullable=False),
    )
