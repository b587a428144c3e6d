"""The page of services that people say are wrong or closed: whoever looks after the list has something to look into."""

from __future__ import annotations

import asyncio
from types import MappingProxyType
from typing import Final

from aiohttp import web

from council.accounts import Role
from council.desk import CouncilDesk, Visit
from council.pages import show
from council.web import Route, Rule, guarded
from directory.reports import Reports, Wrong

PATH: Final = "/council/reports"
KINDS: Final = MappingProxyType(
    {
        Wrong.CLOSED: "It has closed",
        Wrong.NUMBER: "The phone number is wrong",
        Wrong.TIME: "The day or time is wrong",
        Wrong.OTHER: "Something else is wrong",
    }
)


def add_reports_page(app: web.Application, desk: CouncilDesk, reports: Reports) -> None:
    """Add the page to `app`, before the council's other routes: the last of those takes every address."""

    async def page(visit: Visit) -> web.Response:
        """A council's own services; all of them for an operator."""
        council = None if visit.user.role is Role.OPERATOR else visit.user.council
        found = await asyncio.to_thread(reports.of, council)
        return show(visit, "reports.html", reports=found, kinds=KINDS)

    app.router.add_route("GET", PATH, guarded(desk, Route("GET", PATH, Rule.SIGNED_IN, page)))
