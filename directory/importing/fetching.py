"""Fetches one page of a feed: bounded in size and time, tried again with patience, never from a private address."""

from __future__ import annotations

import asyncio
import contextlib
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import IO, Final

import aiohttp
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from directory.importing.addresses import PublicResolver, check_address, web_url
from directory.importing.errors import ImportFailedError, RefusedAddressError, TooMuchError, UnreachableError
from directory.importing.limits import Limits

AGENT: Final = "Kith-directory-import/1 (Open Referral)"
CHUNK: Final = 1 << 16
TRY_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
MOVED: Final = frozenset({301, 302, 303, 307, 308})
ACCEPT: Final = "application/json, application/zip;q=0.9, text/csv;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about the state of a page, to ask "has it changed?" with."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the question."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": None if self.etag else self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `body` is None when the page has not changed (304); it is a file that its reader closes."""

    url: URL
    status: int
    body: IO[bytes] | None
    size: int
    content_type: str
    charset: str | None
    validators: Validators


class Fetcher:
    """Fetches within the limits of one run: `total_bytes` counts what all answers hold, unpacked."""

    def __init__(
        self, session: aiohttp.ClientSession, limits: Limits, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._session = session
        self._limits = limits
        self._sleep = sleep
        self._read = 0

    async def get(self, url: URL, validators: Validators = Validators()) -> Fetched:
        """Fetch a page, tried again where that may help. Raises a kind of ImportFailedError."""
        reason, wait = "", 0.0
        for attempt in range(self._limits.tries):
            if attempt:
                await self._sleep(max(wait, self._pause(attempt)))
            try:
                return await self._follow(url, validators)
            except _AgainError as again:
                reason, wait = str(again), min(again.wait, self._limits.longest_wait_s)
            except TimeoutError:
                reason = "no whole answer in time"
            except (aiohttp.ClientError, OSError) as error:
                reason = _words(error)
        raise UnreachableError(f"{url.host} gave no answer, tried {self._limits.tries} times: {reason}.")

    def _pause(self, attempt: int) -> float:
        longest = self._limits.first_wait_s * 2.0 ** (attempt - 1)
        return min(self._limits.longest_wait_s, longest * random.uniform(0.5, 1.5))

    async def _follow(self, url: URL, validators: Validators) -> Fetched:
        """Follow redirects by hand: each new address is checked like the first."""
        for _ in range(self._limits.redirects + 1):
            check_address(url, self._limits.private_host)
            async with self._asked(url, validators) as answer:
                target = answer.headers.get("Location")
                if answer.status not in MOVED or not target:
                    return await self._answered(url, answer)
                moved = url.join(web_url(target))
            if url.scheme == "https" and moved.scheme == "http":
                raise RefusedAddressError("The feed redirects from https to http: it is not followed.")
            url = moved
        raise UnreachableError(f"{url.host} redirects more than {self._limits.redirects} times.")

    @contextlib.asynccontextmanager
    async def _asked(self, url: URL, validators: Validators) -> AsyncIterator[aiohttp.ClientResponse]:
        headers = {"Accept": ACCEPT, "User-Agent": AGENT} | validators.headers
        patience = aiohttp.ClientTimeout(
            total=self._limits.answer_s, sock_read=self._limits.silence_s, sock_connect=self._limits.silence_s
        )
        async with self._session.get(url, headers=headers, timeout=patience, allow_redirects=False) as answer:
            yield answer

    async def _answered(self, url: URL, answer: aiohttp.ClientResponse) -> Fetched:
        if answer.status in TRY_AGAIN:
            raise _AgainError(f"status {answer.status}", _seconds(answer.headers))
        if answer.status == 304:
            return self._fetched(url, answer, None, 0)
        if answer.status != 200:
            raise StatusError(f"{url.host} answered {answer.status} for {url.path}.", answer.status)
        return self._fetched(url, answer, *await self._body(answer))

    async def _body(self, answer: aiohttp.ClientResponse) -> tuple[IO[bytes], int]:
        """The unpacked body in memory, or on disk when it is long; a packed bomb stops at the limit."""
        spool = tempfile.SpooledTemporaryFile(max_size=self._limits.page_bytes)  # noqa: SIM115 - its reader closes it
        size = 0
        try:
            async for chunk in answer.content.iter_chunked(CHUNK):
                size += len(chunk)
                self._read += len(chunk)
                if self._read > self._limits.total_bytes:
                    raise TooMuchError(f"The feed is larger than {_megabytes(self._limits.total_bytes)} MB.")
                spool.write(chunk)
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        return spool, size

    def _fetched(self, url: URL, answer: aiohttp.ClientResponse, body: IO[bytes] | None, size: int) -> Fetched:
        headers = answer.headers
        found = Validators(headers.get("ETag"), headers.get("Last-Modified"))
        return Fetched(url, answer.status, body, size, answer.content_type, answer.charset, found)


class StatusError(ImportFailedError):
    """The server answered, and not with a page."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class _AgainError(Exception):
    def __init__(self, reason: str, wait: float) -> None:
        super().__init__(reason)
        self.wait = wait


@contextlib.asynccontextmanager
async def open_fetcher(limits: Limits) -> AsyncIterator[Fetcher]:
    """A fetcher with connections of its own, closed at the end of the block."""
    resolver = PublicResolver(ThreadedResolver(), limits.private_host)
    connector = aiohttp.TCPConnector(resolver=resolver, limit=limits.at_once, ttl_dns_cache=300)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
    ) as session:
        yield Fetcher(session, limits, asyncio.sleep)


def _seconds(headers: Mapping[str, str]) -> float:
    """How long the server asks us to wait: seconds, or until a moment."""
    said = headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said[:6])
    with contextlib.suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(said)
        now = parsedate_to_datetime(headers["Date"]) if "Date" in headers else moment
        return max(0.0, float((moment - now).total_seconds()))
    return 0.0


def _words(error: Exception) -> str:
    """The kind of the error: its text may hold the address."""
    return {"ClientConnectorDNSError": "the name is not known"}.get(type(error).__name__, type(error).__name__)


def _megabytes(size: int) -> int:
    return max(1, size // 1_000_000)
