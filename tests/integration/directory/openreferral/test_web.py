"""The published directory as its readers meet it on the web."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from directory.openreferral.feed import Feed
from directory.openreferral.reading import OpenReferralReader
from directory.openreferral.web import BASE, OpenReferralOptions, add_openreferral_routes
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
        ("/services?page=-1", "bad_parameter"),
        ("/services?page=1000000000", "bad_parameter"),
        ("/services?per_page=0", "bad_parameter"),
        ("/services?per_page=1001", "bad_parameter"),
        ("/services?full=yes", "bad_parameter"),
        ("/services?modified_after=yesterday", "bad_parameter"),
        ("/taxonomy_terms?full=true", "unknown_parameter"),
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


@pytest.mark.parametrize(
    ("accepts", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("identity", False), ("", False), ("gzip;q=0, br", False)],
)
async def test_long_answers_are_packed_for_whoever_can_unpack_them(client: Client, accepts: str, packed: bool) -> None:
    asked = {"Accept-Encoding": accepts}
    for path in ("/services", "/service_at_locations?postcode=B13+8AB"):
        async with client.get(f"{BASE}{path}", headers=asked) as response:
            assert response.headers.get("Content-Encoding") == ("gzip" if packed else None)
            assert (await response.json())["total_items"] > 0
    plain = await client.get(f"{BASE}/services", headers={"Accept-Encoding": "identity"})
    assert plain.headers["Vary"] == "Accept-Encoding"
    known = await client.get(f"{BASE}/services", headers=asked | {"If-None-Match": plain.headers["ETag"]})
    assert (known.status, known.headers["Vary"]) == (304, "Accept-Encoding")
    short = await client.get(f"{BASE}/", headers=asked)
    assert "Content-Encoding" not in short.headers


async def test_head_answers_as_get_does_without_a_body(client: Client) -> None:
    got, response = await client.get(f"{BASE}/services"), await client.head(f"{BASE}/services")
    assert (response.status, await response.read()) == (200, b"")
    assert {**response.headers} | {"Date": ""} == {**got.headers} | {"Date": ""}
    known = await client.head(f"{BASE}/services", headers={"If-None-Match": got.headers["ETag"]})
    assert known.status == 304


@pytest.mark.parametrize("name", ["services", "service_at_locations"])
async def test_a_record_says_when_it_was_changed(client: Client, name: str) -> None:
    [record] = (await (await client.get(f"{BASE}/{name}?per_page=1")).json())["contents"]
    address = f"{BASE}/{name}/{record['id']}"
    first = await client.get(address)
    assert first.headers["Last-Modified"] == "Sat, 21 Nov 2026 09:00:00 GMT"

    async def status(**headers: str) -> int:
        return (await client.get(address, headers=headers)).status

    assert await status(**{"If-Modified-Since": first.headers["Last-Modified"]}) == 304
    assert await status(**{"If-Modified-Since": "Sat, 21 Nov 2026 08:59:59 GMT"}) == 200
    assert await status(**{"If-Modified-Since": first.headers["Last-Modified"], "If-None-Match": '"other"'}) == 200
    assert await status(**{"If-None-Match": '"other", ' + first.headers["ETag"]}) == 304
    assert await status(**{"If-None-Match": first.headers["ETag"].removeprefix("W/")}) == 304


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_does_not_claim_to_know_when_it_was_changed(client: Client, name: str) -> None:
    """What was removed would not show."""
    since = {"If-Modified-Since": "Sat, 21 Nov 2036 09:00:00 GMT"}
    response = await client.get(f"{BASE}/{name}", headers=since)
    assert (response.status, "Last-Modified" in response.headers) == (200, False)


@pytest.mark.parametrize("name", LISTS)
async def test_a_slash_at_the_end_changes_nothing(client: Client, name: str) -> None:
    with_slash = await client.get(f"{BASE}/{name}/?per_page=3")
    page = await (await client.get(f"{BASE}/{name}?per_page=3")).json()
    assert await with_slash.json() == page
    key = page["contents"][0]["id"]
    assert (await (await client.get(f"{BASE}/{name}/{key}/")).json())["id"] == key
    assert await error(client, f"/{name}//") == (404, "not_found")


@pytest.mark.parametrize("words", ["lunch%20club", "lunch+club", "%6Cunch++club%20", "lunch%0Aclub", "%09lunch%A0club"])
async def test_words_may_be_written_in_every_way_that_addresses_know(client: Client, words: str) -> None:
    plain = await (await client.get(f"{BASE}/services?search=lunch+club")).json()
    response = await client.get(URL(f"{BASE}/services?search={words}", encoded=True))
    assert response.status == 200
    if "%A0" not in words:  # which is no UTF-8
        assert await response.json() == plain


@pytest.mark.parametrize("path", ["/services", "/nothing", f"/services/{NOBODY}"])
async def test_a_browser_may_ask_first_at_every_address(client: Client, path: str) -> None:
    asked = await client.options(f"{BASE}{path}", headers={"Access-Control-Request-Method": "GET"})
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert asked.headers["Allow"] == "GET, HEAD, OPTIONS"


async def test_who_asks_too_often_is_told_when_to_come_back(feed: Feed) -> None:
    waits = iter([0.0, 2.3, 2.3])
    options = OpenReferralOptions(wait_s=lambda _request: next(waits))
    app = web.Application()
    add_openreferral_routes(app, feed.reader, feed.places, options)
    async with TestClient(TestServer(app)) as client:
        assert (await client.get(f"{BASE}/services")).status == 200
        refused = await client.get(f"{BASE}/services")
        assert (refused.status, refused.headers["Retry-After"]) == (429, "3")
        assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]
        assert (await client.options(f"{BASE}/services")).status == 204
        assert await error(client, "/services") == (429, "too_many_requests")


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
