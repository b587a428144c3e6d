"""The pages of services and of a person's list, over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.scripted_conversation import ScriptedConversation
from bot.web import Limit, WebOptions, add_chat_routes
from bot.web_services import add_service_routes
from tests.integration.bot.listing import ATTACK, SmallDirectory

Client = TestClient[web.Request, web.Application]
PAGE = {"Accept": "text/html"}
AMPLE = Limit(burst=1000, per_minute=1000)


@asynccontextmanager
async def serving(
    directory: SmallDirectory, per_address: Limit = AMPLE, clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[Client]:
    app = web.Application()
    options = WebOptions(operator="Example Council", secure_cookie=False, per_address=per_address)
    add_chat_routes(app, ScriptedConversation(), options)
    add_service_routes(app, directory, directory, options, clock)
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_the_page_of_a_service_says_all_that_is_known_and_how_to_reach_it() -> None:
    async with serving(SmallDirectory()) as client:
        response = await client.get("/services/choir", headers=PAGE)
        page = await response.text()
    assert response.status == 200
    for part in ("Moseley Community Choir", "tel:01214960123", "openstreetmap.org", "Tuesdays, 10am", "Next times:"):
        assert part in page
    assert "Set-Cookie" not in response.headers
    assert 'lang="en-GB"' in page


async def test_an_example_says_so_and_is_kept_out_of_search_engines() -> None:
    async with serving(SmallDirectory()) as client:
        example = await client.get("/services/choir", headers=PAGE)
        real = await client.get("/services/line", headers=PAGE)
        assert "this is not a real service" in await example.text()
        assert '<meta name="robots" content="noindex, noarchive">' in await example.text()
        assert '<meta name="robots" content="noarchive">' in await real.text()
    assert example.headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in real.headers


async def test_the_only_script_in_the_page_is_the_one_that_the_policy_names() -> None:
    async with serving(SmallDirectory()) as client:
        response = await client.get("/services/choir", headers=PAGE)
        page = await response.text()
    [(kind, script)] = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert kind == ' type="application/ld+json"'
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy


async def test_strangers_words_are_words() -> None:
    async with serving(SmallDirectory()) as client:
        page = await (await client.get("/services/nasty", headers=PAGE)).text()
    assert ATTACK not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("path", ["/services/unknown", "/services/unknown.ics", "/services/" + "x" * 500])
async def test_what_is_not_in_the_directory_is_not_found(path: str) -> None:
    async with serving(SmallDirectory()) as client:
        response = await client.get(path, headers=PAGE)
        assert response.status == 404
        assert "We cannot find that page" in await response.text()


async def test_the_page_is_in_the_language_of_the_reader() -> None:
    async with serving(SmallDirectory()) as client:
        page = await (await client.get("/services/choir?language=pl", headers=PAGE)).text()
    assert '<html lang="pl"' in page
    assert "Next times:" not in page


async def test_a_service_is_a_calendar_file_of_its_own() -> None:
    async with serving(SmallDirectory()) as client:
        response = await client.get("/services/choir.ics")
        assert (response.status, response.content_type) == (200, "text/calendar")
        assert response.headers["Content-Disposition"] == 'attachment; filename="moseley-community-choir.ics"'
        assert (await client.get("/services/line.ics")).status == 404


async def test_a_report_counts_once_and_the_visitor_is_thanked_every_time() -> None:
    directory = SmallDirectory()
    async with serving(directory) as client:
        for _ in range(2):
            response = await client.post("/services/choir", data={"kind": "closed"})
            assert response.status == 200
            assert "I have noted this without your name" in await response.text()
            assert response.headers["Cache-Control"] == "no-store"
    assert directory.reports == [("choir", "closed")]
    assert len(directory.begun) == 1


async def test_one_address_counts_once_a_day_however_many_conversations_it_begins() -> None:
    directory, now = SmallDirectory(), [0.0]
    async with serving(directory, clock=lambda: now[0]) as client:

        async def reports(service: str) -> None:
            client.session.cookie_jar.clear()
            response = await client.post(f"/services/{service}", data={"kind": "closed"})
            assert "I have noted this" in await response.text()

        for _ in range(5):
            await reports("choir")
        await reports("line")
        assert directory.reports == [("choir", "closed"), ("line", "closed")]
        now[0] = 24 * 3600.0
        await reports("choir")
        assert directory.reports[2:] == [("choir", "closed")]


async def test_a_report_of_a_conversation_that_goes_on_is_counted_for_it() -> None:
    directory = SmallDirectory()
    directory.keeps("mine", "choir")
    async with serving(directory) as client:
        await client.post("/services/choir", data={"kind": "time"}, cookies={"kith": "mine"})
    assert directory.begun == []
    assert directory.reports == [("choir", "time")]


@pytest.mark.parametrize("kind", ["", "everything", "closed' OR 1=1"])
async def test_a_report_of_another_kind_is_refused(kind: str) -> None:
    directory = SmallDirectory()
    async with serving(directory) as client:
        assert (await client.post("/services/choir", data={"kind": kind})).status == 400
    assert (directory.reports, directory.begun) == ([], [])


async def test_another_site_cannot_report_or_read_a_list() -> None:
    directory = SmallDirectory()
    directory.keeps("mine", "choir")
    foreign = {"Sec-Fetch-Site": "cross-site"}
    async with serving(directory) as client:
        assert (await client.post("/services/choir", data={"kind": "closed"}, headers=foreign)).status == 403
        page = await client.get("/shortlist", cookies={"kith": "mine"}, headers=foreign)
        assert page.status == 404
    assert directory.reports == []


@pytest.mark.parametrize("way", ["cookie", "token"])
async def test_the_list_opens_for_whoever_holds_the_token(way: str) -> None:
    directory = SmallDirectory()
    directory.keeps("mine", "choir", "line")
    async with serving(directory) as client:
        if way == "cookie":
            response = await client.get("/shortlist", cookies={"kith": "mine"})
        else:
            response = await client.post("/shortlist", data={"session": "mine", "language": "en"})
        page = await response.text()
    assert response.status == 200
    assert page.index("Moseley Community Choir") < page.index("A Phone Line")
    assert "Check before you go" in page
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert ('name="session" value="mine"' in page) == (way == "token")


@pytest.mark.parametrize("path", ["/shortlist", "/shortlist.ics"])
@pytest.mark.parametrize("token", [None, "guessed"])
async def test_the_list_opens_for_nobody_else(path: str, token: str | None) -> None:
    directory = SmallDirectory()
    directory.keeps("mine", "choir")
    async with serving(directory) as client:
        response = await client.post(path, data={"session": token} if token else {})
        assert response.status == 404
        assert "Choir" not in await response.text()
        assert (await client.get(f"{path}?session=mine")).status == 404


async def test_the_list_is_a_calendar_file_or_says_why_not() -> None:
    directory = SmallDirectory()
    directory.keeps("mine", "choir", "line")
    directory.keeps("theirs", "line")
    directory.keeps("empty")
    async with serving(directory) as client:
        mine = await client.post("/shortlist.ics", data={"session": "mine"})
        assert (mine.status, mine.content_type) == (200, "text/calendar")
        assert mine.headers["Cache-Control"] == "no-store"
        theirs = await client.post("/shortlist.ics", data={"session": "theirs"})
        assert "there is nothing to put in a calendar" in await theirs.text()
        empty = await client.post("/shortlist.ics", data={"session": "empty"})
        assert "There is nothing on your list." in await empty.text()


async def test_whoever_asks_for_too_many_pages_is_asked_to_wait() -> None:
    async with serving(SmallDirectory(), per_address=Limit(burst=1, per_minute=1)) as client:
        await client.get("/services/choir")
        response = await client.get("/services/choir")
        assert response.status == 429
        assert int(response.headers["Retry-After"]) > 1
        assert "Please wait" in await response.text()
