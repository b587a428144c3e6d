"""A browser without JavaScript: it reads pages, fills forms in and keeps cookies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyotp
from aiohttp import ClientSession

from tests.integration.council.office import PASSWORD, Clock


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    cookies: list[str]
    text: str


class Visitor:
    """Someone at a browser, with a phone whose app shows codes by `clock`."""

    def __init__(self, browser: ClientSession, home: str, clock: Clock | None = None) -> None:
        self.browser = browser
        self.home = home
        self.clock = clock or Clock()

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
        """Sign in through the form, and set up the second step where the user must have one."""
        answer = await self.give_password(name, password, **fields)
        if not answer.headers.get("Location", "").startswith("/council/two-step"):
            return answer
        code = self.code(await self.secret())
        await self.fill_in(answer.headers["Location"], {"code": code}, to="/council/two-step")
        return answer

    async def give_password(self, name: str, password: str = PASSWORD, **fields: str) -> Answer:
        """Sign in through the form as far as a password goes."""
        return await self.fill_in("/council/sign-in", {"name": name, "password": password, **fields})

    async def secret(self) -> str:
        """Return the key that the page of the second step shows for the app."""
        found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', (await self.get("/council/two-step")).text)
        assert found, "no key for the app"
        return found[1].replace(" ", "")

    def code(self, secret: str, steps: int = 0) -> str:
        """Return the code that the app shows now, or so many half minutes later."""
        return pyotp.TOTP(secret).at(int(self.clock.now.timestamp()) + 30 * steps)

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
            text = (await response.read()).decode(errors="backslashreplace")
            return Answer(response.status, response.headers, response.headers.getall("Set-Cookie", []), text)
