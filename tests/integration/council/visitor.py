"""A browser without JavaScript: it reads pages, fills forms in and keeps cookies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import ClientSession

from tests.integration.council.office import PASSWORD


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    cookies: list[str]
    text: str


class Visitor:
    """Someone at a browser."""

    def __init__(self, browser: ClientSession, home: str) -> None:
        self.browser = browser
        self.home = home

    async def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page; redirects are not followed."""
        return await self._send("GET", path, None, headers)

    async def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form just as it is."""
        return await self._send("POST", path, fields, headers)

    async def fill_in(self, page: str, fields: Mapping[str, str], to: str = "") -> Answer:
        """Open the page and send its form with the hidden token that it holds."""
        return await self.post(to or page, {"form_token": await self.token(page), **fields})

    async def token(self, page: str) -> str:
        """Return the hidden token of the forms of a page."""
        found = re.search(r'name="form_token" value="([0-9a-f]+)"', (await self.get(page)).text)
        assert found, f"no form on {page}"
        return found[1]

    async def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> Answer:
        """Sign in through the form."""
        return await self.fill_in("/council/sign-in", {"name": name, "password": password, **fields})

    def cookie(self, name: str) -> str | None:
        """Return the value of a cookie that the browser holds."""
        return next((cookie.value for cookie in self.browser.cookie_jar if cookie.key == name), None)

    async def _send(
        self, method: str, path: str, fields: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.browser.request(
            method, self.home + path, data=fields, headers=named, allow_redirects=False
        ) as response:
            text = (await response.read()).decode()
            return Answer(response.status, response.headers, response.headers.getall("Set-Cookie", []), text)
