"""Attacks that were tried against the running pages and came through once: each by its name, none may again."""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine, insert
from sqlalchemy.exc import DatabaseError

from bot.web_limits import TrustedProxies
from council.audit import Event
from council.settings_store import CouncilSettings
from council.tables import audit
from council.web import TOO_MANY, Rule, add_council_routes
from directory.edits import confirming
from directory.history import Author
from tests.integration.council.keeping import Keeping, open_keeping
from tests.integration.council.office import BIRMINGHAM, LEEDS, PASSWORD, Office, open_office
from tests.integration.council.premises import premises, provider_at
from tests.integration.council.visitor import Visitor

SAM, OPAL = "sam@birmingham.example", "opal@kith.example"
Visit = Callable[[], Awaitable[Visitor]]


@pytest.fixture
def keeping(office: Office, database: Engine, tmp_path: Path) -> Keeping:
    return open_keeping(office, database, tmp_path / "imports")


# Whose address


def test_one_guesser_on_ipv6_does_not_slow_down_everybody_else_on_ipv6(office: Office) -> None:
    proxies = TrustedProxies(["10.0.0.0/8"])
    guesser, other = (proxies.client("10.0.0.1", f"2001:db8:{net}::7") for net in ("bad", "600d"))
    guard = office.desk.accounts.guard
    assert guard.origin(guesser) != guard.origin(other)
    office.add(SAM)
    for number in range(20):
        office.desk.accounts.verify(f"guess{number}@birmingham.example", "a wrong guess", guesser)
    assert getattr(office.desk.accounts.verify(SAM, PASSWORD, other), "name", None) == SAM


# Councils and quarters that there are not


async def test_a_council_that_does_not_exist_is_not_found_on_any_page(keeping: Keeping) -> None:
    async with keeping.browser("operator", OPAL) as opal:
        for code in ("E08999999", "E10000999", "E08\u0660\u0660\u0660\u0660\u0662\u0665"):
            for path in (
                *("/council", "/council/figures", "/council/figures.csv", "/council/report", "/council/settings"),
                *("/council/directory", "/council/directory/services", "/council/reports"),
            ):
                assert (await opal.get(f"{path}?council={code}")).status == 404, (path, code)
            refused = await opal.fill_in(
                "/council/users", {"name": "new@nowhere.example", "role": "viewer", "council": code}
            )
            assert refused.status == 422
        assert (await opal.get("/council/users")).status == 200
    assert keeping.office.desk.accounts.find("new@nowhere.example") is None


async def test_the_first_quarters_of_the_calendar_break_no_page(office: Office, visitor: Visitor) -> None:
    await visitor.sign_in(office.add(SAM))
    for path in ("/council", "/council/report", "/council/figures", "/council/figures.csv"):
        for quarter in ("0001-Q1", "0001-Q4", "9998-Q4", "0000-Q1"):
            assert (await visitor.get(f"{path}?quarter={quarter}")).status < 500, (path, quarter)


# What no database bears


async def test_a_nul_anywhere_is_refused_and_not_our_failure(keeping: Keeping) -> None:
    async with keeping.browser("operator", OPAL) as opal:
        for path in (
            "/council/directory/services?everywhere&words=%00",
            "/council/figures?council=a%00",
            "/council/%00",
        ):
            assert (await opal.get(path)).status in (400, 403, 404), path
        for path, field in (
            ("/council/directory/doubles", "keep"),
            ("/council/directory/doubts", "words"),
            ("/council/directory/services/lunch/edit", "description"),
        ):
            sent = await opal.fill_in("/council", {field: "a\x00b", "verdict": "two", "taxonomy": "need"}, to=path)
            assert 400 <= sent.status < 500, path


# Answers that no route made


@pytest.mark.parametrize("path", ["/council", "/council/nothing", "/council/users", "/figures", "/figures/E08000025"])
async def test_an_answer_to_an_unknown_method_or_address_carries_the_security_headers(
    visitor: Visitor, path: str
) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "HEAD"):
        async with visitor.browser.request(method, visitor.home + path, allow_redirects=False) as answer:
            assert answer.status in (404, 405)
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


# The log


def test_no_entry_of_the_log_can_be_replaced(office: Office) -> None:
    """SQLite's REPLACE deletes without asking the triggers, unless it is told to ask them."""
    office.desk.audit.write(Event.SIGNED_IN, SAM, BIRMINGHAM)
    row = {"id": 1, "at": office.clock(), "event": "viewed", "who": "x", "council": LEEDS, "what": "", "origin": ""}
    replaced = insert(audit).prefix_with("OR REPLACE", dialect="sqlite").values(row)
    with pytest.raises(DatabaseError), office.engine.begin() as connection:
        connection.execute(replaced)
    assert [each.who for each in office.desk.audit.latest(None)] == [SAM]


