"""Whatever a feed does: a clear report, and the directory as it was until the new list is whole."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from sqlalchemy import Engine

from directory import tables
from directory.importing.importer import LOCK, Importer
from directory.importing.report import Outcome, Report
from kith.database import make_engine
from tests.integration.directory.importing.conftest import HASTY, NOW, SMALL, Import
from tests.integration.directory.importing.feeds import Answer, Feed, a_place, as_json, record

Names = Callable[[], list[str]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """One database is enough: nothing here gets as far as what the two do differently."""
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    yield engine
    engine.dispose()


GOOD = record("g", name="Good Table")


def answering(text: str | bytes, content_type: str = "application/json") -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=text.encode() if isinstance(text, str) else text, content_type=content_type)

    return answer


async def refused(feed: Feed, bring: Import, bad: Any) -> Report:
    """Import a bad record beside a good one."""
    feed.pages = [[bad, GOOD]]
    report = await bring()
    assert report.outcome is Outcome.DONE
    return report


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"minimum_age": -5}, "minimum_age", "is below zero"),
        ({"minimum_age": "sixty"}, "minimum_age", "is not a number"),
        ({"minimum_age": 400}, "minimum_age", "is above 125"),
        ({"minimum_age": 60, "maximum_age": 18}, "record", "minimum_age is above maximum_age"),
        ({"assured_date": "2026-02-31"}, "assured_date", "is not a date"),
        ({"assured_date": "soon"}, "assured_date", "is not a date"),
        ({"assured_date": "0001-01-01"}, "assured_date", "is not a date of our times"),
        ({"name": None}, "name", "is missing"),
        ({"name": "  "}, "name", "is missing"),
        ({"id": None}, "id", "is missing"),
        ({"id": {"a": 1}}, "id", "is not a text"),
        ({"status": "open-ish"}, "status", "is not a status of the standard"),
        ({"schedules": [{"freq": "WEEKLY", "opens_at": "25:00"}]}, "schedules.0.opens_at", "is not a time of day"),
        ({"schedules": [{"freq": "SOMETIMES"}]}, "schedules.0.freq", "is not DAILY, WEEKLY or MONTHLY"),
        ({"schedules": [{"byday": "XX"}]}, "schedules.0.byday", "is not a list of weekdays"),
        ({"schedules": 5}, "schedules", "is not a list"),
        (
            {"schedules": [{"valid_from": "2026-02-01", "valid_to": "2026-01-01"}]},
            "schedules.0",
            "valid_to comes before valid_from",
        ),
        ({"cost_options": [{"amount": -3}]}, "cost_options.0", "amount is below zero"),
    ],
)
async def test_a_bad_record_is_told_and_left_out_and_the_good_go_in(
    feed: Feed, bring: Import, shown: Names, changes: dict[str, Any], field: str, reason: str
) -> None:
    report = await refused(feed, bring, record("b", **changes))
    assert shown() == ["Good Table"]
    assert (report.refused, report.added) == (1, 1)
    problem = next(p for p in report.problems if p.field == field)
    assert reason in problem.reason
    assert (problem.place, problem.remedy) == ("page 1, record 1", "record left out")


@pytest.mark.parametrize("bad", ["text", 7, None, ["list"]])
async def test_what_is_no_object_is_left_out(feed: Feed, bring: Import, shown: Names, bad: Any) -> None:
    report = await refused(feed, bring, bad)
    assert ([p.reason for p in report.problems], shown()) == (["is not an object"], ["Good Table"])


async def test_the_second_of_two_equal_ids_is_left_out(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a", name="First")], [record("a", name="Second"), GOOD]]
    report = await bring()
    assert shown() == ["First", "Good Table"]
    assert [(p.place, p.reason) for p in report.problems] == [("page 2, record 1", "stands twice in this source")]


async def test_a_record_that_turned_bad_stays_as_it_last_was(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a"), GOOD]]
    await bring()
    feed.pages = [[record("a", minimum_age=-1), GOOD]]
    report = await bring()
    assert (report.refused, report.removed) == (1, 0)
    assert shown() == ["Good Table", "Tuesday Table a"]


async def test_swapped_coordinates_are_told_and_put_right(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    feed.pages = [[record("a", service_at_locations=[{"location": a_place(latitude=-1.89, longitude=52.45)}])]]
    report = await bring()
    assert [(p.field, p.remedy) for p in report.problems] == [("location.latitude", "put right")]
    with database.connect() as connection:
        assert connection.execute(sa.select(tables.locations.c.latitude)).scalar_one() == 52.45


@pytest.mark.parametrize("pair", [(0, 0), (100, 101), (float("nan"), 1.0)])
async def test_coordinates_of_nowhere_send_nobody_there(
    feed: Feed, bring: Import, database: Engine, pair: tuple[float, float]
) -> None:
    feed.pages = [
        [GOOD, record("a", service_at_locations=[{"location": a_place(latitude=pair[0], longitude=pair[1])}])]
    ]
    await bring()
    with database.connect() as connection:
        north = connection.execute(sa.select(tables.locations.c.latitude)).scalars().all()
    assert set(north) <= {52.45, None}


async def test_markup_and_scripts_leave_only_their_words(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    text = (
        "<p>Lunch &amp; a <b>chat</b></p><script>alert('x')</script><img src=x onerror=alert(1)>"
        "&lt;script&gt;alert(2)&lt;/script&gt;<p>Ages <5 welcome</p>"
    )
    feed.pages = [[record("a", name="Tea <i>and</i> talk<script>x</script>", description=text)]]
    report = await bring()
    with database.connect() as connection:
        service = importer.repository.get(connection.execute(sa.select(tables.services.c.id)).scalar_one())
    assert service is not None
    assert service.name == "Tea and talk"
    assert service.summary == "Lunch & a chat Ages <5 welcome"
    assert "has markup" in {p.reason for p in report.problems}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "not an address", "http://a b", "http://["])
async def test_a_link_that_is_no_web_address_is_not_kept(feed: Feed, bring: Import, database: Engine, url: str) -> None:
    feed.pages = [[record("a", url=url)]]
    report = await bring()
    with database.connect() as connection:
        assert connection.execute(sa.select(tables.services.c.url)).scalar_one() is None
    assert ("url", "field ignored") in {(p.field, p.remedy) for p in report.problems}


async def test_a_record_deeper_than_any_is_refused_and_nothing_falls(feed: Feed, bring: Import) -> None:
    feed.answer = answering('{"contents": [' + '{"a":' * 50_000)
    assert (await bring()).outcome is Outcome.FAILED
    feed.answer = answering("[" * 400_000)
    assert (await bring()).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"total_items": 3, "contents": [{"id": "a", ', "broken"),
        ("", "empty"),
        ("<!DOCTYPE html><html><body>Sorry</body></html>", "web page"),
        ('"just words"', "neither a list"),
        ('{"error": "no"}', "not a page of services"),
        ("\x00\x01\x02", "broken"),
    ],
)
async def test_broken_json_leaves_the_directory_as_it_was(
    feed: Feed, bring: Import, shown: Names, body: str, words: str
) -> None:
    await bring()
    feed.answer = answering(body)
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert words in report.message
    assert shown() == ["Tuesday Table a"]


async def test_a_page_that_breaks_in_the_middle_of_a_feed_changes_nothing(
    feed: Feed, bring: Import, shown: Names
) -> None:
    await bring()
    feed.pages = [[record("a", name="New name"), record("b")], [record("c")]]

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text='{"contents": [') if request.query["page"] == "2" else feed.served(request)

    feed.answer = answer
    assert (await bring()).outcome is Outcome.FAILED
    assert shown() == ["Tuesday Table a"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
async def test_a_feed_in_another_encoding_keeps_its_letters(
    feed: Feed, bring: Import, shown: Names, encoding: str
) -> None:
    page = json.dumps(feed.envelope(1) | {"contents": [record("a", name="Café “Olé” £2")]}, ensure_ascii=False)
    feed.answer = answering(page.encode(encoding))
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["Café “Olé” £2"]


async def test_letters_that_were_decoded_wrongly_are_put_right(feed: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a", name="Menâ€™s Shed and CafÃ©")]]
    await bring()
    assert shown() == ["Men’s Shed and Café"]


async def test_cycles_in_a_taxonomy_do_not_end_in_a_loop(feed: Feed, bring: Import, shown: Names) -> None:
    one = {"id": "1", "name": "Lunch clubs", "parent_id": "2", "taxonomy": {"id": "t", "name": "T"}}
    other = {"id": "2", "name": "Social", "parent_id": "1"}
    feed.pages = [[record("a", attributes=[{"taxonomy_term": one}, {"taxonomy_term": other}, {"taxonomy_term": None}])]]
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["Tuesday Table a"]


async def test_paging_that_repeats_itself_ends(feed: Feed, bring: Import, shown: Names) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        number = int(request.query["page"])
        return as_json({"contents": [record("a")], "page_number": number, "last_page": False})

    feed.answer = answer
    report = await bring()
    assert (report.outcome, shown()) == (Outcome.FAILED, [])
    assert "paging does not end" in report.message
    assert len(feed.asked) == 2


async def test_paging_without_end_stops_at_the_limit(feed: Feed, bring: Import, shown: Names) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        number = int(request.query["page"])
        return as_json({"contents": [record(f"r{number}")], "page_number": number, "last_page": False})

    feed.answer = answer
    report = await bring()
    assert (report.outcome, shown(), len(feed.asked)) == (Outcome.FAILED, [], SMALL.pages)
    assert "more than 40 pages" in report.message


async def test_a_feed_that_changes_between_pages_is_read_again_and_then_taken(
    feed: Feed, bring: Import, shown: Names
) -> None:
    feed.pages = [[record("a")], [record("b")]]

    async def answer(request: web.Request) -> web.StreamResponse:
        if len(feed.asked) == 2:
            feed.pages = [[record("new")], [record("a"), record("b")]]
        return feed.served(request)

    feed.answer = answer
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["Tuesday Table a", "Tuesday Table b", "Tuesday Table new"]


async def test_a_feed_that_never_rests_is_given_up_and_the_old_data_stay(
    feed: Feed, bring: Import, shown: Names
) -> None:
    await bring()

    async def answer(request: web.Request) -> web.StreamResponse:
        number = int(request.query["page"])
        restless = {"total_items": len(feed.asked), "total_pages": 3, "contents": [record(f"r{number}")]}
        return as_json(restless)

    feed.answer = answer
    report = await bring()
    assert (report.outcome, shown()) == (Outcome.FAILED, ["Tuesday Table a"])
    assert "changed while it was read" in report.message


async def test_a_feed_that_gives_fewer_records_than_it_says_withdraws_nothing(
    feed: Feed, bring: Import, shown: Names
) -> None:
    feed.pages = [[record(key) for key in "abcdefghij"]]
    await bring()

    async def answer(_request: web.Request) -> web.StreamResponse:
        return as_json({"total_items": 10, "total_pages": 1, "contents": [record("a", name="Changed")]})

    feed.answer = answer
    report = await bring()
    assert (report.changed, report.removed, len(shown())) == (1, 0, 10)
    assert "nothing was withdrawn" in report.message


async def test_a_page_that_never_answers_ends_in_a_report(feed: Feed, bring: Import, shown: Names) -> None:
    await bring()

    async def silent(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(600)
        return web.Response()

    feed.answer = silent
    report = await bring(limits=HASTY)
    assert (report.outcome, shown()) == (Outcome.FAILED, ["Tuesday Table a"])
    assert "no whole answer in time" in report.message


async def test_a_page_that_drips_is_not_waited_for_for_ever(feed: Feed, bring: Import) -> None:
    async def drips(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b" ")
            await asyncio.sleep(0.1)

    feed.answer = drips
    assert (await bring(limits=HASTY)).outcome is Outcome.FAILED


async def test_a_feed_without_end_stops_at_the_size_limit(feed: Feed, bring: Import) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        await answer.prepare(request)
        await answer.write(b'{"contents": [')
        for _ in range(10_000):
            await answer.write(b"1," * 30_000)
        return answer

    feed.answer = endless
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "larger than" in report.message


async def test_a_packed_bomb_stops_at_the_size_limit(feed: Feed, bring: Import) -> None:
    bomb = gzip.compress(b"[" + b" " * 300_000_000)

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"}, content_type="application/json")

    feed.answer = answer
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "larger than" in report.message


async def test_a_zipped_bomb_is_not_unpacked(feed: Feed, bring: Import) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"id,name\n" + b"x" * 50_000_000)
    feed.answer = answering(packed.getvalue(), "application/zip")
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "too large" in report.message


async def test_a_broken_zip_is_told(feed: Feed, bring: Import) -> None:
    feed.answer = answering(b"PK\x03\x04nothing more", "application/zip")
    report = await bring()
    assert report.message.startswith("The zip file is broken.")


async def test_one_record_that_fills_the_memory_is_refused(feed: Feed, bring: Import) -> None:
    feed.answer = answering('[{"id": "a", "name": "' + "x" * 400_000 + '"}]')
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "longer than" in report.message


async def test_a_file_that_is_too_large_is_not_opened(bring: Import, tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    with path.open("wb") as file:
        file.truncate(SMALL.total_bytes + 1)
    report = await bring(str(path))
    assert "larger than" in report.message


async def test_two_runs_of_one_source_do_not_meet(feed: Feed, importer: Importer) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return feed.served(request)

    feed.answer = slow
    source = importer.store.ensure("a feed", feed.address)
    first, second = await asyncio.gather(importer.run(source), importer.run(source))
    assert {first.outcome, second.outcome} == {Outcome.DONE, Outcome.BUSY}
    assert "Somebody else" in (first.message + second.message)


async def test_a_server_that_fails_on_the_third_page_changes_nothing_and_is_gone_on_with(
    feed: Feed, bring: Import, shown: Names
) -> None:
    await bring()
    feed.pages = [[record(key, name=f"New {key}")] for key in "abcd"]

    async def failing(request: web.Request) -> web.StreamResponse:
        return web.Response(status=500) if request.query["page"] == "3" else feed.served(request)

    feed.answer = failing
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "status 500" in report.message
    assert shown() == ["Tuesday Table a"]
    feed.answer = None
    feed.asked.clear()
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["New a", "New b", "New c", "New d"]
    assert not any("page=2" in asked for asked in feed.asked)


async def test_a_server_that_says_unchanged_of_what_nobody_knows_is_told(
    feed: Feed, bring: Import, shown: Names
) -> None:
    async def lying(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=304, headers={"ETag": '"always"'})

    feed.answer = lying
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "nothing is known of it here" in report.message
    assert shown() == []


@pytest.mark.parametrize("key", ["not a uuid", "42", "a/b?c=d&e", "'; DROP TABLE services; --", "é" * 255])
async def test_any_id_that_can_be_printed_is_one(feed: Feed, bring: Import, shown: Names, key: str) -> None:
    feed.pages = [[record(key, name="Odd")]]
    assert (await bring()).outcome is Outcome.DONE
    assert shown() == ["Odd"]
    assert (await bring()).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("key", ["", "  ", None, "a\nb", "\ud800", "x" * 256, {"a": 1}, [1], True, 1.5])
async def test_what_is_no_id_is_told_and_the_record_left_out(
    feed: Feed, bring: Import, shown: Names, key: object
) -> None:
    report = await refused(feed, bring, {**record("a"), "id": key})
    assert report.refused == 1
    assert shown() == ["Good Table"]


async def test_a_disk_that_fails_is_told_in_words(importer: Importer, tmp_path: Path, shown: Names) -> None:
    in_the_way = tmp_path / "no folder"
    in_the_way.touch()
    source = importer.store.ensure("a feed", "http://127.0.0.1:9/services")
    report = await replace(importer, folder=in_the_way).run(source)
    assert report.outcome is Outcome.FAILED
    assert report.message.startswith("The disk or the database failed: ")
    assert shown() == []


async def test_a_run_that_was_killed_keeps_others_out_only_for_a_while(feed: Feed, importer: Importer) -> None:
    source = importer.store.ensure("a feed", feed.address)
    assert importer.store.lock(source, LOCK)
    assert (await importer.run(source)).outcome is Outcome.BUSY
    later = replace(importer, clock=lambda: NOW + LOCK)
    assert (await later.run(source)).outcome is Outcome.DONE
