"""Several sources side by side: one service is shown once, and it can be told why it is shown as it is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from directory import tables
from directory.importing.enriching import Enricher
from directory.importing.explaining import explanation
from directory.importing.importer import Importer
from directory.importing.refreshing import refresh_due
from directory.importing.report import Outcome
from directory.model import Need, Service
from directory.openreferral.vocabulary import VOCABULARIES
from language.encoder import Vectors
from tests.integration.directory.importing.conftest import NOW, Import
from tests.integration.directory.importing.feeds import Feed, record
from tests.unit.directory.builders import a_service

Names = Callable[[], list[str]]


@pytest.fixture
async def other() -> AsyncIterator[Feed]:
    """A second feed on a server of its own."""
    found = Feed()
    server = TestServer(found.app())
    await server.start_server()
    found.address = str(server.make_url("/services"))
    yield found
    await server.close()


def services(database: Engine, importer: Importer) -> list[Service]:
    with database.connect() as connection:
        ids = connection.execute(sa.select(tables.services.c.id)).scalars().all()
    return [entry.service for entry in importer.repository.several(ids)]


async def both(feed: Feed, other: Feed, bring: Import) -> None:
    await bring(feed.address, "council")
    await bring(other.address, "charity")


async def test_one_service_of_two_sources_is_shown_once(feed: Feed, other: Feed, bring: Import, shown: Names) -> None:
    feed.pages = [[record("a", name="Tuesday Table"), record("b")]]
    same = {"name": "The Tuesday table", "organization": {"name": "Friends of the Hall Ltd"}}
    other.pages = [[record("z", assured_date="2026-01-01", **same)]]
    await both(feed, other, bring)
    assert shown() == ["Tuesday Table", "Tuesday Table b"]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Wednesday Table"},
        {"service_at_locations": [{"location": {"name": "Elsewhere", "addresses": [{"postal_code": "LS1 4AP"}]}}]},
        {"minimum_age": 60, "maximum_age": 90},
        {"organization": {"name": "Others"}, "phones": [{"number": "0113 496 0000"}], "service_at_locations": None},
    ],
    ids=["another name", "another place", "ages that do not meet", "another organisation and phone"],
)
async def test_services_that_differ_are_two(
    feed: Feed, other: Feed, bring: Import, shown: Names, changes: dict[str, object]
) -> None:
    feed.pages = [[record("a", name="Tuesday Table", maximum_age=30)]]
    other.pages = [[record("z", **({"name": "Tuesday Table"} | changes))]]
    await both(feed, other, bring)
    assert len(shown()) == 2


async def test_what_was_assured_last_wins_field_by_field(
    feed: Feed, other: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    feed.pages = [[record("a", name="Table", assured_date="2026-01-01", fees="Free", email="old@example.org")]]
    other.pages = [[record("z", name="Table", assured_date="2026-06-01", email="new@example.org", minimum_age=50)]]
    await both(feed, other, bring)
    [service] = services(database, importer)
    assert (service.email, service.minimum_age, service.cost.option) == ("new@example.org", 50, "free")
    lines = explanation(database, service.id)
    assert "email: charity is heard, council says otherwise" in lines
    assert "cost: council is heard, charity says otherwise" in lines
    assert any("need lunch_social: 95%, term “Lunch clubs”" in line for line in lines)


async def test_a_service_stays_while_one_source_still_has_it(
    feed: Feed, other: Feed, bring: Import, shown: Names, database: Engine
) -> None:
    feed.pages = [[record("a", name="Table", url="https://example.org/council"), *map(record, "bcdefg")]]
    other.pages = [[record("z", name="Table", url="https://example.org/charity", assured_date="2020-01-01")]]
    await both(feed, other, bring)
    feed.pages = [[*map(record, "bcdefg")]]
    assert (await bring(feed.address, "council")).removed == 1
    assert shown().count("Table") == 1
    with database.connect() as connection:
        url = connection.execute(sa.select(tables.services.c.url).where(tables.services.c.name == "Table")).scalar_one()
    assert url == "https://example.org/charity"


async def test_two_records_that_part_are_shown_as_two_again(
    feed: Feed, other: Feed, bring: Import, shown: Names
) -> None:
    feed.pages, other.pages = [[record("a", name="Table")]], [[record("z", name="Table")]]
    await both(feed, other, bring)
    assert shown() == ["Table"]
    other.pages = [[record("z", name="Supper")]]
    await bring(other.address, "charity")
    assert shown() == ["Supper", "Table"]


async def test_the_order_in_which_sources_come_again_changes_nothing(
    feed: Feed, other: Feed, bring: Import, database: Engine, importer: Importer
) -> None:
    feed.pages, other.pages = [[record("a", name="Table")]], [[record("z", name="Table", fees="Free")]]
    await both(feed, other, bring)
    before = services(database, importer)
    assert (await bring(other.address, "charity")).outcome is Outcome.UNCHANGED
    assert (await bring(feed.address, "council")).outcome is Outcome.UNCHANGED
    assert services(database, importer) == before


async def test_a_service_of_our_own_list_is_not_shown_twice(
    feed: Feed, bring: Import, importer: Importer, shown: Names
) -> None:
    mine = a_service(name="Tuesday Table", location=None)
    importer.repository.replace("seed/national", [(mine, np.ones(4, np.float32))], [])
    feed.pages = [[record("a", name="Tuesday Table")]]
    await bring()
    assert shown() == ["Tuesday Table"]


async def test_a_council_puts_a_term_right_once_for_all(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    terms = [{"taxonomy_term": {"name": "Wellbeing Cafés"}}]
    feed.pages = [[record("a", name="X", description="Come along.", attributes=terms)]]
    await bring(council="E08000025")
    assert services(database, importer)[0].needs == ()
    importer.store.correct("E08000025", "need", "wellbeing café", "befriending", "a manager")
    assert (await bring(council="E08000025")).changed == 1
    assert services(database, importer)[0].needs == (Need.BEFRIENDING,)
    assert (await bring(council="E08000025")).outcome is Outcome.UNCHANGED


async def test_a_service_without_place_or_area_belongs_to_the_council_of_its_list(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    feed.pages = [[record("a", service_areas=None, service_at_locations=None)]]
    await bring(council="E08000025")
    assert services(database, importer)[0].areas == ("E08000025",)


class Meaning:
    """An encoder for tests: one direction for each need's description, and for every other text that of befriending."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        known = {". ".join(VOCABULARIES["need"].terms[need]): index for index, need in enumerate(Need)}
        vectors = np.zeros((len(texts), len(Need)), np.float32)
        for row, text in enumerate(texts):
            vectors[row, known.get(text, 0)] = 1
        return vectors


