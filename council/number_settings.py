"""The page on which a manager sets one number of the safety replies: checked as a file is, looked at, proved, kept.

One person alone can change what people in danger are shown. So old and new stand beside each other before it counts,
the manager proves once more who they are, and every other manager is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from aiohttp import web

from bot.contacts import Contact, Slot
from bot.safety_reply import AgeBand, safety_reply
from council.audit import Event
from council.desk import Visit
from council.entrance import asked_to_wait
from council.number_changes import NumberChange, said
from council.number_form import FIELDS, LONGEST, WrongFieldError, contact_of, fields_of
from council.numbers import SLOTS
from council.pages import show
from council.proof import proof_of, why, wrong_proof
from council.settings import about, council_of

_ABOUT_CHILDREN = (Slot.CHILDRENS_SERVICES, Slot.CHILDRENS_SERVICES_OUT_OF_HOURS)
CHANGED_MEANWHILE = "Somebody changed this number while you had it open. Look at both again, then go on."


async def form(visit: Visit) -> web.Response:
    """Show the number that people are given now, to be changed, or one that stood there before, to be put back."""
    council, slot = council_of(visit), _slot(visit)
    if "back" not in visit.request.query:
        return await _page(visit, council, slot, fields_of(visit.desk.contacts.local(council, [slot])))
    told = await asyncio.to_thread(visit.desk.settings.number_changes, council)
    change = next((each for each in told if (each.slot, each.mark) == (slot, visit.request.query["back"])), None)
    if change is None:
        raise web.HTTPNotFound
    if change.stood is None:
        raise web.HTTPSeeOther(f"/council/settings/numbers/{slot}/remove{about(visit, council)['asked']}")
    checked = str(change.stood.verified_on or "")
    return await _page(visit, council, slot, fields_of((change.stood,)) | {"verified_on": checked})


async def save(visit: Visit) -> web.Response:
    """Show the safety reply with the new number in it; keep the number once that was looked at and proved."""
    council, slot = council_of(visit), _slot(visit)
    fields = {name: " ".join(visit.form.get(name, "").split()) for name in FIELDS}
    try:
        contact = contact_of(fields, council, slot, visit.desk.today())
    except WrongFieldError as wrong:
        return await _page(visit, council, slot, fields, wrong.field, str(wrong), 422)
    return await _change(visit, council, slot, contact, fields)


async def remove_form(visit: Visit) -> web.Response:
    """Show what is left when the number of the page is taken away."""
    council, slot = council_of(visit), _slot(visit)
    if await asyncio.to_thread(visit.desk.settings.contact, council, slot) is None:
        raise web.HTTPSeeOther(_back_to_settings(visit, council))
    return await _preview(visit, council, slot, None, {})


async def remove(visit: Visit) -> web.Response:
    """Go back to the number of the operator's file, or to none, once that was looked at and proved."""
    council, slot = council_of(visit), _slot(visit)
    if await asyncio.to_thread(visit.desk.settings.contact, council, slot) is None:
        raise web.HTTPSeeOther(_back_to_settings(visit, council))
    return await _change(visit, council, slot, None, {})


async def _change(
    visit: Visit, council: str, slot: Slot, contact: Contact | None, fields: Mapping[str, str]
) -> web.Response:
    await asyncio.to_thread(visit.desk.contact_book.refresh)
    if visit.form.get("seen") != "yes":
        return await _preview(visit, council, slot, contact, fields)
    before = said(visit.desk.contacts.local(council, [slot]))
    if visit.form.get("was") != before:
        return await _preview(visit, council, slot, contact, fields, CHANGED_MEANWHILE, 409)
    proof = await proof_of(visit)
    if refused := await wrong_proof(visit, proof):
        page = await _preview(visit, council, slot, contact, fields, why(refused, proof), 429 if refused.wait else 403)
        return asked_to_wait(page, refused.wait) if refused.wait else page
    await _keep(visit, council, slot, contact, before)
    raise web.HTTPSeeOther(_back_to_settings(visit, council))


async def _keep(visit: Visit, council: str, slot: Slot, contact: Contact | None, before: str) -> None:
    """Change the number at once in this process, tell the other managers, and log both values."""
    desk, who = visit.desk, visit.user.name
    after = said(_with(visit, council, slot, contact))
    stood = await asyncio.to_thread(desk.settings.contact, council, slot)
    change = NumberChange(council, slot, desk.clock(), who, before, after, stood)
    await asyncio.to_thread(desk.settings.change_number, change, contact)
    await asyncio.to_thread(desk.contact_book.refresh)
    event = Event.NUMBER_REMOVED if contact is None else Event.NUMBER_CHANGED
    about_it = f" ({contact.name}, {contact.verified_on})" if contact else ""
    await asyncio.to_thread(visit.note, event, who, council, f"{slot}: {before} to {after}{about_it}")


def _with(visit: Visit, council: str, slot: Slot, contact: Contact | None) -> tuple[Contact, ...]:
    """Return the contacts of a slot as they would be with this one, or (None) with those of the files."""
    return visit.desk.contact_book.with_these(_own(visit, council, slot, contact)).local(council, [slot])


def _own(visit: Visit, council: str, slot: Slot, contact: Contact | None) -> list[Contact]:
    others = [each for each in visit.desk.settings.contacts() if (each.council, each.slot) != (council, slot)]
    return others if contact is None else [*others, contact]


def _reply(visit: Visit, council: str, slot: Slot, contact: Contact | None) -> str:
    """Return what someone in danger is told once this is kept."""
    contacts = visit.desk.contact_book.with_these(_own(visit, council, slot, contact))
    category = "abuse_child" if slot in _ABOUT_CHILDREN else "abuse_adult"
    return str(safety_reply((category,), AgeBand.ADULT, contacts, council)[0].text)


async def _preview(
    visit: Visit,
    council: str,
    slot: Slot,
    contact: Contact | None,
    fields: Mapping[str, str],
    error: str = "",
    status: int = 200,
) -> web.Response:
    """Show the old and the new number and the whole reply, and ask who it is."""
    return show(
        visit,
        "number_preview.html",
        status,
        **about(visit, council),
        slot=slot,
        words=SLOTS[slot],
        fields=fields,
        taken_away=contact is None,
        before=said(visit.desk.contacts.local(council, [slot])),
        after=said(await asyncio.to_thread(_with, visit, council, slot, contact)),
        reply=await asyncio.to_thread(_reply, visit, council, slot, contact),
        proof=await proof_of(visit),
        error=error,
    )


def _slot(visit: Visit) -> Slot:
    try:
        return Slot(visit.request.match_info["slot"])
    except ValueError as error:
        raise web.HTTPNotFound from error


def _back_to_settings(visit: Visit, council: str) -> str:
    return f"/council/settings{about(visit, council)['asked']}#numbers"


async def _page(
    visit: Visit,
    council: str,
    slot: Slot,
    fields: Mapping[str, str],
    field: str = "",
    error: str = "",
    status: int = 200,
) -> web.Response:
    return show(
        visit,
        "number_form.html",
        status,
        **about(visit, council),
        slot=slot,
        words=SLOTS[slot],
        fields=fields,
        longest=LONGEST,
        field=field,
        error=error,
        here=await asyncio.to_thread(visit.desk.settings.contact, council, slot) is not None,
        several=len(visit.desk.contacts.local(council, [slot])) > 1,
        today=visit.desk.today(),
    )
