"""The page of a council's figures, and what all pages and files of figures ask first.

Each figure comes from `indicators.publish`, by no other way.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from council.accounts import Role
from council.area import AREA, Area
from council.audit import Event
from council.context import NATIONAL
from council.desk import Visit
from council.pages import show
from council.reading import with_ward_names
from council.tableview import TableView, is_empty, table_views
from council.words import day_words, quarter_words
from indicators.publication import Publication
from indicators.publish import publish
from indicators.quarters import Quarter

ALL_ENGLAND = "all"
COUNCIL_CODE = re.compile(r"E(?:06|08|09|10)\d{6}")


@dataclass(frozen=True)
class Asked:
    """Whose figures are asked for, and of when. `council` None means all of England."""

    council: str | None
    quarter: Quarter

    @property
    def code(self) -> str:
        """The council as it stands in addresses and file names."""
        return self.council or ALL_ENGLAND


def asked(visit: Visit) -> Asked:
    """Return what the address asks for: this quarter where it names none.

    Only an operator may ask for another council than their own (HTTPForbidden). A quarter that is not one, or has not
    begun, is HTTPNotFound.
    """
    code = visit.request.query.get("council", visit.user.council)
    if code != visit.user.council and visit.user.role is not Role.OPERATOR:
        raise web.HTTPForbidden
    if code not in (ALL_ENGLAND, visit.user.council) and not visit.desk.knows(code):
        raise web.HTTPNotFound
    quarter = _quarter(visit, Quarter.of(visit.desk.today()))
    return Asked(None if code == ALL_ENGLAND else code, quarter)


def closed_quarter(visit: Visit) -> Quarter:
    """Return the closed quarter that the address asks for, the last one unless told. HTTPNotFound for an open one."""
    quarter = _quarter(visit, Quarter.last_closed(visit.desk.today()))
    if not quarter.is_closed(visit.desk.today()):
        raise web.HTTPNotFound
    return quarter


def _quarter(visit: Visit, unless_told: Quarter) -> Quarter:
    try:
        quarter = Quarter.parse(visit.request.query.get("quarter", str(unless_told)))
    except ValueError as error:
        raise web.HTTPNotFound from error
    if quarter > Quarter.of(visit.desk.today()):
        raise web.HTTPNotFound
    return quarter


async def published(visit: Visit, wanted: Asked) -> Publication:
    """Return what may be seen of it."""
    desk = visit.desk
    return await asyncio.to_thread(
        publish, desk.screenings, desk.safety_counts, wanted.council, wanted.quarter, desk.today()
    )


async def page(visit: Visit) -> web.Response:
    """Show the figures of one quarter."""
    wanted = asked(visit)
    publication = await published(visit, wanted)
    await asyncio.to_thread(visit.note, Event.VIEWED, visit.user.name, wanted.code, f"figures {wanted.quarter}")
    return show(visit, "figures.html", **await about(visit, wanted), **shown(publication, area_of(visit)))


async def closed(visit: Visit) -> tuple[Asked, Publication]:
    """Return the closed quarter that is asked for, and what was published of it. Raises as its parts do."""
    wanted = Asked(asked(visit).council, closed_quarter(visit))
    return wanted, await published(visit, wanted)


def area_of(visit: Visit) -> Area:
    """Return what is known of the council's area."""
    return visit.request.app[AREA]


def shown(publication: Publication, area: Area) -> dict[str, Any]:
    """Return a publication as templates draw it: no table where nobody took part."""
    named = with_ward_names(publication, area.wards)
    tables: tuple[TableView, ...] = () if is_empty(publication) else table_views(named)
    return {"publication": named, "tables": tables, "figures_on": day_words(publication.quarter.closes_on)}


async def about(visit: Visit, wanted: Asked) -> dict[str, Any]:
    """Return what every page of figures says of its council and quarter."""
    return {
        "council": wanted.code,
        "council_name": name_of(visit, wanted.council),
        "quarter": wanted.quarter,
        "quarter_words": quarter_words(wanted.quarter),
        "quarters": await asyncio.to_thread(_quarters, visit, wanted),
        "councils": await asyncio.to_thread(_councils, visit),
        "national": NATIONAL,
        "public_address": _public_address(visit, wanted),
    }


def _public_address(visit: Visit, wanted: Asked) -> str | None:
    """Return where anyone may read the figures, if the council chose so."""
    open_to_all = wanted.council and visit.desk.settings.of(wanted.council).public_figures
    return f"{visit.desk.site}/figures/{wanted.council}" if open_to_all else None


def name_of(visit: Visit, council: str | None) -> str:
    """Return the name of a council; None is all of England."""
    return "all of England" if council is None else visit.desk.council_name(council)


def _quarters(visit: Visit, wanted: Asked) -> list[tuple[Quarter, str]]:
    """Return the quarters to choose from, the latest first: this one, the last three, and those with screenings."""
    recent = [Quarter.of(visit.desk.today())]
    while len(recent) < 4:
        recent.append(recent[-1].previous)
    quarters = {*recent, wanted.quarter, *visit.desk.screenings.quarters(wanted.council)}
    return [(quarter, quarter_words(quarter)) for quarter in sorted(quarters, reverse=True)]


def _councils(visit: Visit) -> list[tuple[str, str]]:
    """Return the councils that an operator can choose from: those that have users. Nobody else has a choice."""
    if visit.user.role is not Role.OPERATOR:
        return []
    codes = {user.council for user in visit.desk.accounts.users()}
    named = sorted((visit.desk.council_name(code), code) for code in codes)
    return [*((code, name) for name, code in named), (ALL_ENGLAND, "All of England")]
