"""What the front keeps of a conversation: which buttons it offered, and when it was last used. No words."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, MetaData, String, Table, Text

metadata = MetaData()

chat_sessions = Table(
    "chat_session",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("offered", Text, nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False, index=True),
)
