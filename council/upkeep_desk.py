"""What the pages of the directory's upkeep work with, and what each of them asks first: whose service is it?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from council.accounts import Role
from council.audit import Event
from council.desk import Visit
from directory.doubts import Doubts
from directory.edits import Edits
from directory.heeding import Edit
from directory.held import HeldLists
from directory.history import Author
from directory.importing.source_store import SourceStore
from directory.looked_after import LookedAfter, Looking
from directory.model import Place, Service
from directory.reports import Reported, Reports
from directory.repository import DirectoryRepository

HOME = "/council/directory"


@dataclass(frozen=True)
class Upkeep:
    """The directory as its keepers need it.

    `find_place` tells where a postcode lies; `card` renders a service as residents see it, as an HTML document.
    """

    directory: DirectoryRepository
    looking: Looking
    edits: Edits
    reports: Reports
    sources: SourceStore
    held: HeldLists
    doubts: Doubts
    find_place: Callable[[str], Place | None]
    card: Callable[[Service], str]
    new_id: Callable[[], str]

    def reported(self, services: list[LookedAfter]) -> list[Reported]:
        """Return what is said to be wrong with these services, the newest first."""
        ids = {service.id for service in services}
        return [each for each in self.reports.all() if each.service_id in ids]


UPKEEP = web.AppKey("council_upkeep", Upkeep)


def upkeep_of(visit: Visit) -> Upkeep:
    """Return what the page works with."""
    return visit.request.app[UPKEEP]


def may_edit(visit: Visit) -> bool:
    """Whether the user may change the directory; the rules of the routes hold them to it."""
    return visit.user.role is not Role.VIEWER


def author_of(visit: Visit, council: str = "") -> Author:
    """Return who changes something, and for which council: their own, unless an operator does it for another."""
    return Author(visit.user.name, council or visit.user.council)


async def author_for(visit: Visit, service_id: str) -> Author:
    """Return who changes a service: an operator does it for a council that looks after it, which reads of it."""
    if visit.user.role is not Role.OPERATOR:
        return author_of(visit)
    council = await asyncio.to_thread(upkeep_of(visit).looking.council_of, service_id)
    return author_of(visit, council or "")


def authors_for(visit: Visit) -> Callable[[Author | Edit], str]:
    """Return what names who made a change, to this user: users of another council only as somebody there."""

    def named(who: Author | Edit) -> str:
        name = who.made_by if isinstance(who, Edit) else who.name
        seen = "@" not in name or who.council == visit.user.council or visit.user.role is Role.OPERATOR
        return name if seen else f"somebody at {visit.desk.council_name(who.council)}"

    return named


async def looked_after(visit: Visit) -> LookedAfter:
    """Return the service of the address. Raises HTTPNotFound for one that is another council's, as for none."""
    council = None if visit.user.role is Role.OPERATOR else visit.user.council
    found = await asyncio.to_thread(upkeep_of(visit).looking.one, council, visit.request.match_info["service"])
    if found is None:
        raise web.HTTPNotFound
    return found


async def service_of(visit: Visit) -> Service:
    """Return the whole service of the address. Raises HTTPNotFound as `looked_after` does."""
    found = await looked_after(visit)
    service = await asyncio.to_thread(upkeep_of(visit).directory.get, found.id)
    if service is None:
        raise web.HTTPNotFound
    return service


async def noted(visit: Visit, event: Event, what: str, council: str | None = None) -> None:
    """Write into the audit log what a user did to the directory, for their own council unless told."""
    await asyncio.to_thread(visit.note, event, visit.user.name, council or visit.user.council, what)
