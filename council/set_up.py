"""The page behind a one-time link: a new user chooses a password, or signs in through the council's provider."""

from __future__ import annotations

import asyncio

from aiohttp import web

from council import entrance
from council.accounts import Role, User
from council.arrival import arrive
from council.audit import Event
from council.desk import Visit
from council.pages import show
from council.passwords import MINIMUM_LENGTH, WeakPasswordError
from council.protection import HOME, set_cookie, visit_cookie
from council.providers import Provider
from council.sessions import form_token


def link(visit: Visit, token: str) -> str:
    """Return the whole address of a set-up link."""
    return f"{visit.desk.site}/council/set-up/{token}"


async def form(visit: Visit) -> web.Response:
    """Show whose account it is and how it can be set up. Looking does not use the link up: a chat may look ahead."""
    return _page(visit, await _whose(visit))


async def finish(visit: Visit) -> web.Response:
    """Take the password, use the link up and let the user in."""
    user = await _whose(visit)
    if not _takes_password(_provider(visit, user)):
        raise web.HTTPForbidden
    finish_with_password = visit.desk.staff.finish_with_password
    try:
        async with visit.request.app[entrance.PASSWORD_CHECKS]:
            done = await asyncio.to_thread(
                finish_with_password, visit.request.match_info["token"], visit.form.get("new", "")
            )
    except WeakPasswordError as weak:
        return _page(visit, user, str(weak), 422)
    if done is None:
        raise web.HTTPNotFound
    await asyncio.to_thread(visit.note, Event.SET_UP, done.name, done.council, "password")
    return await arrive(visit, done, HOME)


async def _whose(visit: Visit) -> User:
    user = await asyncio.to_thread(visit.desk.staff.set_ups.whose, visit.request.match_info["token"])
    if user is None:
        raise web.HTTPNotFound
    return user


def _provider(visit: Visit, user: User) -> Provider | None:
    """Return the provider through which this user may sign in: none for operators, who belong to no council alone."""
    return None if user.role is Role.OPERATOR else visit.desk.providers.get(user.council)


def _takes_password(provider: Provider | None) -> bool:
    return provider is None or provider.passwords


def _page(visit: Visit, user: User, error: str = "", status: int = 200) -> web.Response:
    provider = _provider(visit, user)
    page = show(
        visit,
        "set_up.html",
        status,
        whose=user,
        council_name=visit.desk.council_name(user.council),
        provider=provider,
        takes_password=_takes_password(provider),
        token=(token := visit.request.match_info["token"]),
        binding=form_token(f"{visit.secret} {token}"),
        error=error,
        minimum=MINIMUM_LENGTH,
    )
    if not visit.session and not visit.arriving:
        set_cookie(page, visit_cookie(visit.desk.secure), visit.secret, visit.desk.secure)
    return page
