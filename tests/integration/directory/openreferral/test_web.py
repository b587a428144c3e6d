"""The published directory as its readers meet it on the web."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from directory.openreferral.feed import Feed
from directory.openreferral.reading import OpenReferralReader
from directory.openreferral.web import BASE, add_openreferral_routes
from directory.places import Places

Client = TestClient[Any, Any]
LISTS = ("services", "service_at_locations", "taxonomies", "taxonomy_terms")
NOBODY = "00000000-0000-4000-8000-000000000000"


async def error(client: Client, path: str, method: str = "GET") -> tuple[int, str]:
    response = await client.request(method, f"{BASE}{path}")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-store"
    body = await response.json()
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message"}
    assert body["error"]["message"]
    return response.status, body["error"]["code"]


@pytest.mark.parametrize("path", ["", "/"])
async def test_the_front_page_says_what_this_is(client: Client, path: str) -> None:
    response = await client.get(f"{BASE}{path}")
    assert response.status == 200
    body = await response.json()
    assert body["version"] == "HSDS-UK-3.0"
    assert body.keys() == {"version", "profile", "openapi_url"}


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_leads_to_its_records(client: Client, name: str) -> None:
    page = await (await client.get(f"{BASE}/{name}")).json()
    for record in page["contents"][:5]:
        response = await client.get(f"{BASE}/{name}/{record['id']}")
        assert response.status == 200
        assert response.content_type == "application/json"
        assert (await response.json())["id"] == record["id"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("key", [NOBODY, "1", "x" * 300, "%00", "%ED%A0%80", "%27%20OR%201=1"])
async def test_an_unknown_id_is_not_found(client: Client, name: str, key: str) -> None:
    assert await error(client, f"/{name}/{key}") == (404, "not_found")


@pytest.mark.parametrize("path", ["/organizations", "/services//", "/services/a/b", "/services.json", "/../../etc"])
async def test_an_unknown_address_is_not_found(client: Client, path: str) -> None:
    response = await client.get(f"{BASE}{path}")
    assert response.status == 404


async def test_an_unknown_address_of_ours_has_the_one_error_shape(client: Client) -> None:
    assert await error(client, "/organizations") == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/services?page=0", "bad_parameter"),
        ("/services?per_page=100000", "bad_parameter"),
        ("/services?search=%00", "bad_parameter"),
        ("/services?postcode=B138AB", "unknown_parameter"),
        ("/services?day=MO&day=TU", "repeated_parameter"),
        ("/service_at_locations?proximity=10", "postcode_missing"),
        ("/service_at_locations?postcode=EH11AA", "outside_england"),
        ("/taxonomies?search=x", "unknown_parameter"),
        (f"/services/{NOBODY}?page=1", "unknown_parameter"),
        ("/?page=1", "unknown_parameter"),
    ],
)
async def test_a_wrong_parameter_is_refused(client: Client, path: str, code: str) -> None:
    assert await error(client, path) == (400, code)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_the_directory_can_only_be_read(client: Client, method: str) -> None:
    assert await error(client, "/services", method) == (405, "method_not_allowed")


async def test_a_page_of_any_site_may_read_it(client: Client) -> None:
    response = await client.get(f"{BASE}/services", headers={"Origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    asked = await client.options(f"{BASE}/services", headers={"Access-Control-Request-Method": "GET"})
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "GET" in asked.headers["Access-Control-Allow-Methods"]


async def test_what_a_reader_has_already_is_not_sent_again(client: Client) -> None:
    first = await client.get(f"{BASE}/services")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = await client.get(f"{BASE}/services", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = await client.get(f"{BASE}/services?page=2", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status == 200


async def test_head_answers_without_a_body(client: Client) -> None:
    response = await client.head(f"{BASE}/services")
    assert (response.status, await response.read()) == (200, b"")
    assert "ETag" in response.headers


async def test_an_answer_for_a_postcode_is_kept_by_nobody_and_written_nowhere(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = await client.get(f"{BASE}/service_at_locations?postcode=B13+8AB&proximity=3000")
    assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in response.headers
    assert (await response.json())["total_items"] > 0
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access")]
    assert not [message for message in ours if "B13" in message]


async def test_a_failure_is_told_without_its_words(places: Places, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(OpenReferralReader):
        def __init__(self) -> None:
            """There is no database."""

        def services(self, query: object) -> Any:
            raise RuntimeError("secret words")

    app = web.Application()
    add_openreferral_routes(app, Broken(), places)
    async with TestClient(TestServer(app)) as client:
        assert await error(client, "/services?search=lonely") == (500, "internal")
    assert "secret" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_many_readers_at_once_are_all_answered(client: Client) -> None:
    async def status(page: int) -> int:
        return (await client.get(f"{BASE}/services?page={page}&per_page=10")).status

    assert set(await asyncio.gather(*map(status, range(1, 31)))) == {200}


def test_the_seed_answers_quickly(feed: Feed) -> None:
    def seconds(*asked: tuple[str, str]) -> float:
        started = time.perf_counter()
        feed.services_at_locations(asked)
        return time.perf_counter() - started

    questions = [(), (("search", "lunch"),), (("day", "TU"), ("postcode", "B13 8AB"), ("proximity", "5000"))]
    assert all(min(seconds(*asked) for _ in range(5)) < 0.1 for asked in questions)
