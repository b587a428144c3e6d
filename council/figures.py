"""The pages and downloads of a council's figures. Each figure comes from `indicators.publish`, by no other way."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from council import numbers
from council.accounts import Role
from council.audit import Event
from council.context import NATIONAL
from council.desk import Visit
from council.pages import show
from council.tableview import TableView, is_empty, table_views
from indicators.publication import Publication, notes_to_csv, to_csv, to_json
from indicators.publish import publish
from indicators.quarters import Quarter

ALL_ENGLAND = "all"
_COUNCIL = re.compile(r"E(?:06|08|09|10)\d{6}")
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True)
class Asked:
    """Whose figures are asked for, and of when. `council` None means all of England."""

    council: str | None
    quarter: Quarter

    @property
    def code(self) -> str:
        """The council as it stands in addresses and file names."""
        return self.council or ALL_ENGLAND


def quarter_words(quarter: Quarter) -> str:
    """Return a quarter as people say it: "October to December 2026"."""
    return f"{_MONTHS[quarter.number - 1]} {quarter.year}"


def day_words(day: date) -> str:
    """Return a day as people say it: "11 January 2027"."""
    return f"{day.day} {day:%B %Y}"


def asked(visit: Visit) -> Asked:
    """Return what the address asks for.

    Only an operator may ask for another council than their own (HTTPForbidden). A quarter that is not one, or has not
    begun, is HTTPNotFound.
    """
    code = visit.request.query.get("council", visit.user.council)
    if code != visit.user.council and visit.user.role is not Role.OPERATOR:
        raise web.HTTPForbidden
    if code != ALL_ENGLAND and not _COUNCIL.fullmatch(code):
        raise web.HTTPNotFound
    now = Quarter.of(visit.desk.today())
    try:
        quarter = Quarter.parse(visit.request.query.get("quarter", str(now)))
    except ValueError as error:
        raise web.HTTPNotFound from error
    if quarter > now:
        raise web.HTTPNotFound
    return Asked(None if code == ALL_ENGLAND else code, quarter)


async def _published(visit: Visit, wanted: Asked) -> Publication:
    desk = visit.desk
    return await asyncio.to_thread(
        publish, desk.screenings, desk.safety_counts, wanted.council, wanted.quarter, desk.today()
    )


async def page(visit: Visit) -> web.Response:
    """Show the figures of one quarter."""
    wanted = asked(visit)
    publication = await _published(visit, wanted)
    await asyncio.to_thread(visit.note, Event.VIEWED, visit.user.name, wanted.code, f"figures {wanted.quarter}")
    return show(visit, "figures.html", **await _about(visit, wanted), **_shown(publication))


async def overview(visit: Visit) -> web.Response:
    """Show the headline figures of the last closed quarter, what is still to come, and the way to all others."""
    wanted = asked(visit)
    recent = [wanted]
    while len(recent) < 2 or not recent[-1].quarter.is_closed(visit.desk.today()):
        recent.append(Asked(wanted.council, recent[-1].quarter.previous))
    views = [(each, await _published(visit, each)) for each in recent]
    await asyncio.to_thread(visit.note, Event.VIEWED, visit.user.name, wanted.code, f"overview {wanted.quarter}")
    quarters = [(quarter_words(each.quarter), each.quarter, _shown(publication)) for each, publication in views]
    about = await _about(visit, wanted)
    return show(
        visit, "overview.html", **about, recent=quarters, numbers=numbers.checked(visit.desk, visit.user.council)
    )


def _shown(publication: Publication) -> dict[str, Any]:
    tables: tuple[TableView, ...] = () if is_empty(publication) else table_views(publication)
    return {"publication": publication, "tables": tables, "figures_on": day_words(publication.quarter.closes_on)}


async def _about(visit: Visit, wanted: Asked) -> dict[str, Any]:
    """Return what every page of figures says of its council and quarter."""
    return {
        "council": wanted.code,
        "council_name": _name(visit, wanted.council),
        "quarter": wanted.quarter,
        "quarter_words": quarter_words(wanted.quarter),
        "quarters": await asyncio.to_thread(_quarters, visit, wanted),
        "councils": await asyncio.to_thread(_councils, visit),
        "national": NATIONAL,
    }


def _name(visit: Visit, council: str | None) -> str:
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


async def csv(visit: Visit) -> web.Response:
    """Send the figures as CSV."""
    return await _download(visit, "csv", "text/csv", to_csv)


async def notes(visit: Visit) -> web.Response:
    """Send the notes that belong to the CSV."""
    return await _download(visit, "notes.csv", "text/csv", notes_to_csv)


async def json(visit: Visit) -> web.Response:
    """Send figures and notes as JSON."""
    return await _download(visit, "json", "application/json", to_json)


async def _download(visit: Visit, ending: str, kind: str, write: Callable[[Publication], str]) -> web.Response:
    wanted = asked(visit)
    publication = await _published(visit, wanted)
    if publication.made_on is None:
        raise web.HTTPNotFound
    await asyncio.to_thread(visit.note, Event.DOWNLOADED, visit.user.name, wanted.code, f"{ending} {wanted.quarter}")
    name = f"kith-{wanted.code}-{wanted.quarter}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=write(publication), content_type=kind, charset="utf-8", headers=headers)
