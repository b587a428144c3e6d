"""A council's user signs in and reads the figures in a real browser, on a phone and on a desk, by day and by night."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pyotp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from council.identities import Identity
from council.settings_store import CouncilSettings
from council.web import add_council_routes
from kith.database import make_engine
from tests.integration.council.hostile_provider import running_provider
from tests.integration.council.office import BIRMINGHAM, LEEDS, PASSWORD, Clock, Office, open_office
from tests.integration.council.premises import premises, provider_at

SAM = "sam@birmingham.example"
SIZES = {
    "narrow": {"width": 320, "height": 640},
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 800},
}


@pytest_asyncio.fixture(scope="session")
async def town_hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of council pages with 300 screenings in the last quarter and none in this."""
    folder: Path = tmp_path_factory.mktemp("council")
    engine = make_engine(f"sqlite:///{folder / 'kith.db'}")
    office: Office = open_office(engine)
    office.fill(300, BIRMINGHAM, date(2026, 8, 3))
    office.add(SAM, role="manager")
    office.add("ed@birmingham.example", role="editor")
    app = web.Application()
    add_council_routes(app, office.desk)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
    engine.dispose()


async def nothing_is_wrong_with(page: Page) -> None:
    """No rule of axe is broken, and nothing makes the page scroll sideways."""
    results = await Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    width, fits = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= fits, f"{page.url} is {width} wide on a screen of {fits}"


@pytest_asyncio.fixture
async def small_hall(tmp_path: Path) -> AsyncIterator[Office]:
    """Council pages of a test's own, with a provider; `office.desk.site` is their address."""
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    async with premises(engine, lambda _: provider_at("http://127.0.0.1:9", passwords=True)) as hall:
        hall.office.add(SAM, role="manager")
        yield hall.office
    engine.dispose()


async def sign_in(page: Page, password: str = PASSWORD) -> None:
    await page.get_by_label("User name").fill(SAM)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_every_page_is_accessible_at_every_size_and_needs_no_script(visitor, town_hall, size, scheme) -> None:
    settings = {"viewport": SIZES[size], "color_scheme": scheme}
    page = await visitor.opens(f"{town_hall}/council/figures?quarter=2026-Q3", **settings)
    await nothing_is_wrong_with(page)
    await sign_in(page)
    await expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Loneliness in Birmingham July to September 2026"
    )
    await nothing_is_wrong_with(page)
    for path, heading in (
        ("/council", "Loneliness in Birmingham"),
        ("/council/figures", "Loneliness in Birmingham October to December 2026"),
        ("/council/password", "Change your password"),
        ("/council/numbers", "Numbers in the safety replies"),
        ("/council/activity", "Activity"),
        ("/council/users", "Users"),
        ("/council/users/2", "ed@birmingham.example"),
        ("/council/settings", "Settings"),
        ("/council/settings/numbers/adult_safeguarding", "Adult safeguarding"),
        ("/council/two-step", "Set up two-step sign-in"),
    ):
        await page.goto(town_hall + path)
        await expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        await nothing_is_wrong_with(page)


async def test_the_whole_way_works_with_the_keyboard_and_without_javascript(visitor, town_hall) -> None:
    page = await visitor.opens(f"{town_hall}/council", java_script_enabled=False)
    await page.get_by_label("User name").focus()
    await page.keyboard.type(SAM)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Loneliness in Birmingham")
    await page.get_by_label("Quarter").select_option("July to September 2026")
    await page.get_by_role("button", name="Show").click()
    await expect(page).to_have_url(f"{town_hall}/council/figures?quarter=2026-Q3")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_a_chart_has_a_name_a_description_and_its_table(visitor, town_hall) -> None:
    page = await visitor.opens(f"{town_hall}/council/figures?quarter=2026-Q3")
    await sign_in(page)
    section = page.get_by_role("region", name="How often adults (16 and over) say they feel lonely", exact=True)
    chart = section.get_by_role("img")
    await expect(chart).to_have_accessible_name("How often adults (16 and over) say they feel lonely")
    assert "Everyone: Often or always" in (await chart.locator("desc").text_content() or "")
    shown = await section.get_by_role("row", name="Everyone").get_by_role("cell").all_inner_texts()
    shares = [text.split()[0] for text in shown if "%" in text]
    assert shares
    for share in shares:
        await expect(chart.get_by_text(share, exact=True).first).to_be_visible()


