"""axe-core finds nothing wrong with any page, in any size or colour scheme."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.scripted_conversation import DANGER

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


async def nothing_is_wrong_with(page: Page) -> None:
    results = await Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_chat_at_every_stage(visitor, serve, viewport: dict[str, int], scheme: str) -> None:
    site = await serve()
    page = await visitor.opens(site.url, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    await expect(page.get_by_role("log")).to_contain_text("Hello. I am Kith.")
    await nothing_is_wrong_with(page)
    await page.get_by_role("button", name="Check how connected you feel").click()
    await page.get_by_role("button", name="Often", exact=True).click()
    await expect(page.get_by_role("article", name="The Silver Line")).to_be_visible()
    await page.get_by_text("Menu", exact=True).click()
    await nothing_is_wrong_with(page)
    await page.keyboard.press("Escape")
    await page.get_by_label("Your message").fill(f"I want to {DANGER}")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("log")).to_contain_text("You can get help now")
    await nothing_is_wrong_with(page)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["privacy", "accessibility", "?embed=1"])
async def test_the_other_pages(visitor, serve, path: str, viewport: dict[str, int], scheme: str) -> None:
    site = await serve()
    page = await visitor.opens(site.url + path, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    if "embed" in path:
        await expect(page.get_by_role("log")).to_contain_text("Hello. I am Kith.")
    await nothing_is_wrong_with(page)


async def test_the_page_whose_script_never_arrived(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens("about:blank", reduced_motion="reduce")
    await page.route("**/chat.js*", lambda route: route.abort())
    await page.goto(site.url)
    await page.get_by_role("button", name="Start chatting").click()
    await expect(page.get_by_role("log")).to_contain_text("Hello. I am Kith.")
    await nothing_is_wrong_with(page)
    visitor.complaints.clear()  # the browser reports the missing script
