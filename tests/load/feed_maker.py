"""Feeds as councils publish them, made up: any number of services, the same for the same seed."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from aiohttp import web

TOWNS = (
    ("Birmingham", 52.4862, -1.8904, "B13 8JP", "E08000025"), ("Leeds", 53.7997, -1.5492, "LS1 4AP", "E08000035"),
    ("Bristol", 51.4545, -2.5879, "BS1 5TR", "E06000023"), ("York", 53.9590, -1.0815, "YO1 7HH", "E06000014"),
    ("Norwich", 52.6309, 1.2974, "NR2 1NH", "E07000148"), ("Exeter", 50.7184, -3.5339, "EX1 1JJ", "E07000041"),
    ("Sheffield", 53.3811, -1.4701, "S1 2HH", "E08000039"), ("Camden", 51.5290, -0.1255, "WC1H 9JE", "E09000007"),
)  # fmt: skip
KINDS = (
    ("Lunch Club", "Lunch clubs", "A hot meal, good company and a quiz after pudding"),
    ("Walking Group", "Walking groups", "A gentle walk of about an hour on level paths, with a cup of tea at the end"),
    ("Befriending", "Befriending", "A volunteer calls or visits every week for a chat"),
    ("Knit and Natter", "Knitting", "Bring your needles, or borrow ours, and natter while you knit"),
    ("Stay and Play", "Parent and toddler groups", "Toys, songs and a snack for little ones and their grown-ups"),
    ("Memory Cafe", "Dementia support", "A friendly place for people with dementia and those who care for them"),
    ("Community Garden", "Community gardens", "Dig, plant and harvest together, whatever you know about gardening"),
    ("Carers' Group", "Carers support", "Time to talk with others who look after somebody"),
    ("Youth Club", "Youth clubs", "Games, music, cooking and people your own age"),
    ("Get Online", "Computer classes", "Patient help with phones, tablets and the internet"),
    ("Choir", "Singing", "No need to read music: everybody sings"),
    ("Bereavement Cafe", "Bereavement support", "Meet others who have lost somebody"),
    ("Singing for Lungs", "Something no list has", "Breathing exercises and songs"),
)  # fmt: skip
AREAS = "http://statistics.data.gov.uk/id/statistical-geography/"
VENUES = (
    "Village Hall",
    "Methodist Church",
    "Library",
    "Community Centre",
    "Leisure Centre",
    "Memorial Hall",
    "Scout Hut",
)
SAINTS = (
    "St Anne's",
    "Holly Lane",
    "Mill Road",
    "Northfield",
    "Castle Street",
    "Riverside",
    "Oak Tree",
    "Queen's Park",
)
RUNNERS = (
    "Age Concern",
    "Neighbours Together",
    "Community Trust",
    "Good Company",
    "The Open Door",
    "Friends of the Park",
)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA")
MORE = (
    "Everyone is welcome and the first visit is free. The hall has a ramp at the side door and an accessible toilet. "
    "Buses stop outside. If you are not sure whether it is for you, ring and ask for a chat first; nobody minds. "
    "Children must come with a grown-up. We close on bank holidays and in the last week of August."
)


@dataclass(frozen=True)
class FeedMaker:
    """Makes services by number. `name` keeps two makers' ids apart; `edition` changes every hundredth service."""

    name: str = "made"
    edition: int = 0

    def service(self, number: int) -> dict[str, Any]:
        """One service in Open Referral UK 3.0 with everything around it, about two kilobytes."""
        dice = random.Random(f"{self.name}/{number}")
        town_facts = dice.choice(TOWNS)
        town, council = town_facts[0], town_facts[4]
        kind, term, about = dice.choice(KINDS)
        where = f"{dice.choice(SAINTS)} {dice.choice(VENUES)}"
        changed = f" Edition {self.edition}." if self.edition and number % 100 == 0 else ""
        low, high = dice.choice(((None, None), (18, None), (50, None), (65, None), (11, 18), (None, 5)))
        first = (date(2026, 1, 5) + timedelta(days=dice.randrange(300))).isoformat()
        text = f"{about} at {where}, {town}.{changed}"
        record = {
            "id": _id(dice),
            "name": f"{where.split(' ')[0]} {kind} {number}",
            "description": f"<p>{text}</p><p>{MORE}</p>" if number % 7 == 0 else f"{text}\n\n{MORE}",
            "url": f"https://example.org/{number}",
            "email": f"hello{number}@example.org",
            "status": "active",
            "fees": dice.choice(("Free", "£2 towards tea", "Donations welcome", None)),
            "minimum_age": low,
            "maximum_age": high,
            "assured_date": first,
            "last_modified": f"{first}T10:00:00.000Z",
            "organization": {"id": _id(dice), "name": f"{dice.choice(RUNNERS)} {town}", "description": "A charity."},
            "contacts": [{"id": _id(dice), "name": "The team", "phones": [_phone(dice, number)]}],
            "schedules": [_weekly(dice, first)],
            "service_areas": [{"id": _id(dice), "name": town, "uri": f"{AREAS}{council}"}],
            "languages": [{"id": _id(dice), "code": "en"}],
            "attributes": [{"id": _id(dice), "link_type": "service", "taxonomy_term": {"id": _id(dice), "name": term}}],
            "service_at_locations": [{"id": _id(dice), "location": _location(dice, where, town_facts)}],
        }
        return {name: value for name, value in record.items() if value is not None}

    def services(self, count: int, start: int = 0) -> Iterator[dict[str, Any]]:
        """So many services."""
        return (self.service(number) for number in range(start, start + count))


def _id(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))


def _phone(dice: random.Random, number: int) -> dict[str, Any]:
    return {"id": _id(dice), "number": f"01632 96{number % 10_000:04d}"}


def _weekly(dice: random.Random, first: str) -> dict[str, Any]:
    rule = {"id": _id(dice), "freq": "WEEKLY", "interval": 1, "byday": dice.choice(DAYS), "dtstart": first}
    return rule | {"opens_at": "10:00", "closes_at": "12:00", "attending_type": "in person"}


def _location(dice: random.Random, where: str, town: tuple[str, float, float, str, str]) -> dict[str, Any]:
    name, latitude, longitude, postcode, _ = town
    street = {"address_1": f"{dice.randrange(1, 200)} {dice.choice(SAINTS)}", "city": name, "postal_code": postcode}
    return {
        "id": _id(dice),
        "location_type": "physical",
        "name": where,
        "latitude": round(latitude + dice.uniform(-0.04, 0.04), 5),
        "longitude": round(longitude + dice.uniform(-0.04, 0.04), 5),
        "addresses": [
            {"id": _id(dice), "state_province": "England", "country": "GB", "address_type": "physical"} | street
        ],
        "accessibility": [
            {"id": _id(dice), "accessibility": dice.choice(("Wheelchair access", "Hearing loop", "Level access"))}
        ],
    }


def page(records: list[dict[str, Any]], number: int, pages: int, total: int) -> dict[str, Any]:
    """The envelope of Open Referral UK 3.0 around some records."""
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(records),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not records,
        "contents": records,
    }


def page_server(pages: dict[int, bytes], *, etags: bool = False) -> web.Application:
    """Serves ready pages under /services; with `etags` it says when nothing has changed."""

    async def services(request: web.Request) -> web.Response:
        body = pages[int(request.query.get("page", 1))]
        tag = f'"{zlib.crc32(body):x}"' if etags else None
        if tag and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, content_type="application/json", headers={"ETag": tag} if tag else None)

    app = web.Application()
    app.router.add_get("/services", services)
    return app