def test_no_entry_of_the_log_can_look_like_two_or_be_read_backwards(office: Office) -> None:
    office.desk.audit.write(
        Event.TERM_CORRECTED, "ed@birmingham.example", BIRMINGHAM, "need: a\nb\x1b[31m\u202ec\u2028d"
    )
    assert office.desk.audit.latest(BIRMINGHAM)[0].what == "need: a b [31m c d"


async def test_what_goes_to_the_log_when_a_page_fails_holds_nothing_that_somebody_wrote(
    office: Office, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("typed by somebody".upper())

    await visitor.sign_in(office.add(SAM))
    monkeypatch.setattr(office.desk.audit, "write", broken)
    assert (await visitor.get("/council/figures")).status == 500
    assert "/council/figures failed with ValueError" in caplog.text
    assert "in broken" in caplog.text
    assert "TYPED" not in caplog.text


# The second step


async def test_who_saw_a_key_before_does_not_know_the_codes_of_who_sets_it_up(office: Office, visit: Visit) -> None:
    thief, sam = await visit(), await visit()
    office.add(SAM)
    await thief.sign_in(SAM)
    seen = await thief.secret()
    await sam.sign_in(SAM)
    assert await sam.secret() == await sam.secret() != seen, "it stays while the page is loaded again"
    stolen = await sam.fill_in("/council/two-step", {"code": sam.code(seen), "password": PASSWORD})
    assert stolen.status == 403
    on = await sam.fill_in("/council/two-step", {"code": sam.code(await sam.secret()), "password": PASSWORD})
    assert on.status == 200
    assert (await thief.get("/council")).status == 303, "and every other session is over"


async def test_nobody_sets_a_second_step_up_at_a_desk_that_was_left(office: Office, visitor: Visitor) -> None:
    await visitor.sign_in(office.add(SAM))
    code = visitor.code(await visitor.secret())
    for proof in ({}, {"password": "a wrong guess"}):
        refused = await visitor.fill_in("/council/two-step", {"code": code, **proof})
        assert refused.status == 403
        assert "not your password" in refused.text
    user = office.desk.accounts.find(SAM)
    assert user
    assert not office.desk.staff.factors.is_on(user)


def test_a_new_password_ends_an_open_set_up_link(office: Office) -> None:
    user, token = office.desk.staff.add(SAM, BIRMINGHAM, "viewer")
    office.desk.staff.set_password(user, PASSWORD)
    assert office.desk.staff.finish_with_password(token, "another-heron-lamp") is None


# What is told to whom


async def test_nobody_chooses_the_id_of_a_service_and_so_reads_what_was_done_to_another(keeping: Keeping) -> None:
    """The history of a service that left the directory belongs to whoever owns its id next."""
    edits, theirs = keeping.upkeep.edits, "00000000-0000-4000-8000-00000000abcd"
    leo = Author("leo@leeds.example", LEEDS)
    edits.add(replace(keeping.lunch(), id=theirs, name="Theirs", areas=(LEEDS,)), leo)
    edits.undo(edits.history.of(theirs)[0].id, leo)
    page = "/council/directory/services/new"
    async with keeping.browser() as ed:
        service = {"name": "Ours", "organisation": "We", "summary": "Tea.", "need_lunch_social": "yes"}
        service |= {"cost": "unknown", "languages": "English", "self_referral": "yes", "step": "save"}
        added = await ed.fill_in(page, service | {"mark": theirs})
        again = await ed.fill_in(page, service | {"mark": theirs})
        assert added.headers["Location"].partition("?")[0] == again.headers["Location"], "sent twice, it is one"
        assert theirs not in added.headers["Location"]
        assert (await ed.get(f"/council/directory/services/{theirs}")).status == 404
        assert "leo@leeds.example" not in (await ed.get(added.headers["Location"])).text


async def test_a_council_reads_no_names_of_another_councils_users(keeping: Keeping) -> None:
    keeping.upkeep.edits.change("nearby", confirming(date(2026, 11, 17)), Author("leo@leeds.example", LEEDS))
    async with keeping.browser() as ed:
        page = (await ed.get("/council/directory/services/nearby")).text
        assert "leo@leeds.example" not in page
        assert "somebody at Leeds" in page
        await ed.fill_in("/council/directory", {}, to="/council/directory/services/nearby/confirm")
        assert "ed@birmingham.example" in (await ed.get("/council/directory/services/nearby")).text


async def test_what_an_operator_changes_for_another_council_stands_in_that_councils_log(keeping: Keeping) -> None:
    source = keeping.upkeep.sources.ensure("their list", "https://leeds.example/list", council=LEEDS)
    async with keeping.browser("operator", OPAL) as opal:
        for path, fields in (
            ("/council/directory/services/outside/confirm", {}),
            ("/council/directory/services/choir/close", {"how": "good"}),
            ("/council/directory/services/choir/open", {}),
            ("/council/directory/services/choir/settle", {"outcome": "right"}),
            (f"/council/directory/sources/{source.id}/run", {}),
        ):
            assert (await opal.fill_in("/council", fields, to=path)).status == 303, path
        last = keeping.upkeep.edits.history.latest(LEEDS)[0]
        await opal.fill_in("/council", {}, to=f"/council/directory/history/{last.id}/undo")
    told = [entry.event for entry in keeping.office.desk.audit.latest(LEEDS)]
    assert told.count(Event.SERVICE_CHANGED) == 3
    assert {Event.REPORTS_SETTLED, Event.SOURCE_ASKED} <= set(told)
    assert {entry.author.name for entry in keeping.upkeep.edits.history.latest(LEEDS)} == {OPAL}
    assert all(entry.event is Event.SIGNED_IN or "overview" in entry.what or entry.event is Event.SECOND_FACTOR_ON
               for entry in keeping.office.desk.audit.latest(BIRMINGHAM))  # fmt: skip


async def test_many_views_do_not_push_what_was_done_out_of_the_log(office: Office, visitor: Visitor) -> None:
    office.desk.audit.write(Event.NUMBER_CHANGED, "mo@birmingham.example", BIRMINGHAM, "the old and the new")
    for _ in range(401):
        office.desk.audit.write(Event.VIEWED, SAM, BIRMINGHAM)
        office.desk.audit.write(Event.VIEWED, "lee@leeds.example", LEEDS, "seen only there")
    await visitor.sign_in(office.add("may@birmingham.example", role="manager"))
    address, seen = "/council/activity", []
    for _ in range(3):
        page = (await visitor.get(address)).text
        assert "seen only there" not in page
        seen.append("the old and the new" in page)
        older = re.search(r'href="(/council/activity\?before=\d+)"', page)
        address = older[1] if older else ""
    assert seen == [False, False, True]
    assert address == ""
    for nonsense in ("-1", "x", "9" * 30, "%00", "1%27"):
        assert (await visitor.get(f"/council/activity?before={nonsense}")).status in (200, 400, 404)


# Binding an account to somebody else's identity


async def test_a_link_of_another_site_binds_nobodys_identity_to_the_account_of_its_sender(database: Engine) -> None:
    """A browser that is signed in at the provider would go there and back without a question."""
    async with premises(database, lambda _: provider_at("http://127.0.0.1:9", passwords=True)) as town:
        _, token = town.office.desk.staff.add("thief@birmingham.example", BIRMINGHAM, "viewer")
        victim, thief = await town.visitor(), await town.visitor()
        page = await thief.get(f"/council/set-up/{token}")
        link = html.unescape(re.findall(r'href="(/council/sign-in/elsewhere[^"]+)"', page.text)[0])
        bare = f"/council/sign-in/elsewhere?council={BIRMINGHAM}&set_up={token}"
        for address in (bare, link, f"{bare}&form_token=" + "0" * 64):
            led = await victim.get(address)
            assert (led.status, led.headers["Location"]) == (303, f"/council/set-up/{token}"), "whose account it is"
            assert victim.cookie("kith_flow") is None
        assert (await thief.get(link)).status == 502, "it asks the provider, which is away"


# Too much


async def test_who_asks_for_too_many_pages_waits_and_costs_nothing(database: Engine) -> None:
    waits = iter([0.0, 12.3, 0.0])
    office = open_office(database)
    office = replace(office, desk=replace(office.desk, wait_s=lambda _: next(waits)))
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))
    app = web.Application()
    add_council_routes(app, office.desk)
    async with TestServer(app) as server, ClientSession() as browser:
        visitor = Visitor(browser, str(server.make_url("")).rstrip("/"))
        assert (await visitor.get(f"/figures/{BIRMINGHAM}")).status == 200
        later = await visitor.get(f"/figures/{BIRMINGHAM}")
        assert (later.status, later.headers["Retry-After"], later.text) == (429, "13", TOO_MANY)
        assert "frame-ancestors 'none'" in later.headers["Content-Security-Policy"]
        assert (await visitor.get("/council/council.css")).status == 200, "what belongs to a page is not counted"
        assert (await visitor.get(f"/figures/{BIRMINGHAM}")).status == 200


