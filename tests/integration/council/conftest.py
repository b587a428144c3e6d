"""Fixtures of the council room: an office on each database, and browsers of people who visit it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
import pytest_asyncio
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from council.settings_store import CouncilSettings
from council.web import add_council_routes
from kith.database import make_engine
from tests.integration.council.office import BIRMINGHAM, Office, open_office
from tests.integration.council.town import AREA, fill_town
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


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A council with three closed quarters, wards and needs. Tests only read it, but for what is logged."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('town') / 'kith.db'}")
    office = open_office(engine)
    fill_town(office)
    office.add("sam@birmingham.example")
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))
    yield office
    engine.dispose()


@pytest_asyncio.fixture
async def stranger(town: Office) -> AsyncIterator[Visitor]:
    """A browser in front of the town's pages that has not signed in."""
    app = web.Application()
    add_council_routes(app, town.desk, AREA)
    async with TestServer(app) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        yield Visitor(browser, str(server.make_url("")).rstrip("/"), town.clock)


@pytest_asyncio.fixture
async def sam(stranger: Visitor) -> Visitor:
    """Somebody of the town's council who has signed in."""
    await stranger.sign_in("sam@birmingham.example")
    return stranger
