"""Signing in through a real identity provider, Glewlwyd, over HTTP: set-up link, binding, sign-in and all refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import Engine

from council.audit import Event
from council.sessions import form_token
from tests.integration.council import glewlwyd
from tests.integration.council.glewlwyd import Glewlwyd, running_glewlwyd
from tests.integration.council.office import BIRMINGHAM, LEEDS, Clock
from tests.integration.council.premises import BACK, Premises, premises, provider_at
from tests.integration.council.visitor import Answer, Visitor

pytestmark = pytest.mark.skipif(
    not glewlwyd.BINARY or not glewlwyd.TABLES.exists(),
    reason="Glewlwyd, the identity provider that these tests talk to, is not installed (apt-get install glewlwyd)",
)
ADA = "ada@birmingham.example"
ELSEWHERE = f"/council/sign-in/elsewhere?council={BIRMINGHAM}"


@pytest_asyncio.fixture(scope="module")
async def provider(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Glewlwyd]:
    async with running_glewlwyd(tmp_path_factory.mktemp("glewlwyd")) as running:
        yield running


@pytest_asyncio.fixture
async def town(database: Engine, provider: Glewlwyd) -> AsyncIterator[Premises]:
    """Council pages whose users of Birmingham sign in at the provider; the clock is the provider's."""
    clock = Clock(datetime.now(UTC))
    secret = {"client_secret": glewlwyd.CLIENT_SECRET}
    async with premises(database, lambda _: provider_at(provider.issuer, **secret), clock) as open_premises:
        await provider.know_client(open_premises.home + BACK)
        yield open_premises


async def binding(visitor: Visitor, token: str) -> str:
    """Return where the page behind a set-up link leads to the provider, for this browser alone."""
    await visitor.get(f"/council/set-up/{token}")
    secret = visitor.cookie("kith_council") or visitor.cookie("kith_visit")
    return f"{ELSEWHERE}&set_up={token}&form_token={form_token(f'{secret} {token}')}"


async def come_back(visitor: Visitor, address: str) -> Answer:
    """Go to the provider, which the browser is signed in to, and follow it back to us."""
    left = await visitor.get(address)
    assert left.status == 303, left.text
    return await visitor.get(await way_back(visitor, left))


async def way_back(visitor: Visitor, left: Answer) -> str:
    """Return the path to which the provider sends the browser back."""
    on = left.headers["Location"] + "&g_continue"  # what its page adds when "Continue" is pressed
    async with visitor.browser.get(on, allow_redirects=False) as sent_back:
        assert sent_back.status == 302, await sent_back.text()
        back = sent_back.headers["Location"]
    assert back.startswith(visitor.home + BACK), back
    return back.removeprefix(visitor.home)


async def test_a_user_binds_their_council_account_once_and_then_signs_in_with_it(
    town: Premises, provider: Glewlwyd
) -> None:
    desk = town.office.desk
    user, token = desk.staff.add(ADA, BIRMINGHAM, "manager")
    first = await town.visitor()
    await provider.sign_in_and_agree(first.browser)
    arrived = await come_back(first, await binding(first, token))
    assert (arrived.status, arrived.headers["Location"]) == (303, "/council")
    assert ADA in (await first.get("/council/users")).text
    assert desk.staff.set_ups.whose(token) is None, "the link is used up"

    second = await town.visitor()
    await provider.sign_in_and_agree(second.browser)
    again = await come_back(second, f"{ELSEWHERE}&next=/council/numbers")
    assert (again.status, again.headers["Location"]) == (303, "/council/numbers")
    assert (await second.get("/council/numbers")).status == 200
    told = [(entry.event, entry.who, entry.what) for entry in reversed(desk.audit.latest(BIRMINGHAM))]
    assert told[:2] == [
        (Event.SET_UP, user.name, "identity provider"),
        (Event.SIGNED_IN, user.name, "identity provider"),
    ]


async def test_someone_whom_the_council_knows_but_who_has_no_account_here_is_turned_away(
    town: Premises, provider: Glewlwyd
) -> None:
    town.office.add(ADA)
    visitor = await town.visitor()
    await provider.sign_in_and_agree(visitor.browser)
    refused = await come_back(visitor, ELSEWHERE)
    assert refused.status == 403, "the same e-mail address as a user's opens nothing"
    assert "you have no account here" in refused.text
    assert (await visitor.get("/council")).status == 303


async def test_neither_a_deactivated_user_nor_an_operator_nor_another_councils_user_gets_in(
    town: Premises, provider: Glewlwyd
) -> None:
    staff = town.office.desk.staff
    user, token = staff.add(ADA, BIRMINGHAM, "viewer")
    visitor = await town.visitor()
    await provider.sign_in_and_agree(visitor.browser)
    for other in (staff.add("lee@leeds.example", LEEDS, "viewer"), staff.add("opal@x.example", BIRMINGHAM, "operator")):
        refused = await come_back(visitor, await binding(visitor, other[1]))
        assert refused.status == 403, other
    assert (await come_back(visitor, await binding(visitor, token))).status == 303
    staff.deactivate(user)
    assert (await visitor.get("/council")).status == 303
    assert (await come_back(visitor, ELSEWHERE)).status == 403
    staff.activate(user)
    assert (await come_back(visitor, ELSEWHERE)).status == 303


async def test_the_way_back_works_once_and_only_in_the_browser_that_left(town: Premises, provider: Glewlwyd) -> None:
    _, token = town.office.desk.staff.add(ADA, BIRMINGHAM, "viewer")
    visitor, thief = await town.visitor(), await town.visitor()
    await provider.sign_in_and_agree(visitor.browser)
    left = await visitor.get(await binding(visitor, token))
    kept = visitor.cookie("kith_flow")
    back = await way_back(visitor, left)
    assert (await thief.get(back)).status == 403, "another browser"
    assert (await visitor.get(back)).status == 303
    assert (await visitor.get(back)).status == 403, "the same again"
    assert (await thief.get(back, Cookie=f"kith_flow={kept}")).status == 403, "again, with the very cookie"
