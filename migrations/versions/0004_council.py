"""Council users, their sessions, failed sign-ins and the append-only audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER council_audit_no_change BEFORE UPDATE ON council_audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        "CREATE TRIGGER council_audit_no_delete BEFORE DELETE ON council_audit "
        "WHEN OLD.at > datetime('now', '-1 year') "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION council_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '1 year' THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'the audit log is append-only'; END $$",
        "CREATE TRIGGER council_audit_no_change BEFORE UPDATE OR DELETE ON council_audit "
        "FOR EACH ROW EXECUTE FUNCTION council_audit_append_only()",
    ),
}


def upgrade() -> None:
    """Create the four tables, and the triggers that keep the audit log append-only."""
    op.create_table(
        "council_user",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(254), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("council", sa.String(9), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('viewer', 'manager', 'operator')", name="council_user_role"),
    )
    op.create_table(
        "council_session",
        sa.Column("token_digest", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("council_user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_council_session_user", "council_session", ["user_id"])
    op.create_table(
        "council_sign_in_failure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_council_sign_in_failure_subject", "council_sign_in_failure", ["subject", "at"])
    op.create_index("ix_council_sign_in_failure_at", "council_sign_in_failure", ["at"])
    op.create_table(
        "council_audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(30), nullable=False),
        sa.Column("who", sa.String(254), nullable=False),
        sa.Column("council", sa.String(9), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("origin", sa.String(12), nullable=False),
    )
    op.create_index("ix_council_audit_council", "council_audit", ["council", "id"])
    for statement in _APPEND_ONLY.get(op.get_bind().dialect.name, ()):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables (their triggers go with them) and PostgreSQL's trigger function."""
    for table in ("council_audit", "council_sign_in_failure", "council_session", "council_user"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION council_audit_append_only()")
