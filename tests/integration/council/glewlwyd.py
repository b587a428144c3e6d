"""Glewlwyd, a real identity provider (Debian's package), started on a free port with a database of its own."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession, CookieJar
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.conftest import HANGING_S, free_port

BINARY = shutil.which("glewlwyd")
TABLES = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
USER, USER_PASSWORD = "ada", "correct horse battery"
CLIENT_ID, CLIENT_SECRET = "kith", "s3cret~ with/signs+."
_LIBRARY = "/usr/lib/glewlwyd"
_CONFIGURATION = """
port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="WARNING"
cookie_secure=0
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="{library}/user"
client_module_path="{library}/client"
user_auth_scheme_module_path="{library}/scheme"
plugin_module_path="{library}/plugin"
use_secure_connection=false
secure_connection_key_file="/none"
secure_connection_pem_file="/none"
secure_connection_ca_file="/none"
hash_algorithm = "SHA512"
database = {{ type = "sqlite3"; path = "{database}"; }};
"""


@dataclass
class Glewlwyd:
    """A running provider."""

    home: str

    @property
    def issuer(self) -> str:
        return f"{self.home}/api/oidc"

    async def switch_on(self) -> None:
        """Switch OpenID Connect on (PKCE required), with one user."""
        async with self._administrator() as admin:
            await _send(admin, "POST", "/api/mod/plugin", _plugin(self.issuer))
            user = {"username": USER, "password": USER_PASSWORD, "enabled": True, "scope": ["openid", "g_profile"]}
            await _send(admin, "POST", "/api/user/", user)

    async def know_client(self, back: str) -> None:
        """Take Kith as a client, to which browsers return at `back`, in place of any before."""
        client = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "confidential": True,
            "enabled": True,
            "redirect_uri": [back],
            "authorization_type": ["code"],
            "token_endpoint_auth_method": ["client_secret_post", "client_secret_basic"],
        }
        async with self._administrator() as admin:
            await admin.delete(f"/api/client/{CLIENT_ID}")
            await _send(admin, "POST", "/api/client/", client)

    @contextlib.asynccontextmanager
    async def _administrator(self) -> AsyncIterator[ClientSession]:
        async with ClientSession(self.home, cookie_jar=CookieJar(unsafe=True)) as admin:
            await _send(admin, "POST", "/api/auth/", {"username": "admin", "password": "password"})
            yield admin

    async def sign_in_and_agree(self, browser: ClientSession) -> None:
        """Do what a person does on the provider's pages, whose scripts do no more than this."""
        await _send(browser, "POST", f"{self.home}/api/auth/", {"username": USER, "password": USER_PASSWORD})
        await _send(browser, "PUT", f"{self.home}/api/auth/grant/{CLIENT_ID}", {"scope": "openid"})


@contextlib.asynccontextmanager
async def running_glewlwyd(folder: Path) -> AsyncIterator[Glewlwyd]:
    """Start the provider for the length of the block."""
    assert BINARY
    database, port = folder / "glewlwyd.db", free_port()
    await asyncio.to_thread(_make_tables, database)
    configuration = folder / "glewlwyd.conf"
    configuration.write_text(_CONFIGURATION.format(port=port, library=_LIBRARY, database=database))
    with (folder / "glewlwyd.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(BINARY, f"--config-file={configuration}", stdout=log, stderr=log)
    try:
        provider = Glewlwyd(f"http://127.0.0.1:{port}")
        await _answers(provider.home)
        await provider.switch_on()
        yield provider
    finally:
        process.terminate()
        await process.wait()


def _make_tables(database: Path) -> None:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.executescript(TABLES.read_text())


async def _answers(home: str) -> None:
    async with ClientSession() as session, asyncio.timeout(HANGING_S):
        while True:
            with contextlib.suppress(ClientError):
                async with session.get(f"{home}/config") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)


async def _send(session: ClientSession, method: str, url: str, body: dict[str, object]) -> None:
    async with session.request(method, url, json=body) as answer:
        assert answer.status == 200, (url, answer.status, await answer.text())


def _plugin(issuer: str) -> dict[str, object]:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    parameters = {
        "iss": issuer,
        "jwt-type": "rsa",
        "jwt-key-size": "256",
        "key": pem,
        "cert": public,
        "access-token-duration": 3600,
        "refresh-token-duration": 3600,
        "code-duration": 600,
        "auth-type-code-enabled": True,
        "auth-type-id-token-enabled": True,
        "pkce-allowed": True,
        "pkce-required": True,
        "jwks-show": True,
        "subject-type": "public",
    }
    return {"module": "oidc", "name": "oidc", "display_name": "oidc", "order_rank": 0, "parameters": parameters}
