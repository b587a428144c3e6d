"""The first page after signing in: the last closed quarter against the ones before, and what was looked for in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from council import numbers
from council.audit import Event
from council.desk import Visit
from council.figures import Asked, about, area_of, asked, published, shown
from council.gaps import gaps
from council.history import history
from council.pages import show
from council.trends import endings, trends
from council.ward_map import ward_map
from indicators.publication import Publication
from indicators.quarters import Quarter


async def page(visit: Visit) -> web.Response:
    """Show the last closed quarter, or that which is asked for where it is closed, and what is still to come."""
    wanted = asked(visit)
    today = visit.desk.today()
    last = wanted.quarter if wanted.quarter.is_closed(today) else Quarter.last_closed(today)
    past = await asyncio.to_thread(history, visit.desk, wanted.council, last)
    coming = await published(visit, Asked(wanted.council, Quarter.of(today)))
    await asyncio.to_thread(visit.note, Event.VIEWED, visit.user.name, wanted.code, f"overview {last}")
    return show(
        visit,
        "overview.html",
        **await about(visit, Asked(wanted.council, last)),
        **await _drawn(visit, wanted.council, past),
        coming=shown(coming, area_of(visit)),
        numbers=numbers.checked(visit.desk, visit.user.council),
        number_changes=await asyncio.to_thread(numbers.changes_told, visit),
        slots=numbers.SLOTS,
        name_of_council=visit.desk.council_name,
    )


async def _drawn(visit: Visit, council: str | None, past: Sequence[Publication]) -> dict[str, Any]:
    """Return what there is to draw; nothing where no closed quarter has a figure."""
    if not past:
        return {"latest": None, "trends": [], "endings": [], "ward_map": None, "gaps": ()}
    area = area_of(visit)
    services = await asyncio.to_thread(area.services, council) if council else None
    return {
        "latest": shown(past[-1], area),
        "trends": trends(past),
        "endings": endings(past),
        "ward_map": ward_map(past[-1], area.wards),
        "gaps": gaps(past[-1], services),
    }
