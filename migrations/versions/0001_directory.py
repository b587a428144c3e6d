"""The directory: services after Open Referral UK 3.0 and everything around them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "locations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("address_1", sa.String(255)),
        sa.Column("city", sa.String(100)),
        sa.Column("postal_code", sa.String(10)),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("easting", sa.Integer()),
        sa.Column("northing", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_locations_easting_northing", "locations", ["easting", "northing"])
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("email", sa.String(254)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "taxonomy_terms",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("taxonomy", sa.String(20), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("taxonomy", "code", name="uq_taxonomy_terms_taxonomy_code"),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("feed", sa.String(100), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("summary", sa.String(160), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("email", sa.String(254)),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("minimum_age", sa.Integer()),
        sa.Column("maximum_age", sa.Integer()),
        sa.Column("gender", sa.String(10)),
        sa.Column("for_carers", sa.Boolean(), nullable=False),
        sa.Column("access", sa.String(20)),
        sa.Column("self_referral", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("assured_date", sa.Date()),
        sa.Column("verified_on", sa.Date()),
        sa.Column("source", sa.Text()),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.Column("embedding", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_services_feed", "services", ["feed"])
    op.create_index("ix_services_organisation_id", "services", ["organisation_id"])
    op.create_index("ix_services_scope", "services", ["scope"])
    op.create_table(
        "accessibility",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("accessibility", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_accessibility_service_id", "accessibility", ["service_id"])
    op.create_table(
        "attributes",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("taxonomy_term_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["taxonomy_term_id"], ["taxonomy_terms.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attributes_service_id", "attributes", ["service_id"])
    op.create_index("ix_attributes_taxonomy_term_id", "attributes", ["taxonomy_term_id"])
    op.create_table(
        "cost_options",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(20), nullable=False),
        sa.Column("amount", sa.Numeric(precision=8, scale=2, asdecimal=False)),
        sa.Column("amount_description", sa.Text()),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_cost_options_service_id", "cost_options", ["service_id"])
    op.create_table(
        "languages",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_languages_service_id", "languages", ["service_id"])
    op.create_table(
        "phones",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("description", sa.Text()),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_phones_service_id", "phones", ["service_id"])
    op.create_table(
        "schedules",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("freq", sa.String(10)),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("byday", sa.String(60)),
        sa.Column("bymonthday", sa.String(60)),
        sa.Column("opens_at", sa.Time()),
        sa.Column("closes_at", sa.Time()),
        sa.Column("dtstart", sa.Date()),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("description", sa.Text()),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_schedules_service_id", "schedules", ["service_id"])
    op.create_table(
        "service_areas",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(9), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_service_areas_code", "service_areas", ["code"])
    op.create_index("ix_service_areas_service_id", "service_areas", ["service_id"])
    op.create_table(
        "service_at_locations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_service_at_locations_location_id", "service_at_locations", ["location_id"])
    op.create_index("ix_service_at_locations_service_id", "service_at_locations", ["service_id"])


def downgrade() -> None:
    for table in (
        "service_at_locations",
        "service_areas",
        "schedules",
        "phones",
        "languages",
        "cost_options",
        "attributes",
        "accessibility",
        "services",
        "taxonomy_terms",
        "organisations",
        "locations",
    ):
        op.drop_table(table)
