"""The public page of each service, the printed list of what a person keeps, and both as calendar files."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from bot.service_details import KINDS, Details, Listing, Lists
from bot.sessions import new_token, session_of
from bot.spoken import OFFERED
from bot.web import WebOptions
from bot.web_api import client_address
from bot.web_body import read_body
from bot.web_cookie import cookie_name, from_here, remember
from bot.web_errors import TooManyRequestsError
from bot.web_limits import Limit, TokenBuckets, TrustedProxies
from bot.web_page import html, wanted
from bot.web_view import View, read_assets
from language.phrases import phrase

log = logging.getLogger(__name__)

THANKS = phrase("Thank you. I have noted this without your name. Please check with them before you go.")
NOT_NOTED = phrase("I could not note that. Please try again in a minute.")
NO_LIST = phrase("There is no list here. A list goes 24 hours after your last message, or when you delete your data.")
NO_TIMES = phrase("None of these has set times, so there is nothing to put in a calendar.")
LONGEST_ID = 64
ONCE_A_DAY: Final = Limit(burst=1, per_minute=1 / (24 * 60))
"""Reports of one service from one network address that count; conversations are begun too easily to be trusted."""
THIRTY_AN_HOUR: Final = Limit(burst=30, per_minute=0.5)
"""Reports of all services from one network address that count."""
CALENDAR = "text/calendar"


def add_service_routes(
    app: web.Application,
    listing: Listing,
    lists: Lists,
    options: WebOptions,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Add the pages of services and of the list to `app`, which has the chat's routes (`bot.web.add_chat_routes`)."""
    view = View(read_assets(), options.operator, options.leave_to)
    proxies = TrustedProxies(options.trusted_proxies)
    of_service, of_all = TokenBuckets(ONCE_A_DAY, clock), TokenBuckets(THIRTY_AN_HOUR, clock)

    def counts(request: web.Request, service_id: str) -> bool:
        address = client_address(request, proxies)
        return not of_service.take(f"{address} {service_id}") and not of_all.take(address)

    services = ServicePage(listing, lists, view, options.secure_cookie, counts)
    shortlist = ListPage(listing, lists, view, options.secure_cookie)
    buckets = TokenBuckets(options.per_address, clock)

    def limited(
        handler: Callable[[web.Request], Awaitable[web.Response]],
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            wait = buckets.take(client_address(request, proxies))
            if wait:
                refusal = TooManyRequestsError(wait)
                page = view.page("sorry", wanted(request), sentence=refusal.message)
                response = html(page, refusal.status)
                response.headers.update(refusal.headers)
                return response
            return await handler(request)

        return handle

    app.router.add_get("/services/{id}.ics", limited(services.calendar))
    app.router.add_get("/services/{id}", limited(services.show))
    app.router.add_post("/services/{id}", limited(services.report))
    app.router.add_get("/shortlist", limited(shortlist.show))
    app.router.add_post("/shortlist", limited(shortlist.show))
    app.router.add_get("/shortlist.ics", limited(shortlist.calendar))
    app.router.add_post("/shortlist.ics", limited(shortlist.calendar))


class ServicePage:
    """The page of one service, open to everyone."""

    def __init__(
        self,
        listing: Listing,
        lists: Lists,
        view: View,
        secure: bool,
        counts: Callable[[web.Request, str], bool],
    ) -> None:
        """`counts` says whether a report of a service counts, whoever it comes from by their conversation."""
        self._listing = listing
        self._lists = lists
        self._view = view
        self._secure = secure
        self._counts = counts

    async def show(self, request: web.Request) -> web.Response:
        return self._page(request, await self._details(request))

    async def report(self, request: web.Request) -> web.Response:
        """Count what is wrong, once for each conversation and address, and thank the visitor every time.

        A visitor without a conversation begins one, and nothing else.
        """
        if not from_here(request):
            raise web.HTTPForbidden(text="This form was sent from another site.")
        details = await self._details(request)
        kind = (await _fields(request)).get("kind")
        if kind not in KINDS:
            raise web.HTTPBadRequest(text="There is no such kind of report.")
        held = request.cookies.get(cookie_name(self._secure)) or None
        try:
            token, first = await asyncio.to_thread(self._first, held, details.service_id)
            if first and self._counts(request, details.service_id):
                await asyncio.to_thread(self._listing.report, details.service_id, kind)
        except Exception as error:  # whatever it is, the page still tells how to reach the service
            log.error("a report could not be noted: %s", type(error).__name__)
            return self._page(request, details, NOT_NOTED, HTTPStatus.SERVICE_UNAVAILABLE)
        response = self._page(request, details, THANKS)
        remember(response, token, self._secure)
        return response

    async def calendar(self, request: web.Request) -> web.Response:
        details = await self._details(request)
        return _calendar(await asyncio.to_thread(self._listing.calendar, [details.card.id]), details.card.name)

    def _first(self, token: str | None, service_id: str) -> tuple[str, bool]:
        """Return the token of the conversation, and whether it says for the first time that this service is wrong."""
        if token is None or self._lists.kept(session_of(token)) is None:
            token = new_token()
            self._lists.begin(session_of(token))
        return token, self._lists.first_report(session_of(token), service_id)

    async def _details(self, request: web.Request) -> Details:
        service_id = request.match_info["id"]
        found = await asyncio.to_thread(self._listing.details, [service_id[:LONGEST_ID]], wanted(request))
        if not found:
            raise web.HTTPNotFound
        return found[0]

    def _page(
        self, request: web.Request, details: Details, notice: str | None = None, status: int = 200
    ) -> web.Response:
        page = self._view.page("service", wanted(request), details=details, card=details.card, notice=notice)
        digest = base64.b64encode(hashlib.sha256(details.linked_data.encode()).digest()).decode()
        response = html(page, status, inline=f"'sha256-{digest}'")
        response.headers["Cache-Control"] = "no-store" if notice else "public, max-age=300"
        if details.example:
            response.headers["X-Robots-Tag"] = "noindex"
        return response


class ListPage:
    """The list of what a person keeps: only for whoever holds the token of the conversation."""

    def __init__(self, listing: Listing, lists: Lists, view: View, secure: bool) -> None:
        self._listing = listing
        self._lists = lists
        self._view = view
        self._secure = secure

    async def show(self, request: web.Request) -> web.Response:
        return await self._page(request, await _fields(request))

    async def calendar(self, request: web.Request) -> web.Response:
        fields = await _fields(request)
        kept = await self._kept(request, fields)
        entries = await asyncio.to_thread(self._listing.calendar, kept) if kept else None
        if entries is None:
            return await self._page(request, fields, NO_TIMES if kept else None)
        return _calendar(entries, "kith-list")

    async def _page(self, request: web.Request, fields: dict[str, str], notice: str | None = None) -> web.Response:
        language = _language(request, fields)
        kept = await self._kept(request, fields)
        if kept is None:
            return _private(html(self._view.page("sorry", language, sentence=NO_LIST), HTTPStatus.NOT_FOUND))
        listed = await asyncio.to_thread(self._listing.details, kept, language) if kept else []
        session = fields.get("session", "")
        return _private(html(self._view.page("shortlist", language, listed=listed, session=session, notice=notice)))

    async def _kept(self, request: web.Request, fields: dict[str, str]) -> tuple[str, ...] | None:
        if not from_here(request):
            return None
        token = fields.get("session") or request.cookies.get(cookie_name(self._secure))
        return await asyncio.to_thread(self._lists.kept, session_of(token)) if token else None


def _private(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _calendar(entries: bytes | None, name: str) -> web.Response:
    """A file to download. Its name is of letters, whatever the service is called."""
    if entries is None:
        raise web.HTTPNotFound
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split()) or "kith"
    response = web.Response(body=entries, content_type=CALENDAR, charset="utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{plain[:60]}.ics"'
    return _private(response)


async def _fields(request: web.Request) -> dict[str, str]:
    """The fields of a small form; {} for whatever else was sent."""
    if request.method != "POST":
        return {}
    body = await read_body(request)
    try:
        return dict(parse_qsl(body.kept.decode(), max_num_fields=10)) if body.whole else {}
    except ValueError:
        return {}


def _language(request: web.Request, fields: dict[str, str]) -> str:
    return fields["language"] if fields.get("language") in OFFERED else wanted(request)
