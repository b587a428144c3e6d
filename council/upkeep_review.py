"""What somebody should look at: stale services, reports, held lists, doubtful words and suspected doubles."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from council.accounts import Role
from council.audit import Event
from council.desk import Visit
from council.pages import show
from council.settings import about, council_of
from council.upkeep_desk import HOME, Upkeep, author_of, authors_for, may_edit, noted, upkeep_of
from council.upkeep_words import DEEDS, KINDS, STATUSES, lines_of
from directory.doubles import Double, doubles
from directory.doubts import Doubt
from directory.edits import CannotChangeError, Wanted
from directory.history import Deed, Entry
from directory.importing.source_store import READ
from directory.importing.vocabulary import Vocabulary
from directory.looked_after import LookedAfter
from directory.model import Status
from directory.openreferral.vocabulary import taxonomy_name, term_words
from directory.reports import Reported

SHOWN: Final = 100


@dataclass(frozen=True)
class Review:
    """All that waits for one council."""

    services: list[LookedAfter]
    stale: list[LookedAfter]
    reported: list[Reported]
    held: int
    doubts: list[Doubt]
    doubles: list[Double]


def review(upkeep: Upkeep, council: str, visit: Visit) -> Review:
    """Gather it (synchronous: call it in a thread)."""
    services = upkeep.looking.services(council)
    today = visit.desk.today()
    stale = sorted(
        (each for each in services if each.is_stale(today)),
        key=lambda each: (each.assured_date is not None, each.assured_date or today, each.name),
    )
    states = upkeep.sources.states(council)
    return Review(
        services=services,
        stale=stale,
        reported=upkeep.reported(services),
        held=sum(upkeep.held.of(state) is not None for state in states),
        doubts=_doubts(upkeep, council),
        doubles=_doubles(upkeep, services),
    )


def _doubts(upkeep: Upkeep, council: str) -> list[Doubt]:
    return upkeep.doubts.of(council, upkeep.sources.corrections(council))


def _doubles(upkeep: Upkeep, services: list[LookedAfter]) -> list[Double]:
    running = [each.id for each in services if each.status is Status.ACTIVE]
    return doubles(upkeep.directory.read(running).values(), upkeep.edits.parted())


async def page(visit: Visit) -> web.Response:
    """Show how much waits, and where."""
    council = council_of(visit)
    found = await asyncio.to_thread(review, upkeep_of(visit), council, visit)
    return show(visit, "upkeep_review.html", 200, **about(visit, council), review=found, may_edit=may_edit(visit))


async def stale(visit: Visit) -> web.Response:
    """List the services that nobody has confirmed for too long, those never confirmed first."""
    council = council_of(visit)
    found = await asyncio.to_thread(review, upkeep_of(visit), council, visit)
    return show(
        visit,
        "upkeep_stale.html",
        200,
        **about(visit, council),
        services=found.stale[:SHOWN],
        total=len(found.stale),
        statuses=STATUSES,
        may_edit=may_edit(visit),
    )


async def reported(visit: Visit) -> web.Response:
    """List the services that people say are wrong or closed."""
    council, upkeep = council_of(visit), upkeep_of(visit)
    services = await asyncio.to_thread(upkeep.looking.services, council)
    found = await asyncio.to_thread(upkeep.reported, services)
    return show(visit, "reports.html", 200, **about(visit, council), reports=found, kinds=KINDS)


async def doubtful(visit: Visit) -> web.Response:
    """List the words that were read without being sure."""
    council = council_of(visit)
    found = await asyncio.to_thread(_doubts, upkeep_of(visit), council)
    return show(
        visit,
        "upkeep_doubts.html",
        200,
        **about(visit, council),
        doubts=[(doubt, taxonomy_name(doubt.taxonomy), _words(doubt.taxonomy, doubt.code)) for doubt in found[:SHOWN]],
        total=len(found),
        codes={doubt.taxonomy: _codes(doubt.taxonomy) for doubt in found},
        may_edit=may_edit(visit),
        done="done" in visit.request.query,
    )


def _codes(taxonomy: str) -> dict[str, str]:
    codes = dict.fromkeys(filter(None, Vocabulary.open().codes.get(taxonomy, {}).values()))
    return {code: _words(taxonomy, code) for code in codes}


def _words(taxonomy: str, code: str) -> str:
    return term_words(taxonomy, code)[0]


async def correct(visit: Visit) -> web.Response:
    """Say once for all what a term means in the council's lists; they are read again soon, with that in mind."""
    council, upkeep, form = council_of(visit), upkeep_of(visit), visit.form
    taxonomy, words, code = (form.get(name, "") for name in ("taxonomy", "words", "code"))
    known = await asyncio.to_thread(_codes, taxonomy)
    if not known or not words or len(words) > 255 or (code and code not in known):
        raise web.HTTPBadRequest
    await asyncio.to_thread(upkeep.sources.correct, council, taxonomy, words, code, visit.user.name)
    for state in await asyncio.to_thread(upkeep.sources.states, council):
        if state.source.wish is None:
            await asyncio.to_thread(upkeep.sources.wish, state.source, READ)
    await noted(visit, Event.TERM_CORRECTED, f"{taxonomy}: {words} = {code or 'nothing'}", council)
    raise web.HTTPSeeOther(f"{HOME}/doubts{_with_done(visit, council)}")


