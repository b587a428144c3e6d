"""A feed on a real server on loopback, which misbehaves as it is told."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from directory.model import Place
from directory.places import One, PlaceAnswer, Unknown
from tests.load.feed_maker import page

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
BIRMINGHAM = "E08000025"


def record(key: str = "a", **changes: Any) -> dict[str, Any]:
    """A whole service as a feed gives it, unless told otherwise; None takes a field away."""
    whole = {
        "id": f"{key * 8}-0000-4000-8000-000000000000"[:36] if len(key) == 1 else key,
        "name": f"Tuesday Table {key}",
        "description": "A hot lunch and a chat.",
        "status": "active",
        "url": "https://example.org/table",
        "organization": {"id": "o", "name": "Friends of the Hall"},
        "assured_date": "2026-05-01",
        "phones": [{"number": "0121 496 0100"}],
        "attributes": [{"taxonomy_term": {"name": "Lunch clubs"}}],
        "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
        "service_areas": [{"name": "Birmingham"}],
        "service_at_locations": [{"location": a_place()}],
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def a_place(**changes: Any) -> dict[str, Any]:
    """A hall in Birmingham, unless told otherwise."""
    address = {"address_1": "1 High Street", "city": "Birmingham", "postal_code": "B13 8JP"}
    return {"name": "The Hall", "latitude": 52.45, "longitude": -1.89, "addresses": [address]} | changes


@dataclass
class Feed:
    """What is served: `pages` under /services, or what `answer` gives. `asked` are the addresses that were fetched."""

    pages: list[list[Any]] = field(default_factory=lambda: [[record()]])
    answer: Answer | None = None
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    address: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        return app

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.headers.append(dict(request.headers))
        if self.answer is not None:
            return await self.answer(request)
        return self.served(request)

    def served(self, request: web.Request) -> web.Response:
        """What an honest server answers."""
        if request.path.startswith("/services/"):
            found = self.details.get(request.path.rpartition("/")[2])
            return web.json_response(found) if found else web.Response(status=404)
        if request.path != "/services":
            return web.Response(status=404, text="no such page")
        return web.json_response(self.envelope(int(request.query.get("page", 1))))

    def envelope(self, number: int) -> dict[str, Any]:
        """One page with its envelope."""
        records = self.pages[number - 1] if number <= len(self.pages) else []
        return page(records, number, len(self.pages), sum(map(len, self.pages)))


def version_one(feed: Feed, number: int) -> dict[str, Any]:
    """The same page in the envelope of version 1."""
    found = feed.envelope(number)
    return {
        "totalElements": found["total_items"],
        "totalPages": found["total_pages"],
        "number": found["page_number"],
        "size": found["size"],
        "first": found["first_page"],
        "last": found["last_page"],
        "content": found["contents"],
    }


def as_json(value: Any) -> web.Response:
    """A JSON answer with whatever is in it, even what JSON does not know."""
    return web.Response(text=json.dumps(value), content_type="application/json")


class FewPlaces:
    """Two postcodes and one council."""

    def look_up(self, text: str) -> PlaceAnswer:
        spots = {"B13 8JP": (407_625, 283_875), "LS1 4AP": (429_625, 433_375)}
        if text not in spots:
            return Unknown()
        east, north = spots[text]
        return One(Place("p:x", "Birmingham", BIRMINGHAM, BIRMINGHAM, east, north, "postcode"))

    def council_names(self) -> dict[str, str]:
        return {BIRMINGHAM: "Birmingham"}
