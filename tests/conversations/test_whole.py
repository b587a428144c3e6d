"""The whole service: a council reads what residents said, and restarts and databases make no difference."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser
from sqlalchemy import create_engine, text

from council.accounts import Role
from indicators.publish import publication_of, release_of, to_csv
from indicators.quarters import Quarter
from kith.preparation import first_council_user
from kith.server import council_desk
from screening.instruments import ADULT
from tests.browser.conftest import PHONE
from tests.conversations.conftest import Person, Stack, serving, settings_in
from tests.conversations.test_screening import answer, begin
from tests.integration.bot.telegram_api import TelegramApi

BRISTOL = "E06000023"
PATIENCE = 60.0
"""Seconds that a busy machine may take; a test that works never waits so long."""
PASSWORD = "correct-battery-staple-7"


async def screened(stack: Stack, *answers: str, place: str = "Bristol", age: str = "47") -> None:
    """One resident's whole screening, with a place."""
    person = Person(stack)
    await begin(person, age)
    await answer(person, *answers)
    await person.presses("Working age")
    await person.says(place)


async def signed_in(stack: Stack, user: str) -> aiohttp.ClientSession:
    """A browser session of a council user."""
    browser = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
    async with browser.get(f"{stack.url}/council/sign-in") as page:
        token = (await page.text()).split('name="form_token" value="')[1].split('"')[0]
    form = {"name": user, "password": PASSWORD, "form_token": token}
    headers = {"Origin": stack.url}
    async with browser.post(f"{stack.url}/council/sign-in", data=form, headers=headers) as answered:
        assert answered.status == 200
        assert "Sign out" in await answered.text()
    return browser


async def test_a_council_reads_what_its_residents_said_and_no_other_council_does(stack: Stack) -> None:
    accounts = council_desk(stack.services).accounts
    accounts.add_user("figures@bristol.example", PASSWORD, BRISTOL, Role.VIEWER)
    accounts.add_user("figures@leeds.example", PASSWORD, "E08000035", Role.VIEWER)
    for _ in range(13):
        await screened(stack, "Often", "Often", "Often", "Often or always")
        await screened(stack, "Some of the time", "Some of the time", "Some of the time", "Occasionally")
        await screened(stack, "Hardly ever or never", "Some of the time", "Hardly ever or never", "Hardly ever")
    figures = once_closed(stack, BRISTOL)
    assert figure(figures, "took_part", "Everyone who began", "Adults (16 and over)") == "40"
    bands = [row["value"] for row in figures if row["table"] == "adult_ucla" and row["row"] == "Everyone"]
    assert bands[:3] == ["15"] * 3
    elsewhere = once_closed(stack, "E08000035")
    assert figure(elsewhere, "took_part", "Everyone who began", "Adults (16 and over)") == "0"
    for user in ("figures@bristol.example", "figures@leeds.example"):
        async with await signed_in(stack, user) as browser, browser.get(f"{stack.url}/council/figures") as page:
            assert "Until then nothing is shown" in await page.text()


def figure(figures: list[dict[str, str]], table: str, row: str, column: str) -> str:
    """One published figure."""
    return next(f["value"] for f in figures if (f["table"], f["row"], f["column"]) == (table, row, column))


def once_closed(stack: Stack, council: str) -> list[dict[str, str]]:
    """The rows of the CSV that the council will read when the quarter is closed, if nobody else takes part."""
    quarter = Quarter.of(datetime.now(UTC).date())
    release = release_of(stack.services.screenings.counts(council, quarter), quarter.closes_on)
    return list(csv.DictReader(io.StringIO(to_csv(publication_of(council, quarter, release)))))


async def test_the_app_can_be_restarted_in_the_middle_and_nothing_is_lost(stack: Stack, person: Person) -> None:
    await begin(person)
    await answer(person, "Often", "Often")
    await stack.stop_app()
    await stack.start_app()
    await answer(person, "Often", "Never")
    assert person.score == {"total": 9, "band": "most"}


async def test_telegram_asks_the_same_questions(stack: Stack, telegram_api: TelegramApi) -> None:
    chat = 4711
    await telegram_api.says("/start", chat=chat)
    await telegram_api.until(lambda: any("computer program" in words for words in telegram_api.texts(chat)), PATIENCE)
    for said in ("Check how connected I feel", "yes", "no", "47"):
        seen = len(telegram_api.texts(chat))
        await telegram_api.says(said, chat=chat)
        await telegram_api.until(lambda seen=seen: len(telegram_api.texts(chat)) > seen, PATIENCE)  # type: ignore[misc]
    await telegram_api.until(
        lambda: any(ADULT.items[0].question in words for words in telegram_api.texts(chat)), PATIENCE
    )


