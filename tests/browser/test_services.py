"""The page of a service and the list of what a person keeps, in a real browser: narrow, printed, without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.messages import Button, Inbound, Kind, Message, Reply
from bot.scripted_conversation import ScriptedConversation
from bot.web import Limit, WebOptions, add_chat_routes
from bot.web_services import add_service_routes
from tests.integration.bot.listing import CHOIR, SmallDirectory

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
KEEP = Button(title="Keep this", payload="/keep")
ON_CARD = CHOIR.model_copy(update={"page": "/services/choir", "buttons": (KEEP,)})


class KeepingConversation(ScriptedConversation):
    """Shows the choir, and shows it again as the person's list when it is kept."""

    async def converse(self, inbound: Inbound) -> Reply:
        self.received.append(inbound)
        item = "shortlist" if inbound.payload == KEEP.payload else "results"
        more = (Button(title="Show me more", payload="/more"),)
        return [Message(kind=Kind.RESULTS, text="Here it is.", item=item, cards=(ON_CARD,), buttons=more)]


@pytest_asyncio.fixture
async def site() -> AsyncIterator[tuple[str, SmallDirectory, ScriptedConversation]]:
    directory, conversation = SmallDirectory(), KeepingConversation()
    app = web.Application()
    ample = Limit(burst=1000, per_minute=1000)
    options = WebOptions(
        operator="Example Council",
        secure_cookie=False,
        per_session=ample,
        per_address=ample,
        leave_to="/static/mark.svg",
    )
    add_chat_routes(app, conversation, options)
    add_service_routes(app, directory, directory, options)
    async with TestServer(app) as server:
        yield str(server.make_url("/")), directory, conversation


async def nothing_is_wrong_with(page: Page) -> None:
    results = await Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


async def list_page(visitor: Any, url: str, directory: SmallDirectory, **settings: Any) -> Page:
    directory.keeps("mine", "choir", "line")
    page: Page = await visitor.opens("about:blank", **settings)
    await page.context.add_cookies([{"name": "kith", "value": "mine", "url": url}])
    await page.goto(f"{url}shortlist")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["320px", "desktop"])
async def test_the_pages_fit_and_keep_the_rules(visitor, site, viewport: dict[str, int], scheme: str) -> None:
    url, directory, _ = site
    settings = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
    page = await list_page(visitor, url, directory, **settings)
    for path in ("shortlist", "services/choir", "services/choir?language=ar", "shortlist?language=ar"):
        await page.goto(url + path)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert await fits(page), path
        await nothing_is_wrong_with(page)


async def test_the_printed_list_holds_what_is_needed_and_nothing_to_press(visitor, site) -> None:
    url, directory, _ = site
    page = await list_page(visitor, url, directory, reduced_motion="reduce")
    await expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    await page.emulate_media(media="print")
    for text in ("0121 496 0123", "149 Alcester Road", "Tuesday 24 November", "Check before you go", "A Phone Line"):
        await expect(page.get_by_text(text).first).to_be_visible()
    for name in ("Print this page", "Add to my calendar"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
    await expect(page.get_by_role("link", name="Go to the chat")).to_have_count(0)
    assert len(await page.pdf(format="A4")) > 1_000


async def test_the_list_needs_no_script(visitor, site) -> None:
    url, directory, _ = site
    page = await list_page(visitor, url, directory, java_script_enabled=False)
    await expect(page.get_by_role("heading", name="My list")).to_be_visible()
    await expect(page.get_by_role("button", name="Print this page")).to_have_count(0)
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Add to my calendar").click()
    assert (await download.value).suggested_filename == "kith-list.ics"


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
async def test_a_card_is_kept_and_the_list_is_opened_from_the_chat(visitor, site, scripts: bool) -> None:
    url, directory, conversation = site
    page = await visitor.opens(url, java_script_enabled=scripts, reduced_motion="reduce")
    if not scripts:
        await page.get_by_role("button", name="Start chatting").click()
    card = page.get_by_role("article", name=CHOIR.name)
    await expect(card.get_by_role("link", name=f"More about this ({CHOIR.name})")).to_be_visible()
    await card.get_by_role("button", name=f"Keep this ({CHOIR.name})").click()
    await expect(page.get_by_text(f"Keep this ({CHOIR.name})").first).to_be_visible()
    assert conversation.received[-1].payload == KEEP.payload
    directory.keeps("token-1", "choir")
    if scripts:
        await nothing_is_wrong_with(page)
    async with page.context.expect_page() as opened:
        await page.get_by_role("button", name="Print my list").last.click()
    printed = await opened.value
    await expect(printed.get_by_role("heading", name="My list")).to_be_visible()
    await expect(printed.get_by_role("article", name=CHOIR.name)).to_be_visible()
    await printed.close()


async def test_a_report_takes_one_press(visitor, site) -> None:
    url, directory, _ = site
    page = await visitor.opens(f"{url}services/choir", viewport=NARROW, reduced_motion="reduce")
    await page.get_by_role("button", name="It has closed").click()
    await expect(page.get_by_role("status")).to_contain_text("Thank you")
    assert directory.reports == [("choir", "closed")]
    await nothing_is_wrong_with(page)
