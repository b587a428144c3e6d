"""What an identity provider, or somebody between, may try: every lie is refused, and nobody is signed in by it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import OctKey

from council.audit import NOBODY, Event
from council.identities import Identity
from kith.database import make_engine
from tests.integration.council.hostile_provider import (
    Claims,
    HostileProvider,
    new_key,
    part,
    running_provider,
    unsigned,
)
from tests.integration.council.office import BIRMINGHAM, LEEDS, Clock
from tests.integration.council.premises import BACK, Premises, premises, provider_at
from tests.integration.council.visitor import Answer, Visitor

ADA = "ada@birmingham.example"
ELSEWHERE = f"/council/sign-in/elsewhere?council={BIRMINGHAM}"


@pytest_asyncio.fixture
async def provider() -> AsyncIterator[HostileProvider]:
    async with running_provider(Clock()) as running:
        yield running


@pytest_asyncio.fixture
async def town(tmp_path: Path, provider: HostileProvider) -> AsyncIterator[Premises]:
    """Council pages with one user, who is bound to a subject of the provider."""
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    async with premises(engine, lambda _: provider_at(provider.home), provider.clock) as open_premises:
        accounts, identities = open_premises.office.desk.accounts, open_premises.office.desk.staff.identities
        assert identities.bind(accounts.invite(ADA, BIRMINGHAM, "viewer"), Identity(provider.home, "subject-of-ada"))
        yield open_premises
    engine.dispose()


async def sign_in(visitor: Visitor, provider: HostileProvider, **also: str) -> Answer:
    """Go there, agree, and come back."""
    address = (await visitor.get(ELSEWHERE)).headers["Location"]
    return await return_with(visitor, provider.agree(address), provider.state_of(address), **also)


async def return_with(visitor: Visitor, code: str, state: str, **also: str) -> Answer:
    query = "".join(f"&{name}={value}" for name, value in also.items())
    return await visitor.get(f"{BACK}?code={code}&state={state}{query}")


async def is_in(visitor: Visitor) -> bool:
    return (await visitor.get("/council/numbers")).status == 200


async def test_an_honest_provider_lets_its_user_in(town: Premises, provider: HostileProvider) -> None:
    visitor = await town.visitor()
    before = visitor.cookie("kith_council")
    assert (await sign_in(visitor, provider, iss=provider.home)).status == 303
    assert await is_in(visitor)
    assert visitor.cookie("kith_council") != before
    assert visitor.cookie("kith_flow") is None


LIES: dict[str, Claims] = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-client"},
    "many audiences and no word for whom": {"aud": ["kith", "another-client"]},
    "another authorised party": {"azp": "another-client"},
    "another issuer": {"iss": "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/v2.0"},
    "no issuer": {"iss": None},
    "expired": {"exp": 1_700_000_000},
    "no end": {"exp": None},
    "from the future": {"iat": 4_000_000_000},
    "not yet": {"nbf": 4_000_000_000},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a list": {"sub": ["subject-of-ada"]},
    "an access token that does not fit": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_token_that_is_not_for_this_sign_in_is_refused(
    town: Premises, provider: HostileProvider, lie: str
) -> None:
    provider.claims = LIES[lie]
    visitor = await town.visitor()
    refused = await sign_in(visitor, provider)
    assert refused.status == 403
    assert "did not work" in refused.text
    assert not await is_in(visitor)
    newest = town.office.desk.audit.latest(BIRMINGHAM)[0]
    assert (newest.event, newest.who, newest.what) == (Event.SIGN_IN_FAILED, NOBODY, "identity provider")


def by_our_secret(_provider: HostileProvider, claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("s" * 32), algorithms=["HS256"])


def by_their_public_key_as_a_secret(provider: HostileProvider, claims: Claims) -> str:
    signed = f"{part({'alg': 'HS256', 'kid': provider.key.kid})}.{part(claims)}"
    mac = hmac.new(provider.key.as_pem(private=False), signed.encode(), hashlib.sha256).hexdigest()
    return f"{signed}.{part(mac)}"


def by_a_key_of_the_same_name(provider: HostileProvider, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, new_key("first"))


def by_an_unknown_key(_provider: HostileProvider, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "unknown"}, claims, new_key("unknown"))


def by_a_key_in_the_token_itself(_provider: HostileProvider, claims: Claims) -> str:
    key = new_key("own")
    return jwt.encode({"alg": "RS256", "jwk": key.as_dict(private=False), "kid": "own"}, claims, key)


def with_changed_claims(provider: HostileProvider, claims: Claims) -> str:
    head, _, signature = provider.signed(claims).split(".")
    return f"{head}.{part(claims | {'sub': 'somebody else'})}.{signature}"


def that_is_none(_provider: HostileProvider, _claims: Claims) -> str:
    return "not.a.token"


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        by_our_secret,
        by_their_public_key_as_a_secret,
        by_a_key_of_the_same_name,
        by_an_unknown_key,
        by_a_key_in_the_token_itself,
        with_changed_claims,
        that_is_none,
    ],
)
async def test_a_token_that_the_provider_did_not_sign_is_refused(
    town: Premises, provider: HostileProvider, sign: Callable[[HostileProvider, Claims], str]
) -> None:
    provider.sign = sign
    visitor = await town.visitor()
    assert (await sign_in(visitor, provider)).status == 403
    assert not await is_in(visitor)


ANSWERS: dict[str, Callable[[web.Request], web.StreamResponse]] = {
    "an error": lambda _: web.json_response({"error": "invalid_grant"}, status=400),
    "no token": lambda _: web.json_response({"access_token": "a"}),
    "a list": lambda _: web.json_response([]),
    "no json": lambda _: web.Response(text="<html>"),
    "a flood": lambda _: web.Response(body=b"[" * 600_000),
    "a token of another kind": lambda _: web.json_response({"id_token": {"sub": "subject-of-ada"}}),
}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_an_answer_that_holds_no_token_is_refused(town: Premises, provider: HostileProvider, answer: str) -> None:
    provider.token_answer = ANSWERS[answer]
    visitor = await town.visitor()
    assert (await sign_in(visitor, provider)).status == 403
    assert not await is_in(visitor)


async def test_a_state_that_was_made_up_or_used_before_is_refused(town: Premises, provider: HostileProvider) -> None:
    visitor = await town.visitor()
    address = (await visitor.get(ELSEWHERE)).headers["Location"]
    kept, state = visitor.cookie("kith_flow"), provider.state_of(address)
    assert (await return_with(visitor, provider.agree(address), "made-up")).status == 403
    assert visitor.cookie("kith_flow") is None, "a sign-in that went wrong cannot be tried again"
    cookie = {"Cookie": f"kith_flow={kept}"}
    once, twice = (f"{BACK}?code={provider.agree(address)}&state={state}" for _ in range(2))
    assert (await visitor.get(once, **cookie)).status == 303
    assert (await visitor.get(twice, **cookie)).status == 403, "even with a fresh code and a cookie that was kept"


async def test_a_way_back_without_having_left_from_this_browser_is_refused(
    town: Premises, provider: HostileProvider
) -> None:
    attacker, victim = await town.visitor(), await town.visitor()
    address = (await attacker.get(ELSEWHERE)).headers["Location"]
    refused = await return_with(victim, provider.agree(address), provider.state_of(address))
    assert refused.status == 403, "else the victim would work in the attacker's account"
    assert not await is_in(victim)


@pytest.mark.parametrize("checks_pkce", [True, False])
async def test_a_code_of_another_sign_in_is_refused_even_by_a_careless_provider(
    town: Premises, provider: HostileProvider, checks_pkce: bool
) -> None:
    provider.checks_pkce = checks_pkce
    attacker, victim = await town.visitor(), await town.visitor()
    stolen = provider.agree((await victim.get(ELSEWHERE)).headers["Location"])
    own = (await attacker.get(ELSEWHERE)).headers["Location"]
    assert (await return_with(attacker, stolen, provider.state_of(own))).status == 403
    assert not await is_in(attacker)


async def test_a_sign_in_that_took_too_long_is_refused(town: Premises, provider: HostileProvider) -> None:
    visitor = await town.visitor()
    address = (await visitor.get(ELSEWHERE)).headers["Location"]
    town.office.clock.pass_time(minutes=11)
    assert (await return_with(visitor, provider.agree(address), provider.state_of(address))).status == 403


async def test_an_answer_of_another_issuer_is_refused(town: Premises, provider: HostileProvider) -> None:
    assert (await sign_in(await town.visitor(), provider, iss="https://evil.example")).status == 403


async def test_a_cookie_that_was_changed_is_refused(town: Premises, provider: HostileProvider) -> None:
    visitor, thief = await town.visitor(), await town.visitor()
    address = (await visitor.get(ELSEWHERE)).headers["Location"]
    kept = visitor.cookie("kith_flow") or ""
    changed = kept[:40] + ("A" if kept[40] != "A" else "B") + kept[41:]
    back = f"{BACK}?code={provider.agree(address)}&state={provider.state_of(address)}"
    for cookie in (changed, "", "x", "é"):
        assert (await thief.get(back, Cookie=f"kith_flow={cookie}")).status == 403
    assert (await thief.get(back, Cookie=f"kith_flow={kept}")).status == 303, "unchanged, it is good"


@pytest.mark.parametrize("name", ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"])
async def test_nobody_but_the_providers_own_host_is_ever_asked(
    town: Premises, provider: HostileProvider, name: str
) -> None:
    asked: list[str] = []

    async def note(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.json_response({})

    elsewhere = web.Application()
    elsewhere.router.add_route("*", "/{any:.*}", note)
    async with TestServer(elsewhere) as server:
        provider.document = {name: str(server.make_url("/keys"))}
        visitor = await town.visitor()
        assert (await visitor.get(ELSEWHERE)).status == 502
        provider.document = {}
        provider.token_answer = lambda _: web.Response(status=307, headers={"Location": str(server.make_url("/"))})
        assert (await sign_in(visitor, provider)).status == 403
    assert asked == []


async def test_a_provider_that_is_away_is_said_to_be(town: Premises, provider: HostileProvider) -> None:
    provider.document = {"issuer": None}
    away = await (await town.visitor()).get(ELSEWHERE)
    assert away.status == 502
    assert "did not work" in away.text


async def test_a_provider_may_change_its_keys(town: Premises, provider: HostileProvider) -> None:
    assert (await sign_in(await town.visitor(), provider)).status == 303
    provider.key = new_key("second")
    assert (await sign_in(await town.visitor(), provider)).status == 303
    assert (await sign_in(await town.visitor(), provider)).status == 303
    assert provider.asked.count("keys") == 2, "keys are asked for once, and once more when they changed"
    assert provider.asked.count("discovery") == 1
    town.office.clock.pass_time(hours=2)
    assert (await sign_in(await town.visitor(), provider)).status == 303
    assert provider.asked.count("discovery") == 2


async def test_the_provider_of_one_council_signs_nobody_of_another_in(
    town: Premises, provider: HostileProvider
) -> None:
    desk = town.office.desk
    moved = desk.accounts.invite("lee@leeds.example", LEEDS, "viewer")
    assert desk.staff.identities.bind(moved, Identity(provider.home, "subject-of-lee"))
    provider.claims = {"sub": "subject-of-lee"}
    visitor = await town.visitor()
    assert (await sign_in(visitor, provider)).status == 403
    assert not await is_in(visitor)


async def test_wrong_ways_back_slow_an_address_down(town: Premises, provider: HostileProvider) -> None:
    provider.claims = {"nonce": "x"}
    visitor = await town.visitor()
    answers = [(await sign_in(visitor, provider)).status for _ in range(11)]
    assert answers[:10] == [403] * 10
    assert answers[10] == 429