async def test_a_resident_talks_in_a_real_browser(stack: Stack, browser: Browser) -> None:
    page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    await page.goto(stack.url)
    for title in ("Check how connected I feel", "Yes, ask me", "No", "26 to 64"):
        await page.get_by_role("button", name=title, exact=True).last.click()
    for item, option in zip(ADULT.items, ("Often", "Often", "Often", "Never"), strict=True):
        await page.get_by_text(item.question, exact=True).wait_for()
        await page.get_by_role("button", name=option, exact=True).last.click()
    await page.get_by_role("button", name="Working age", exact=True).last.click()
    await page.get_by_text("Where shall I look?").wait_for()
    await page.get_by_role("textbox").fill("B13 8AB")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Anything near me", exact=True).last.click()
    await page.locator("article").nth(2).wait_for()
    await page.close()


@pytest.fixture
async def on_postgresql(postgres_url: str, tmp_path: Path) -> AsyncIterator[Stack]:
    """The whole service with everything kept in PostgreSQL."""
    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for name in ("kith_app", "kith_engine"):
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    address = postgres_url.removesuffix("/postgres")
    urls = {
        "KITH_DATABASE_URL": f"{address}/kith_app",
        "KITH_ENGINE_DATABASE_URL": f"{address.replace('+psycopg', '')}/kith_engine",
    }
    settings = await asyncio.to_thread(lambda: settings_in(tmp_path, **urls))
    async with serving(settings) as stack:
        yield stack


async def test_the_same_conversation_works_on_postgresql(on_postgresql: Stack) -> None:
    person = Person(on_postgresql)
    await begin(person, "I'm 82")
    await answer(person, "Often", "Some of the time", "Often", "Occasionally")
    assert person.score == {"total": 3 + 2 + 3, "band": "most"}
    await person.presses("Retired or later life")
    await person.says("B13 8AB")
    await person.says("a lunch club")
    assert len(person.cards) == 3
    told = first_council_user(on_postgresql.services)
    assert told is not None
    assert "password" in told
    assert first_council_user(on_postgresql.services) is None


async def test_health_and_readiness_are_told(stack: Stack) -> None:
    for path, expected in (
        ("healthz", {"status": "ok"}),
        ("readyz", {"status": "ok", "engine": "ok", "database": "ok"}),
    ):
        async with stack.client.get(f"{stack.url}/{path}") as answered:
            assert answered.status == 200
            assert json.loads(await answered.text()) == expected
    async with stack.client.get(f"{stack.url}/metrics") as answered:
        told = await answered.text()
    chats = [line for line in told.splitlines() if line.startswith("kith_http_seconds_sum") and "/chat" in line]
    assert all(float(line.split()[-1]) % 0.25 == 0 for line in chats), (
        "times so fine would tell which were safety replies"
    )
    async with stack.client.get(f"{stack.url}/metrics", headers={"X-Forwarded-For": "198.51.100.7"}) as answered:
        assert answered.status == 404


async def test_the_directory_is_published_to_anyone(stack: Stack) -> None:
    async with stack.client.get(f"{stack.url}/openreferral/v3/") as answered:
        assert (await answered.json())["version"]
    async with stack.client.get(f"{stack.url}/openreferral/v3/services?per_page=2&search=choir") as answered:
        assert answered.status == 200
        assert answered.headers["Access-Control-Allow-Origin"] == "*"
        assert (await answered.json())["size"] == 2


async def test_a_copier_in_a_hurry_is_asked_to_wait_and_the_chat_goes_on(stack: Stack, person: Person) -> None:
    statuses = []
    for _ in range(10 * stack.settings.directory_rate):  # a slow machine earns requests back meanwhile
        async with stack.client.get(f"{stack.url}/openreferral/v3/") as answered:
            statuses.append(answered.status)
            if answered.status == 429:
                assert set(await answered.json()) == {"error"}
                assert int(answered.headers["Retry-After"]) >= 1
                break
    assert statuses[-1] == 429
    assert await person.arrives()
