"""The council's web pages: every route on one screen, each with the rule that says who may use it."""

from __future__ import annotations

import asyncio
import logging
import math
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

from council import (
    activity,
    downloads,
    elsewhere,
    entrance,
    figures,
    number_settings,
    numbers,
    overview,
    pages,
    public,
    report,
    set_up,
    settings,
    two_step,
    users,
)
from council.accounts import Role
from council.area import AREA, Area
from council.desk import CouncilDesk, Visit
from council.protection import (
    CODE,
    HOME,
    LARGEST_FORM,
    SIGN_IN,
    TWO_STEP,
    carries_token,
    comes_from_here,
    drop_cookie,
    harden,
    session_cookie,
    sign_in_address,
    visit_cookie,
)
from council.sessions import Session, new_token

log = logging.getLogger(__name__)

Handler = Callable[[Visit], Awaitable[web.StreamResponse]]
TOO_MANY = "Too many pages were asked for from your network. Wait a minute, then try again."
_OURS = ("/council", "/figures")
_PACKED = (
    *("/council/figures", "/council/report", "/council/activity", "/council/directory"),
    *("/council/council.css", "/figures/"),
)


class Rule(StrEnum):
    """Who may use a route."""

    ANYONE = "anyone"
    ARRIVING = "whoever gave a right password, the second step still to come"
    SIGNED_IN = "signed in"
    EDITORS = "editors, managers and operators"
    MANAGERS = "managers and operators"
    OPERATORS = "operators"


@dataclass(frozen=True)
class Route:
    """One address, its rule and what answers it."""

    method: str
    path: str
    rule: Rule
    handler: Handler


async def _home(_visit: Visit) -> web.Response:
    raise web.HTTPSeeOther("/council")


async def _not_found(_visit: Visit) -> web.Response:
    raise web.HTTPNotFound


ROUTES = (
    Route("GET", "/council", Rule.SIGNED_IN, overview.page),
    Route("GET", "/council/", Rule.SIGNED_IN, _home),
    Route("GET", "/council/council.css", Rule.ANYONE, pages.asset),
    Route("GET", "/council/mark.svg", Rule.ANYONE, pages.asset),
    Route("GET", "/council/sign-in", Rule.ANYONE, entrance.sign_in_form),
    Route("POST", "/council/sign-in", Rule.ANYONE, entrance.sign_in),
    Route("GET", CODE, Rule.ARRIVING, two_step.code_form),
    Route("POST", CODE, Rule.ARRIVING, two_step.check_code),
    Route("GET", elsewhere.START, Rule.ANYONE, elsewhere.go),
    Route("GET", elsewhere.BACK, Rule.ANYONE, elsewhere.come_back),
    Route("GET", "/council/set-up/{token}", Rule.ANYONE, set_up.form),
    Route("POST", "/council/set-up/{token}", Rule.ANYONE, set_up.finish),
    Route("POST", "/council/sign-out", Rule.ARRIVING, entrance.sign_out),
    Route("GET", "/council/figures", Rule.SIGNED_IN, figures.page),
    *(Route("GET", f"/council/figures.{ending}", Rule.SIGNED_IN, downloads.download) for ending in downloads.KINDS),
    Route("GET", "/council/report", Rule.SIGNED_IN, report.page),
    Route("GET", "/figures/{council}", Rule.ANYONE, public.page),
    Route("GET", "/figures/{council}/chart", Rule.ANYONE, public.framed),
    Route("GET", "/figures/{council}/chart.svg", Rule.ANYONE, public.chart),
    *(Route("GET", f"/figures/{{council}}/figures.{each}", Rule.ANYONE, public.download) for each in downloads.KINDS),
    Route("GET", "/council/numbers", Rule.SIGNED_IN, numbers.page),
    Route("GET", "/council/password", Rule.SIGNED_IN, entrance.password_form),
    Route("POST", "/council/password", Rule.SIGNED_IN, entrance.change_password),
    Route("GET", TWO_STEP, Rule.ARRIVING, two_step.page),
    Route("POST", TWO_STEP, Rule.ARRIVING, two_step.switch_on),
    Route("POST", "/council/two-step/codes", Rule.SIGNED_IN, two_step.renew_codes),
    Route("POST", "/council/two-step/off", Rule.SIGNED_IN, two_step.switch_off),
    Route("GET", "/council/activity", Rule.MANAGERS, activity.page),
    Route("GET", "/council/users", Rule.MANAGERS, users.page),
    Route("POST", "/council/users", Rule.MANAGERS, users.add),
    Route("GET", "/council/users/{id}", Rule.MANAGERS, users.one),
    Route("POST", "/council/users/{id}/role", Rule.MANAGERS, users.set_role),
    Route("POST", "/council/users/{id}/reset", Rule.MANAGERS, users.reset),
    Route("POST", "/council/users/{id}/active", Rule.MANAGERS, users.set_active),
    Route("GET", "/council/settings", Rule.MANAGERS, settings.page),
    Route("POST", "/council/settings", Rule.MANAGERS, settings.save),
    Route("GET", "/council/settings/numbers/{slot}", Rule.MANAGERS, number_settings.form),
    Route("POST", "/council/settings/numbers/{slot}", Rule.MANAGERS, number_settings.save),
    Route("GET", "/council/settings/numbers/{slot}/remove", Rule.MANAGERS, number_settings.remove_form),
    Route("POST", "/council/settings/numbers/{slot}/remove", Rule.MANAGERS, number_settings.remove),
    Route("GET", "/council/{rest:.+}", Rule.SIGNED_IN, _not_found),
)

