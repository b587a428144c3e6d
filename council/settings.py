"""The page of a council's settings: its name, what its residents are shown, how its users sign in, and the button."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.contacts import Contact, Slot
from council.accounts import Role
from council.audit import Event
from council.desk import Visit
from council.numbers import SLOTS
from council.pages import show
from council.settings_store import CouncilSettings
from language.catalogues import LANGUAGES, SPOKEN

LONGEST_NAME = 80
CHANGED_MEANWHILE = "Somebody changed the settings while you had them open. Look at all of them again, then keep them."
_WORDS = {
    "name": "name shown",
    "languages": "languages",
    "example_services": "example services",
    "public_figures": "public figures",
    "second_factor": "two-step sign-in for everyone",
}


@dataclass(frozen=True)
class Line:
    """One kind of number on the page. `here` says that it was set on the page and not in a file."""

    slot: Slot
    words: str
    contacts: tuple[Contact, ...]
    here: bool


def council_of(visit: Visit) -> str:
    """Return the council whose settings are asked for: another than their own is for operators (HTTPForbidden)."""
    code = visit.form.get("council") or visit.request.query.get("council", visit.user.council)
    if code != visit.user.council and visit.user.role is not Role.OPERATOR:
        raise web.HTTPForbidden
    if code != visit.user.council and not visit.desk.knows(code):
        raise web.HTTPNotFound
    return code


def about(visit: Visit, council: str) -> dict[str, str]:
    """Return what every page of settings says of its council."""
    own = council == visit.user.council
    return {
        "council": council,
        "council_name": visit.desk.council_name(council),
        "asked": "" if own else f"?council={council}",
    }


async def page(visit: Visit) -> web.Response:
    """Show the settings."""
    council = council_of(visit)
    return await _page(visit, council, visit.desk.settings.of(council), done="saved" in visit.request.query)


async def _page(
    visit: Visit, council: str, chosen: CouncilSettings, error: str = "", status: int = 200, *, done: bool = False
) -> web.Response:
    return show(
        visit,
        "settings.html",
        status,
        **about(visit, council),
        chosen=chosen,
        official_name=visit.desk.official_name(council) or council,
        languages=[LANGUAGES[code] for code in SPOKEN],
        lines=await asyncio.to_thread(_lines, visit, council),
        snippets=_snippets(visit.desk.site, chosen),
        longest=LONGEST_NAME,
        was=_mark(visit.desk.settings.of(council)),
        error=error,
        done=done,
    )


async def save(visit: Visit) -> web.Response:
    """Keep the settings of the form, and log those that changed."""
    council, chosen = council_of(visit), _chosen(visit.form)
    await asyncio.to_thread(visit.desk.settings.refresh)
    if visit.form.get("was", "") not in ("", _mark(visit.desk.settings.of(council))):
        return await _page(visit, council, chosen, CHANGED_MEANWHILE, 409)
    if error := _wrong_name(chosen.name):
        return await _page(visit, council, chosen, error, 422)
    changed = await asyncio.to_thread(visit.desk.settings.change, council, chosen)
    for name in changed:
        value = getattr(chosen, name)
        told = ", ".join(value) if isinstance(value, tuple) else {True: "on", False: "off"}.get(value, value)
        await asyncio.to_thread(
            visit.note, Event.SETTING_CHANGED, visit.user.name, council, f"{_WORDS[name]}: {told or 'none'}"
        )
    own = council == visit.user.council
    raise web.HTTPSeeOther("/council/settings?" + ("saved" if own else f"council={council}&saved"))


def _mark(chosen: CouncilSettings) -> str:
    """Return what changes when any setting does: two people may have the page open."""
    return hashlib.sha256(repr(chosen).encode()).hexdigest()[:16]


def _chosen(form: Mapping[str, str]) -> CouncilSettings:
    """Return the settings of a form; a box that was not ticked is not sent."""
    return CouncilSettings(
        name=" ".join(form.get("name", "").split()),
        languages=tuple(code for code in SPOKEN if f"language_{code}" in form),
        example_services="example_services" in form,
        public_figures="public_figures" in form,
        second_factor="second_factor" in form,
    )


def _wrong_name(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"Use at most {LONGEST_NAME} characters for the name."
    if not name.isprintable():
        return "Use letters that can be printed for the name."
    return ""


def _lines(visit: Visit, council: str) -> list[Line]:
    here = {contact.slot for contact in visit.desk.settings.contacts() if contact.council == council}
    local = visit.desk.contacts.local
    return [Line(slot, words, local(council, [slot]), slot in here) for slot, words in SLOTS.items()]


def _snippets(site: str, chosen: CouncilSettings) -> list[tuple[str, str]]:
    """Return pairs of a language's name and what a web site needs to show the button in it."""
    codes = {"English": "", **{LANGUAGES[code].name: f' data-language="{code}"' for code in chosen.languages}}
    return [(name, f'<script src="{site}/widget.js" defer{language}></script>') for name, language in codes.items()]
