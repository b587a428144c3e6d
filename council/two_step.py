"""The second step of signing in: setting it up, the code that it asks for, and recovery codes."""

from __future__ import annotations

import asyncio

import segno
from aiohttp import web
from markupsafe import Markup

from council.accounts import Refused, User
from council.arrival import as_signed_in, lead_on, renewed, with_session
from council.audit import Event
from council.desk import Visit
from council.entrance import asked_to_wait
from council.pages import show
from council.proof import Proof, why, wrong_code, wrong_proof
from council.protection import CODE, HOME, TWO_STEP, safe_next


def _wanted(visit: Visit) -> str:
    return safe_next(visit.form.get("next") or visit.request.query.get("next", HOME))


async def code_form(visit: Visit) -> web.Response:
    """Ask for the code, once the password was right."""
    if visit.session:
        raise web.HTTPSeeOther(_wanted(visit))
    if not await _is_on(visit):
        raise web.HTTPSeeOther(TWO_STEP)
    return _code_page(visit)


def _code_page(visit: Visit, error: str = "", status: int = 200) -> web.Response:
    return show(visit, "code.html", status, next=_wanted(visit), error=error)


async def check_code(visit: Visit) -> web.Response:
    """Let the user in when the code is right: with a new session."""
    user = visit.newcomer
    refused = await wrong_code(visit)
    if refused:
        return _refused(_code_page(visit, why(refused), 429 if refused.wait else 403), refused)
    await asyncio.to_thread(visit.note, Event.SIGNED_IN, user.name, user.council, "with a code")
    return lead_on(visit, await renewed(visit, user), _wanted(visit))


async def page(visit: Visit) -> web.Response:
    """Show the picture for the app, or, once that is set up, what can be changed."""
    if not await _is_on(visit):
        return await _offer_page(visit)
    if visit.session is None:
        raise web.HTTPSeeOther(CODE)
    return await _status_page(visit)


def _asks_password(visit: Visit) -> bool:
    """Whether the password is typed again: somebody else may sit at a desk where its user signed in before."""
    return visit.session is not None and visit.newcomer.has_password


async def _offer_page(visit: Visit, error: str = "", status: int = 200, field: str = "code") -> web.Response:
    enrolment = await asyncio.to_thread(visit.desk.staff.factors.offer, visit.newcomer, visit.secret)
    secret = " ".join(enrolment.secret[start : start + 4] for start in range(0, len(enrolment.secret), 4))
    must = visit.desk.needs_second_factor(visit.newcomer)
    return show(
        visit,
        "two_step_offer.html",
        status,
        next=_wanted(visit),
        error=error,
        secret=secret,
        picture=_picture(enrolment.address),
        name=visit.newcomer.name,
        must=must,
        ask_password=_asks_password(visit),
        field=field,
    )


async def _status_page(visit: Visit, field: str = "", error: str = "", status: int = 200) -> web.Response:
    left = await asyncio.to_thread(visit.desk.staff.factors.recovery_codes_left, visit.user)
    must = visit.desk.needs_second_factor(visit.user)
    return show(visit, "two_step.html", status, left=left, must=must, field=field, error=error)


def _picture(address: str) -> Markup:
    """Return a QR code as markup without any style: black on white in every colour scheme, as cameras need it."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=5, dark="#000", light="#fff", omitsize=True))  # noqa: S704 - made by us


async def switch_on(visit: Visit) -> web.Response:
    """Take the app's first code: from now on it is asked for, and every other session of the user is over.

    Show the recovery codes, this once.
    """
    user, desk = visit.newcomer, visit.desk
    if await _is_on(visit):
        raise web.HTTPForbidden
    if _asks_password(visit) and (refused := await wrong_proof(visit, Proof.PASSWORD)):
        error, status = why(refused, Proof.PASSWORD), 429 if refused.wait else 403
        return _refused(await _offer_page(visit, error, status, "password"), refused)
    code = visit.form.get("code", "")
    outcome = await asyncio.to_thread(desk.staff.factors.confirm, user, code, visit.address, visit.secret)
    if isinstance(outcome, Refused):
        if outcome.wait is None:
            await asyncio.to_thread(visit.note, Event.SECOND_FACTOR_FAILED, user.name, user.council)
        return _refused(await _offer_page(visit, why(outcome), 429 if outcome.wait else 403), outcome)
    await asyncio.to_thread(visit.note, Event.SECOND_FACTOR_ON, user.name, user.council)
    if visit.arriving:
        await asyncio.to_thread(visit.note, Event.SIGNED_IN, user.name, user.council, "with a code")
    await asyncio.to_thread(desk.sessions.end_all, user)
    session = await renewed(visit, user)
    codes = show(as_signed_in(visit, session), "recovery_codes.html", codes=outcome, next=_wanted(visit))
    return with_session(visit, session, codes)


async def renew_codes(visit: Visit) -> web.Response:
    """Show ten new recovery codes, this once, to who has a right code."""
    refused = await wrong_code(visit)
    if refused:
        return _refused(await _status_page(visit, "codes", why(refused), 429 if refused.wait else 403), refused)
    codes = await asyncio.to_thread(visit.desk.staff.factors.renew_recovery_codes, visit.user)
    await asyncio.to_thread(visit.note, Event.RECOVERY_CODES, visit.user.name, visit.user.council)
    return show(visit, "recovery_codes.html", codes=codes, next=TWO_STEP)


async def switch_off(visit: Visit) -> web.Response:
    """Switch the second step off for who has a right code, unless the council or the role asks for it."""
    user: User = visit.user
    if visit.desk.needs_second_factor(user):
        raise web.HTTPForbidden
    refused = await wrong_code(visit)
    if refused:
        return _refused(await _status_page(visit, "off", why(refused), 429 if refused.wait else 403), refused)
    await asyncio.to_thread(visit.desk.staff.factors.remove, user)
    await asyncio.to_thread(visit.note, Event.SECOND_FACTOR_OFF, user.name, user.council)
    return lead_on(visit, await renewed(visit, user), TWO_STEP)


async def _is_on(visit: Visit) -> bool:
    return await asyncio.to_thread(visit.desk.staff.factors.is_on, visit.newcomer)


def _refused(page: web.Response, refused: Refused) -> web.Response:
    return asked_to_wait(page, refused.wait) if refused.wait else page
