"""Attacks on the council pages, each by its name: what an attacker sends, and that it comes to nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from sqlalchemy import Engine

from council.accounts import Role, User
from council.web import ROUTES, Rule
from tests.integration.council.office import BIRMINGHAM, LEEDS, PASSWORD, Office
from tests.integration.council.premises import Premises, premises
from tests.integration.council.visitor import Visitor

MO, SAM, LEE = "mo@birmingham.example", "sam@birmingham.example", "lee@leeds.example"
SIGN_IN = "/council/sign-in"
CHOSEN = "quiet-heron-basket"
Visit = Callable[[], Awaitable[Visitor]]


@pytest.fixture
def staffed(office: Office) -> Office:
    office.add(MO, BIRMINGHAM, "manager")
    office.add(SAM, BIRMINGHAM)
    office.add(LEE, LEEDS)
    return office


@pytest.fixture
async def manager(staffed: Office, visitor: Visitor) -> Visitor:
    await visitor.sign_in(MO)
    return visitor


@pytest_asyncio.fixture
async def town(database: Engine) -> AsyncIterator[Premises]:
    async with premises(database, lambda _: {}) as open_premises:
        open_premises.office.add(MO, BIRMINGHAM, "manager")
        yield open_premises


def user(office: Office, name: str) -> User:
    found = office.desk.accounts.find(name)
    assert found
    return found


def posts(office: Office) -> list[str]:
    """Every address that changes something, filled in for one user and one number."""
    values = {"{id}": str(user(office, SAM).id), "{slot}": "adult_safeguarding", "{token}": "a-token"}
    paths = [route.path for route in ROUTES if route.method == "POST"]
    return [re.sub(r"\{\w+\}", lambda found: values[found[0]], path) for path in paths]


# Cross-site request forgery


async def test_csrf_every_form_needs_the_token_of_its_own_browser(
    staffed: Office, manager: Visitor, visit: Visit
) -> None:
    attacker = await visit()
    await attacker.sign_in(LEE)
    stolen = await attacker.token("/council")
    for path in posts(staffed):
        for token in ("", "0" * 64, stolen):
            refused = await manager.post(path, {"form_token": token, "role": "manager", "name": "x@y.example"})
            assert refused.status == 403, path
    assert user(staffed, SAM).role is Role.VIEWER
    assert (await manager.get("/council")).status == 200, "nor was anybody signed out"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_csrf_every_form_of_another_site_is_refused_even_with_a_right_token(
    staffed: Office, manager: Visitor, headers: dict[str, str]
) -> None:
    token = await manager.token("/council")
    for path in posts(staffed):
        refused = await manager.post(path, {"form_token": token, "role": "manager"}, **headers)
        assert refused.status == 403, path
    assert user(staffed, SAM).role is Role.VIEWER


async def test_csrf_looking_changes_nothing(staffed: Office, manager: Visitor) -> None:
    path = f"/council/users/{user(staffed, SAM).id}"
    for address in (f"{path}/role?role=manager", f"{path}/reset", f"{path}/active?active=no", "/council/sign-out"):
        assert (await manager.get(address)).status == 404, address
    assert user(staffed, SAM).role is Role.VIEWER
    assert user(staffed, SAM).active
    assert (await manager.get("/council")).status == 200


async def test_csrf_a_victim_cannot_be_signed_in_as_the_attacker(staffed: Office, visit: Visit) -> None:
    attacker, victim = await visit(), await visit()
    token = await attacker.token(SIGN_IN)
    await victim.get(SIGN_IN)
    assert (await victim.post(SIGN_IN, {"form_token": token, "name": LEE, "password": PASSWORD})).status == 403
    assert victim.cookie("kith_council") is None


# Clickjacking


async def test_clickjacking_no_page_may_be_framed(staffed: Office, manager: Visitor, visit: Visit) -> None:
    link = staffed.desk.staff.add("new@birmingham.example", BIRMINGHAM, "viewer")[1]
    outside = await visit()
    seen = [await outside.get(SIGN_IN), await outside.get(f"/council/set-up/{link}")]
    seen += [
        await manager.get(path) for path in ("/council", "/council/users", "/council/settings", "/council/nothing")
    ]
    for page in seen:
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["X-Frame-Options"] == "DENY"


# Open redirect


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/council/..//evil.example", "/council@evil.example"],
)
async def test_open_redirect_no_way_in_leads_to_another_site(staffed: Office, visit: Visit, target: str) -> None:
    plain, second = await visit(), await visit()
    assert (await plain.sign_in(SAM, next=target)).headers["Location"] == "/council"
    assert (await plain.get(f"{SIGN_IN}?next={target}")).headers["Location"] == "/council"
    secret = await plain.secret()
    await plain.fill_in("/council/two-step", {"code": plain.code(secret), "password": PASSWORD})
    staffed.clock.pass_time(seconds=30)
    await second.give_password(SAM, next=target)
    form = (await second.get(f"/council/sign-in/code?next={target}")).text
    assert "evil.example" not in form
    inside = await second.fill_in("/council/sign-in/code", {"code": second.code(secret), "next": target})
    assert (inside.status, inside.headers["Location"]) == (303, "/council")


# Host header


async def test_host_header_no_link_and_no_redirect_is_made_of_what_the_browser_says(town: Premises) -> None:
    visitor = await town.visitor()
    await visitor.sign_in(MO)
    evil = {"Host": "evil.example", "X_Forwarded_Host": "evil.example", "Forwarded": "host=evil.example"}
    pages = [await visitor.get(path, **evil) for path in ("/council/settings", "/council/users", "/council/")]
    token = await visitor.token("/council")
    fields = {"form_token": token, "name": "new@birmingham.example", "role": "viewer"}
    shown = await visitor.post("/council/users", fields, **evil)
    assert f"<code>{town.home}/council/set-up/" in shown.text
    outside = await town.visitor()
    pages += [shown, await outside.get("/council", **evil), await outside.get(SIGN_IN, **evil)]
    for page in pages:
        assert "evil.example" not in page.text + str(page.headers)


# Header injection


@pytest.mark.parametrize("end", ["\r\n", "\n", "%0d%0a", "%250d%250a", "\u2028", "\u560d\u560a"])
async def test_header_injection_nothing_that_is_sent_ends_a_header(staffed: Office, visitor: Visitor, end: str) -> None:
    trick = f"/council/figures{end}Set-Cookie: kith_council=planted{end}{end}<script>"
    inside = await visitor.sign_in(SAM, next=trick)
    assert "planted" not in str(inside.headers.get("Set-Cookie"))
    assert inside.headers["Location"] in ("/council", trick)
    assert "\n" not in inside.headers["Location"]
    assert "planted" not in "".join(inside.cookies)
    for raw in ("quarter=2026-Q3", "council=E08000025"):
        answer = await visitor.get(f"/council/figures.csv?{raw}%0d%0aSet-Cookie:%20a=b")
        assert not answer.cookies
        assert "a=b" not in str(answer.headers)


async def test_header_injection_a_raw_request_cannot_add_headers_either(town: Premises) -> None:
    port = int(town.home.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = "GET /council?next=/council%0d%0aX-Planted:1 HTTP/1.1\r\nHost: a\r\nX-A: b\rX-Planted: 1\r\n\r\n"
    writer.write(request.encode())
    await writer.drain()
    head = (await asyncio.wait_for(reader.read(4096), 5)).partition(b"\r\n\r\n")[0]
    writer.close()
    assert b"\nx-planted" not in head.lower()


# Mass assignment


async def test_mass_assignment_a_form_changes_no_more_than_it_shows(staffed: Office, manager: Visitor) -> None:
    extra = {
        **{"id": "1", "council": LEEDS, "active": "", "has_password": "yes", "password_hash": "x", "complete": "1"},
        **{"user_id": str(user(staffed, LEE).id), "token": "x", "created_at": "2000-01-01"},
    }
    shown = await manager.fill_in("/council/users", {**extra, "name": "new@birmingham.example", "role": "viewer"})
    assert shown.status == 200
    new = user(staffed, "new@birmingham.example")
    assert (new.council, new.role, new.active, new.has_password) == (BIRMINGHAM, Role.VIEWER, True, False)
    path = f"/council/users/{user(staffed, SAM).id}"
    await manager.fill_in(path, {**extra, "role": "editor", "name": "other@x.example"}, to=f"{path}/role")
    sam = user(staffed, SAM)
    assert (sam.council, sam.role, sam.active, sam.has_password) == (BIRMINGHAM, Role.EDITOR, True, True)


async def test_mass_assignment_a_password_form_changes_nobody_elses_and_no_role(
    staffed: Office, visitor: Visitor
) -> None:
    await visitor.sign_in(SAM)
    fields = {"current": PASSWORD, "new": CHOSEN, "name": MO, "username": MO, "role": "operator", "council": LEEDS}
    assert (await visitor.fill_in("/council/password", fields)).status == 303
    assert (user(staffed, SAM).role, user(staffed, SAM).council) == (Role.VIEWER, BIRMINGHAM)
    assert isinstance(staffed.desk.accounts.verify(MO, PASSWORD, "192.0.2.7"), User)


async def test_mass_assignment_a_sign_in_cannot_choose_role_or_step(staffed: Office, visit: Visit) -> None:
    visitor = await visit()
    await visitor.sign_in(SAM, role="operator", council=LEEDS, complete="1")
    assert (await visitor.get("/council/activity")).status == 403


async def test_mass_assignment_settings_take_only_their_own_names(staffed: Office, manager: Visitor) -> None:
    await manager.fill_in("/council/settings", {"name": "Brum", "number:adult_safeguarding": "{}", "role": "operator"})
    assert staffed.desk.settings.contacts() == ()
    assert user(staffed, MO).role is Role.MANAGER


# Session fixation and rotation


async def test_sessions_rotate_when_a_password_an_identity_or_a_code_was_right(
    staffed: Office, visitor: Visitor
) -> None:
    await visitor.sign_in(SAM)
    seen = [visitor.cookie("kith_council")]
    secret = await visitor.secret()
    await visitor.fill_in("/council/two-step", {"code": visitor.code(secret), "password": PASSWORD})
    seen.append(visitor.cookie("kith_council"))
    await visitor.fill_in("/council/password", {"current": PASSWORD, "new": CHOSEN})
    seen.append(visitor.cookie("kith_council"))
    await visitor.fill_in("/council", {}, to="/council/sign-out")
    staffed.clock.pass_time(seconds=30)
    await visitor.give_password(SAM, CHOSEN)
    seen.append(visitor.cookie("kith_council"))
    await visitor.fill_in("/council/sign-in/code", {"code": visitor.code(secret)})
    seen.append(visitor.cookie("kith_council"))
    assert len({*seen} - {None}) == 5
    alive = [token for token in seen if token and staffed.desk.sessions.find(token)]
    assert alive == seen[-1:], "the earlier ones are over"


# Who may use what


def test_every_route_that_changes_something_asks_for_a_session_or_is_a_way_in() -> None:
    open_posts = {route.path for route in ROUTES if route.method == "POST" and route.rule is Rule.ANYONE}
    assert open_posts == {SIGN_IN, "/council/set-up/{token}"}
    half = {route.path for route in ROUTES if route.rule is Rule.ARRIVING}
    assert half == {"/council/sign-in/code", "/council/two-step", "/council/sign-out"}
