"""A service that is met at several places, on the card and on its page: that which is near, and then the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import expect
from sqlalchemy import create_engine

from actions.cards import card_in_chat
from bot.messages import Inbound, Kind, Message, Reply
from bot.scripted_conversation import ScriptedConversation
from bot.web import Limit, WebOptions, add_chat_routes
from bot.web_services import add_service_routes
from directory.reports import Reports
from directory.search import Search, Wish
from directory.tables import metadata
from kith.service_pages import ServicePages
from tests.integration.bot.listing import SmallDirectory
from tests.unit.directory.builders import HOME, a_service, an_entry, spot_at_km
from tests.unit.directory.searching import ListedDirectory, OneWordEncoder

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
CLUB = a_service(
    name="Chess Club",
    location=spot_at_km(9).location,
    schedules=spot_at_km(9, "MO").schedules,
    elsewhere=(spot_at_km(2, "TH"), spot_at_km(5, "FR")),
)


class Finding(ScriptedConversation):
    """Shows what is near home, whatever is said."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self._search = search

    async def converse(self, inbound: Inbound) -> Reply:
        cards = tuple(card_in_chat(match, (), "", "en") for match in self._search.find(Wish(HOME)).matches)
        return [Message(kind=Kind.RESULTS, text="Here it is.", item="results", cards=cards)]


@pytest_asyncio.fixture
async def site() -> AsyncIterator[str]:
    search = Search(ListedDirectory([an_entry(CLUB)]), OneWordEncoder(), lambda: NOW, include_examples=True)
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    pages = ServicePages(search, Reports(engine, lambda: NOW), lambda: NOW, "", lambda _code: None)
    app, ample = web.Application(), Limit(burst=1000, per_minute=1000)
    options = WebOptions(operator="Example Council", secure_cookie=False, per_session=ample, per_address=ample)
    add_chat_routes(app, Finding(search), options)
    add_service_routes(app, pages, SmallDirectory(), options)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_the_card_and_its_page_speak_of_the_place_that_is_near(visitor, site: str) -> None:
    page = await visitor.opens(site)
    card = page.locator("article.card")
    await expect(card).to_have_count(1)
    for words in ("Hall 2", "1.2 miles away", "Thursday 26 November", "Also held at other places"):
        await expect(card).to_contain_text(words)
    for words in ("Hall 9", "Monday", "Hall 5", "Friday"):
        await expect(card).not_to_contain_text(words)
    await page.goto(f"{site}services/{CLUB.id}~1")
    text = await page.locator("article.card").inner_text()
    told = ("Hall 2", "Thursdays", "Also held at other places", "Hall 5", "Fridays", "Hall 9", "Mondays")
    assert sorted(told, key=text.index) == list(told)
