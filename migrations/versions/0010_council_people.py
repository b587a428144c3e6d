"""Editors; users without a password; second factors, identity providers, set-up links and settings of councils."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ROLES = ("viewer", "editor", "manager", "operator")
_TABLES = (
    "council_setting",
    "council_recovery_code",
    "council_second_factor",
    "council_sign_in_used",
    "council_identity",
    "council_set_up",
)


def _one_of(roles: tuple[str, ...]) -> str:
    return f"role IN ({', '.join(repr(role) for role in roles)})"


def _users(roles: tuple[str, ...], *, password: bool) -> sa.Table:
    """The table of users, for SQLite, which can only copy a table into another form."""
    return sa.Table(
        "council_user",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(254), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(255), nullable=not password),
        sa.Column("council", sa.String(9), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        *([] if password else [sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true())]),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("password_changed_at", _MOMENT, nullable=False),
        sa.CheckConstraint(_one_of(roles), name="council_user_role"),
    )


def _of_user(*, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        "user_id",
        sa.Integer(),
        sa.ForeignKey("council_user.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def upgrade() -> None:
    """Who is signed in now has to sign in again: SQLite copies the table of users, and their sessions go with it."""
    op.execute("DELETE FROM council_session")
    with op.batch_alter_table(
        "council_user", copy_from=_users(("viewer", "manager", "operator"), password=True)
    ) as table:
        table.alter_column("password_hash", existing_type=sa.String(255), nullable=True)
        table.add_column(sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.drop_constraint("council_user_role", type_="check")
        table.create_check_constraint("council_user_role", _one_of(_ROLES))
    op.add_column("council_session", sa.Column("complete", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "council_set_up",
        _of_user(primary_key=True),
        sa.Column("token_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("expires_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "council_identity",
        _of_user(primary_key=True),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("bound_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("issuer", "subject", name="council_identity_of_one_user"),
    )
    op.create_table(
        "council_sign_in_used",
        sa.Column("state_digest", sa.String(64), primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_table(
        "council_second_factor",
        _of_user(primary_key=True),
        sa.Column("sealed_secret", sa.String(255), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "council_recovery_code",
        sa.Column("code_digest", sa.String(64), primary_key=True),
        _of_user(),
    )
    op.create_index("ix_council_recovery_code_user", "council_recovery_code", ["user_id"])
    op.create_table(
        "council_setting",
        sa.Column("council", sa.String(9), primary_key=True),
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Users without a password and deactivated ones go, as the older form cannot hold them; editors become viewers."""
    for name in _TABLES:
        op.drop_table(name)
    op.execute("DELETE FROM council_session")
    op.execute(sa.text("DELETE FROM council_user WHERE password_hash IS NULL OR NOT active"))
    op.execute("UPDATE council_user SET role = 'viewer' WHERE role = 'editor'")
    with op.batch_alter_table("council_session") as table:
        table.drop_column("complete")
    with op.batch_alter_table("council_user", copy_from=_users(_ROLES, password=False)) as table:
        table.drop_constraint("council_user_role", type_="check")
        table.create_check_constraint("council_user_role", _one_of(_ROLES[:1] + _ROLES[2:]))
        table.drop_column("active")
        table.alter_column("password_hash", existing_type=sa.String(255), nullable=False)
