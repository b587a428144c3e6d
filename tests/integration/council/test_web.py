"""The council pages through a real server on both databases: who gets in, who sees what, and what attackers get."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import json
import re
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine
from yarl import URL

from bot.contacts import Contact, Contacts, Slot, Way
from council.audit import NOBODY, Event
from council.web import ROUTES, Rule, add_council_routes
from indicators.publication import Publication
from indicators.publish import publish, to_csv, to_json
from indicators.quarters import Quarter
from tests.integration.council.office import BIRMINGHAM, LEEDS, PASSWORD, Office, open_office
from tests.integration.council.visitor import Answer, Visitor

SAM, LEE, OPAL = "sam@birmingham.example", "lee@leeds.example", "opal@kith.example"
Q3 = "quarter=2026-Q3"
SIGN_IN = "/council/sign-in"
OPEN_TO_ALL = (
    *(SIGN_IN, "/council/sign-in/elsewhere", "/council/sign-in/back", "/council/set-up/anything"),
    *("/council/council.css", "/council/mark.svg"),
)
Visit = Callable[[], Awaitable[Visitor]]


@pytest.fixture
def staffed(office: Office) -> Office:
    """A user of Birmingham, one of Leeds, and an operator."""
    office.add(SAM, BIRMINGHAM)
    office.add(LEE, LEEDS)
    office.add(OPAL, BIRMINGHAM, "operator")
    return office


@pytest.fixture
def filled(staffed: Office) -> Office:
    """With screenings in the quarter before this one: enough in Birmingham for shares, fewer in Leeds."""
    staffed.fill(100, BIRMINGHAM, date(2026, 8, 3), seed=1)
    staffed.fill(60, LEEDS, date(2026, 8, 3), seed=2)
    return staffed


def third_quarter(office: Office, council: str) -> Publication:
    """What is published of a council for the quarter before this one."""
    desk = office.desk
    return publish(desk.screenings, desk.safety_counts, council, Quarter.parse("2026-Q3"), desk.today())


def spoken(page: Answer) -> str:
    """Return the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


# Getting in


async def test_a_visitor_is_led_to_sign_in_and_back_to_the_page_asked_for(staffed: Office, visitor: Visitor) -> None:
    turned = await visitor.get(f"/council/figures?{Q3}")
    assert turned.status == 303
    assert turned.headers["Location"] == f"{SIGN_IN}?next=%2Fcouncil%2Ffigures%3Fquarter%3D2026-Q3"
    form = await visitor.get(turned.headers["Location"])
    wanted = html.unescape(re.findall(r'name="next" value="([^"]*)"', form.text)[0])
    inside = await visitor.sign_in(SAM, next=wanted)
    assert (inside.status, inside.headers["Location"]) == (303, f"/council/figures?{Q3}")
    assert "Loneliness in Birmingham" in spoken(await visitor.get(inside.headers["Location"]))


async def test_every_route_states_its_rule_and_shows_a_visitor_nothing_but_the_sign_in(
    staffed: Office, visitor: Visitor
) -> None:
    app = web.Application()
    add_council_routes(app, staffed.desk)
    routes = list(app.router.routes())
    assert len(routes) == len(ROUTES)
    for route in routes:
        rule = getattr(route.handler, "rule", None)
        assert isinstance(rule, Rule), f"{route} states no rule"
        assert route.resource
        path = re.sub(r"\{\w+\}", "anything", route.resource.canonical)
        answer = await visitor.get(path) if route.method == "GET" else await visitor.post(path, {})
        published = path.startswith("/figures/")
        assert not published or answer.status == 404, "nothing is public unless a council says so"
        open_to_all = published or path in OPEN_TO_ALL
        assert (rule is Rule.ANYONE) == open_to_all
        if not open_to_all:
            assert answer.status == 303, path
            assert answer.headers["Location"].startswith(SIGN_IN)
            assert answer.text == ""


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(staffed: Office, visitor: Visitor) -> None:
    known = await visitor.sign_in(SAM, "a wrong guess")
    unknown = await visitor.sign_in("nobody@birmingham.example", "a wrong guess")
    assert (known.status, unknown.status) == (403, 403)
    assert spoken(known) == spoken(unknown)
    assert "do not match" in spoken(known)
    assert visitor.cookie("kith_council") is None


async def test_five_wrong_tries_lock_even_the_right_password_out_and_say_how_long(
    staffed: Office, visitor: Visitor
) -> None:
    for _ in range(5):
        await visitor.sign_in(SAM, "a wrong guess")
    locked = await visitor.sign_in(SAM)
    assert (locked.status, locked.headers["Retry-After"]) == (429, "900")
    assert "Wait 15 minutes" in spoken(locked)
    staffed.clock.pass_time(minutes=15)
    assert (await visitor.sign_in(SAM)).status == 303


