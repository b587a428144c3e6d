"""The directory's tables, after Open Referral UK 3.0: one row of `services` and rows around it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(36), primary_key=True)


def _around(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """A table of rows that belong to one service, each in the place that its keeper chose: the first phone to ring.

    SQLite keeps them in the order of their key: what stands around a service lies together.
    """
    whose = sa.ForeignKey("services.id", ondelete="CASCADE")
    return sa.Table(
        name,
        metadata,
        sa.Column("service_id", sa.String(36), whose, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        *columns,
        sqlite_with_rowid=False,
    )


def _whose_place() -> sa.Column[int | None]:
    return sa.Column("spot", sa.Integer, doc="position of its place after the first; none: of the service itself")


organisations = sa.Table(
    "organisations",
    metadata,
    _id(),
    sa.Column("name", sa.String(255), nullable=False, unique=True),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("url", sa.Text),
    sa.Column("email", sa.String(254)),
)

services = sa.Table(
    "services",
    metadata,
    _id(),
    sa.Column("organisation_id", sa.String(36), sa.ForeignKey("organisations.id"), nullable=False, index=True),
    sa.Column("feed", sa.String(100), nullable=False, index=True),
    sa.Column("version", sa.String(64), nullable=False),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("summary", sa.String(160), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("email", sa.String(254)),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("minimum_age", sa.Integer),
    sa.Column("maximum_age", sa.Integer),
    sa.Column("gender", sa.String(10)),
    sa.Column("for_carers", sa.Boolean, nullable=False),
    sa.Column("access", sa.String(20)),
    sa.Column("self_referral", sa.Boolean, nullable=False),
    sa.Column("scope", sa.String(10), nullable=False),
    sa.Column("assured_date", sa.Date),
    sa.Column("verified_on", sa.Date),
    sa.Column("source", sa.Text),
    sa.Column("example", sa.Boolean, nullable=False),
    sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
    sa.Column("embedding", sa.LargeBinary),
)

locations = sa.Table(
    "locations",
    metadata,
    _id(),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("address_1", sa.String(255)),
    sa.Column("city", sa.String(100)),
    sa.Column("postal_code", sa.String(10)),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("easting", sa.Integer),
    sa.Column("northing", sa.Integer),
    sa.Index("ix_locations_easting_northing", "easting", "northing"),
)

service_at_locations = _around(
    "service_at_locations",
    sa.Column("id", sa.String(36), nullable=False, unique=True, doc="its address in the published feed"),
    sa.Column(
        "location_id", sa.String(36), sa.ForeignKey("locations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
)

schedules = _around(
    "schedules",
    _whose_place(),
    sa.Column("freq", sa.String(10)),
    sa.Column("interval", sa.Integer, nullable=False),
    sa.Column("byday", sa.String(60)),
    sa.Column("bymonthday", sa.String(60)),
    sa.Column("opens_at", sa.Time),
    sa.Column("closes_at", sa.Time),
    sa.Column("dtstart", sa.Date),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
    sa.Column("description", sa.Text),
)

cost_options = _around(
    "cost_options",
    sa.Column("option", sa.String(20), nullable=False),
    sa.Column("amount", sa.Numeric(8, 2, asdecimal=False)),
    sa.Column("amount_description", sa.Text),
)

service_areas = _around(
    "service_areas",
    sa.Column("code", sa.String(9), nullable=False, index=True),
)

accessibility = _around(
    "accessibility",
    _whose_place(),
    sa.Column("accessibility", sa.String(40), nullable=False),
)

phones = _around(
    "phones",
    sa.Column("number", sa.String(60), nullable=False),
    sa.Column("description", sa.Text),
)

languages = _around("languages", sa.Column("code", sa.String(20), nullable=False))

taxonomy_terms = sa.Table(
    "taxonomy_terms",
    metadata,
    _id(),
    sa.Column("taxonomy", sa.String(20), nullable=False),
    sa.Column("code", sa.String(60), nullable=False),
    sa.UniqueConstraint("taxonomy", "code", name="uq_taxonomy_terms_taxonomy_code"),
)

attributes = _around(
    "attributes",
    sa.Column("taxonomy_term_id", sa.String(36), sa.ForeignKey("taxonomy_terms.id"), nullable=False, index=True),
)

editions = sa.Table(
    "directory_editions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("directory", sa.String(32), nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
)
"""One row: which directory this is, and a number that every transaction that writes services raises."""

service_changes = sa.Table(
    "service_changes",
    metadata,
    sa.Column("service_id", sa.String(36), primary_key=True),
    sa.Column("edition", sa.BigInteger, nullable=False, index=True),
)
"""At which edition each service was last written or removed; one that is gone stays, so that every process hears."""

sources = sa.Table(
    "sources",
    metadata,
    _id(),
    sa.Column("name", sa.String(80), nullable=False, unique=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("council", sa.String(9)),
    sa.Column("header_mapping", sa.Text),
    sa.Column("largest_loss", sa.Float, nullable=False),
    sa.Column("every_hours", sa.Integer),
    sa.Column("next_run", sa.DateTime(timezone=True)),
    sa.Column("locked_until", sa.DateTime(timezone=True)),
    sa.Column("read_with", sa.String(64)),
    sa.Column("pages", sa.Text),
    sa.Column("wish", sa.String(10)),
)

source_runs = sa.Table(
    "source_runs",
    metadata,
    _id(),
    sa.Column("source_id", sa.String(36), sa.ForeignKey("sources.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
)

source_records = sa.Table(
    "source_records",
    metadata,
    sa.Column("source_id", sa.String(36), sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("record_id", sa.String(255), primary_key=True),
    sa.Column("own_id", sa.String(36), nullable=False),
    sa.Column("service_id", sa.String(36), nullable=False, index=True),
    sa.Column("raw_hash", sa.String(32), nullable=False),
    sa.Column("page", sa.Integer),
    sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("key_organisation", sa.BigInteger, nullable=False, index=True),
    sa.Column("key_phone", sa.BigInteger, index=True),
    sa.Column("key_place", sa.BigInteger, index=True),
    sa.Index("ix_source_records_source_id_page", "source_id", "page"),
)

term_corrections = sa.Table(
    "term_corrections",
    metadata,
    sa.Column("council", sa.String(9), primary_key=True),
    sa.Column("taxonomy", sa.String(20), primary_key=True),
    sa.Column("phrase", sa.String(255), primary_key=True),
    sa.Column("code", sa.String(60), nullable=False),
    sa.Column("made_by", sa.String(254), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
)

directory_report = sa.Table(
    "directory_report",
    metadata,
    sa.Column("service_id", sa.String(36), primary_key=True),
    sa.Column("kind", sa.String(10), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("conversations", sa.Integer, nullable=False),
)
"""What people say is wrong. No foreign key: a service that an import replaces keeps what was said of it."""

service_edits = sa.Table(
    "service_edits",
    metadata,
    sa.Column("service_id", sa.String(36), primary_key=True),
    sa.Column("field", sa.String(30), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("council", sa.String(9), nullable=False),
    sa.Column("made_by", sa.String(254), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("until", sa.Date, index=True),
)
"""What a council says of a service instead of its source, field by field; `said` is what the source says meanwhile.

No foreign key: a service that is withdrawn and comes back, or is written anew, is shown in the council's words again.
"""

service_history = sa.Table(
    "service_history",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("service_id", sa.String(36), nullable=False, index=True),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("council", sa.String(9), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("who", sa.String(254), nullable=False),
    sa.Column("deed", sa.String(20), nullable=False),
    sa.Column("note", sa.String(200), nullable=False),
    sa.Column("changes", sa.Text, nullable=False),
    sa.Column("body", sa.Text),
    sa.Column("undoes", sa.Integer),
    sa.Index("ix_service_history_council", "council", "id"),
)
"""Who changed what: fields before and after; the whole service (`body`) where it left the directory."""

service_pairs = sa.Table(
    "service_pairs",
    metadata,
    sa.Column("one", sa.String(36), primary_key=True),
    sa.Column("other", sa.String(36), primary_key=True),
    sa.Column("council", sa.String(9), nullable=False),
    sa.Column("made_by", sa.String(254), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
)
"""Services that look like one and are two, says a person; `one` is the smaller id."""
