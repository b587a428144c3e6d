"""The lists that a council's services come from: how their last runs went, and what waits for a person's word."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from council.accounts import Role
from council.audit import Event
from council.desk import Visit
from council.pages import show
from council.settings import about, council_of
from council.upkeep_desk import HOME, may_edit, noted, upkeep_of
from directory.held import is_held
from directory.importing.source_store import READ, SourceState

PROBLEMS: Final = 200
LATE: Final = 2
"""A list is late when it was not read whole for this many of its intervals."""
OUTCOMES: Final = {
    "done": "Read and taken over",
    "unchanged": "Read, nothing had changed",
    "held": "Held: it lost too much",
    "refused": "Refused by a person",
    "failed": "Failed",
}


async def page(visit: Visit) -> web.Response:
    """List the sources of a council; for operators also those that are no council's."""
    council, upkeep = council_of(visit), upkeep_of(visit)
    states = await asyncio.to_thread(upkeep.sources.states, council)
    if visit.user.role is Role.OPERATOR:
        everyone = await asyncio.to_thread(upkeep.sources.states)
        states += [state for state in everyone if state.source.council is None]
    now = visit.desk.clock()
    return show(
        visit,
        "upkeep_sources.html",
        200,
        **about(visit, council),
        states=[(state, is_late(state, now), is_held(state)) for state in states],
        outcomes=OUTCOMES,
        may_edit=may_edit(visit),
    )


def is_late(state: SourceState, now: datetime) -> bool:
    """Whether a list that is read by itself was not read whole for too long."""
    hours = state.source.every_hours
    return bool(hours) and (state.fresh_at is None or now - state.fresh_at > LATE * timedelta(hours=hours or 0))


async def one(visit: Visit) -> web.Response:
    """Show one source: its last runs, what was wrong with which record, and what a held list would change."""
    state, upkeep = await _state(visit), upkeep_of(visit)
    report = state.last.report if state.last else {}
    return show(
        visit,
        "upkeep_source.html",
        state=state,
        late=is_late(state, visit.desk.clock()),
        held=await asyncio.to_thread(upkeep.held.of, state),
        runs=await asyncio.to_thread(upkeep.sources.runs, state.source),
        report=report,
        problems=report.get("problems", [])[:PROBLEMS],
        outcomes=OUTCOMES,
        address=f"{HOME}/sources/{state.source.id}",
        may_edit=may_edit(visit),
        done=visit.request.query.get("done", ""),
    )


async def run(visit: Visit) -> web.Response:
    """Ask that the source is read now: within a minute or two, whoever keeps the lists fresh does it."""
    state = await _state(visit)
    await asyncio.to_thread(upkeep_of(visit).sources.wish, state.source, READ)
    await noted(visit, Event.SOURCE_ASKED, state.source.name, state.source.council)
    raise web.HTTPSeeOther(f"{HOME}/sources/{state.source.id}?done=asked")


async def confirm(visit: Visit) -> web.Response:
    """Take over a list that was held."""
    state = await _held(visit)
    await asyncio.to_thread(upkeep_of(visit).held.confirm, state.source)
    await noted(visit, Event.IMPORT_CONFIRMED, state.source.name, state.source.council)
    raise web.HTTPSeeOther(f"{HOME}/sources/{state.source.id}?done=confirmed")


async def refuse(visit: Visit) -> web.Response:
    """Throw a held list away."""
    state = await _held(visit)
    await asyncio.to_thread(upkeep_of(visit).held.refuse, state.source, visit.user.name)
    await noted(visit, Event.IMPORT_REFUSED, state.source.name, state.source.council)
    raise web.HTTPSeeOther(f"{HOME}/sources/{state.source.id}?done=refused")


async def _held(visit: Visit) -> SourceState:
    state = await _state(visit)
    if not is_held(state):
        raise web.HTTPSeeOther(f"{HOME}/sources/{state.source.id}")
    return state


async def _state(visit: Visit) -> SourceState:
    """Return the source of the address. Raises HTTPNotFound for another council's, as for none."""
    states = await asyncio.to_thread(upkeep_of(visit).sources.states)
    found = next((each for each in states if each.source.id == visit.request.match_info["source"]), None)
    user = visit.user
    if found is None or (user.role is not Role.OPERATOR and found.source.council != user.council):
        raise web.HTTPNotFound
    return found