async def test_a_download_is_a_file_of_the_figures(visitor, town_hall) -> None:
    page = await visitor.opens(f"{town_hall}/council/figures?quarter=2026-Q3")
    await sign_in(page)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV").click()
    file = await download.value
    assert file.suggested_filename == "kith-E08000025-2026-Q3.csv"
    text = await asyncio.to_thread((await file.path()).read_text, "utf-8")
    assert text.startswith("council,quarter,")


async def test_on_paper_only_the_figures_are_left(visitor, town_hall) -> None:
    page = await visitor.opens(f"{town_hall}/council/figures?quarter=2026-Q3")
    await sign_in(page)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("navigation", name="Council pages")).to_be_hidden()
    await expect(page.get_by_role("button", name="Show")).to_be_hidden()
    await expect(page.get_by_text("Not comparable with ASCOF or PHOF.")).to_be_visible()
    await expect(page.locator("svg").first).to_be_visible()


@pytest.mark.parametrize("size", ["narrow", "desk"])
async def test_a_new_user_comes_from_the_link_to_two_steps_and_back_in(visitor, small_hall, size) -> None:
    """Each page on the way is accessible, and the browser finds nothing to complain about (no style, no script)."""
    page = await visitor.opens(f"{small_hall.desk.site}/council/users", viewport=SIZES[size])
    await nothing_is_wrong_with(page)
    await sign_in(page)
    await page.get_by_label("User name").fill("new@birmingham.example")
    await page.get_by_label("Directory editor").check()
    await page.get_by_role("button", name="Add user").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Set-up link for new@birmingham.example")
    await nothing_is_wrong_with(page)
    link = await page.locator(".link-once code").inner_text()
    await page.get_by_role("button", name="Sign out").click()

    await page.goto(link)
    await nothing_is_wrong_with(page)
    await page.get_by_label("New password").fill("quiet-heron-basket")
    await page.get_by_role("button", name="Keep this password").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Loneliness in Birmingham")
    await page.get_by_role("link", name="Two-step sign-in").click()
    await expect(page.get_by_role("img", name="Picture for the app")).to_be_visible()
    secret = (await page.locator(".secret").inner_text()).replace(" ", "")
    await page.get_by_label("Code").fill(pyotp.TOTP(secret).at(small_hall.clock.now))
    await page.get_by_label("Your password").fill("quiet-heron-basket")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    await nothing_is_wrong_with(page)
    code = await page.locator(".codes code").first.inner_text()
    await page.get_by_role("link", name="I have kept them").click()
    await page.get_by_role("link", name="Two-step sign-in").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Two-step sign-in is on")
    await nothing_is_wrong_with(page)
    await page.get_by_role("button", name="Sign out").click()

    await page.get_by_label("User name").fill("new@birmingham.example")
    await page.get_by_label("Password").fill("quiet-heron-basket")
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await nothing_is_wrong_with(page)
    await page.get_by_label("Code").fill(code)
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Loneliness in Birmingham")


@pytest.mark.parametrize("size", ["narrow", "desk"])
async def test_a_manager_sets_a_number_after_reading_the_reply(visitor, small_hall, size) -> None:
    page = await visitor.opens(f"{small_hall.desk.site}/council/settings", viewport=SIZES[size])
    await sign_in(page)
    await page.get_by_role("link", name="Change Adult safeguarding").click()
    fields = {
        "Name of the team": "Birmingham adult safeguarding",
        "Who it is for": "Anyone who is worried that an adult is harmed.",
        "Number to call": "0121 303 1234",
        "When someone answers": "Monday to Friday, 9am to 5pm",
        "Web page": "https://www.birmingham.example/safeguarding",
        "Day on which": "2026-11-17",
    }
    for label, value in fields.items():
        await page.get_by_label(label).fill(value)
    await page.get_by_role("button", name="Look at the reply").click()
    await expect(page.get_by_text("Birmingham adult safeguarding: call 0121 303 1234")).to_be_visible()
    await nothing_is_wrong_with(page)
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="The number is right").click()
    await expect(page.get_by_role("table", name="Numbers of your council")).to_contain_text("0121 303 1234")
    await nothing_is_wrong_with(page)
    await page.get_by_role("link", name="Change Adult safeguarding").click()
    await nothing_is_wrong_with(page)
    await page.get_by_role("link", name="Take this number away").click()
    await nothing_is_wrong_with(page)
    await page.get_by_role("link", name="Overview").click()
    await expect(page.get_by_text("from no number to 0121 303 1234")).to_be_visible()
    await nothing_is_wrong_with(page)
    await page.get_by_role("link", name="Put it back").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Take the number away")


