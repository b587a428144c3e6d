"""The services that a council looks after: the list, one service with everything about it, and what is done to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from aiohttp import web

from council.accounts import Role
from council.audit import Event
from council.desk import Visit
from council.pages import show
from council.settings import about, council_of
from council.upkeep_desk import HOME, author_for, authors_for, looked_after, may_edit, noted, service_of, upkeep_of
from council.upkeep_words import DEEDS, KINDS, STATUSES, edit_line, lines_of
from directory.edits import CannotChangeError, Wanted, closing, confirming
from directory.history import Deed
from directory.looked_after import LookedAfter
from directory.model import Service, Status

AT_ONCE: Final = 50
EVERYWHERE: Final = 200
LONGEST_CLOSING: Final = timedelta(days=366)


def address_of(service_id: str) -> str:
    """Return the address of a service's page."""
    return f"{HOME}/services/{service_id}"


async def listed(visit: Visit) -> web.Response:
    """List the services, or those whose name or organisation has the words that were typed."""
    query = visit.request.query
    council, words = council_of(visit), " ".join(query.get("words", "").split())[:100]
    everywhere = "everywhere" in query and visit.user.role is Role.OPERATOR
    looking = upkeep_of(visit).looking
    if everywhere:
        found = await asyncio.to_thread(looking.named, words, EVERYWHERE)
    else:
        found = _with_words(await asyncio.to_thread(looking.services, council), words)
    page = _page_number(query.get("page", "1"), len(found))
    return show(
        visit,
        "upkeep_services.html",
        200,
        **about(visit, council),
        services=found[(page - 1) * AT_ONCE : page * AT_ONCE],
        total=len(found),
        page=page,
        pages=max(1, -(-len(found) // AT_ONCE)),
        words=words,
        everywhere=everywhere,
        statuses=STATUSES,
        may_edit=may_edit(visit),
        today=visit.desk.today(),
    )


def _with_words(services: Sequence[LookedAfter], words: str) -> list[LookedAfter]:
    wanted = words.casefold().split()
    return [each for each in services if all(word in f"{each.name} {each.organisation}".casefold() for word in wanted)]


def _page_number(text: str, total: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return max(1, min(number, -(-total // AT_ONCE)))


async def page(visit: Visit) -> web.Response:
    """Show one service."""
    return await _page(visit, await service_of(visit))


async def _page(
    visit: Visit, service: Service, error: str = "", field: str = "until", status: int = 200
) -> web.Response:
    upkeep = upkeep_of(visit)
    edits = await asyncio.to_thread(upkeep.edits.of, service.id)
    history = await asyncio.to_thread(upkeep.edits.history.of, service.id)
    reported = next(
        (each for each in await asyncio.to_thread(upkeep.reports.all) if each.service_id == service.id), None
    )
    return show(
        visit,
        "upkeep_service.html",
        status,
        service=service,
        card=upkeep.card(service),
        state=STATUSES[service.status],
        open=service.status is Status.ACTIVE,
        until=next((edit.until for edit in edits if edit.until), None),
        edits=[(edit, edit_line(edit)) for edit in edits],
        own=await asyncio.to_thread(upkeep.edits.is_own, service.id),
        authors=authors_for(visit),
        history=[(entry, DEEDS[entry.deed], lines_of(entry.changes)) for entry in history],
        reported=reported,
        kinds=KINDS,
        may_edit=may_edit(visit),
        address=address_of(service.id),
        today=visit.desk.today(),
        error=error,
        error_field=field,
        done=visit.request.query.get("done", ""),
    )


async def confirm(visit: Visit) -> web.Response:
    """Say that everything about the service is right today."""
    return await _change(visit, await looked_after(visit), confirming(visit.desk.today()), "confirmed")


async def close(visit: Visit) -> web.Response:
    """Close the service until a day, or for good."""
    service = await service_of(visit)
    if visit.form.get("how") == "good":
        return await _change(visit, service, closing(None), "closed")
    try:
        until = date.fromisoformat(visit.form.get("until", ""))
    except ValueError:
        return await _page(visit, service, "Choose the last day on which it is closed.", status=422)
    if not visit.desk.today() <= until <= visit.desk.today() + LONGEST_CLOSING:
        return await _page(visit, service, "Choose a day from today on, within a year.", status=422)
    return await _change(visit, service, closing(until), "closed")


async def reopen(visit: Visit) -> web.Response:
    """Open the service again, whoever closed it."""
    return await _change(visit, await looked_after(visit), Wanted({"status": "active"}, Deed.REOPENED), "opened")


async def take_back(visit: Visit) -> web.Response:
    """Let the source be heard again for one field."""
    service, name = await looked_after(visit), visit.form.get("field", "")
    author = await author_for(visit, service.id)
    changes = await asyncio.to_thread(upkeep_of(visit).edits.take_back, service.id, [name], author)
    what = f"{Deed.TAKEN_BACK}: {', '.join(changes)}, {service.name}, {service.id}"
    await noted(visit, Event.SERVICE_CHANGED, what, author.council)
    raise web.HTTPSeeOther(f"{address_of(service.id)}?done=taken-back")


async def _change(visit: Visit, service: LookedAfter | Service, wanted: Wanted, done: str) -> web.Response:
    author = await author_for(visit, service.id)
    try:
        await asyncio.to_thread(upkeep_of(visit).edits.change, service.id, wanted, author)
    except CannotChangeError as error:
        raise web.HTTPNotFound from error
    note = f" {wanted.note}" if wanted.note else ""
    await noted(visit, Event.SERVICE_CHANGED, f"{wanted.deed}{note}: {service.name}, {service.id}", author.council)
    raise web.HTTPSeeOther(f"{address_of(service.id)}?done={done}")


async def settle(visit: Visit) -> web.Response:
    """Forget what was said of a service: it is right, it was put right, or it has closed for good."""
    service = await service_of(visit)
    outcome = visit.form.get("outcome", "")
    if outcome not in OUTCOMES:
        raise web.HTTPBadRequest
    upkeep, author = upkeep_of(visit), await author_for(visit, service.id)
    change = {"right": confirming(visit.desk.today()), "closed": closing(None)}.get(outcome)
    if change is not None:
        await asyncio.to_thread(upkeep.edits.change, service.id, change, author)
    await settled(visit, service, OUTCOMES[outcome])
    raise web.HTTPSeeOther(f"{address_of(service.id)}?done=settled")


OUTCOMES: Final = {"right": "right as it is", "corrected": "put right", "closed": "closed for good"}


async def settled(visit: Visit, service: Service, outcome: str) -> None:
    """Forget the reports of a service, and remember that somebody looked into them."""
    upkeep, author = upkeep_of(visit), await author_for(visit, service.id)
    number = await asyncio.to_thread(upkeep.reports.settle, service.id)
    await asyncio.to_thread(upkeep.edits.settled, service, author, outcome)
    await noted(visit, Event.REPORTS_SETTLED, f"{outcome} ({number}): {service.name}, {service.id}", author.council)
