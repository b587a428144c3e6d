"""The form of a service: typed, looked at as residents will see it, then saved. Nothing that was typed is lost."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID, uuid5

from aiohttp import web

from council.audit import Event
from council.desk import Visit
from council.pages import show
from council.upkeep_desk import author_for, author_of, noted, service_of, upkeep_of
from council.upkeep_form import FEATURES, Filled, as_typed, mark_of, phone_rows, read_form
from council.upkeep_services import OUTCOMES, address_of, settled
from council.upkeep_times import DAYS, OFTEN, fits_a_row, row_count
from council.upkeep_typing import LONGEST
from council.upkeep_words import FIELDS, in_words, lines_of, schedule_in_words
from directory.edits import CannotChangeError, Wanted
from directory.model import Access, Attending, CostOption, Need, Service
from directory.openreferral.vocabulary import term_words
from directory.plain import plain, saying
from screening.people import LifeStage

_ADDED: Final = UUID("5e0f4c55-5a6c-4f0e-9d0c-0a7d4b0b6d5e")
"""Ids of services that councils add are made in this namespace, of the council and of the mark that the form was given
when it was opened: sent twice, it adds one service, and nobody can choose an id that another service has or had."""
CHANGED_MEANWHILE: Final = (
    "Somebody or something changed this service while you had it open. Your words are still here: look at them again, "
    "then go on."
)
NOTHING_CHANGED: Final = "You have not changed anything yet."
CHOICES: Final = {
    "needs": {need.value: term_words("need", need)[0] for need in Need},
    "stages": {stage.value: term_words("life_stage", stage)[0] for stage in LifeStage},
    "ways": {way.value: term_words("attending", way)[0] for way in Attending},
    "features": FEATURES,
    "genders": {"": "Everyone", "women": "Women only", "men": "Men only"},
    "costs": {
        CostOption.UNKNOWN.value: "We do not know",
        CostOption.FREE.value: "Free",
        CostOption.PAID.value: "There is a charge",
        CostOption.DONATION.value: "A donation",
    },
    "accesses": {
        "": "We do not know",
        Access.DROP_IN.value: "Just come along",
        Access.APPOINTMENT.value: "Get in touch first",
        Access.REFERRAL.value: "Somebody has to refer you",
        Access.MEMBERSHIP.value: "Members only",
    },
    "often": {"": "Choose", **OFTEN},
    "days": DAYS,
}


async def add_form(visit: Visit) -> web.Response:
    """Show an empty form."""
    blank = _blank(visit, "")
    return _form(visit, blank, Filled(as_typed(blank)), new=upkeep_of(visit).new_id())


async def add(visit: Visit) -> web.Response:
    """Show the card of a new service; add it once that was looked at."""
    mark = visit.form.get("mark", "")
    blank = _blank(visit, str(uuid5(_ADDED, f"{visit.user.council}/{mark}")))
    filled = await asyncio.to_thread(read_form, visit.form, blank, upkeep_of(visit).find_place)
    for name, text in _NEEDED.items():
        if name not in filled.values:
            filled.errors.setdefault(name, text)
    if filled.errors or visit.form.get("step") == "change":
        return _form(visit, blank, filled, new=mark)
    service = saying(blank, filled.values)
    if visit.form.get("step") != "save":
        return _preview(visit, blank, service, filled, new=mark)
    try:
        await asyncio.to_thread(upkeep_of(visit).edits.add, service, author_of(visit))
    except CannotChangeError as twice:  # the button was pressed twice
        raise web.HTTPSeeOther(address_of(service.id)) from twice
    await noted(visit, Event.SERVICE_ADDED, f"{service.name}, {service.id}")
    raise web.HTTPSeeOther(f"{address_of(service.id)}?done=added")


_NEEDED: Final = {
    "name": "Write the name of the service.",
    "organisation": "Write who runs it.",
    "summary": "Write in a sentence what it is.",
    "needs": "Tick at least one thing that it is.",
}


def _blank(visit: Visit, service_id: str) -> Service:
    council, today = visit.user.council, visit.desk.today()
    return Service(
        service_id, "", "", "", areas=(council,), assured_date=today, verified_on=today,
        source=f"Added by {visit.desk.council_name(council)}",
    )  # fmt: skip


async def edit_form(visit: Visit) -> web.Response:
    """Show the form with what is known of the service."""
    service = await service_of(visit)
    return _form(visit, service, Filled(as_typed(service)))


async def edit(visit: Visit) -> web.Response:
    """Show the card with the changes in it; save them once that was looked at."""
    service, upkeep = await service_of(visit), upkeep_of(visit)
    filled = await asyncio.to_thread(read_form, visit.form, service, upkeep.find_place)
    if visit.form.get("mark") != mark_of(service):
        return _form(visit, service, filled, CHANGED_MEANWHILE, 409)
    if filled.errors or visit.form.get("step") == "change":
        return _form(visit, service, filled)
    if not filled.values:
        return _form(visit, service, filled, NOTHING_CHANGED, 422)
    if visit.form.get("step") != "save":
        reported = {each.service_id for each in await asyncio.to_thread(upkeep.reports.all)}
        after = saying(service, filled.values)
        return _preview(visit, service, after, filled, reported=service.id in reported)
    return await _save(visit, service, filled)


async def _save(visit: Visit, service: Service, filled: Filled) -> web.Response:
    confirmed, author = visit.desk.today().isoformat(), await author_for(visit, service.id)
    whole = {"assured_date": confirmed, "verified_on": confirmed} if "all_right" in visit.form else {}
    try:
        changes = await asyncio.to_thread(
            upkeep_of(visit).edits.change, service.id, Wanted(filled.values | whole), author
        )
    except CannotChangeError as error:
        raise web.HTTPNotFound from error
    fields = ", ".join(FIELDS.get(name, name).lower() for name in changes)
    await noted(visit, Event.SERVICE_CHANGED, f"{fields}: {service.name}, {service.id}", author.council)
    if "settle" in visit.form:
        await settled(visit, service, OUTCOMES["corrected"])
    raise web.HTTPSeeOther(f"{address_of(service.id)}?done=saved")


def _form(
    visit: Visit, service: Service, filled: Filled, notice: str = "", status: int = 200, *, new: str = ""
) -> web.Response:
    schedules = service.schedules
    return show(
        visit,
        "upkeep_form.html",
        422 if filled.errors else status,
        service=service,
        new=new,
        typed=filled.typed,
        errors=filled.errors,
        error_words={**FIELDS, **_OTHER_WORDS},
        notice=notice,
        seen=new or mark_of(service),
        action=visit.request.path,
        back=address_of(service.id) if not new else "/council/directory/services",
        choices=CHOICES,
        longest=LONGEST,
        phones=phone_rows(service),
        elsewhere=[in_words("elsewhere", [one]) for one in plain(service)["elsewhere"]],
        rows=[
            schedule_in_words(schedules[number])
            if number < len(schedules) and not fits_a_row(schedules[number])
            else None
            for number in range(row_count(schedules))
        ],
    )


_OTHER_WORDS: Final = {"place_postcode": "Postcode", "amount": "Amount", "place_name": "Name of the place"}


def _preview(
    visit: Visit, before: Service, after: Service, filled: Filled, *, new: str = "", reported: bool = False
) -> web.Response:
    old, now = plain(before), plain(after)
    changes = {name: (old[name], now[name]) for name in filled.values}
    return show(
        visit,
        "upkeep_preview.html",
        service=after,
        new=new,
        card=upkeep_of(visit).card(after),
        typed={name: value for name, value in filled.typed.items() if name not in ("form_token", "step", "mark")},
        seen=new or mark_of(before),
        lines=lines_of(changes),
        action=visit.request.path,
        reported=reported,
    )
