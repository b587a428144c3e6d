"""The tables of the council room: who may sign in and how, who is signed in, failed tries, settings, and who did what.

No table holds a password, a session token or a network address that could be read back: passwords are Argon2id hashes,
tokens and recovery codes are digests, and addresses are keyed digests. Secrets of one-time codes are sealed with a key
that is not in the database.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    DDL,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    true,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, timezone-aware on every database (SQLite alone would hand it back naive)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse naive times: a moment without a zone is a bug of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the stored moment with its zone."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


metadata = MetaData()

users = Table(
    "council_user",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(254), nullable=False, unique=True),
    Column("password_hash", String(255)),  # none: not set up yet, or signs in through an identity provider
    Column("council", String(9), nullable=False),
    Column("role", String(10), nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_at", Moment, nullable=False),
    Column("password_changed_at", Moment, nullable=False),
    CheckConstraint("role IN ('viewer', 'editor', 'manager', 'operator')", name="council_user_role"),
)


def _of_user(*, primary_key: bool = False) -> Column[int]:
    """A column that names a user; the row goes with them."""
    return Column(
        "user_id", Integer, ForeignKey("council_user.id", ondelete="CASCADE"), nullable=False, primary_key=primary_key
    )


set_ups = Table(
    "council_set_up",
    metadata,
    _of_user(primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("expires_at", Moment, nullable=False),
)

identities = Table(
    "council_identity",
    metadata,
    _of_user(primary_key=True),
    Column("issuer", String(255), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("bound_at", Moment, nullable=False),
    UniqueConstraint("issuer", "subject", name="council_identity_of_one_user"),
)

used_sign_ins = Table(
    "council_sign_in_used",
    metadata,
    Column("state_digest", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)

second_factors = Table(
    "council_second_factor",
    metadata,
    _of_user(primary_key=True),
    Column("sealed_secret", String(255), nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("last_step", Integer, nullable=False),
)

recovery_codes = Table(
    "council_recovery_code",
    metadata,
    Column("code_digest", String(64), primary_key=True),
    _of_user(),
    Index("ix_council_recovery_code_user", "user_id"),
)

settings = Table(
    "council_setting",
    metadata,
    Column("council", String(9), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

sessions = Table(
    "council_session",
    metadata,
    Column("token_digest", String(64), primary_key=True),
    _of_user(),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("complete", Boolean, nullable=False, server_default=true()),
    Index("ix_council_session_user", "user_id"),
)

failures = Table(
    "council_sign_in_failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_council_sign_in_failure_subject", "subject", "at"),
    Index("ix_council_sign_in_failure_at", "at"),
)

audit = Table(
    "council_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("event", String(30), nullable=False),
    Column("who", String(254), nullable=False),
    Column("council", String(9), nullable=False),
    Column("what", String(200), nullable=False),
    Column("origin", String(12), nullable=False),
    Index("ix_council_audit_council", "council", "id"),
)

# The database itself keeps the log honest: no entry can be changed, and none can go before it is a year old.
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
for _name, _statements in _APPEND_ONLY.items():
    for _statement in _statements:
        _trigger = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(audit, "after_create", _trigger.execute_if(dialect=_name))
