"""The page that shows a council's managers who signed in, looked and downloaded."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from council.accounts import Role
from council.desk import Visit
from council.pages import show

AT_ONCE: Final = 200


async def page(visit: Visit) -> web.Response:
    """Show the audit log, a page at a time: of the manager's own council, or of all for an operator.

    It can be read to its beginning: else many views would push out of sight what somebody did before.
    """
    council = None if visit.user.role is Role.OPERATOR else visit.user.council
    asked = visit.request.query.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 9 else None
    entries = await asyncio.to_thread(visit.desk.audit.latest, council, AT_ONCE + 1, before)
    shown, more = entries[:AT_ONCE], len(entries) > AT_ONCE
    return show(
        visit,
        "activity.html",
        entries=shown,
        older=shown[-1].id if more else None,
        newest=before is None,
    )
