"""The tables of this room. A screening holds no key: the link stands apart, and is dropped after a day."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
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
    Column("found", Boolean),
    Column("finished", Boolean, nullable=False),
    Index("ix_screening_council_week", "council", "week"),
)

screening_need = Table(
    "screening_need",
    metadata,
    Column("screening_id", RandomId, ForeignKey("screening.id", ondelete="CASCADE"), primary_key=True),
    Column("need", String(40), primary_key=True),
)

screening_link = Table(
    "screening_link",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("screening_id", RandomId, ForeignKey("screening.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)

safety_count = Table(
    "safety_count",
    metadata,
    Column("week", Date, primary_key=True),
    Column("council", String(9), primary_key=True, doc="empty where it was not told"),
    Column("category", String(20), primary_key=True),
    Column("conversations", Integer, nullable=False),
)
"""How many conversations met a safety reply: numbers only, with nothing in them that was ever one person's."""