async def test_signing_out_ends_the_session_on_the_server_too(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    token = visitor.cookie("kith_council")
    left = await visitor.fill_in("/council", {}, to="/council/sign-out")
    assert (left.status, left.headers["Location"]) == (303, SIGN_IN)
    assert visitor.cookie("kith_council") is None
    assert (await visitor.get("/council", Cookie=f"kith_council={token}")).status == 303


async def test_an_idle_session_has_to_sign_in_again(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    assert (await visitor.get("/council")).status == 200
    staffed.clock.pass_time(minutes=31)
    assert (await visitor.get("/council")).status == 303


async def test_someone_signed_in_is_not_asked_again(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    assert (await visitor.get(SIGN_IN)).headers["Location"] == "/council"


# Attacks on the way in


async def test_a_session_chosen_by_an_attacker_is_not_the_one_that_signs_in(staffed: Office, visit: Visit) -> None:
    attacker, victim = await visit(), await visit()
    await attacker.sign_in(LEE)
    planted = attacker.cookie("kith_council")
    assert planted
    victim.browser.cookie_jar.update_cookies({"kith_council": planted}, URL(victim.home))
    token = await attacker.token("/council/password")
    await victim.post(SIGN_IN, {"form_token": token, "name": SAM, "password": PASSWORD})
    assert victim.cookie("kith_council") not in (planted, None)
    assert (await attacker.get("/council")).status == 303, "the planted session is over"
    assert "Birmingham" in (await victim.get("/council")).text


async def test_a_form_without_its_token_is_refused(staffed: Office, visitor: Visitor) -> None:
    await visitor.get(SIGN_IN)
    refused = await visitor.post(SIGN_IN, {"name": SAM, "password": PASSWORD})
    assert refused.status == 403
    assert visitor.cookie("kith_council") is None
    await visitor.sign_in(SAM)
    assert (await visitor.post("/council/sign-out", {})).status == 403
    assert (await visitor.get("/council")).status == 200


async def test_a_token_of_another_browser_is_refused(staffed: Office, visit: Visit) -> None:
    attacker, victim = await visit(), await visit()
    await victim.get(SIGN_IN)
    token = await attacker.token(SIGN_IN)
    refused = await victim.post(SIGN_IN, {"form_token": token, "name": SAM, "password": PASSWORD})
    assert refused.status == 403


@pytest.mark.parametrize("headers", [{"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}])
async def test_a_form_from_another_site_is_refused_even_with_a_token(
    staffed: Office, visitor: Visitor, headers: dict[str, str]
) -> None:
    await visitor.sign_in(SAM)
    fields = {
        "form_token": await visitor.token("/council/password"),
        "current": PASSWORD,
        "new": "quiet-heron-basket",
    }
    assert (await visitor.post("/council/password", fields, **headers)).status == 403
    assert (await visitor.post("/council/password", fields)).status == 303, (
        "the same form from our own page goes through"
    )


async def test_signing_in_never_leads_to_another_site(staffed: Office, visitor: Visitor) -> None:
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "/council/../..//evil.example"):
        inside = await visitor.sign_in(SAM, next=target)
        assert (inside.status, inside.headers["Location"]) == (303, "/council"), target
        await visitor.fill_in("/council", {}, to="/council/sign-out")


async def test_a_strange_form_is_refused_kindly(visitor: Visitor) -> None:
    for body, kind in (
        (b"x" * 100_000, "application/x-www-form-urlencoded"),
        (b"name=%00%ff&password=%00&form_token=%00", "application/x-www-form-urlencoded"),
        (b"name=\\udcff", "application/x-www-form-urlencoded; charset=unicode_escape"),
        (b"name=a", "application/x-www-form-urlencoded; charset=no-such-thing"),
        (b'{"name": "a"}', "application/json"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"", "text/plain"),
    ):
        async with visitor.browser.post(visitor.home + SIGN_IN, data=body, headers={"Content-Type": kind}) as answer:
            assert answer.status == 403, kind
            assert "Sign in" in await answer.text()


async def test_a_name_that_no_database_bears_is_just_a_wrong_name(staffed: Office, visitor: Visitor) -> None:
    for name in ("\x00", "a\x00@b.example", "' OR 1=1 --", "x" * 5000, "😀@example.org"):
        assert (await visitor.sign_in(name, "a wrong guess")).status == 403
    assert (await visitor.get("/council", Cookie="kith_council=%00")).status == 303


async def test_what_was_typed_as_a_name_comes_back_as_text_and_not_as_markup(visitor: Visitor) -> None:
    page = await visitor.sign_in('"><script>alert(1)</script>', "a wrong guess")
    assert "<script>" not in page.text


# Cookies and headers


async def test_the_cookie_is_hidden_from_scripts_and_from_other_sites(staffed: Office, visitor: Visitor) -> None:
    cookie = next(c for c in (await visitor.sign_in(SAM)).cookies if c.startswith("kith_council="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie, "it goes when the browser closes"


async def test_on_https_cookies_are_secure_and_tied_to_the_host(database: Engine) -> None:
    office = open_office(database, secure=True)
    office.add(SAM)
    app = web.Application()
    add_council_routes(app, office.desk)
    async with TestServer(app) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        visitor = Visitor(browser, str(server.make_url("")).rstrip("/"))
        form = await visitor.get(SIGN_IN)
        visit_value = next(c for c in form.cookies if c.startswith("__Host-kith_visit=")).split("; ")[0]
        token = re.search(r'name="form_token" value="([0-9a-f]+)"', form.text)
        assert token
        fields = {"form_token": token[1], "name": SAM, "password": PASSWORD}
        cookies = (await visitor.post(SIGN_IN, fields, Cookie=visit_value)).cookies
        assert form.headers["Strict-Transport-Security"]
    cookie = next(c for c in cookies if c.startswith("__Host-kith_council="))
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_every_answer_carries_the_security_headers(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    paths = ["/council", "/council/figures", "/council/figures.csv", "/council/nothing", "/council/", SIGN_IN]
    for path in [*paths, "/council/activity"]:
        headers = (await visitor.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_pages_have_no_inline_style_and_no_script(filled: Office, visitor: Visitor) -> None:
    await visitor.sign_in(OPAL)
    for path in ("/council", f"/council/figures?{Q3}", "/council/password", "/council/activity"):
        page = (await visitor.get(path)).text
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page), path


async def test_the_style_sheet_may_be_kept_under_the_address_that_pages_use(visitor: Visitor) -> None:
    address = re.findall(r'href="(/council/council\.css\?v=\w+)"', (await visitor.get(SIGN_IN)).text)[0]
    assert "immutable" in (await visitor.get(address)).headers["Cache-Control"]
    assert (await visitor.get("/council/council.css?v=old")).headers["Cache-Control"] == "no-cache"


# Seeing figures


async def test_the_page_the_csv_and_the_json_show_the_very_figures_that_were_published(
    filled: Office, visitor: Visitor
) -> None:
    await visitor.sign_in(SAM)
    published = publish(
        filled.desk.screenings, filled.desk.safety_counts, BIRMINGHAM, Quarter.parse("2026-Q3"), filled.desk.today()
    )
    sheet = await visitor.get(f"/council/figures.csv?{Q3}")
    document = await visitor.get(f"/council/figures.json?{Q3}")
    page = await visitor.get(f"/council/figures?{Q3}")
    assert sheet.text == to_csv(published)
    assert json.loads(document.text) == json.loads(to_json(published))
    shown = [
        re.sub(r"\s*<span.*", "", html.unescape(cell), flags=re.DOTALL).strip()
        for cell in re.findall(r'class="number" data-column="[^"]*"><span>(.*?)</span>\s*</td>', page.text, re.DOTALL)
    ]
    texts = [cell.text for table in published.tables for row in table.rows for cell in row.cells]
    assert shown == texts
    assert [line["text"] for line in csv.DictReader(io.StringIO(sheet.text))] == texts
    assert any(text.endswith("%") for text in texts)


async def test_downloads_are_files_with_a_name_that_says_what_they_are(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    sheet = await visitor.get(f"/council/figures.csv?{Q3}")
    assert sheet.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="kith-E08000025-2026-Q3.csv"'
    document = await visitor.get(f"/council/figures.json?{Q3}")
    assert 'filename="kith-E08000025-2026-Q3.json"' in document.headers["Content-Disposition"]
    assert "Rounding" in (await visitor.get(f"/council/figures.notes.csv?{Q3}")).text


async def test_no_cell_of_a_download_is_run_by_a_spreadsheet(filled: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    for path in ("/council/figures.csv", "/council/figures.notes.csv"):
        for line in csv.reader(io.StringIO((await visitor.get(f"{path}?{Q3}")).text)):
            assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


async def test_another_councils_figures_cannot_be_reached_by_any_parameter(filled: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    for path in (
        "/council",
        "/council/figures",
        "/council/figures.csv",
        "/council/figures.notes.csv",
        "/council/figures.json",
        "/council/figures.csv-metadata.json",
        "/council/report",
    ):
        own = (await visitor.get(f"{path}?{Q3}")).text
        for council in (LEEDS, "all", "", "e08000025", f"{BIRMINGHAM},{LEEDS}", "*", "%", "None"):
            refused = await visitor.get(f"{path}?{Q3}&council={council}")
            assert refused.status == 403, (path, council)
            assert "Leeds" not in refused.text
        for trick in (f"Council={LEEDS}", f"council={BIRMINGHAM}&council={LEEDS}", f"user={LEE}", "role=operator"):
            assert drop_tokens((await visitor.get(f"{path}?{Q3}&{trick}")).text) == drop_tokens(own), (path, trick)
    assert (await visitor.get(f"/council/figures?{Q3}&council={LEEDS}&council={BIRMINGHAM}")).status == 403


def drop_tokens(page: str) -> str:
    return re.sub(r'name="form_token" value="\w+"', "", page)


async def test_an_operator_sees_every_council_and_all_of_england(filled: Office, visitor: Visitor) -> None:
    await visitor.sign_in(OPAL)
    assert "Loneliness in Leeds" in spoken(await visitor.get(f"/council/figures?{Q3}&council={LEEDS}"))
    assert "Loneliness in all of England" in spoken(await visitor.get(f"/council/figures?{Q3}&council=all"))
    sheet = (await visitor.get(f"/council/figures.csv?{Q3}&council={LEEDS}")).text
    assert sheet == to_csv(
        publish(filled.desk.screenings, filled.desk.safety_counts, LEEDS, Quarter.parse("2026-Q3"), filled.desk.today())
    )
    assert (await visitor.get("/council/figures?council=E07000111")).status == 404


async def test_a_quarter_that_is_none_or_has_not_begun_is_not_found(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    for quarter in ("2027-Q1", "2026-Q5", "9999-Q4", "0000-Q1", "tomorrow", "", "2026-Q4'--", "２０２６-Q4"):
        for ending in ("", ".csv", ".json"):
            assert (await visitor.get(f"/council/figures{ending}?quarter={quarter}")).status == 404, quarter


async def test_a_quarter_without_screenings_says_so_and_what_to_do(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    words = spoken(await visitor.get(f"/council/figures?{Q3}"))
    assert "No screenings in this quarter" in words
    assert "Not comparable with ASCOF or PHOF" in words


@pytest.mark.parametrize("people", [1, 2, 3, 4, 5, 6, 7])
async def test_a_handful_is_counted_and_shown_only_as_a_star(people: int, office: Office, visitor: Visitor) -> None:
    office.add(SAM)
    office.fill(people, week=date(2026, 8, 3))
    await visitor.sign_in(SAM)
    words = spoken(await visitor.get(f"/council/figures?{Q3}"))
    assert "No screenings in" not in words
    assert "* (1 to 7 people)" in words


async def test_national_figures_stand_beside_with_their_year(filled: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    words = spoken(await visitor.get(f"/council/figures?{Q3}"))
    for figure in ("6.6% 2024/25", "22.3% 2019/20", "28.0% 2021-22"):
        assert figure in words
    assert "no national figure here for the loneliness score" in words


# Passwords, roles, the log


async def test_a_user_changes_their_password_and_every_other_session_ends(staffed: Office, visit: Visit) -> None:
    here, elsewhere = await visit(), await visit()
    await here.sign_in(SAM)
    await elsewhere.sign_in(SAM)
    before = here.cookie("kith_council")
    done = await here.fill_in("/council/password", {"current": PASSWORD, "new": "quiet-heron-basket"})
    assert "Your password is changed" in (await here.get(done.headers["Location"])).text
    assert here.cookie("kith_council") != before
    assert (await elsewhere.get("/council")).status == 303
    assert (await elsewhere.sign_in(SAM, "quiet-heron-basket")).status == 303


async def test_a_weak_new_password_or_a_wrong_current_one_is_explained(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM)
    weak = await visitor.fill_in("/council/password", {"current": PASSWORD, "new": "short"})
    assert (weak.status, "at least 12 characters" in spoken(weak)) == (422, True)
    wrong = await visitor.fill_in("/council/password", {"current": "a wrong guess", "new": "quiet-heron-basket"})
    assert (wrong.status, "not your password now" in spoken(wrong)) == (403, True)


async def test_only_managers_and_operators_see_who_looked(staffed: Office, visit: Visit) -> None:
    staffed.add("max@leeds.example", LEEDS, "manager")
    viewer, manager, operator = await visit(), await visit(), await visit()
    await viewer.sign_in(SAM)
    await manager.sign_in("max@leeds.example")
    await operator.sign_in(OPAL)
    assert (await viewer.get("/council/activity")).status == 403
    seen = (await manager.get("/council/activity")).text
    assert "max@leeds.example" in seen
    assert SAM not in seen, "a manager sees their own council only"
    assert SAM in (await operator.get("/council/activity")).text


async def test_the_log_tells_who_did_what(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(SAM, "a wrong guess")
    await visitor.sign_in(SAM)
    await visitor.get(f"/council/figures?{Q3}")
    await visitor.get(f"/council/figures.csv?{Q3}")
    await visitor.fill_in("/council/password", {}, to="/council/sign-out")
    told = [(entry.event, entry.who, entry.what) for entry in reversed(staffed.desk.audit.latest(BIRMINGHAM))]
    assert told == [
        (Event.SIGN_IN_FAILED, SAM, ""),
        (Event.SIGNED_IN, SAM, ""),
        (Event.VIEWED, SAM, "figures 2026-Q3"),
        (Event.DOWNLOADED, SAM, "csv 2026-Q3"),
        (Event.SIGNED_OUT, SAM, ""),
    ]


async def test_a_password_typed_as_the_name_is_not_logged(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(PASSWORD, SAM)
    assert [entry.who for entry in staffed.desk.audit.latest(None)] == [NOBODY]


async def test_many_sign_ins_at_once_all_get_in(staffed: Office, visit: Visit) -> None:
    browsers = [await visit() for _ in range(4)]
    answers = await asyncio.gather(*(browser.sign_in(LEE) for browser in browsers))
    assert [answer.status for answer in answers] == [303] * 4


async def test_a_page_that_fails_says_so_and_shows_no_trace(
    office: Office, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    office.add(SAM)
    await visitor.sign_in(SAM)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE screening_cell")
    broken = await visitor.get("/council/figures")
    assert broken.status == 500
    assert "Something went wrong" in spoken(broken)
    assert "Traceback" not in broken.text
    assert "screening" not in broken.text
    assert "GET /council/figures failed" in caplog.text


# The numbers in the safety replies


def local(name: str, slot: Slot, council: str, checked: date | None) -> Contact:
    """A council's own contact."""
    return Contact(
        id=name.lower().replace(" ", "_"),
        name=name,
        who="Adults",
        ways=(Way(kind="call", number="01632 960100"),),
        hours="office hours",
        source="test",
        certainty="source",
        verified_on=checked,
        slot=slot,
        council=council,
    )


async def test_a_council_reads_which_of_its_numbers_are_missing_and_which_are_old(database: Engine) -> None:
    own = [
        local("Brum adults", Slot.ADULT_SOCIAL_CARE, BIRMINGHAM, date(2026, 11, 1)),
        local("Brum safeguarding", Slot.ADULT_SAFEGUARDING, BIRMINGHAM, date(2026, 8, 19)),
        local("Leeds adults", Slot.ADULT_SOCIAL_CARE, LEEDS, None),
    ]
    office = open_office(database, contacts=Contacts([*Contacts.open(), *own]))
    office.add(SAM, BIRMINGHAM)
    app = web.Application()
    add_council_routes(app, office.desk)
    async with TestServer(app) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        visitor = Visitor(browser, str(server.make_url("")).rstrip("/"))
        await visitor.sign_in(SAM)
        for address in ("/council", "/council/numbers"):
            page = spoken(await visitor.get(address))
            assert "Due for a check: Brum safeguarding." in page
            assert (
                "out of hours; Children\u2019s services (MASH); Children\u2019s services, out of hours. People" in page
            )
            assert "Leeds adults" not in page
        assert "Brum adults Adult social care 01632 960100 office hours 1 Nov 2026 Brum" in page


async def test_safety_replies_are_counted_by_council_and_small_counts_hidden(filled: Office, visitor: Visitor) -> None:
    filled.clock.pass_time(days=-90)
    for _ in range(3):
        filled.desk.safety_counts.add(BIRMINGHAM, ["suicide"])
    filled.clock.pass_time(days=90)
    await visitor.sign_in(SAM)
    sheet = [*csv.DictReader(io.StringIO((await visitor.get(f"/council/figures.csv?{Q3}")).text))]
    shown = {row["row"]: row["text"] for row in sheet if row["table"] == "safety_replies"}
    assert shown["Suicide"] == shown["Emergency"] == "<8"
    assert "neither people nor incidents" in spoken(await visitor.get(f"/council/figures?{Q3}"))
