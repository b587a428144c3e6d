"""What the front keeps of a conversation: which buttons it offered, child or adult, its language, the authority
of its place, which safety replies of this week were counted, which services it keeps and which it has said to be wrong,
when it was last used. No words."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, MetaData, String, Table, Text

metadata = MetaData()

chat_sessions = Table(
    "chat_session",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("offered", Text, nullable=False),
    Column("age_band", String(8)),
    Column("pause_owed", Boolean, nullable=False, default=False),
    Column("used_at", DateTime(timezone=True), nullable=False, index=True),
    Column("language", String(2)),
    Column("council", String(9)),
    Column("counted", Text),
    Column("kept", Text),
    Column("reported", Text),
)
