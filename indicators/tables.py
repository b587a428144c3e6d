"""The tables of this room. A screening stands here for a day, as long as it can be taken back; its counts stay."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from indicators.definitions import ITEMS

metadata = MetaData()

RandomId = BigInteger().with_variant(Integer, "sqlite")
"""Ids are random: a running number would tell in which order people came."""

screening = Table(
    "screening",
    metadata,
    Column("id", RandomId, primary_key=True, autoincrement=False),
    Column("week", Date, nullable=False),
    Column("council", String(9)),
    Column("ward", String(9)),
    Column("life_stage", String(20)),
    Column("role", String(20), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("language", String(10), nullable=False),
    Column("instrument", String(20), nullable=False),
    *(Column(item, String(20)) for item in ITEMS),
    Column("finished", Boolean, nullable=False),
)

screening_link = Table(
    "screening_link",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("screening_id", RandomId, ForeignKey("screening.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)

screening_cell = Table(
    "screening_cell",
    metadata,
    Column("council", String(9), primary_key=True, doc="empty where it was not told"),
    Column("quarter", Date, primary_key=True, doc="its first day"),
    Column("table_name", String(40), primary_key=True),
    Column("row_name", String(80), primary_key=True),
    Column("column_name", String(40), primary_key=True),
    Column("people", BigInteger, nullable=False),
)
"""How many people stand in each cell of the fixed tables: `indicators.counting.Key`. Nothing else of a person stays."""

release = Table(
    "indicator_release",
    metadata,
    Column("council", String(9), primary_key=True, doc="empty where it was not told"),
    Column("quarter", Date, primary_key=True, doc="its first day"),
    Column("edition", String(20), primary_key=True),
    Column("made_on", Date, nullable=False),
    Column("content", Text, nullable=False),
)
"""What was published of a closed quarter: written once, and never again."""

safety_count = Table(
    "safety_count",
    metadata,
    Column("week", Date, primary_key=True),
    Column("council", String(9), primary_key=True, doc="empty where it was not told"),
    Column("category", String(20), primary_key=True),
    Column("conversations", Integer, nullable=False),
)
"""How many conversations met a safety reply: numbers only, with nothing in them that was ever one person's."""
