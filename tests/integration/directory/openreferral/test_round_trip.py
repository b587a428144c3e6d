"""What one Kith publishes, another takes over and publishes again: nothing is lost on the way, and nothing is added."""

from __future__ import annotations

from typing import Any

import pytest

from directory.importing.geography import Geography
from directory.importing.mapping import Mapper
from directory.importing.records import RawService
from directory.importing.report import Remedy
from directory.importing.vocabulary import Vocabulary
from directory.model import Cost, CostOption, Schedule, Service
from directory.openreferral.feed import Feed
from directory.openreferral.records import Organisation, Published, full_service
from directory.openreferral.vocabulary import VOCABULARIES, taxonomy_id
from directory.places import Places
from tests.integration.directory.openreferral.conftest import NOW
from tests.unit.directory.builders import a_service

MADE_HERE = {"id", "organization_id", "link_id", "last_modified"}


def without_ids(value: Any) -> Any:
    """Ids are each directory's own."""
    if isinstance(value, dict):
        return {name: without_ids(each) for name, each in value.items() if name not in MADE_HERE}
    return [without_ids(each) for each in value] if isinstance(value, list) else value


@pytest.fixture(scope="session")
def mapper(places: Places) -> Mapper:
    return Mapper(Vocabulary.open(), Geography(places), "another Kith")


def taken_over(mapper: Mapper, record: dict[str, Any]) -> Service:
    def note(field: str, reason: str, remedy: Remedy) -> None:
        """Remarks are for people."""

    return mapper.map(RawService.model_validate(record), record["id"], note).service


def published(service: Service) -> dict[str, Any]:
    return full_service(Published(service, Organisation("o", service.organisation), NOW), lambda _code: None)


def test_the_seed_comes_back_as_it_was_published(feed: Feed, mapper: Mapper, seed: list[Service]) -> None:
    def told(record: dict[str, Any]) -> Any:
        record = without_ids(record)
        for area in record.get("service_areas", ()):
            del area["name"]
            area.pop("service_area", None)
        return record

    for service in seed:
        record = feed.service(service.id)
        again = published(taken_over(mapper, record))
        assert told(again) == told(record), service.name


@pytest.mark.parametrize(
    "changes",
    [
        {"cost": Cost(CostOption.PAID, 3.5)},
        {"cost": Cost(CostOption.PAID)},
        {"cost": Cost(CostOption.DONATION)},
        {"cost": Cost(CostOption.UNKNOWN, None, "Ask them")},
        {"keywords": ("later life", "carers", "women only", "at home")},
        {"needs": (), "life_stages": (), "name": "Lunch club for older people"},
        {"minimum_age": 65, "life_stages": ()},
        {"summary": "A hot lunch, a chat and a song.", "description": "One.\n\nTwo.\n\nThree.", "example": True},
    ],
)
def test_what_the_seed_does_not_have_comes_back_too(mapper: Mapper, changes: dict[str, Any]) -> None:
    record = published(a_service(**changes))
    again = published(taken_over(mapper, record))
    told = [without_ids({**one, "service_areas": None}) for one in (again, record)]
    assert told[0] == told[1]


def test_every_second_day_comes_back_in_words(mapper: Mapper) -> None:
    [schedule] = taken_over(
        mapper, published(a_service(schedules=(Schedule("DAILY", 2, dtstart=NOW.date()),)))
    ).schedules
    assert (schedule.freq, schedule.description, schedule.valid_from) == (None, "Every 2 days", NOW.date())


def test_a_text_that_was_cut_is_published_once(mapper: Mapper) -> None:
    words = "word " * 60
    record = published(a_service(summary="", description=words.strip())) | {"description": words.strip()}
    service = taken_over(mapper, record)
    assert service.summary.endswith("…")
    assert published(service)["description"] == words.strip()


def test_our_taxonomies_are_known_by_their_ids() -> None:
    assert len({taxonomy_id(name) for name in VOCABULARIES}) == len(VOCABULARIES)


def test_an_example_stays_one(mapper: Mapper) -> None:
    example = taken_over(mapper, published(a_service(example=True)))
    assert (example.example, example.summary) == (True, a_service().summary)
    assert not taken_over(mapper, published(a_service())).example
