"""An identity provider that tests can make lie: a small real server that signs whatever it is told to."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey
from yarl import URL

from tests.integration.council.office import Clock

Claims = dict[str, Any]


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@dataclass
class HostileProvider:
    """Honest until told otherwise: change `document`, `claims`, `sign` or `token_answer`."""

    home: str
    clock: Clock
    key: RSAKey = field(default_factory=lambda: new_key("first"))
    document: Claims = field(default_factory=dict)
    claims: Claims = field(default_factory=dict)
    sign: Callable[[HostileProvider, Claims], str] | None = None
    token_answer: Callable[[web.Request], web.StreamResponse] | None = None
    checks_pkce: bool = True
    asked: list[str] = field(default_factory=list)
    _requests: dict[str, dict[str, str]] = field(default_factory=dict)

    def agree(self, address: str) -> str:
        """Do what the provider does when a person agrees there; return the code."""
        request = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self._requests)}"
        self._requests[code] = request
        return code

    def state_of(self, address: str) -> str:
        return parse_qs(urlsplit(address).query)["state"][0]

    def signed(self, claims: Claims) -> str:
        """Sign as an honest provider does."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def answer_discovery(self) -> Claims:
        return {
            "issuer": self.home,
            "authorization_endpoint": f"{self.home}/authorize",
            "token_endpoint": f"{self.home}/token",
            "jwks_uri": f"{self.home}/keys",
            "code_challenge_methods_supported": ["S256"],
        } | self.document

    def id_token(self, request: dict[str, str]) -> str:
        now = int(self.clock.now.timestamp())
        claims: Claims = {
            "iss": self.home,
            "aud": request["client_id"],
            "sub": "subject-of-ada",
            "nonce": request["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        return (self.sign or HostileProvider.signed)(self, claims)

    async def exchange(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        if self.token_answer:
            return self.token_answer(request)
        asked_with = self._requests.get(str(form["code"]))
        if asked_with is None or (
            self.checks_pkce and _challenge(str(form["code_verifier"])) != asked_with["code_challenge"]
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": "a", "token_type": "Bearer", "id_token": self.id_token(asked_with)})


@contextlib.asynccontextmanager
async def running_provider(clock: Clock) -> AsyncIterator[HostileProvider]:
    """Start the provider for the length of the block."""
    provider = HostileProvider("", clock)

    async def discovery(_request: web.Request) -> web.Response:
        provider.asked.append("discovery")
        return web.json_response(provider.answer_discovery())

    async def authorize(request: web.Request) -> web.Response:
        """A person agrees at once, and the browser goes back."""
        back = URL(request.query["redirect_uri"])
        code, state = provider.agree(str(request.url)), request.query["state"]
        raise web.HTTPFound(back.with_query(code=code, state=state))

    async def keys(_request: web.Request) -> web.Response:
        provider.asked.append("keys")
        return web.json_response({"keys": [provider.key.as_dict(private=False)]})

    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", discovery)
    app.router.add_get("/authorize", authorize)
    app.router.add_get("/keys", keys)
    app.router.add_post("/token", provider.exchange)
    async with TestServer(app) as server:
        provider.home = str(server.make_url("")).rstrip("/")
        yield provider


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def unsigned(_provider: HostileProvider, claims: Claims) -> str:
    """A token of the algorithm "none"."""
    return f"{part({'alg': 'none'})}.{part(claims)}."


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
