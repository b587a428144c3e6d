"""Signing in through a council's own identity provider: the way there and the way back."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

import aiohttp
from aiohttp import web

from council.accounts import Role, User
from council.arrival import arrive
from council.audit import NOBODY, Event
from council.desk import CouncilDesk, Visit
from council.entrance import asked_to_wait, sign_in_page, too_many
from council.identities import Identity
from council.openid import IdentityProvider, ProviderError, Secrets
from council.protection import HOME, carries_token, drop_cookie, flow_cookie, safe_next, set_cookie

log = logging.getLogger(__name__)

START: Final = "/council/sign-in/elsewhere"
BACK: Final = "/council/sign-in/back"
PATIENCE: Final = timedelta(minutes=10)
_PROVIDER: Final = "identity provider"
_LONGEST_COOKIE: Final = 4000

CANNOT = "The sign-in of your council did not work. Please try again. If it keeps happening, tell your IT team."
NOT_HERE = "Your council knows you, but you have no account here. Ask a manager of your council for a set-up link."
LINES = web.AppKey("council_identity_providers", Mapping[str, IdentityProvider])


@dataclass(frozen=True)
class Flow:
    """One sign-in on its way: sealed in a cookie, so that only the browser that began it can end it."""

    council: str
    wanted: str
    set_up: str
    began: str
    once: Secrets


def lines_to(desk: CouncilDesk) -> Callable[[web.Application], AsyncIterator[None]]:
    """Return what opens, for as long as the application runs, the lines to the identity providers of `desk`."""

    async def open_lines(app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            app[LINES] = {code: IdentityProvider(each, http, desk.clock) for code, each in desk.providers.items()}
            yield

    return open_lines


async def go(visit: Visit) -> web.Response:
    """Send the browser to the identity provider of the council that the address names."""
    query, desk = visit.request.query, visit.desk
    line = visit.request.app[LINES].get(query.get("council", ""))
    if line is None:
        raise web.HTTPNotFound
    wanted, set_up = safe_next(query.get("next", HOME)), query.get("set_up", "")[:100]
    if set_up and not carries_token(f"{visit.secret} {set_up}", query.get("form_token", "")):
        raise web.HTTPSeeOther(f"/council/set-up/{quote(set_up, safe='')}")  # see first whose account it is
    flow = Flow(line.provider.council, wanted, set_up, desk.clock().isoformat(), Secrets.new())
    try:
        address = await line.address(desk.site + BACK, flow.once)
    except ProviderError as error:
        log.error("identity provider of %s: %s", flow.council, error)
        return sign_in_page(visit, wanted, error=CANNOT, status=502)
    response = web.Response(status=303, headers={"Location": address})
    sealed = desk.seal.close(json.dumps(asdict(flow)), "flow")
    set_cookie(response, flow_cookie(desk.secure), sealed, desk.secure)
    return response


async def come_back(visit: Visit) -> web.Response:
    """Let in whom the provider vouches for, if they are a user here. The sign-in can be ended once, however it ends."""
    response = await _answer(visit)
    drop_cookie(response, flow_cookie(visit.desk.secure), visit.desk.secure)
    return response


async def _answer(visit: Visit) -> web.Response:
    flow = _flow(visit)
    if flow is None:
        return sign_in_page(visit, error=CANNOT, status=403)
    attempt = await asyncio.to_thread(visit.desk.accounts.guard.start, f"sign-in {flow.once.state}", visit.address)
    if isinstance(attempt, timedelta):
        return asked_to_wait(sign_in_page(visit, error=too_many(attempt), status=429), attempt)
    try:
        identity = await _vouched_for(visit, flow)
    except ProviderError as error:
        log.warning("identity provider of %s: %s", flow.council, error)
        return await _turned_away(visit, flow, CANNOT)
    user = await asyncio.to_thread(_user, visit, flow, identity)
    if user is None:
        return await _turned_away(visit, flow, NOT_HERE)
    await asyncio.to_thread(attempt.forgive)
    return await arrive(visit, user, flow.wanted, vouched_for_by=_PROVIDER)


async def _vouched_for(visit: Visit, flow: Flow) -> Identity:
    """Return whom the provider of this very sign-in names."""
    query, line = visit.request.query, visit.request.app[LINES].get(flow.council)
    if line is None or not secrets.compare_digest(flow.once.state.encode(), query.get("state", "").encode()):
        raise ProviderError("it came back with another sign-in's state")
    if query.get("iss", line.provider.issuer) != line.provider.issuer:  # RFC 9207
        raise ProviderError("it came back from another issuer")
    if "code" not in query:
        raise ProviderError(f"it came back without a code: {query.get('error', '')[:40]!r}")
    identity = await line.identity(query["code"], visit.desk.site + BACK, flow.once)
    if not await asyncio.to_thread(visit.desk.staff.identities.use_once, flow.once.state):
        raise ProviderError("this sign-in was used before")
    return identity


def _user(visit: Visit, flow: Flow, identity: Identity) -> User | None:
    """Return the user of an identity, who belongs to the provider's council. A set-up link binds the two first.

    No council's provider can vouch for an operator, who sees every council.
    """
    staff = visit.desk.staff
    user = staff.set_ups.whose(flow.set_up) if flow.set_up else staff.identities.find(identity)
    if user is None or user.council != flow.council or user.role is Role.OPERATOR:
        return None
    if not flow.set_up:
        return user
    bound = staff.finish_with_identity(flow.set_up, identity)
    if bound:
        visit.note(Event.SET_UP, bound.name, bound.council, _PROVIDER)
    return bound


async def _turned_away(visit: Visit, flow: Flow, why: str) -> web.Response:
    await asyncio.to_thread(visit.note, Event.SIGN_IN_FAILED, NOBODY, flow.council, _PROVIDER)
    return sign_in_page(visit, flow.wanted, error=why, status=403)


def _flow(visit: Visit) -> Flow | None:
    """Return the sign-in that this browser began within ten minutes, or None."""
    sealed = visit.request.cookies.get(flow_cookie(visit.desk.secure), "")[:_LONGEST_COOKIE]
    opened = visit.desk.seal.open(sealed, "flow")
    if opened is None:
        return None
    kept = json.loads(opened)
    flow = Flow(**kept | {"once": Secrets(**kept["once"])})
    age = visit.desk.clock() - datetime.fromisoformat(flow.began).astimezone(UTC)
    return flow if timedelta(0) <= age <= PATIENCE else None
