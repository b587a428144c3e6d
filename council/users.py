"""The pages on which managers look after the users of their own council, and operators after all users."""

from __future__ import annotations

import asyncio

from aiohttp import web

from council.accounts import AccountError, Role, User
from council.audit import Event
from council.desk import Visit
from council.pages import show
from council.set_up import link
from council.set_ups import LASTS
from council.staff import may_look_after, roles_given_by

ROLES = {
    Role.VIEWER: "Viewer: sees and downloads figures",
    Role.EDITOR: "Directory editor: also looks after the services",
    Role.MANAGER: "Manager: also looks after users, settings and the log",
    Role.OPERATOR: "Operator: all of this for every council",
}


async def page(visit: Visit) -> web.Response:
    """List the users."""
    return await _list(visit)


async def _list(visit: Visit, name: str = "", error: str = "", status: int = 200) -> web.Response:
    staff, user = visit.desk.staff, visit.user
    council = None if user.role is Role.OPERATOR else user.council
    people = await asyncio.to_thread(staff.accounts.users, council)
    secured, bound = await asyncio.to_thread(staff.factors.all_on), await asyncio.to_thread(staff.identities.bound)
    return show(
        visit,
        "users.html",
        status,
        people=[(each, _ways(each, secured, bound), may_look_after(user, each)) for each in people],
        council_name=visit.desk.council_name,
        roles={role: ROLES[role] for role in roles_given_by(user)},
        name=name,
        error=error,
    )


def _ways(user: User, secured: frozenset[int], bound: frozenset[int]) -> str:
    """Return in words how a user signs in."""
    own_way = "Password" if user.has_password else "Not set up yet"
    way = "Council account" if user.id in bound else own_way
    return f"{way} and code" if user.id in secured else way


async def add(visit: Visit) -> web.Response:
    """Make a user of the manager's own council (of any, for an operator) and show their set-up link, this once."""
    form, user = visit.form, visit.user
    role = _role(visit)
    council = form.get("council", user.council) if user.role is Role.OPERATOR else user.council
    if not visit.desk.knows(council):
        return await _list(visit, form.get("name", ""), f"There is no council with the code {council[:20]!r}.", 422)
    try:
        added, token = await asyncio.to_thread(visit.desk.staff.add, form.get("name", ""), council, role)
    except AccountError as error:
        said = str(error)
        return await _list(visit, form.get("name", ""), f"{said[:1].upper()}{said[1:]}.", 422)
    await _note(visit, Event.USER_ADDED, added, str(role))
    return _link_page(visit, added, token)


async def one(visit: Visit) -> web.Response:
    """Show one user and what can be changed about them."""
    return show(
        visit,
        "user.html",
        whose=(whose := await _asked_for(visit)),
        council_name=visit.desk.council_name(whose.council),
        roles={role: ROLES[role] for role in roles_given_by(visit.user)},
        lasts=LASTS.days,
    )


async def set_role(visit: Visit) -> web.Response:
    """Give a user another role; they are signed out."""
    whose, role = await _asked_for(visit), _role(visit)
    await asyncio.to_thread(visit.desk.staff.set_role, whose, role)
    await _note(visit, Event.ROLE_CHANGED, whose, f"{whose.role} to {role}")
    raise web.HTTPSeeOther("/council/users")


async def reset(visit: Visit) -> web.Response:
    """Take away whatever signs a user in, and show a new set-up link, this once."""
    whose = await _asked_for(visit)
    if not whose.active:
        raise web.HTTPForbidden
    token = await asyncio.to_thread(visit.desk.staff.reset, whose)
    await _note(visit, Event.USER_RESET, whose)
    return _link_page(visit, whose, token)


async def set_active(visit: Visit) -> web.Response:
    """Keep a user out, or let them in again."""
    whose, staff, wanted = await _asked_for(visit), visit.desk.staff, visit.form.get("active")
    if wanted == "no":
        await asyncio.to_thread(staff.deactivate, whose)
        await _note(visit, Event.USER_DEACTIVATED, whose)
    elif wanted == "yes":
        await asyncio.to_thread(staff.activate, whose)
        await _note(visit, Event.USER_ACTIVATED, whose)
    raise web.HTTPSeeOther("/council/users")


async def _asked_for(visit: Visit) -> User:
    """Return the user whom the address names. Whoever may not be changed is, to this visitor, not there."""
    number = visit.request.match_info["id"]
    plain = number.isascii() and number.isdecimal() and len(number) <= 9
    whose = await asyncio.to_thread(visit.desk.accounts.by_id, int(number)) if plain else None
    if whose is None or not may_look_after(visit.user, whose):
        raise web.HTTPNotFound
    return whose


def _role(visit: Visit) -> Role:
    """Return the role of the form, which the visitor must be able to give."""
    role = next((each for each in Role if each == visit.form.get("role", "")), None)
    if role is None or role not in roles_given_by(visit.user):
        raise web.HTTPForbidden
    return role


def _link_page(visit: Visit, whose: User, token: str) -> web.Response:
    return show(visit, "user_link.html", whose=whose, link=link(visit, token), lasts=LASTS.days)


async def _note(visit: Visit, event: Event, whose: User, what: str = "") -> None:
    """Log a change under the council of the user whom it is about."""
    told = f"{whose.name}: {what}" if what else whose.name
    await asyncio.to_thread(visit.note, event, visit.user.name, whose.council, told)
