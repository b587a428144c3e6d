"""The page on which a manager sets one number of the safety replies: checked as a file is, looked at, then kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from bot.contacts import FRESH_DAYS, Contact, Slot
from bot.council_contacts import wrong_number
from bot.safety_reply import AgeBand, safety_reply
from council.audit import Event
from council.desk import Visit
from council.numbers import SLOTS
from council.pages import show
from council.settings import about, council_of

FIELDS = ("name", "who", "number", "text", "hours", "hint", "source", "verified_on")
_LONGEST = {"name": 80, "who": 200, "number": 20, "text": 20, "hours": 120, "hint": 60, "source": 300}
_NEEDED = {
    "name": "Write the name of the team.",
    "who": "Write who the number is for.",
    "number": "Write the number to call.",
    "hours": "Write when someone answers.",
    "source": "Write the page on which the number stands.",
    "verified_on": "Write the day on which somebody checked the number.",
}
_ABOUT_CHILDREN = (Slot.CHILDRENS_SERVICES, Slot.CHILDRENS_SERVICES_OUT_OF_HOURS)


class WrongFieldError(ValueError):
    """A field of the form cannot be taken; holds its name and what to say."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


async def form(visit: Visit) -> web.Response:
    """Show the number that people are given now, to be changed."""
    council, slot = council_of(visit), _slot(visit)
    return await _page(visit, council, slot, _fields(visit.desk.contacts.local(council, [slot])))


async def save(visit: Visit) -> web.Response:
    """Show the safety reply with the new number in it; keep the number once that was looked at."""
    council, slot = council_of(visit), _slot(visit)
    fields = {name: " ".join(visit.form.get(name, "").split()) for name in FIELDS}
    try:
        contact = contact_of(fields, council, slot, visit.desk.today())
    except WrongFieldError as wrong:
        return await _page(visit, council, slot, fields, wrong.field, str(wrong), 422)
    if visit.form.get("seen") != "yes":
        return show(
            visit,
            "number_preview.html",
            200,
            **about(visit, council),
            slot=slot,
            words=SLOTS[slot],
            fields=fields,
            reply=await asyncio.to_thread(_reply, visit, contact),
        )
    await asyncio.to_thread(visit.desk.settings.set_contact, contact)
    numbers = ", ".join(way.label for way in contact.ways)
    await _changed(visit, Event.NUMBER_CHANGED, council, f"{slot}: {contact.name}, {numbers}, {contact.verified_on}")
    raise web.HTTPSeeOther(f"/council/settings{about(visit, council)['asked']}#numbers")


async def remove(visit: Visit) -> web.Response:
    """Go back to the number of the operator's file, or to none."""
    council, slot = council_of(visit), _slot(visit)
    if await asyncio.to_thread(visit.desk.settings.drop_contact, council, slot):
        await _changed(visit, Event.NUMBER_REMOVED, council, str(slot))
    raise web.HTTPSeeOther(f"/council/settings{about(visit, council)['asked']}#numbers")


def contact_of(fields: Mapping[str, str], council: str, slot: Slot, today: date) -> Contact:
    """Return the contact that a form describes. Raises WrongFieldError for the first field that cannot be taken."""
    _check_texts(fields)
    values = {name: fields[name] for name in ("name", "who", "hours", "source")} | {
        "id": f"{council}_{slot}".lower(),
        "hint": fields["hint"] or None,
        "certainty": "source",
        "verified_on": _checked_day(fields["verified_on"], today),
        "slot": slot,
        "council": council,
    }
    ways = {"number": {"kind": "call", "number": fields["number"]}, "text": {"kind": "text", "number": fields["text"]}}
    given = {field: way for field, way in ways.items() if fields[field]}
    for field, way in given.items():
        if problem := _wrong_way(values | {"ways": [way]}):
            raise WrongFieldError(field, problem)
    return Contact.model_validate(values | {"ways": [*given.values()]})


def _check_texts(fields: Mapping[str, str]) -> None:
    for name, text in _NEEDED.items():
        if not fields[name]:
            raise WrongFieldError(name, text)
    for name, most in _LONGEST.items():
        if len(fields[name]) > most or not fields[name].isprintable():
            raise WrongFieldError(name, f"Use at most {most} letters, numbers and signs.")
    if not re.match(r"https?://\w", fields["source"]):
        raise WrongFieldError("source", "Write the whole address of the page, from https:// on.")


def _wrong_way(values: Mapping[str, Any]) -> str | None:
    """Say what is wrong with the one way of a contact, by the rules that files are held to."""
    try:
        return wrong_number(Contact.model_validate(values))
    except ValidationError:
        return "Write the number in digits, as people write it: 0121 234 5678."


def _checked_day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise WrongFieldError("verified_on", "Write the day like this: 2026-11-21.") from error
    if day > today:
        raise WrongFieldError("verified_on", "This day is still to come.")
    if (today - day).days > FRESH_DAYS:
        raise WrongFieldError("verified_on", f"This is more than {FRESH_DAYS} days ago. Check the number again first.")
    return day


def _slot(visit: Visit) -> Slot:
    try:
        return Slot(visit.request.match_info["slot"])
    except ValueError as error:
        raise web.HTTPNotFound from error


def _fields(contacts: tuple[Contact, ...]) -> dict[str, str]:
    """Return the fields of the first of these contacts; the day of the check is left out: there must be a new one."""
    if not contacts:
        return dict.fromkeys(FIELDS, "")
    first = contacts[0]
    numbers = {way.kind: way.number for way in reversed(first.ways)}
    return {
        **{name: getattr(first, name) or "" for name in ("name", "who", "hours", "hint", "source")},
        "number": numbers.get("call", ""),
        "text": numbers.get("text", ""),
        "verified_on": "",
    }


def _reply(visit: Visit, contact: Contact) -> str:
    """Return what someone in danger is told once this number is kept."""
    place = (contact.council, contact.slot)
    others = [each for each in visit.desk.settings.contacts() if (each.council, each.slot) != place]
    contacts = visit.desk.contact_book.with_these([*others, contact])
    category = "abuse_child" if contact.slot in _ABOUT_CHILDREN else "abuse_adult"
    return str(safety_reply((category,), AgeBand.ADULT, contacts, contact.council)[0].text)


async def _page(
    visit: Visit,
    council: str,
    slot: Slot,
    fields: Mapping[str, str],
    field: str = "",
    error: str = "",
    status: int = 200,
) -> web.Response:
    here = await asyncio.to_thread(visit.desk.settings.contacts)
    return show(
        visit,
        "number_form.html",
        status,
        **about(visit, council),
        slot=slot,
        words=SLOTS[slot],
        fields=fields,
        longest=_LONGEST,
        field=field,
        error=error,
        here=any((each.council, each.slot) == (council, slot) for each in here),
        several=len(visit.desk.contacts.local(council, [slot])) > 1,
        today=visit.desk.today(),
    )


async def _changed(visit: Visit, event: Event, council: str, what: str) -> None:
    await asyncio.to_thread(visit.desk.contact_book.refresh)
    await asyncio.to_thread(visit.note, event, visit.user.name, council, what)
