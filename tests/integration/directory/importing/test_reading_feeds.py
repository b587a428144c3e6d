"""Feeds of every kind come in, and come in once."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from aiohttp import web
from sqlalchemy import Engine

from directory import tables
from directory.importing.importer import Importer, Wishes
from directory.importing.report import Outcome
from directory.model import Attending, CostOption, Need
from tests.integration.directory.importing.conftest import Import
from tests.integration.directory.importing.feeds import Feed, a_place, as_json, record, version_one

Names = Callable[[], list[str]]
EXAMPLES = Path(__file__).parents[5] / "shared" / "openreferral" / "examples"


def only_id(database: Engine) -> str:
    with database.connect() as connection:
        return connection.execute(sa.select(tables.services.c.id)).scalar_one()


async def test_every_page_of_a_feed_is_read(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a"), record("b")], [record("c")]]
    report = await bring()
    assert (report.outcome, report.read, report.added, report.pages) == (Outcome.DONE, 3, 3, 2)
    assert shown() == ["Tuesday Table a", "Tuesday Table b", "Tuesday Table c"]


async def test_a_service_is_what_its_record_says(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    feed.pages = [[record("a", minimum_age=18, maximum_age=99, fees="Free", email="hall@example.org")]]
    await bring()
    service = importer.repository.get(only_id(database))
    assert service is not None
    assert (service.name, service.organisation, service.summary) == (
        "Tuesday Table a",
        "Friends of the Hall",
        "A hot lunch and a chat.",
    )
    assert (service.minimum_age, service.maximum_age, service.cost.option) == (18, None, CostOption.FREE)
    assert (service.needs, service.areas, service.attending) == (
        (Need.LUNCH_SOCIAL,),
        ("E08000025",),
        (Attending.IN_PERSON,),
    )
    assert service.location is not None
    assert (service.location.postal_code, service.location.latitude) == ("B13 8JP", 52.45)
    assert [(s.byday, s.opens_at, s.closes_at) for s in service.schedules] == [("TU", time(10), time(12))]
    assert (service.assured_date, service.phones[0].number) == (date(2026, 5, 1), "0121 496 0100")


async def test_importing_twice_changes_nothing(feed: Feed, bring: Import, database: Engine) -> None:
    feed.pages = [[record("a"), record("b")]]
    await bring()
    with database.connect() as connection:
        before = connection.execute(sa.select(tables.services).order_by("id")).all()
    report = await bring()
    assert (report.outcome, report.unchanged, report.changed, report.added) == (Outcome.UNCHANGED, 2, 0, 0)
    with database.connect() as connection:
        assert connection.execute(sa.select(tables.services).order_by("id")).all() == before


async def test_a_changed_record_changes_its_service_and_keeps_its_id(
    feed: Feed, bring: Import, shown: Names, database: Engine
) -> None:
    await bring()
    before = only_id(database)
    feed.pages = [[record("a", name="Thursday Table")]]
    report = await bring()
    assert (report.changed, report.added, shown()) == (1, 0, ["Thursday Table"])
    assert only_id(database) == before


async def test_a_withdrawn_service_disappears(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record(key) for key in "abcdefghij"]]
    await bring()
    feed.pages = [[record(key) for key in "abcdefghi"]]
    report = await bring()
    assert (report.removed, len(shown())) == (1, 9)
    assert "Tuesday Table j" not in shown()


async def test_a_feed_that_lost_much_is_held_until_a_person_confirms(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record(key) for key in "abcdefghij"]]
    await bring()
    feed.pages = [[record(key) for key in "abc"]]
    held = await bring()
    assert (held.outcome, held.removed, len(shown())) == (Outcome.HELD, 7, 10)
    assert "--confirm" in held.message
    assert (await bring()).outcome is Outcome.HELD
    confirmed = await bring(wishes=Wishes(confirm=True))
    assert (confirmed.outcome, len(shown())) == (Outcome.DONE, 3)


async def test_an_empty_feed_is_held(feed: Feed, bring: Import, shown: Names) -> None:
    await bring()
    feed.pages = [[]]
    assert (await bring()).outcome is Outcome.HELD
    assert shown() == ["Tuesday Table a"]


async def test_a_held_feed_that_is_put_right_is_read_anew(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record(key) for key in "abcde"]]
    await bring()
    feed.pages = [[record("a")]]
    await bring()
    feed.pages = [[record(key) for key in "abcdef"]]
    assert (await bring()).outcome is Outcome.DONE
    assert len(shown()) == 6


async def test_a_dry_run_says_what_would_change_and_writes_nothing(
    feed: Feed, bring: Import, shown: Names, importer: Importer
) -> None:
    report = await bring(wishes=Wishes(dry_run=True))
    assert importer.store.all() == []
    assert (report.outcome, report.added, shown()) == (Outcome.DRY_RUN, 1, [])
    assert report.examples == {"would be added": ["Tuesday Table a"]}
    assert (await bring()).added == 1


async def test_the_base_address_of_a_feed_is_enough(feed: Feed, bring: Import, shown: Names) -> None:
    async def about(request: web.Request) -> web.StreamResponse:
        if request.path in ("", "/"):
            return as_json({"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "y"})
        return feed.served(request)

    feed.answer = about
    assert (await bring(feed.address.removesuffix("services"))).outcome is Outcome.DONE
    assert shown() == ["Tuesday Table a"]


async def test_a_feed_whose_base_is_not_there_is_found_under_services(feed: Feed, bring: Import, shown: Names) -> None:
    assert (await bring(feed.address.removesuffix("/services"))).outcome is Outcome.DONE
    assert shown() == ["Tuesday Table a"]


async def test_a_version_one_feed_is_read(feed: Feed, bring: Import, importer: Importer, database: Engine) -> None:
    old = {
        "id": "77",
        "name": "Old Table",
        "description": "Lunch.",
        "attending_access": "drop-in",
        "attending_type": "venue",
        "eligibilitys": [{"minimum_age": 60, "maximum_age": 0, "eligibility": "women only"}],
        "regular_schedules": [{"weekday": "Tuesday", "opens_at": "10:00:00", "closes_at": "12:00:00"}],
        "service_taxonomys": [{"taxonomy": {"id": "esd:1", "name": "Luncheon clubs", "vocabulary": "esdServiceTypes"}}],
        "contacts": [{"phones": [{"number": "0121 496 0111"}]}],
        "service_at_locations": [
            {
                "location": {
                    "name": "Hall",
                    "physical_addresses": [{"address_1": "1 High Street", "postal_code": "B13 8JP"}],
                    "accessibility_for_disabilities": [{"accessibility": "Induction loop"}],
                }
            }
        ],
    }
    feed.pages = [[old]]

    async def answer(request: web.Request) -> web.StreamResponse:
        return as_json(version_one(feed, int(request.query["page"])))

    feed.answer = answer
    report = await bring()
    assert (report.outcome, report.format) == (Outcome.DONE, "Open Referral UK 1")
    service = importer.repository.get(only_id(database))
    assert service is not None
    assert (service.minimum_age, service.maximum_age, service.gender) == (60, None, "women")
    assert (service.needs, service.access, service.accessibility) == (
        (Need.LUNCH_SOCIAL,),
        "drop_in",
        ("hearing_loop",),
    )
    assert (service.schedules[0].byday, service.phones[0].number) == ("TU", "0121 496 0111")
    assert service.location is not None
    assert service.location.easting == 407_625


async def test_a_server_that_counts_pages_from_zero_is_read_whole(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a")], [record("b")]]

    async def answer(request: web.Request) -> web.StreamResponse:
        number = int(request.query["page"])
        return as_json(version_one(feed, number + 1) | {"number": number})

    feed.answer = answer
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["Tuesday Table a", "Tuesday Table b"]


async def test_a_list_of_parts_is_completed_record_by_record(feed: Feed, bring: Import, shown: Names) -> None:
    parts = [{"id": key, "name": f"Part {key}", "last_modified": "2026-01-01"} for key in ("one", "two", "three")]
    feed.pages = [parts]
    feed.details = {key: record(key, name=f"Whole {key}") for key in ("one", "two")}
    report = await bring()
    assert shown() == ["Whole one", "Whole two"]
    assert [(p.record, p.reason) for p in report.problems] == [("three", "its own page answers 404")]
    feed.asked.clear()
    assert (await bring()).unchanged == 2
    assert feed.asked == [feed.asked[0], "/services/three"]


async def test_a_server_that_refuses_the_page_size_is_asked_without_it(feed: Feed, bring: Import) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=400) if "per_page" in request.query else feed.served(request)

    feed.answer = answer
    assert (await bring()).outcome is Outcome.DONE


async def test_pages_that_did_not_change_are_not_sent_again(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a")], [record("b")]]

    async def answer(request: web.Request) -> web.StreamResponse:
        tag = f'"{json.dumps(feed.envelope(int(request.query["page"])))!r:.2000}"'.__hash__()
        if request.headers.get("If-None-Match") == f'"{tag}"':
            return web.Response(status=304)
        found = feed.served(request)
        found.headers["ETag"] = f'"{tag}"'
        return found

    feed.answer = answer
    await bring()
    again = await bring()
    assert (again.outcome, again.unchanged, again.pages) == (Outcome.UNCHANGED, 2, 2)
    assert all("If-None-Match" in headers for headers in feed.headers[-2:])
    feed.pages[1] = [record("b", name="Friday Table")]
    assert (await bring()).changed == 1
    assert shown() == ["Friday Table", "Tuesday Table a"]


async def test_a_run_that_broke_off_goes_on_where_it_stopped(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a")], [record("b")], [record("c")]]

    async def broken(request: web.Request) -> web.StreamResponse:
        return web.Response(status=503) if request.query["page"] == "3" else feed.served(request)

    feed.answer = broken
    first = await bring()
    assert (first.outcome, first.read, shown()) == (Outcome.FAILED, 2, [])
    feed.answer = None
    feed.asked.clear()
    second = await bring()
    assert (second.outcome, second.added, len(shown())) == (Outcome.DONE, 3, 3)
    assert not any("page=2" in asked for asked in feed.asked)


async def test_a_server_that_asks_for_time_is_given_it(feed: Feed, bring: Import) -> None:
    async def busy(request: web.Request) -> web.StreamResponse:
        return web.Response(status=429, headers={"Retry-After": "1"}) if len(feed.asked) == 1 else feed.served(request)

    feed.answer = busy
    assert (await bring()).outcome is Outcome.DONE


async def test_a_long_list_in_one_document_is_read_as_it_streams(feed: Feed, bring: Import) -> None:
    many = [record(f"number-{index}", name=f"Table {index}") for index in range(400)]

    async def answer(_request: web.Request) -> web.StreamResponse:
        return as_json(many)

    feed.answer = answer
    report = await bring()
    assert (report.outcome, report.added) == (Outcome.DONE, 400)


async def test_a_zipped_data_package_is_read_from_the_web(feed: Feed, bring: Import, shown: Names) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", "id,organization_id,name,status,minimum_age\ns1,o1,Packed Table,active,50\n")
        archive.writestr("organizations.csv", "id,name\no1,Friends\n")
        archive.writestr("service_at_locations.csv", "id,service_id,location_id\nl1,s1,p1\n")
        archive.writestr("locations.csv", "id,name,latitude,longitude\np1,Hall,52.45,-1.89\n")
        archive.writestr(
            "addresses.csv", "id,location_id,address_1,city,postal_code\na1,p1,1 High St,Birmingham,B13 8JP\n"
        )
        archive.writestr("attributes.csv", "id,link_id,taxonomy_term_id\nx,s1,t1\n")
        archive.writestr("taxonomy_terms.csv", "id,name\nt1,Lunch clubs\n")

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=packed.getvalue(), content_type="application/zip")

    feed.answer = answer
    report = await bring()
    assert (report.outcome, report.format, shown()) == (Outcome.DONE, "HSDS data package", ["Packed Table"])


async def test_a_plain_table_is_read_with_a_header_mapping(
    tmp_path: Path, bring: Import, importer: Importer, database: Engine
) -> None:
    table = tmp_path / "list.csv"
    table.write_bytes(
        "Title;Who;Age from;Postcode;Kind;When;Checked\r\nKnit & Natter;Café Club;60;B13 8JP;Knitting | Lunch clubs;"
        "Tuesday;21/03/2026\r\n".encode("cp1252")
    )
    mapping = (
        "name: Title\norganization: Who\nminimum_age: Age from\npostal_code: Postcode\nterms: Kind\ndays: When\n"
        "assured_date: Checked\nfixed: {status: active, area: Birmingham}\n"
    )
    report = await bring(str(table), header_mapping=mapping)
    assert (report.outcome, report.added) == (Outcome.DONE, 1)
    service = importer.repository.get(only_id(database))
    assert service is not None
    assert (service.name, service.organisation, service.minimum_age) == ("Knit & Natter", "Café Club", 60)
    assert (service.needs, service.assured_date) == ((Need.ARTS_CRAFTS, Need.LUNCH_SOCIAL), date(2026, 3, 21))
    assert (service.areas, service.schedules[0].byday) == (("E08000025",), "TU")
    assert (await bring(str(table), header_mapping=mapping)).outcome is Outcome.UNCHANGED


async def test_a_table_without_a_mapping_says_what_is_needed(tmp_path: Path, bring: Import) -> None:
    (tmp_path / "list.csv").write_text("Title,Who\nA,B\n")
    report = await bring(str(tmp_path / "list.csv"))
    assert report.outcome is Outcome.FAILED
    assert "--mapping" in report.message


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the published examples are not at hand")
@pytest.mark.parametrize("example", ["service_full.json", "csv"])
async def test_the_published_examples_are_read(example: str, bring: Import, shown: Names) -> None:
    assert (await bring(str(EXAMPLES / example))).outcome is Outcome.DONE
    assert shown() == ["Community Counselling"]


async def test_a_service_far_from_its_postcode_is_put_where_the_postcode_is(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    feed.pages = [[record("a", service_at_locations=[{"location": a_place(latitude=53.79, longitude=-1.54)}])]]
    report = await bring()
    service = importer.repository.get(only_id(database))
    assert service is not None
    assert service.location is not None
    assert service.location.easting == 407_625
    assert [p.reason for p in report.problems] == ["lies far from the postcode: the postcode is used"]


async def test_null_and_control_characters_reach_no_database(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a", name="Ta\x00ble\x07", description="A\x00B\u202eC")]]
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["Table"]


async def test_lone_halves_of_letters_reach_no_database(feed: Feed, bring: Import, shown: Names) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text='{"contents": [{"id": "a", "name": "Ta\\ud800ble"}]}')

    feed.answer = answer
    report = await bring()
    assert report.outcome in (Outcome.DONE, Outcome.FAILED)
    assert shown() in (["Table"], ["Ta?ble"], ["Ta\ufffdble"], [])


@pytest.mark.parametrize("key", ["//127.0.0.2/x", "../../admin", "a?b=c#d", "é b"])
async def test_the_page_of_a_record_is_asked_for_under_its_list_whatever_its_id(
    feed: Feed, bring: Import, shown: Names, key: str
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/services":
            return web.json_response({"contents": [{"id": key, "name": "Odd"}], "total_pages": 1})
        assert request.raw_path == f"/services/{quote(key, safe='')}"
        return web.json_response(record(key, name="Odd"))

    feed.answer = answer
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["Odd"]