_MAY = {
    Rule.SIGNED_IN: frozenset(Role),
    Rule.EDITORS: frozenset({Role.EDITOR, Role.MANAGER, Role.OPERATOR}),
    Rule.MANAGERS: frozenset({Role.MANAGER, Role.OPERATOR}),
    Rule.OPERATORS: frozenset({Role.OPERATOR}),
}


def add_council_routes(app: web.Application, desk: CouncilDesk, area: Area | None = None) -> None:
    """Add the council pages to `app`. Nothing of them can be reached except through the rule of its route."""
    app[pages.PAGES] = pages.Pages()
    app[AREA] = area or Area()
    app[entrance.PASSWORD_CHECKS] = asyncio.Semaphore(2)  # each takes 64 MiB of memory and a processor
    app.cleanup_ctx.append(elsewhere.lines_to(desk))
    for route in ROUTES:
        app.router.add_route(route.method, route.path, guarded(desk, route))
    app.on_response_prepare.append(_harden_all(desk))


def _harden_all(desk: CouncilDesk) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return what puts the headers on answers that no route of ours made, such as that to an unknown method."""

    async def harden_ours(request: web.Request, response: web.StreamResponse) -> None:
        if request.path.startswith(_OURS):
            harden(response, desk.secure)

    return harden_ours


def guarded(desk: CouncilDesk, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Wrap a route's handler: who it is, whether the form is ours, whether the rule allows it, the headers, the errors.

    The result carries the rule as its attribute `rule`, for the test that walks all routes.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        if route.handler is not pages.asset and (wait_s := desk.wait_s(request)):
            return _later(desk, wait_s)
        visit = await _open_visit(desk, request)
        try:
            response = await _answer(route, visit)
        except web.HTTPException as refusal:
            response = refusal if refusal.status < 400 else _problem(visit, refusal.status)
        except Exception as error:  # its message may hold what somebody wrote, or a row of the database
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("council page %s %s failed with %s\n%s", route.method, route.path, type(error).__name__, where)
            response = _problem(visit, 500)
        harden(response, desk.secure)
        if _is_packed(route, response):
            response.enable_compression()
            response.headers["Vary"] = "Accept-Encoding"
        if isinstance(response, web.HTTPException):
            raise response
        return response

    handle.rule = route.rule  # type: ignore[attr-defined]
    return handle


def _later(desk: CouncilDesk, wait_s: float) -> web.Response:
    """Return a short answer, made of nothing: whoever asks for too much gets no more work done."""
    response = web.Response(status=429, text=TOO_MANY, headers={"Retry-After": str(math.ceil(wait_s))})
    harden(response, desk.secure)
    return response


def _is_packed(route: Route, response: web.StreamResponse) -> bool:
    """Whether an answer travels compressed: what may be long, and holds no secret but a masked token."""
    ours = route.path == HOME or route.path.startswith(_PACKED)
    return ours and response.status == 200 and response.content_type != downloads.XLSX


async def _answer(route: Route, visit: Visit) -> web.StreamResponse:
    if "\0" in visit.request.path or any("\0" in each for each in visit.request.query.values()):
        raise web.HTTPNotFound  # no address of ours holds one, and a database may not bear it
    if route.rule is not Rule.ANYONE and visit.session is None and not (visit.arriving and route.rule is Rule.ARRIVING):
        response = web.Response(status=303, headers={"Location": sign_in_address(visit.request)})
        if visit.arriving is None:
            drop_cookie(response, session_cookie(visit.desk.secure), visit.desk.secure)
        return response
    if visit.request.method == "POST" and not _is_our_form(visit):
        if visit.request.path == SIGN_IN:
            return entrance.sign_in_page(visit, error=entrance.NO_COOKIE, status=403)
        raise web.HTTPForbidden
    if route.rule in _MAY and visit.user.role not in _MAY[route.rule]:
        raise web.HTTPForbidden
    return await route.handler(visit)


def _is_our_form(visit: Visit) -> bool:
    return comes_from_here(visit.request) and carries_token(visit.secret, visit.form.get("form_token", ""))


async def _open_visit(desk: CouncilDesk, request: web.Request) -> Visit:
    session = await asyncio.to_thread(_look_up, desk, _cookie(request, session_cookie(desk.secure)))
    secret = session.token if session else _cookie(request, visit_cookie(desk.secure)) or new_token()
    complete = bool(session and session.complete)
    form = await _form(request)
    return Visit(request, desk, session if complete else None, secret, form, None if complete else session)


def _look_up(desk: CouncilDesk, token: str) -> Session | None:
    """Return the session of a cookie, and take over the settings that another process may have changed."""
    desk.settings.refresh_if_old()
    return desk.sessions.find(token) if token else None


def _cookie(request: web.Request, name: str) -> str:
    value = request.cookies.get(name, "")
    return value if value.isascii() and len(value) <= 100 else ""


async def _form(request: web.Request) -> Mapping[str, str]:
    """Return the fields of a posted form; anything that is not a small form is empty, and so lacks our token."""
    small = request.content_length is not None and request.content_length <= LARGEST_FORM
    plain = request.content_type == "application/x-www-form-urlencoded" and request.charset in (None, "utf-8", "UTF-8")
    if request.method != "POST" or not small or not plain:
        return {}
    try:
        fields = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    except ValueError:
        return {}
    return {} if any("\0" in value for value in fields.values()) else fields


_PROBLEMS = {
    400: ("This did not work", "The address or the form is not as it should be. Go back and try again."),
    403: (
        "You cannot do this",
        "This page is not for your account, or the form was open for too long. Go back and try again.",
    ),
    404: ("Page not found", "Check the address, or go to the overview."),
    500: (
        "Something went wrong",
        "It is our fault, not yours. Nothing was changed. Please try again in a few minutes.",
    ),
}


def _problem(visit: Visit, status: int) -> web.Response:
    title, text = _PROBLEMS.get(status, ("This did not work", "Go back and try again."))
    return pages.show(visit, "problem.html", status, title=title, text=text)
