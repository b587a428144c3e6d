"""Signing in with a password, signing out, and changing one's password."""

from __future__ import annotations

import asyncio
import math
from datetime import timedelta

from aiohttp import web

from council.accounts import Refused
from council.arrival import arrive, lead_on
from council.audit import NOBODY, Event
from council.desk import Visit
from council.pages import show
from council.passwords import MINIMUM_LENGTH, WeakPasswordError
from council.protection import HOME, SIGN_IN, drop_cookie, safe_next, session_cookie, set_cookie, visit_cookie

PASSWORD_CHECKS = web.AppKey("council_password_checks", asyncio.Semaphore)
WRONG = "That name and password do not match. Check both and try again."
NO_COOKIE = "We could not be sure that this form came from our page. Please try again."


async def sign_in_form(visit: Visit) -> web.Response:
    """Show the sign-in form, or go on when signed in already."""
    wanted = safe_next(visit.request.query.get("next", HOME))
    if visit.session:
        raise web.HTTPSeeOther(wanted)
    return sign_in_page(visit, wanted)


def sign_in_page(visit: Visit, wanted: str = HOME, name: str = "", error: str = "", status: int = 200) -> web.Response:
    """Return the sign-in page, tied to this browser by a cookie of its own."""
    providers = [(provider.council, provider.name) for provider in visit.desk.providers.values()]
    page = show(visit, "sign_in.html", status, next=wanted, name=name, error=error, providers=providers)
    set_cookie(page, visit_cookie(visit.desk.secure), visit.secret, visit.desk.secure)
    return page


async def sign_in(visit: Visit) -> web.StreamResponse:
    """Check name and password. A right pair gets a new session; whatever session the browser held before ends."""
    wanted, name = safe_next(visit.form.get("next", HOME)), visit.form.get("name", "")
    verify = visit.desk.accounts.verify
    async with visit.request.app[PASSWORD_CHECKS]:
        verdict = await asyncio.to_thread(verify, name, visit.form.get("password", ""), visit.address)
    if isinstance(verdict, Refused):
        return await _refuse_sign_in(visit, verdict, wanted, name)
    return await arrive(visit, verdict, wanted)


async def _refuse_sign_in(visit: Visit, refused: Refused, wanted: str, name: str) -> web.Response:
    if refused.wait is not None:
        return asked_to_wait(sign_in_page(visit, wanted, name, too_many(refused.wait), 429), refused.wait)
    known = await asyncio.to_thread(visit.desk.accounts.find, name)  # a name that is nobody's may be a password
    who, council = (known.name, known.council) if known else (NOBODY, "")
    await asyncio.to_thread(visit.note, Event.SIGN_IN_FAILED, who, council)
    return sign_in_page(visit, wanted, name, WRONG, 403)


def asked_to_wait(page: web.Response, wait: timedelta) -> web.Response:
    """Say in the header, too, how long to wait."""
    page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return page


def too_many(wait: timedelta) -> str:
    """Return what to say when there were too many tries."""
    seconds = math.ceil(wait.total_seconds())
    minutes = math.ceil(seconds / 60)
    left = f"{seconds} second{'s' * (seconds != 1)}" if seconds < 60 else f"{minutes} minute{'s' * (minutes != 1)}"
    return f"There were too many wrong tries. Wait {left}, then try again."


async def sign_out(visit: Visit) -> web.Response:
    """End the session on the server, then in the browser."""
    session = visit.session or visit.arriving
    if session:
        await asyncio.to_thread(visit.desk.sessions.end, session.token)
        await asyncio.to_thread(visit.note, Event.SIGNED_OUT, session.user.name, session.user.council)
    response = web.Response(status=303, headers={"Location": SIGN_IN})
    drop_cookie(response, session_cookie(visit.desk.secure), visit.desk.secure)
    return response


async def password_form(visit: Visit) -> web.Response:
    """Show the form to change one's password."""
    return _password_page(visit, done="changed" in visit.request.query)


def _password_page(
    visit: Visit, field: str = "", error: str = "", status: int = 200, done: bool = False
) -> web.Response:
    return show(visit, "password.html", status, field=field, error=error, done=done, minimum=MINIMUM_LENGTH)


async def change_password(visit: Visit) -> web.Response:
    """Change the password. All sessions of the user end, on every device; this browser gets a new one."""
    if not visit.user.has_password:
        raise web.HTTPForbidden
    current, new = visit.form.get("current", ""), visit.form.get("new", "")
    change = visit.desk.accounts.change_password
    try:
        async with visit.request.app[PASSWORD_CHECKS]:
            refused = await asyncio.to_thread(change, visit.user, current, new, visit.address)
    except WeakPasswordError as weak:
        return _password_page(visit, "new", str(weak), 422)
    if refused:
        return await _refuse_change(visit, refused)
    await asyncio.to_thread(visit.desk.sessions.end_all, visit.user)
    session = await asyncio.to_thread(visit.desk.sessions.begin, visit.user)
    await asyncio.to_thread(visit.note, Event.PASSWORD_CHANGED, visit.user.name, visit.user.council)
    return lead_on(visit, session, "/council/password?changed")


async def _refuse_change(visit: Visit, refused: Refused) -> web.Response:
    if refused.wait is not None:
        return _password_page(visit, "current", too_many(refused.wait), 429)
    await asyncio.to_thread(visit.note, Event.PASSWORD_CHANGE_FAILED, visit.user.name, visit.user.council)
    return _password_page(visit, "current", "That is not your password now. Check it and try again.", 403)