@pytest.mark.parametrize(("size", "scheme"), [("narrow", "dark"), ("desk", "light")])
async def test_every_page_that_says_no_is_accessible_too(visitor, small_hall, size, scheme) -> None:
    home = small_hall.desk.site
    page = await visitor.opens(f"{home}/council/users", viewport=SIZES[size], color_scheme=scheme)
    await sign_in(page, "a wrong guess")
    await expect(page.get_by_role("alert")).to_contain_text("do not match")
    await nothing_is_wrong_with(page)
    await sign_in(page)
    await page.get_by_label("User name").fill("new@council")
    await page.get_by_role("button", name="Add user").click()
    await expect(page.get_by_role("alert")).to_contain_text("looks like an email address")
    await nothing_is_wrong_with(page)
    await page.goto(f"{home}/council/nothing")
    await nothing_is_wrong_with(page)
    await page.goto(f"{home}/council/password")
    await page.get_by_label("Password now").fill("a wrong guess")
    await page.get_by_label("New password").fill("quiet-heron-basket")
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_role("alert")).to_contain_text("not your password")
    await nothing_is_wrong_with(page)
    await page.goto(f"{home}/council/two-step")
    await page.get_by_label("Code").fill("000000")
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.get_by_role("alert")).to_contain_text("code is not right")
    await nothing_is_wrong_with(page)
    await page.goto(f"{home}/council/settings")
    small_hall.desk.settings.change(BIRMINGHAM, CouncilSettings(second_factor=True))
    await page.get_by_role("button", name="Keep these settings").click()
    await expect(page.get_by_role("alert")).to_contain_text("Somebody changed the settings")
    await nothing_is_wrong_with(page)
    await page.goto(f"{home}/council/activity?before=1")
    await expect(page.get_by_text("Nothing is older.")).to_be_visible()
    await nothing_is_wrong_with(page)
    assert all("Failed to load resource" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()


async def test_going_back_after_signing_out_shows_nothing(visitor, town_hall) -> None:
    page = await visitor.opens(f"{town_hall}/council/figures?quarter=2026-Q3")
    await sign_in(page)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Loneliness in Birmingham")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_recovery_codes_print(visitor, small_hall) -> None:
    page = await visitor.opens(f"{small_hall.desk.site}/council/two-step")
    await sign_in(page)
    secret = (await page.locator(".secret").inner_text()).replace(" ", "")
    await page.get_by_label("Code").fill(pyotp.TOTP(secret).at(small_hall.clock.now))
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Switch on").click()
    await page.emulate_media(media="print")
    await expect(page.locator(".codes code").last).to_be_visible()
    await expect(page.get_by_role("navigation", name="Council pages")).to_be_hidden()


async def test_a_council_account_leads_to_its_provider_and_the_pages_policy_lets_it(visitor, tmp_path) -> None:
    """A link and no form: browsers hold every redirect after a form to `form-action`, and a provider may send on."""
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    clock = Clock()
    async with running_provider(clock) as provider:
        both = {**provider_at(provider.home), **provider_at(provider.home, LEEDS, name="Leeds")}
        async with premises(engine, lambda _: both, clock) as hall:
            page = await visitor.opens(f"{hall.home}/council/numbers")
            await page.get_by_text("Choose your council").click()
            await nothing_is_wrong_with(page)
            user = hall.office.desk.accounts.invite("ada@leeds.example", LEEDS, "viewer")
            assert hall.office.desk.staff.identities.bind(user, Identity(provider.home, "subject-of-ada"))
            await page.get_by_role("link", name="Leeds").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("Numbers in the safety replies")
            await expect(page.get_by_text("ada@leeds.example")).to_be_visible()
    engine.dispose()
