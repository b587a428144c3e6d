"""Overview, report and public figures in a real browser: accessible, narrow, on paper, and in another site's frame."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from council.settings_store import CouncilSettings
from council.web import add_council_routes
from kith.database import make_engine
from tests.browser.test_council import SAM, SIZES, nothing_is_wrong_with, sign_in
from tests.integration.council.office import BIRMINGHAM, open_office
from tests.integration.council.town import AREA, fill_town

PUBLIC = f"/figures/{BIRMINGHAM}"


@pytest_asyncio.fixture(scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a council with three closed quarters, the last of them with wards; it publishes its figures."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('figures') / 'kith.db'}")
    office = open_office(engine)
    fill_town(office)
    office.add(SAM)
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))
    app = web.Application()
    add_council_routes(app, office.desk, AREA)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
    engine.dispose()


async def signed_in(visitor, address: str, **settings) -> Page:
    page = await visitor.opens(address, **settings)
    await sign_in(page)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Loneliness in Birmingham")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_every_page_of_figures_is_accessible_at_every_size(visitor, town, size, scheme) -> None:
    page = await signed_in(visitor, f"{town}/council", viewport=SIZES[size], color_scheme=scheme)
    await nothing_is_wrong_with(page)
    for summary in await page.locator("summary").all():
        await summary.click()
    await nothing_is_wrong_with(page)
    for path in ("/council/report", PUBLIC, f"{PUBLIC}/chart"):
        await page.goto(town + path)
        await nothing_is_wrong_with(page)


@pytest.mark.parametrize("path", ["/council/figures?quarter=2026-Q3", PUBLIC, f"{PUBLIC}/chart"])
async def test_no_number_is_broken_and_nothing_hangs_out_on_the_narrowest_screen(visitor, town, path) -> None:
    page = await signed_in(visitor, f"{town}/council", viewport={"width": 320, "height": 800})
    await page.goto(town + path)
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    lines = """[...document.querySelectorAll("td.number > span")].map(cell => {
        const range = document.createRange(), text = cell.firstChild;
        range.selectNodeContents(text);
        return /^\\s*\\d+%?\\s*$/.test(text.textContent) ? range.getClientRects().length : 1;
    })"""
    assert max(await page.evaluate(lines)) == 1


@pytest.mark.parametrize(("quarter", "fewest"), [("2026-Q3", 3), ("2025-Q4", 2)])
async def test_the_report_prints_on_two_to_four_pages(visitor, town, quarter, fewest) -> None:
    page = await signed_in(visitor, f"{town}/council/report?quarter={quarter}")
    printed = await page.pdf(prefer_css_page_size=True)
    assert fewest <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4
    assert len(set(re.findall(rb"/MediaBox \[([^\]]*)\]", printed))) == 1, "every page is A4"


async def test_on_paper_the_report_has_no_menu_and_no_button(visitor, town) -> None:
    page = await signed_in(visitor, f"{town}/council/report")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await expect(page.get_by_text("Keep it as a PDF")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Key findings")).to_be_visible()


async def test_a_reader_comes_from_a_chart_to_its_figures_by_keyboard_without_javascript(visitor, town) -> None:
    page = await signed_in(visitor, f"{town}/council", java_script_enabled=False)
    summary = page.get_by_text("As a table: Adults who say they feel lonely often or always, by ward")
    await summary.focus()
    await page.keyboard.press("Enter")
    table = page.get_by_role("table", name="Adults who say they feel lonely often or always, by ward")
    wards = table.get_by_role("row", name=re.compile("Ward"))
    await expect(wards.filter(has_text="%").first).to_be_visible()


async def test_another_site_shows_the_chart_in_a_frame_and_as_a_picture(visitor, town, neighbour) -> None:
    neighbour.html = (
        "<!doctype html><html lang='en'><title>A council</title>"
        f"<iframe title='Loneliness' src='{town}{PUBLIC}/chart'></iframe>"
        f"<img alt='A chart' src='{town}{PUBLIC}/chart.svg'>"
    )
    page = await visitor.opens(neighbour.address)
    framed = page.frame_locator("iframe")
    await expect(framed.get_by_role("img").first).to_be_visible()
    await expect(framed.get_by_role("heading", level=1)).to_contain_text("Birmingham")
    assert await page.locator("img").evaluate("image => image.complete && image.naturalWidth > 0")


async def test_another_site_cannot_show_any_other_page_in_a_frame(visitor, town, neighbour) -> None:
    neighbour.html = f"<!doctype html><title>A council</title><iframe src='{town}{PUBLIC}'></iframe>"
    page = await visitor.opens(neighbour.address)
    await visitor.is_refused("frame")
    assert await page.frame_locator("iframe").get_by_role("heading", level=1).count() == 0


async def test_the_picture_keeps_its_style_where_it_is_opened_alone(visitor, town) -> None:
    page = await visitor.opens(f"{town}{PUBLIC}/chart.svg")
    fill = await page.evaluate("getComputedStyle(document.querySelector('.tone-0')).fill")
    assert fill == "rgb(18, 54, 74)"
