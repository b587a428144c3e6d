"""The rules of a search that are never relaxed, as one indexed query that grows to a whole country's services."""

from __future__ import annotations

import sqlalchemy as sa

from directory import tables
from directory.candidates import Prefilter
from directory.model import ALL_ENGLAND, Status


def allowed(prefilter: Prefilter) -> sa.Select[str, str]:
    """Select the id and version of every active service that passes."""
    services = tables.services
    rules = [services.c.status == Status.ACTIVE.value, *_personal_rules(prefilter), *_area_rules(prefilter)]
    if not prefilter.examples:
        rules.append(services.c.example.is_(False))
    return sa.select(services.c.id, services.c.version).where(*rules)


def _personal_rules(prefilter: Prefilter) -> list[sa.ColumnElement[bool]]:
    services = tables.services
    rules: list[sa.ColumnElement[bool]] = []
    if prefilter.age:
        rules.append(sa.func.coalesce(services.c.maximum_age, 999) >= prefilter.age.minimum)
        if prefilter.age.maximum is not None:
            rules.append(sa.func.coalesce(services.c.minimum_age, 0) <= prefilter.age.maximum)
    if prefilter.gender:
        rules.append(sa.func.coalesce(services.c.gender, prefilter.gender) == prefilter.gender)
    return rules


def _area_rules(prefilter: Prefilter) -> list[sa.ColumnElement[bool]]:
    """Reached from the place or the council (both are indexed), and covering the person wherever areas are named."""
    services, areas = tables.services, tables.service_areas
    covering = sa.exists().where(areas.c.service_id == services.c.id)
    covered = sa.exists().where(
        areas.c.service_id == services.c.id, areas.c.code.in_((*prefilter.councils, ALL_ENGLAND))
    )
    reached = [sa.select(services.c.id).where(services.c.scope == "national")]
    if prefilter.councils:
        reached.append(sa.select(areas.c.service_id).where(areas.c.code.in_(prefilter.councils)))
    if prefilter.councils and prefilter.box:
        reached.append(_inside(prefilter.box))
    return [services.c.id.in_(sa.union(*reached)), sa.or_(~covering, covered)]


def _inside(box: tuple[int, int, int, int]) -> sa.Select[str]:
    west, south, east, north = box
    spots, links = tables.locations, tables.service_at_locations
    return (
        sa.select(links.c.service_id)
        .join(spots, spots.c.id == links.c.location_id)
        .where(spots.c.easting.between(west, east), spots.c.northing.between(south, north))
    )
