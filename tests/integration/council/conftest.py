"""Fixtures of the council room: an office on each database, and browsers of people who visit it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from council.web import add_council_routes
from tests.integration.council.office import Office, open_office
from tests.integration.council.visitor import Visitor


@pytest.fixture
def office(database: Engine) -> Office:
    """A desk on an empty database, reached by plain http."""
    return open_office(database)


@pytest.fixture
async def visit(office: Office) -> AsyncIterator[Callable[[], Awaitable[Visitor]]]:
    """Return a function that gives a fresh browser on a running server."""
    app = web.Application()
    add_council_routes(app, office.desk)
    server = TestServer(app)
    await server.start_server()
    browsers: list[ClientSession] = []

    async def open_browser() -> Visitor:
        browsers.append(ClientSession(cookie_jar=CookieJar(unsafe=True)))
        return Visitor(browsers[-1], str(server.make_url("")).rstrip("/"), office.clock)

    yield open_browser
    for browser in browsers:
        await browser.close()
    await server.close()


@pytest.fixture
async def visitor(visit: Callable[[], Awaitable[Visitor]]) -> Visitor:
    """A browser that has not signed in."""
    return await visit()
