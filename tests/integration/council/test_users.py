"""Managers look after the users of their own council, operators after all; and nobody goes beyond that."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from council.accounts import Role, User
from council.audit import Event
from tests.integration.council.office import BIRMINGHAM, LEEDS, PASSWORD, Office
from tests.integration.council.visitor import Answer, Visitor

MO, SAM, LEE, OPAL = "mo@birmingham.example", "sam@birmingham.example", "lee@leeds.example", "opal@kith.example"
NEW = "new@birmingham.example"
CHOSEN = "quiet-heron-basket"
Visit = Callable[[], Awaitable[Visitor]]


@pytest.fixture
def staffed(office: Office) -> Office:
    """A manager and a viewer of Birmingham, a viewer of Leeds, and an operator."""
    office.add(MO, BIRMINGHAM, "manager")
    office.add(SAM, BIRMINGHAM)
    office.add(LEE, LEEDS)
    office.add(OPAL, BIRMINGHAM, "operator")
    return office


@pytest.fixture
async def manager(staffed: Office, visitor: Visitor) -> Visitor:
    await visitor.sign_in(MO)
    return visitor


def user(office: Office, name: str) -> User:
    found = office.desk.accounts.find(name)
    assert found, name
    return found


def path_of(office: Office, name: str) -> str:
    return f"/council/users/{user(office, name).id}"


def link_in(page: Answer) -> str:
    """Return the path of the set-up link that a page shows."""
    found = re.search(r"<code>http://127\.0\.0\.1:8080(/council/set-up/[\w-]+)</code>", page.text)
    assert found, page.text
    return found[1]


async def test_a_manager_adds_a_user_who_sets_their_account_up_with_a_link_that_works_once(
    staffed: Office, manager: Visitor, visit: Visit
) -> None:
    shown = await manager.fill_in("/council/users", {"name": NEW, "role": "editor"})
    link = link_in(shown)
    assert (user(staffed, NEW).council, user(staffed, NEW).role) == (BIRMINGHAM, Role.EDITOR)
    newcomer, late = await visit(), await visit()
    assert NEW in (await newcomer.get(link)).text
    assert (await newcomer.get(link)).status == 200, "looking does not use it up"
    weak = await newcomer.fill_in(link, {"new": "short"})
    assert (weak.status, "at least 12 characters" in weak.text) == (422, True)
    inside = await newcomer.fill_in(link, {"new": CHOSEN})
    assert (inside.status, inside.headers["Location"]) == (303, "/council")
    assert (await newcomer.get("/council/numbers")).status == 200
    assert (await late.get(link)).status == 404
    assert (await late.sign_in(NEW, CHOSEN)).status == 303


async def test_a_link_runs_out_after_three_days(staffed: Office, manager: Visitor, visit: Visit) -> None:
    link = link_in(await manager.fill_in("/council/users", {"name": NEW, "role": "viewer"}))
    staffed.clock.pass_time(days=3)
    newcomer = await visit()
    assert (await newcomer.get(link)).status == 404
    assert staffed.desk.tidy() >= 1


async def test_nobody_can_sign_in_before_the_account_is_set_up(staffed: Office, manager: Visitor, visit: Visit) -> None:
    await manager.fill_in("/council/users", {"name": NEW, "role": "viewer"})
    for guess in ("", "None", PASSWORD):
        assert (await (await visit()).sign_in(NEW, guess)).status == 403


async def test_a_manager_sees_their_own_users_and_nobody_elses(staffed: Office, manager: Visitor) -> None:
    page = (await manager.get("/council/users")).text
    assert SAM in page
    assert LEE not in page
    for name in (LEE, OPAL, MO):
        path = path_of(staffed, name)
        assert (await manager.get(path)).status == 404, name
        for action, fields in (("role", {"role": "viewer"}), ("reset", {}), ("active", {"active": "no"})):
            refused = await manager.fill_in("/council/users", fields, to=f"{path}/{action}")
            assert refused.status == 404, (name, action)
    for strange in ("0", "-1", "999999999", "9" * 30, "x", "１", "1'--"):
        assert (await manager.get(f"/council/users/{strange}")).status == 404
    assert user(staffed, LEE).active
    assert user(staffed, MO).role is Role.MANAGER


async def test_a_manager_can_make_nobody_an_operator(staffed: Office, manager: Visitor) -> None:
    for role in ("operator", "OPERATOR", "admin", ""):
        assert (await manager.fill_in("/council/users", {"name": NEW, "role": role})).status == 403
        path = path_of(staffed, SAM)
        assert (await manager.fill_in(path, {"role": role}, to=f"{path}/role")).status == 403
    assert staffed.desk.accounts.find(NEW) is None
    assert user(staffed, SAM).role is Role.VIEWER
    assert 'value="operator"' not in (await manager.get("/council/users")).text


async def test_a_name_that_cannot_be_is_explained(staffed: Office, manager: Visitor) -> None:
    taken = await manager.fill_in("/council/users", {"name": SAM.upper(), "role": "viewer"})
    assert (taken.status, "There is already a user" in taken.text) == (422, True)
    strange = await manager.fill_in("/council/users", {"name": "<b>sam", "role": "viewer"})
    assert (strange.status, "<b>sam" in strange.text) == (422, False)


async def test_another_role_signs_the_user_out_and_counts_at_once(
    staffed: Office, manager: Visitor, visit: Visit
) -> None:
    sam, path = await visit(), path_of(staffed, SAM)
    await sam.sign_in(SAM)
    done = await manager.fill_in(path, {"role": "manager"}, to=f"{path}/role")
    assert (done.status, done.headers["Location"]) == (303, "/council/users")
    assert (await sam.get("/council")).status == 303
    await sam.sign_in(SAM)
    assert (await sam.get("/council/users")).status == 200


async def test_a_deactivated_user_is_out_at_once_and_may_come_back(
    staffed: Office, manager: Visitor, visit: Visit
) -> None:
    sam, path = await visit(), path_of(staffed, SAM)
    await sam.sign_in(SAM)
    await manager.fill_in(path, {"active": "no"}, to=f"{path}/active")
    assert (await sam.get("/council")).status == 303
    assert "do not match" in (await sam.sign_in(SAM)).text, "the answer tells nobody that there is such a user"
    assert (await manager.fill_in(path, {}, to=f"{path}/reset")).status == 403
    await manager.fill_in(path, {"active": "yes"}, to=f"{path}/active")
    assert (await sam.sign_in(SAM)).status == 303


async def test_a_reset_takes_everything_away_and_gives_a_new_link(
    staffed: Office, manager: Visitor, visit: Visit
) -> None:
    sam, path = await visit(), path_of(staffed, SAM)
    await sam.sign_in(SAM)
    await sam.fill_in("/council/two-step", {"code": sam.code(await sam.secret()), "password": PASSWORD})
    first = link_in(await manager.fill_in(path, {}, to=f"{path}/reset"))
    second = link_in(await manager.fill_in(path, {}, to=f"{path}/reset"))
    assert (await sam.get("/council")).status == 303
    assert (await sam.sign_in(SAM)).status == 403
    assert (await sam.get(first)).status == 404, "a new link ends the one before"
    assert (await sam.fill_in(second, {"new": CHOSEN})).headers["Location"] == "/council"


async def test_an_operator_looks_after_the_users_of_every_council(staffed: Office, visitor: Visitor) -> None:
    await visitor.sign_in(OPAL)
    page = (await visitor.get("/council/users")).text
    assert LEE in page
    assert SAM in page
    await visitor.fill_in("/council/users", {"name": NEW, "role": "operator", "council": LEEDS})
    assert (user(staffed, NEW).council, user(staffed, NEW).role) == (LEEDS, Role.OPERATOR)
    wrong = await visitor.fill_in("/council/users", {"name": "x@y.example", "role": "viewer", "council": "E07000111"})
    assert wrong.status == 422


@pytest.mark.parametrize("role", ["viewer", "editor"])
async def test_viewers_and_editors_look_after_nobody(staffed: Office, visitor: Visitor, role: str) -> None:
    staffed.add("ed@birmingham.example", BIRMINGHAM, role)
    await visitor.sign_in("ed@birmingham.example")
    path = path_of(staffed, SAM)
    for page in ("/council/users", path, "/council/settings", "/council/activity"):
        assert (await visitor.get(page)).status == 403, page
    token = await visitor.token("/council")
    for page in ("/council/users", f"{path}/role", f"{path}/reset", f"{path}/active", "/council/settings"):
        assert (await visitor.post(page, {"form_token": token, "role": "manager"})).status == 403, page
    assert "/council/users" not in (await visitor.get("/council")).text


async def test_every_change_is_in_the_log_of_the_council_that_it_is_about(staffed: Office, manager: Visitor) -> None:
    path = path_of(staffed, SAM)
    await manager.fill_in("/council/users", {"name": NEW, "role": "viewer"})
    await manager.fill_in(path, {"role": "editor"}, to=f"{path}/role")
    await manager.fill_in(path, {}, to=f"{path}/reset")
    await manager.fill_in(path, {"active": "no"}, to=f"{path}/active")
    await manager.fill_in(path, {"active": "yes"}, to=f"{path}/active")
    told = [(entry.event, entry.who, entry.what) for entry in reversed(staffed.desk.audit.latest(BIRMINGHAM))]
    assert told[1:] == [
        (Event.USER_ADDED, MO, f"{NEW}: viewer"),
        (Event.ROLE_CHANGED, MO, f"{SAM}: viewer to editor"),
        (Event.USER_RESET, MO, SAM),
        (Event.USER_DEACTIVATED, MO, SAM),
        (Event.USER_ACTIVATED, MO, SAM),
    ]