# Two tabs, two people


async def test_settings_that_somebody_else_changed_meanwhile_are_not_set_back(office: Office, visitor: Visitor) -> None:
    await visitor.sign_in(office.add("mo@birmingham.example", role="manager"))
    page = "/council/settings"
    was = re.findall(r'name="was" value="([0-9a-f]+)"', (await visitor.get(page)).text)[0]
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(second_factor=True))
    late = await visitor.fill_in(page, {"name": "Brum", "public_figures": "yes", "was": was})
    assert late.status == 409
    assert office.desk.settings.of(BIRMINGHAM) == CouncilSettings(second_factor=True)
    again = re.findall(r'name="was" value="([0-9a-f]+)"', late.text)[0]
    assert (await visitor.fill_in(page, {"name": "Brum", "was": again})).status == 303


# What a compressed page gives away


async def test_figures_travel_compressed_and_no_token_in_them_is_ever_the_same(
    office: Office, visitor: Visitor
) -> None:
    await visitor.sign_in(office.add(SAM, role="manager"))
    figures = ("/council/figures", "/council/report", "/council/figures.csv?quarter=2026-Q3")
    for path in ("/council", "/council/activity", *figures):
        answer = await visitor.get(path)
        assert answer.headers["Content-Encoding"] in ("deflate", "gzip")
        assert answer.headers["Vary"] == "Accept-Encoding"
    for path in ("/council/two-step", "/council/password", "/council/users", "/council/settings"):
        assert "Content-Encoding" not in (await visitor.get(path)).headers, "it may hold a secret"
    tokens = {await visitor.token("/council") for _ in range(5)}
    assert len(tokens) == 5
    out = await visitor.post("/council/sign-out", {"form_token": tokens.pop()})
    assert out.status == 303, "each of them is good"


