"""A service that is met at several places is published at each, with its times there, and comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine

from directory import tables
from directory.importing.geography import Geography
from directory.importing.mapping import Mapper
from directory.importing.vocabulary import Vocabulary
from directory.model import Location, Service, Spot
from directory.openreferral.feed import Feed
from directory.openreferral.reading import OpenReferralReader
from directory.places import Places
from directory.repository import DirectoryRepository
from tests.integration.directory.openreferral.conftest import NOW
from tests.integration.directory.openreferral.test_conformance import schema, wrong
from tests.integration.directory.openreferral.test_round_trip import published, taken_over
from tests.unit.directory.builders import BIRMINGHAM, a_service, spot_at_km

TUESDAYS, FRIDAYS = (spot_at_km(0, day).schedules for day in ("TU", "FR"))
HALL = Location("The hall", "1 High Street", "Birmingham", "B13 8JP", 52.448, -1.888, 407_700, 283_400)
LIBRARY = Location("The library", "2 Mill Lane", "Birmingham", "B14 7QH", 52.43, -1.892, 407_400, 281_400)
SEVERAL = a_service(location=HALL, schedules=TUESDAYS, elsewhere=(Spot(LIBRARY, FRIDAYS, ("step_free",)),))


@pytest.fixture(scope="session")
def mapper(places: Places) -> Mapper:
    return Mapper(Vocabulary.open(), Geography(places), "another Kith")


@pytest.fixture
def out(database: Engine, places: Places) -> Feed:
    tables.metadata.create_all(database)
    repository = DirectoryRepository(database, lambda: NOW)
    repository.replace("seed/here", [(SEVERAL, np.ones(2, np.float32))], ())
    return Feed(OpenReferralReader(database, repository.read, examples=True), places)


def names(answer: dict[str, Any]) -> list[str]:
    return sorted(one["location"]["name"] for one in answer["contents"])


@pytest.mark.parametrize(
    "service",
    [
        SEVERAL,
        replace(SEVERAL, schedules=()),
        replace(SEVERAL, schedules=FRIDAYS),
        replace(SEVERAL, elsewhere=(Spot(LIBRARY),)),
        replace(SEVERAL, accessibility=("bsl",), schedules=TUESDAYS + FRIDAYS),
    ],
    ids=["each its own", "the second alone", "the same at both", "the first alone", "features and two days"],
)
def test_what_one_kith_publishes_another_reads_as_it_was(mapper: Mapper, service: Service) -> None:
    def plainly(spot: Spot) -> tuple[Any, ...]:
        return spot.location.address, spot.schedules, spot.accessibility

    again = taken_over(mapper, published(service))
    assert list(map(plainly, again.places)) == list(map(plainly, service.places))


def test_the_times_of_one_place_are_not_published_as_those_of_the_service() -> None:
    apart, same = published(SEVERAL), published(replace(SEVERAL, schedules=FRIDAYS))
    assert "schedules" not in apart
    assert [[one["byday"] for one in spot["schedules"]] for spot in apart["service_at_locations"]] == [["TU"], ["FR"]]
    assert [one["byday"] for one in same["schedules"]] == ["FR"]


def test_every_place_is_in_the_list_and_has_an_address_of_its_own(out: Feed) -> None:
    listed = out.services_at_locations(())
    assert (listed["total_items"], names(listed)) == (2, ["The hall", "The library"])
    for spot in listed["contents"]:
        whole = out.service_at_location(spot["id"])
        assert whole["location"]["name"] == spot["location"]["name"]
        assert whole["service"]["id"] == SEVERAL.id
    full = out.services_at_locations([("full", "true")])
    assert sorted(one["schedules"][0]["byday"] for one in full["contents"]) == ["FR", "TU"]


def test_a_place_is_found_by_its_own_postcode_and_its_own_day(out: Feed) -> None:
    def found(**asked: str) -> list[str]:
        return names(out.services_at_locations(asked.items()))

    assert found(postcode="B14 7QH", proximity="1000") == ["The library"]
    assert found(day="TU") == ["The hall"]
    assert found(day="FR", postcode="B13 8JP", proximity="500") == []
    assert out.services([("day", "FR")])["total_items"] == 1


def test_the_services_of_a_council_are_listed_once(out: Feed) -> None:
    assert out.services(())["total_items"] == 1
    assert BIRMINGHAM in SEVERAL.areas


def test_a_service_of_several_places_conforms_wherever_it_is_published(out: Feed, standard: Path) -> None:
    spots = [out.service_at_location(one["id"]) for one in out.services_at_locations(())["contents"]]
    assert wrong(schema(standard, "service"), out.service(SEVERAL.id)) == []
    assert [fault for spot in spots for fault in wrong(schema(standard, "service_at_location"), spot)] == []
    ids = [one["id"] for spot in out.service(SEVERAL.id)["service_at_locations"] for one in spot["schedules"]]
    assert len(set(ids)) == 2
