"""An editor looks after the directory in a real browser, and a resident sees it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from actions.cards import card_of
from bot.messages import Inbound, Kind, Message, Reply
from bot.scripted_conversation import ScriptedConversation
from bot.web import Limit, WebOptions, add_chat_routes
from directory.model import Phone
from directory.reports import Wrong
from directory.search import Search, Wish
from kith.database import make_engine
from tests.integration.council.keeping import Keeping, NoEncoder, open_keeping
from tests.integration.council.office import PASSWORD, open_office
from tests.unit.directory.builders import HOME, a_service

ED = "ed@birmingham.example"
SIZES = {"narrow": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 800}}
OLD, NEW = "0121 496 0100", "0121 496 0199"


class SearchingConversation(ScriptedConversation):
    """Answers everything with what a search around home finds."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search

    async def converse(self, inbound: Inbound) -> Reply:
        found = await asyncio.to_thread(self.search.find, Wish(place=HOME))
        return [Message(kind=Kind.RESULTS, text="Here it is.", cards=tuple(map(card_of, found.matches)))]


@dataclass
class Town:
    """The pages of a council and the chat of its residents, on one server."""

    url: str
    keeping: Keeping


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    office = open_office(engine)
    keeping = open_keeping(office, engine, tmp_path / "imports")
    keeping.tell(
        a_service(id="lunch", name="Tuesday Table", phones=(Phone(OLD),), assured_date=date(2025, 1, 1)),
        a_service(id="again", name="The Tuesday Table", phones=(Phone(OLD),)),
    )
    keeping.upkeep.reports.add("lunch", Wrong.NUMBER)
    office.add(ED, role="editor")
    ample = Limit(burst=1000, per_minute=1000)
    options = WebOptions(
        operator="Example Council",
        secure_cookie=False,
        per_session=ample,
        per_address=ample,
        leave_to="/static/mark.svg",
    )
    search = Search(keeping.upkeep.directory, NoEncoder(), office.clock, include_examples=True)
    add_chat_routes(keeping.app, SearchingConversation(search), options)
    async with TestServer(keeping.app) as server:
        yield Town(str(server.make_url("")).rstrip("/"), keeping)
    engine.dispose()


async def sign_in(page: Page) -> None:
    await page.get_by_label("User name").fill(ED)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()


async def phone_that_a_resident_is_shown(visitor, town: Town) -> str:
    page = await visitor.opens(town.url, java_script_enabled=False)
    await page.get_by_role("button", name="Start chatting").click()
    card = page.get_by_role("article", name="Tuesday Table", exact=True)
    number = await card.locator('a[href^="tel:"]').inner_text()
    await page.context.close()
    return number


async def nothing_is_wrong_with(page: Page) -> None:
    results = await Axe().run(page, options={"resultTypes": ["violations"], "iframes": False})
    assert results.violations_count == 0, results.generate_report()
    width, fits = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= fits, f"{page.url} is {width} wide on a screen of {fits}"


async def test_a_reported_number_is_put_right_seen_by_residents_and_undone(visitor, town: Town) -> None:
    assert await phone_that_a_resident_is_shown(visitor, town) == OLD
    page = await visitor.opens(f"{town.url}/council/reports", java_script_enabled=False)
    await sign_in(page)
    await page.get_by_role("link", name="Tuesday Table").click()
    await expect(page.get_by_text("The phone number is wrong: 1")).to_be_visible()
    await page.get_by_role("link", name="Change something").click()
    number = page.get_by_label("Phone 1", exact=True)
    await number.fill("ring us")
    await page.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_role("alert")).to_contain_text("Write a phone number")
    await expect(number).to_have_value("ring us")
    assert all("422" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()
    await number.fill(NEW)
    await page.get_by_role("button", name="Look at it").click()
    card = page.frame_locator("iframe").get_by_role("article", name="Tuesday Table")
    await expect(card.get_by_role("link", name=NEW)).to_be_visible()
    await expect(card).to_have_css("border-top-left-radius", "9px")
    assert await phone_that_a_resident_is_shown(visitor, town) == OLD
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status")).to_contain_text("Saved")
    await expect(page.get_by_role("heading", name="Said to be wrong")).to_have_count(0)
    assert await phone_that_a_resident_is_shown(visitor, town) == NEW
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("status")).to_contain_text("Undone")
    assert await phone_that_a_resident_is_shown(visitor, town) == OLD


async def test_a_service_is_added_with_the_keyboard(visitor, town: Town) -> None:
    page = await visitor.opens(f"{town.url}/council/directory/services/new", java_script_enabled=False)
    await sign_in(page)
    await page.get_by_label("Name", exact=True).focus()
    for typed in ("Tea and Toast", "St Anne's", "Tea for all, on Tuesdays."):
        await page.keyboard.type(typed)
        await page.keyboard.press("Tab")
    await page.get_by_label("Befriending").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.get_by_label("Name", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("This is how people will see it")
    await page.get_by_role("button", name="Save").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Added. People can find it now.")


@pytest.mark.parametrize(("size", "scheme"), [("narrow", "light"), ("desk", "dark")])
async def test_every_page_is_accessible_at_every_size(visitor, town: Town, size: str, scheme: str) -> None:
    upkeep = town.keeping.upkeep
    source = upkeep.sources.ensure("our list", "https://council.example/" + "a-long-way/" * 12, council="E08000025")
    page = await visitor.opens(f"{town.url}/council/directory", viewport=SIZES[size], color_scheme=scheme)
    await sign_in(page)
    for path in (
        *("", "/stale", "/doubts", "/doubles", "/sources", f"/sources/{source.id}", "/services"),
        *("/services/new", "/services/lunch", "/services/lunch/edit"),
    ):
        await page.goto(f"{town.url}/council/directory{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await nothing_is_wrong_with(page)
    await page.get_by_label("Phone 1", exact=True).fill("ring us")
    await page.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await nothing_is_wrong_with(page)
    assert all("422" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()
    await page.get_by_label("Phone 1", exact=True).fill(NEW)
    await page.get_by_role("button", name="Look at it").click()
    await expect(page.locator("iframe")).to_be_visible()
    await nothing_is_wrong_with(page)
    await page.get_by_role("button", name="Save").click()
    await nothing_is_wrong_with(page)
    await page.goto(f"{town.url}/council/directory/history")
    await nothing_is_wrong_with(page)
    await page.goto(f"{town.url}/council/reports")
    await nothing_is_wrong_with(page)


async def test_the_card_in_its_frame_fits_a_narrow_screen(visitor, town: Town) -> None:
    address = "the-team-that-answers-letters@lunch-clubs.example"
    town.keeping.tell(a_service(id="lunch", name="Tuesday Table", email=address))
    page = await visitor.opens(f"{town.url}/council/directory/services/lunch", viewport=SIZES["narrow"])
    await sign_in(page)
    await expect(page.frame_locator("iframe").get_by_role("link", name=address)).to_be_visible()
    width, fits = await page.frames[1].evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= fits


async def test_on_paper_there_is_the_service_and_nothing_to_press(visitor, town: Town) -> None:
    page = await visitor.opens(f"{town.url}/council/directory/services/lunch")
    await sign_in(page)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Tuesday Table")
    await expect(page.locator("iframe")).to_be_visible()
    for name in ("All of it is still right", "Change something", "It has closed for good"):
        await expect(page.get_by_text(name)).to_be_hidden()
    assert len(await page.pdf(format="A4")) > 1_000
