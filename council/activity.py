"""The page that shows a council's managers who signed in, looked and downloaded."""

from __future__ import annotations

import asyncio

from aiohttp import web

from council.accounts import Role
from council.desk import Visit
from council.pages import show


async def page(visit: Visit) -> web.Response:
    """Show the newest entries of the audit log: of the manager's own council, or of all for an operator."""
    council = None if visit.user.role is Role.OPERATOR else visit.user.council
    entries = await asyncio.to_thread(visit.desk.audit.latest, council)
    return show(visit, "activity.html", entries=entries)
