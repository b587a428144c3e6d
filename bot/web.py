"""The residents' web channel: the chat page, its widget for other sites, and the chat API."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web_api import CHAT, OPENAPI, ChatApi, Handler
from bot.web_exchange import Conversation, Desk
from bot.web_limits import Limit, TrustedProxies
from bot.web_page import ChatPage, Pages
from bot.web_view import View, read_assets

__all__ = ["Conversation", "Limit", "WebOptions", "add_chat_routes"]


@dataclass(frozen=True)
class WebOptions:
    """How one operator runs the web channel."""

    operator: str
    """Who runs the service, as residents know them: "Example Borough Council"."""
    allowed_origins: tuple[str, ...] = ()
    """Sites that may show the widget and call the API from a browser: "https://www.example.gov.uk"."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For is believed."""
    secure_cookie: bool = True
    """Off only where the page is served without TLS, as on a developer's own machine."""
    per_session: Limit = field(default_factory=lambda: Limit(burst=20, per_minute=40))
    per_address: Limit = field(default_factory=lambda: Limit(burst=200, per_minute=600))
    """Generous: a whole library or care home can share one address."""
    leave_to: str = "https://www.bbc.co.uk/weather"
    """Where "Leave this page" goes: a page that nobody would remark on."""


def add_chat_routes(
    app: web.Application,
    conversation: Conversation,
    options: WebOptions,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Add the residents' pages and the chat API to `app`, before it starts."""
    assets = read_assets()
    view = View(assets, options.operator, options.leave_to)
    desk = Desk(conversation, options.per_session, options.per_address, clock)
    proxies = TrustedProxies(options.trusted_proxies)
    api = ChatApi(desk, proxies, options.allowed_origins)
    chat = ChatPage(desk, view, proxies, options.allowed_origins, options.secure_cookie)
    pages = Pages(view, assets)

    app.router.add_get("/", chat.show)
    app.router.add_post("/", chat.post)
    app.router.add_get("/privacy", pages.privacy)
    app.router.add_get("/accessibility", pages.accessibility)
    app.router.add_get("/widget.js", pages.widget)
    app.router.add_get("/favicon.ico", pages.icon)
    app.router.add_get("/static/{name}", pages.static)
    app.router.add_post(CHAT, api.chat)
    app.router.add_route("OPTIONS", CHAT, api.preflight)
    app.router.add_get(OPENAPI, api.openapi)
    app.middlewares.append(_guard(api, pages))
    app.on_response_prepare.append(_protect)


def _guard(api: ChatApi, pages: Pages) -> Middleware:
    """Errors under /api/ are JSON, a lost person gets a page, and the rest of the app is left alone."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/api/"):
            return await api.guard(request, handler)
        return await pages.not_found(request, handler)

    return guard


async def _protect(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _PROTECTION.items():
        response.headers.setdefault(name, value)


_PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
}