# Who may use what: written down a second time, so that a rule that slips in the table of routes is noticed

_WAYS_IN = re.compile(r"/council/(sign-in(/elsewhere|/back)?|set-up/.*|council\.css|mark\.svg)|/figures/.*")
_HALF_WAY = re.compile(r"/council/(sign-in/code|two-step|sign-out)")
_MANAGERS = re.compile(r"/council/(users|settings|activity)(/.*)?")
_FORMS_OF_EDITORS = re.compile(r"/council/directory/services/(new|.*/edit)")


def rule_by_right(method: str, path: str) -> Rule:
    """The rule that a route ought to have."""
    if _WAYS_IN.fullmatch(path):
        return Rule.ANYONE
    if _HALF_WAY.fullmatch(path):
        return Rule.ARRIVING
    if _MANAGERS.fullmatch(path):
        return Rule.MANAGERS
    changes_the_directory = method == "POST" and path.startswith("/council/directory")
    return Rule.EDITORS if changes_the_directory or _FORMS_OF_EDITORS.fullmatch(path) else Rule.SIGNED_IN


def every_route(keeping: Keeping) -> list[tuple[str, str, Rule]]:
    """Method, address and rule of whatever the application answers below our addresses."""
    found = []
    for route in keeping.app.router.routes():
        assert route.resource, route
        rule = getattr(route.handler, "rule", None)
        assert isinstance(rule, Rule), f"{route} states no rule"
        found.append((route.method, re.sub(r"\{\w+\}", "1", route.resource.canonical), rule))
    return found


def test_each_route_has_the_rule_that_it_ought_to_have(keeping: Keeping) -> None:
    routes = every_route(keeping)
    assert len(routes) > 60
    assert [(method, path, rule_by_right(method, path)) for method, path, _ in routes] == routes


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("viewer", {Rule.ANYONE, Rule.ARRIVING, Rule.SIGNED_IN}),
        ("editor", {Rule.ANYONE, Rule.ARRIVING, Rule.SIGNED_IN, Rule.EDITORS}),
    ],
)
async def test_no_role_reaches_what_its_rule_forbids(keeping: Keeping, role: str, may: set[Rule]) -> None:
    async with keeping.browser(role) as visitor:
        token = await visitor.token("/council")
        for method, path, rule in every_route(keeping):
            if rule in may:
                continue
            form = {"form_token": token, "role": "operator", "active": "no", "seen": "yes"}
            answer = await visitor.get(path) if method == "GET" else await visitor.post(path, form)
            assert answer.status == 403, (method, path)
            assert "You cannot do this" in answer.text
