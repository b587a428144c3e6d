"""The published directory on the web: open to everyone, read-only, all routes on one screen."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import logging
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aiohttp import ETag, web

from directory.openreferral.coverage import PlaceNames
from directory.openreferral.feed import Feed, NotFoundError, Pairs
from directory.openreferral.query import BadQueryError, read_query
from directory.openreferral.reading import OpenReferralReader

log = logging.getLogger(__name__)

BASE: Final = "/openreferral/v3"
OPEN_TO_ALL: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "X-Content-Type-Options": "nosniff",
}
PREFLIGHT: Final = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
NOTHING: Final = frozenset[str]()
LEAST_PACKED: Final = 1_400
"""Bytes: what fits into one packet of the network is not packed."""
_TAKES_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
NO_MORE: Final[Mapping[str, str]] = {}

Answer = Callable[[web.Request], Any]


@dataclass(frozen=True, slots=True)
class OpenReferralOptions:
    """`max_age` is how many seconds a reader may keep an answer; `at_once` bounds the answers being made.

    The bound keeps threads free for people who are talking to us while somebody copies the whole directory. `wait_s`
    gives the seconds until whoever sent a request may ask again, 0.0 for now.
    """

    max_age: int = 300
    at_once: int = 2
    wait_s: Callable[[web.Request], float] = lambda _request: 0.0


def add_openreferral_routes(
    app: web.Application,
    reader: OpenReferralReader,
    places: PlaceNames,
    options: OpenReferralOptions = OpenReferralOptions(),
) -> None:
    """Add the published directory to `app` under `/openreferral/v3/`. No key is needed, every origin may read."""
    feed = Feed(reader, places)
    routes: dict[str, Answer] = {
        "": _fixed(feed.about),
        "/services": _list(feed.services),
        "/services/{id}": _record(feed.service),
        "/taxonomies": _list(feed.taxonomies),
        "/taxonomies/{id}": _record(feed.taxonomy),
        "/taxonomy_terms": _list(feed.taxonomy_terms),
        "/taxonomy_terms/{id}": _record(feed.taxonomy_term),
        "/service_at_locations": _list(feed.services_at_locations),
        "/service_at_locations/{id}": _record(feed.service_at_location),
    }
    turns = asyncio.Semaphore(options.at_once)
    for path, answer in routes.items():
        guarded = _guarded(answer, options, turns)
        app.router.add_route("*", f"{BASE}{path}", guarded)
        app.router.add_route("*", f"{BASE}{path}/", guarded)
    app.router.add_route("*", f"{BASE}/{{rest:.+}}", _guarded(_nothing_here, options, turns))


def _fixed(answer: Callable[[], Any]) -> Answer:
    def handle(request: web.Request) -> Any:
        read_query(request.query.items(), NOTHING)
        return answer()

    return handle


def _list(answer: Callable[[Pairs], Any]) -> Answer:
    return lambda request: answer(request.query.items())


def _record(answer: Callable[[str], Any]) -> Answer:
    def handle(request: web.Request) -> Any:
        read_query(request.query.items(), NOTHING)
        return answer(request.match_info["id"])

    return handle


def _nothing_here(_request: web.Request) -> Any:
    raise NotFoundError


def _guarded(
    answer: Answer, options: OpenReferralOptions, turns: asyncio.Semaphore
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=OPEN_TO_ALL | PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            return _error(405, "method_not_allowed", "This directory can only be read.", {"Allow": PREFLIGHT["Allow"]})
        if wait_s := options.wait_s(request):
            later = {"Retry-After": str(math.ceil(wait_s))}
            return _error(429, "too_many_requests", "Please ask for fewer pages a minute.", later)
        try:
            async with turns:
                return await asyncio.to_thread(_answered, answer, request, options)
        except BadQueryError as wrong:
            return _error(400, wrong.code, wrong.message)
        except NotFoundError:
            return _error(404, "not_found", "There is no such record or address in this directory.")
        except Exception as error:  # its words could hold what was asked: the kind is enough
            log.error("the published directory failed: %s", type(error).__name__)
            return _error(500, "internal", "Something went wrong here. Please try again later.")

    return handle


@dataclass(frozen=True, slots=True)
class _Made:
    """An answer, and when what it tells of was last changed, to the second, where that is known."""

    body: bytes
    changed: datetime | None

    @property
    def tag(self) -> ETag:
        """Weak: the same answer may come packed or not."""
        return ETag(hashlib.sha256(self.body).hexdigest()[:32], is_weak=True)


def _made(answer: Answer, request: web.Request) -> _Made:
    record = answer(request)
    changed = record.get("service", record).get("last_modified")
    body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return _Made(body, datetime.fromisoformat(changed).replace(microsecond=0) if changed else None)


def _answered(answer: Answer, request: web.Request, options: OpenReferralOptions) -> web.Response:
    """An answer for a postcode is for one reader: no cache on the way may keep it with its address."""
    made = _made(answer, request)
    if "postcode" in request.query:
        return _packed(request, made.body, {"Cache-Control": "no-store"})
    caching = {"Cache-Control": f"public, max-age={options.max_age}", "Vary": "Accept-Encoding"}
    known = _is_known(request, made)
    response = (
        web.Response(status=304, headers=OPEN_TO_ALL | caching) if known else _packed(request, made.body, caching)
    )
    response.etag = made.tag
    response.last_modified = made.changed
    return response


def _packed(request: web.Request, body: bytes, headers: dict[str, str]) -> web.Response:
    """All here is public: packing gives nothing away, and a proxy in front of the chat does not pack."""
    if len(body) < LEAST_PACKED or not _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
        return _json(200, body, headers)
    return _json(200, gzip.compress(body, 5, mtime=0), {**headers, "Content-Encoding": "gzip"})


def _is_known(request: web.Request, made: _Made) -> bool:
    """True when the reader has this very answer. Dates are looked at where there is no tag."""
    if (tags := request.if_none_match) is not None:
        return any(tag.value in (made.tag.value, "*") for tag in tags)
    since = request.if_modified_since
    return since is not None and made.changed is not None and made.changed <= since


def _error(status: int, code: str, message: str, headers: Mapping[str, str] = NO_MORE) -> web.Response:
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    return _json(status, body, {"Cache-Control": "no-store", **headers})


def _json(status: int, body: bytes, headers: dict[str, str]) -> web.Response:
    return web.Response(
        status=status, body=body, content_type="application/json", charset="utf-8", headers=OPEN_TO_ALL | headers
    )
