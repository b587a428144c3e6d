"""A service that is met at several places keeps them all, each with what holds there."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from directory import tables
from directory.importing.importer import Importer
from directory.importing.report import Outcome
from directory.importing.whereabouts import MOST_PLACES
from directory.model import Service
from tests.integration.directory.importing.conftest import Import
from tests.integration.directory.importing.feeds import Feed, a_place, record

FRIDAYS = {"freq": "WEEKLY", "byday": "FR", "opens_at": "14:00", "closes_at": "15:00"}
OPEN_DAILY = {"freq": "DAILY", "opens_at": "09:00", "closes_at": "17:00"}


def a_library(number: int, **changes: Any) -> dict[str, Any]:
    address = {"address_1": f"{number} Mill Lane", "city": "Birmingham", "postal_code": f"B{number} 1AA"}
    return a_place(name=f"Library {number}", latitude=52.4 + number / 100, addresses=[address]) | changes


def at(location: dict[str, Any], *schedules: dict[str, Any]) -> dict[str, Any]:
    return {"id": "x", "location": location, "schedules": list(schedules)}


def days(service: Service) -> list[tuple[str, list[str | None]]]:
    return [(spot.location.name, [one.byday for one in spot.schedules]) for spot in service.places]


async def read(feed: Feed, bring: Import, importer: Importer, **changes: Any) -> Service:
    feed.pages = [[record("a", **changes)]]
    await bring()
    with importer.engine.connect() as connection:
        found = importer.repository.get(connection.execute(sa.select(tables.services.c.id)).scalar_one())
    assert found is not None
    return found


async def test_each_place_has_its_own_times_and_those_of_the_service_hold_elsewhere(
    feed: Feed, bring: Import, importer: Importer
) -> None:
    spots = [at(a_library(1), FRIDAYS), at(a_library(2)), at(a_library(3, schedules=[OPEN_DAILY]))]
    service = await read(feed, bring, importer, service_at_locations=spots)
    assert days(service) == [("Library 1", ["FR"]), ("Library 2", ["TU"]), ("Library 3", ["TU"])]


async def test_a_place_with_times_tells_nothing_of_one_without(feed: Feed, bring: Import, importer: Importer) -> None:
    spots = [at(a_library(1), FRIDAYS), at(a_library(2)), at(a_library(3, schedules=[OPEN_DAILY]))]
    service = await read(feed, bring, importer, service_at_locations=spots, schedules=None)
    assert [[one.freq for one in spot.schedules] for spot in service.places] == [["WEEKLY"], [], ["DAILY"]]


async def test_what_helps_people_in_counts_for_its_own_place(feed: Feed, bring: Import, importer: Importer) -> None:
    loop = [{"accessibility": "Hearing loop"}]
    spots = [at(a_library(1)), at(a_library(2, accessibility=loop))]
    service = await read(feed, bring, importer, service_at_locations=spots, accessibility=[{"accessibility": "BSL"}])
    assert [spot.accessibility for spot in service.places] == [("bsl",), ("bsl", "hearing_loop")]


async def test_a_number_of_one_place_says_which(feed: Feed, bring: Import, importer: Importer) -> None:
    desk = [{"number": "0121 496 0111", "description": "The desk"}]
    spots = [at(a_library(1, phones=desk)), at(a_library(2, phones=[{"number": "0121 496 0122"}]))]
    service = await read(feed, bring, importer, service_at_locations=spots, phones=None)
    assert [(phone.number, phone.about) for phone in service.phones] == [
        ("0121 496 0111", "Library 1: The desk"),
        ("0121 496 0122", "Library 2"),
    ]
    alone = await read(feed, bring, importer, service_at_locations=spots[:1], phones=None)
    assert [phone.about for phone in alone.phones] == ["The desk"]


async def test_one_place_that_is_named_twice_is_one_with_all_its_times(
    feed: Feed, bring: Import, importer: Importer
) -> None:
    spots = [at(a_library(1), FRIDAYS), at(a_library(2)), at(a_library(1), {**FRIDAYS, "byday": "MO"})]
    service = await read(feed, bring, importer, service_at_locations=spots)
    assert days(service) == [("Library 1", ["FR", "MO"]), ("Library 2", ["TU"])]


async def test_more_places_than_anybody_looks_through_are_told_and_left_out(feed: Feed, bring: Import) -> None:
    feed.pages = [[record("a", service_at_locations=[at(a_library(number)) for number in range(1, 61)])]]
    report = await bring()
    said = [problem.reason for problem in report.problems if problem.field == "service_at_locations"]
    assert said == [f"has 60 places: the first {MOST_PLACES} are used"]


async def test_what_is_neither_place_nor_time_leaves_the_others_alone(
    feed: Feed, bring: Import, importer: Importer
) -> None:
    spots = [{"id": "x"}, at({"location_type": "virtual", "name": "Zoom"}), at({}), at(a_library(2))]
    service = await read(feed, bring, importer, service_at_locations=spots)
    assert days(service) == [("Library 2", ["TU"])]


async def test_several_places_imported_twice_change_nothing(
    feed: Feed, bring: Import, importer: Importer, database: Engine
) -> None:
    spots = [at(a_library(1), FRIDAYS), at(a_library(2))]
    before = await read(feed, bring, importer, service_at_locations=spots)
    report = await bring()
    assert (report.outcome, report.unchanged) == (Outcome.UNCHANGED, 1)
    feed.pages = [[record("a", service_at_locations=spots[:1])]]
    await bring()
    after = importer.repository.get(before.id)
    assert after is not None
    assert days(after) == [("Library 1", ["TU", "FR"])]
    with database.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.locations)).scalar_one() == 1
