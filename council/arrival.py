"""What happens once a password or an identity provider vouched for someone: a second step, or a new session.

Whatever session the browser held before ends, so that nobody goes on with one that was planted or seen before.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from aiohttp import web
from yarl import URL

from council.accounts import User
from council.audit import Event
from council.desk import Visit
from council.protection import CODE, TWO_STEP, drop_cookie, session_cookie, set_cookie, visit_cookie
from council.sessions import Session


async def arrive(visit: Visit, user: User, wanted: str, *, vouched_for_by: str = "") -> web.Response:
    """Let a user in, or ask for the second step first.

    `vouched_for_by` names the identity provider that checked who it is: it may have asked for a second factor itself,
    so ours is asked for only where the user set it up.
    """
    has_factor = await asyncio.to_thread(visit.desk.staff.factors.is_on, user)
    if has_factor or (visit.desk.needs_second_factor(user) and not vouched_for_by):
        session = await renewed(visit, user, complete=False)
        step = URL(CODE if has_factor else TWO_STEP).with_query(next=wanted)
        return lead_on(visit, session, str(step))
    await asyncio.to_thread(visit.note, Event.SIGNED_IN, user.name, user.council, vouched_for_by)
    return lead_on(visit, await renewed(visit, user), wanted)


def as_signed_in(visit: Visit, session: Session) -> Visit:
    """Return the visit as it is with its new session: the forms of a page that is shown now are tied to that."""
    return replace(visit, session=session, arriving=None, secret=session.token)


async def renewed(visit: Visit, user: User, *, complete: bool = True) -> Session:
    """Return a new session; the one that the browser held before is over."""
    for old in (visit.session, visit.arriving):
        if old:
            await asyncio.to_thread(visit.desk.sessions.end, old.token)
    return await asyncio.to_thread(visit.desk.sessions.begin, user, complete)


def lead_on(visit: Visit, session: Session, wanted: str) -> web.Response:
    """Send the browser on with the cookie of its new session."""
    return with_session(visit, session, web.Response(status=303, headers={"Location": wanted}))


def with_session(visit: Visit, session: Session, response: web.Response) -> web.Response:
    """Give the browser the cookie of its new session with this response."""
    set_cookie(response, session_cookie(visit.desk.secure), session.token, visit.desk.secure)
    drop_cookie(response, visit_cookie(visit.desk.secure), visit.desk.secure)
    return response
