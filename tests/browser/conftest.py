"""A real browser, and the chat page served on loopback with a scripted conversation behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page

from bot.scripted_conversation import ScriptedConversation
from bot.web import Limit, WebOptions, add_chat_routes
from tests.conftest import HANGING_S

AMPLE = Limit(burst=1000, per_minute=1000)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@dataclass
class Site:
    """The chat page on loopback, and the conversation behind it."""

    url: str
    conversation: ScriptedConversation


Serve = Callable[..., Awaitable[Site]]


@pytest_asyncio.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start a chat site: `await serve(conversation, allowed_origins=(...))`."""
    async with AsyncExitStack() as stack:

        async def start(
            conversation: ScriptedConversation | None = None, allowed_origins: tuple[str, ...] = ()
        ) -> Site:
            behind = conversation or ScriptedConversation()
            app = web.Application()
            options = WebOptions(
                operator="Example Council",
                allowed_origins=allowed_origins,
                secure_cookie=False,
                per_session=AMPLE,
                per_address=AMPLE,
                leave_to="/static/mark.svg",
            )
            add_chat_routes(app, behind, options)
            server = await stack.enter_async_context(TestServer(app))
            return Site(str(server.make_url("/")), behind)

        yield start


@dataclass
class Neighbour:
    """Another web site, such as the council's own, that shows one page: set `html` before a visit."""

    address: str
    html: str = ""


@pytest_asyncio.fixture
async def neighbour() -> AsyncIterator[Neighbour]:
    """At "localhost", while the chat stands at "127.0.0.1": to a browser these are different sites."""

    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=site.html, content_type="text/html")

    async def icon(_request: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application()
    app.router.add_get("/", show)
    app.router.add_get("/favicon.ico", icon)
    async with TestServer(app) as server:
        site = Neighbour(f"http://localhost:{server.port}")
        yield site


class Visitor:
    """Opens pages in fresh browser profiles and remembers what the browser complained about."""

    def __init__(self, browser: Browser, stack: AsyncExitStack) -> None:
        self._browser = browser
        self._stack = stack
        self.complaints: list[str] = []

    async def opens(self, url: str, **settings: Any) -> Page:
        context = await self._browser.new_context(**{"viewport": DESKTOP, **settings})
        self._stack.push_async_callback(context.close)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        await page.goto(url)
        return page

    async def is_refused(self, reason: str) -> None:
        """Wait until the browser complains of this, and forget that it did."""
        async with asyncio.timeout(HANGING_S):
            while not any(reason in complaint for complaint in self.complaints):  # noqa: ASYNC110 (told by a callback)
                await asyncio.sleep(0.05)
        self.complaints.clear()


@pytest_asyncio.fixture
async def visitor(browser: Browser) -> AsyncIterator[Visitor]:
    """A visitor whose browser must have nothing to complain about when the test ends."""
    async with AsyncExitStack() as stack:
        someone = Visitor(browser, stack)
        yield someone
        assert someone.complaints == []