async def doubled(visit: Visit) -> web.Response:
    """List the services that look like one and are shown as two."""
    council, upkeep = council_of(visit), upkeep_of(visit)
    services = await asyncio.to_thread(upkeep.looking.services, council)
    found = await asyncio.to_thread(_doubles, upkeep, services)
    return show(
        visit,
        "upkeep_doubles.html",
        200,
        **about(visit, council),
        doubles=found[:SHOWN],
        total=len(found),
        may_edit=may_edit(visit),
        done="done" in visit.request.query,
    )


async def compare(visit: Visit) -> web.Response:
    """Say that two services are two, or one; then the other of them is not shown any more."""
    council, upkeep, form = council_of(visit), upkeep_of(visit), visit.form
    verdict, keep, other = (form.get(name, "") for name in ("verdict", "keep", "other"))
    theirs = None if visit.user.role is Role.OPERATOR else council
    both = [await asyncio.to_thread(upkeep.looking.one, theirs, each) for each in (keep, other)]
    read = await asyncio.to_thread(upkeep.directory.read, (keep, other))
    if None in both or keep == other or len(read) < 2 or verdict not in ("one", "two"):
        raise web.HTTPNotFound
    author = author_of(visit, council)
    if verdict == "two":
        await asyncio.to_thread(upkeep.edits.part, read[keep], read[other], author)
    else:
        hidden = Wanted({"status": Status.INACTIVE.value}, Deed.ONE, f"the same as {read[keep].name}")
        await asyncio.to_thread(upkeep.edits.change, other, hidden, author)
    what = f"{verdict}: {read[keep].name}, {keep}; {read[other].name}, {other}"
    await noted(visit, Event.SERVICES_COMPARED, what, council)
    raise web.HTTPSeeOther(f"{HOME}/doubles{_with_done(visit, council)}")


async def history(visit: Visit) -> web.Response:
    """List what was changed for the council and by its lists."""
    council = council_of(visit)
    entries = await asyncio.to_thread(upkeep_of(visit).edits.history.latest, council)
    return _history(visit, council, entries)


def _history(visit: Visit, council: str, entries: list[Entry], error: str = "", status: int = 200) -> web.Response:
    return show(
        visit,
        "upkeep_history.html",
        status,
        **about(visit, council),
        authors=authors_for(visit),
        history=[(entry, DEEDS[entry.deed], lines_of(entry.changes)) for entry in entries],
        may_edit=may_edit(visit),
        error=error,
        done="done" in visit.request.query,
    )


async def undo(visit: Visit) -> web.Response:
    """Put back what one entry of the history changed."""
    upkeep, number = upkeep_of(visit), visit.request.match_info["entry"]
    entry = await asyncio.to_thread(upkeep.edits.history.get, int(number))
    if entry is None or not await asyncio.to_thread(_is_theirs, visit, entry.service_id, entry.author.council):
        raise web.HTTPNotFound
    author = author_of(visit, entry.author.council if visit.user.role is Role.OPERATOR else "")
    try:
        await asyncio.to_thread(upkeep.edits.undo, entry.id, author)
    except CannotChangeError as error:
        entries = await asyncio.to_thread(upkeep.edits.history.of, entry.service_id)
        return _history(visit, visit.user.council, entries, str(error), 409)
    what = f"{entry.deed} of {entry.at:%Y-%m-%d}: {entry.name}, {entry.service_id}"
    await noted(visit, Event.CHANGE_UNDONE, what, author.council)
    if await asyncio.to_thread(upkeep.directory.get, entry.service_id) is None:
        raise web.HTTPSeeOther(f"{HOME}/history?done")
    raise web.HTTPSeeOther(f"{HOME}/services/{entry.service_id}?done=undone")


def _is_theirs(visit: Visit, service_id: str, council: str) -> bool:
    """A service that left the directory is in nobody's area: it is theirs for whom it was changed or withdrawn."""
    upkeep, user = upkeep_of(visit), visit.user
    if user.role is Role.OPERATOR:
        return True
    if upkeep.directory.get(service_id) is None:
        return council == user.council
    return upkeep.looking.one(user.council, service_id) is not None


def _with_done(visit: Visit, council: str) -> str:
    return "?done" if council == visit.user.council else f"?council={council}&done"