async def test_needs_that_no_term_names_are_read_by_meaning_afterwards(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    feed.pages = [[record("a", name="Hello there", description="Come along.", attributes=None), record("b")]]
    await bring()
    enricher = Enricher(database, importer.repository, Meaning())
    assert enricher.some() == 2
    assert enricher.some() == 0
    by_name = {service.name: service for service in services(database, importer)}
    assert by_name["Hello there"].needs == (Need.BEFRIENDING,)
    assert by_name["Tuesday Table b"].needs == (Need.LUNCH_SOCIAL,)
    assert any("97%, meaning “likeness 1.00”" in line for line in explanation(database, by_name["Hello there"].id))
    assert (await bring()).outcome is Outcome.UNCHANGED
    assert services(database, importer) == list(by_name.values())


async def test_a_source_is_read_again_when_its_time_comes(feed: Feed, importer: Importer, shown: Names) -> None:
    importer.store.ensure("a feed", feed.address, every_hours=24)
    [report] = await refresh_due(importer, lambda low, high: 1.0)
    assert (report.outcome, shown()) == (Outcome.DONE, ["Tuesday Table a"])
    assert await refresh_due(importer) == []
    [state] = importer.store.states()
    assert state.source.next_run == NOW + timedelta(hours=24)
    assert (state.services, state.fresh_at) == (1, NOW)


async def test_a_source_that_failed_is_tried_again_sooner(feed: Feed, importer: Importer) -> None:
    feed.pages = []
    importer.store.ensure("a feed", feed.address.replace("services", "nowhere.json"), every_hours=24)
    [report] = await refresh_due(importer, lambda low, high: 1.0)
    assert report.outcome is Outcome.FAILED
    [state] = importer.store.states()
    assert state.source.next_run == NOW + timedelta(hours=6)
    assert state.fresh_at is None
    assert state.last is not None
    assert "404" in state.last.message


async def test_the_council_sees_only_its_sources_with_their_errors(
    feed: Feed, bring: Import, importer: Importer
) -> None:
    feed.pages = [[record("a"), record("b", minimum_age=-1)]]
    await bring(council="E08000025")
    await bring(name="another", council="E08000035")
    [state] = importer.store.states("E08000025")
    assert state.last is not None
    assert (state.last.outcome, state.last.report["refused"]) == ("done", 1)
    assert state.last.report["problems"][0]["reason"] == "is below zero"


async def test_a_run_that_dies_while_it_writes_is_finished_by_the_next(
    feed: Feed, bring: Import, importer: Importer, database: Engine, shown: Names
) -> None:
    feed.pages = [[record(key) for key in "abc"]]
    await bring()
    feed.pages = [[record("a", name="Changed"), *map(record, "bcd")]]

    class Dying(type(importer.repository)):  # type: ignore[misc]
        def write(self, *_rest: object) -> None:
            raise OSError("the disk is full")

    broken = Importer(
        database, Dying(database, lambda: NOW), importer.geography, importer.folder, importer.clock, importer.limits
    )
    report = await broken.run(importer.store.ensure("a feed", feed.address))
    assert report.outcome is Outcome.FAILED
    assert report.message == "The disk or the database failed: the disk is full. The next run goes on."
    assert shown() == ["Tuesday Table a", "Tuesday Table b", "Tuesday Table c"]
    feed.asked.clear()
    assert (await bring()).outcome is Outcome.DONE
    assert feed.asked == []
    assert shown() == ["Changed", "Tuesday Table b", "Tuesday Table c", "Tuesday Table d"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_postgresql_knows_how_many_records_there_are_by_now(feed: Feed, bring: Import, database: Engine) -> None:
    feed.pages = [[record(key) for key in "abc"]]
    await bring()
    believed = sa.text("SELECT reltuples FROM pg_class WHERE relname = 'source_records'")
    with database.connect() as connection:
        assert connection.execute(believed).scalar_one() == 3
