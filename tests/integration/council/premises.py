"""A council's pages on a real server that knows its own address, as a set-up link and an identity provider need it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from bot.contacts import Contacts
from council.providers import Provider
from council.web import add_council_routes
from tests.conftest import free_port
from tests.integration.council.office import BIRMINGHAM, Clock, Office, open_office
from tests.integration.council.visitor import Visitor

BACK = "/council/sign-in/back"


@dataclass
class Premises:
    """The office, its server, and browsers that visit it."""

    office: Office
    home: str
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def visitor(self) -> Visitor:
        """Open a browser."""
        browser = await self._stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
        return Visitor(browser, self.home, self.office.clock)


def provider_at(issuer: str, council: str = BIRMINGHAM, **others: object) -> Mapping[str, Provider]:
    """The providers of one council, whose provider stands at `issuer`."""
    fields = {"council": council, "name": "Birmingham", "issuer": issuer, "client_id": "kith", "client_secret": "s"}
    return {council: Provider.model_validate(fields | others)}


@contextlib.asynccontextmanager
async def premises(
    database: Engine,
    providers: Callable[[str], Mapping[str, Provider]],
    clock: Clock | None = None,
    contacts: Contacts | None = None,
) -> AsyncIterator[Premises]:
    """Serve the pages for the length of the block. `providers` is told our own address."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    office = open_office(database, site=home, providers=providers(home), clock=clock, contacts=contacts)
    app = web.Application()
    add_council_routes(app, office.desk)
    async with TestServer(app, port=port), AsyncExitStack() as stack:
        yield Premises(office, home, stack)
