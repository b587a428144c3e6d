"""Signing in through an identity provider: OpenID Connect, authorization code flow with PKCE, state and nonce.

It speaks to the provider that the operator named and to nobody else, follows no redirect, and believes nothing of what
comes back but a token that this provider signed for us, now, for this very sign-in.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

import aiohttp
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from council.identities import Identity
from council.providers import Provider

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384", "RS512", "PS512", "ES512", "Ed25519")
"""Signatures with a public key alone: never `none`, never one that our client secret could make."""
DISCOVERY: Final = "/.well-known/openid-configuration"
KNOWN_FOR: Final = timedelta(hours=1)
LEEWAY: Final = 60  # seconds that two clocks may differ
_PATIENCE: Final = aiohttp.ClientTimeout(total=10)
_LARGEST: Final = 512 * 1024  # bytes


class ProviderError(Exception):
    """The provider did not answer as it should, or its answer is not to be believed; says why, for the log."""


@dataclass(frozen=True)
class Secrets:
    """What ties the way out to the way back; kept where only the browser that asked can show it."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Secrets:
        """Three random values (RFC 7636 asks for 43 letters in the last)."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


@dataclass(frozen=True)
class _Endpoints:
    authorize: str
    token: str
    keys: str
    secret_in_body: bool
    until: datetime


class IdentityProvider:
    """One council's identity provider, as the program speaks to it."""

    def __init__(self, provider: Provider, http: aiohttp.ClientSession, clock: Callable[[], datetime]) -> None:
        self.provider = provider
        self._http = http
        self._clock = clock
        self._endpoints: _Endpoints | None = None
        self._keys: KeySet | None = None

    async def address(self, back: str, once: Secrets) -> str:
        """Return where the browser goes to sign in; `back` is our own address to which it returns."""
        endpoints = await self._discover()
        address: str = prepare_grant_uri(
            endpoints.authorize,
            self.provider.client_id,
            "code",
            redirect_uri=back,
            scope="openid",
            state=once.state,
            nonce=once.nonce,
            code_challenge=create_s256_code_challenge(once.verifier),
            code_challenge_method="S256",
        )
        return address

    async def identity(self, code: str, back: str, once: Secrets) -> Identity:
        """Return who signed in. Raises ProviderError for whatever is not exactly right."""
        endpoints = await self._discover()
        answer = await self._exchange(endpoints, code, back, once.verifier)
        signed = answer.get("id_token")
        if not isinstance(signed, str):
            raise ProviderError("no id token")
        token = await self._opened(endpoints, signed)
        claims = self._checked(token, once.nonce, answer.get("access_token"))
        subject = claims.get(self.provider.subject_claim)
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise ProviderError(f"no {self.provider.subject_claim} in the id token")
        return Identity(self.provider.issuer, subject)

    async def _discover(self) -> _Endpoints:
        """Return the provider's addresses, from its own document, which must name the very issuer of our file."""
        if self._endpoints and self._clock() < self._endpoints.until:
            return self._endpoints
        document = await self._get(self.provider.issuer.rstrip("/") + DISCOVERY)
        if document.get("issuer") != self.provider.issuer:
            raise ProviderError("the discovery document is of another issuer")
        if "S256" not in document.get("code_challenge_methods_supported", ["S256"]):
            raise ProviderError("the provider does not know PKCE")
        methods = document.get("token_endpoint_auth_methods_supported", [])
        self._endpoints = _Endpoints(
            authorize=self._own(document.get("authorization_endpoint")),
            token=self._own(document.get("token_endpoint")),
            keys=self._own(document.get("jwks_uri")),
            secret_in_body="client_secret_post" in methods,
            until=self._clock() + KNOWN_FOR,
        )
        self._keys = None
        return self._endpoints

    async def _exchange(self, endpoints: _Endpoints, code: str, back: str, verifier: str) -> Mapping[str, Any]:
        client_id, secret = self.provider.client_id, self.provider.client_secret.get_secret_value()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        if endpoints.secret_in_body:
            form |= {"client_id": client_id, "client_secret": secret}
            return await self._ask("POST", endpoints.token, data=form)
        basic = aiohttp.encode_basic_auth(quote(client_id, safe=""), quote(secret, safe=""))  # RFC 6749, 2.3.1
        return await self._ask("POST", endpoints.token, data=form, headers={"Authorization": basic})

    async def _opened(self, endpoints: _Endpoints, signed: str) -> jwt.Token:
        """Check the signature. A key that is not known yet is looked for once more: providers change their keys."""
        known = self._keys is not None
        keys = self._keys or await self._read_keys(endpoints)
        try:
            return _decoded(signed, keys)
        except InvalidKeyIdError:
            if not known:
                raise ProviderError("the id token is signed with a key that is not the provider's") from None
        try:
            return _decoded(signed, await self._read_keys(endpoints))
        except InvalidKeyIdError:
            raise ProviderError("the id token is signed with a key that is not the provider's") from None

    async def _read_keys(self, endpoints: _Endpoints) -> KeySet:
        document = await self._get(endpoints.keys)
        try:
            self._keys = KeySet.import_key_set(document)  # type: ignore[arg-type]
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise ProviderError("the provider's keys cannot be read") from error
        return self._keys

    def _checked(self, token: jwt.Token, nonce: str, access_token: object) -> Mapping[str, Any]:
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": self.provider.issuer},
                "aud": {"essential": True, "value": self.provider.client_id},
            },
            params={"nonce": nonce, "client_id": self.provider.client_id, "access_token": access_token},
        )
        try:
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderError(f"the id token is not for this sign-in: {error}") from error
        if self.provider.tenant and token.claims.get("tid") != self.provider.tenant:
            raise ProviderError("the id token is of another tenant")
        return token.claims

    def _own(self, url: object) -> str:
        if not isinstance(url, str) or not self.provider.may_call(url):
            raise ProviderError("the provider names an address on another host")
        return url

    async def _get(self, url: str) -> Mapping[str, Any]:
        return await self._ask("GET", url)

    async def _ask(self, method: str, url: str, **sent: Any) -> Mapping[str, Any]:
        """Return the JSON object at an address of the provider's."""
        url = self._own(url)
        try:
            async with self._http.request(method, url, allow_redirects=False, timeout=_PATIENCE, **sent) as response:
                if response.status != 200:
                    raise ProviderError(f"the provider answered {response.status}")
                body = await _small(response)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise ProviderError(f"the provider cannot be reached: {type(error).__name__}") from error
        try:
            document = json.loads(body)
        except ValueError as error:
            raise ProviderError("the provider's answer is not JSON") from error
        if not isinstance(document, dict):
            raise ProviderError("the provider's answer is not an object")
        return document


async def _small(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for part in response.content.iter_chunked(64 * 1024):
        body += part
        if len(body) > _LARGEST:
            raise ProviderError("the provider's answer is too long")
    return body


def _decoded(signed: str, keys: KeySet) -> jwt.Token:
    try:
        return jwt.decode(signed, keys, algorithms=ALGORITHMS)
    except InvalidKeyIdError:
        raise
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderError(f"the id token is not signed by the provider: {type(error).__name__}") from error
