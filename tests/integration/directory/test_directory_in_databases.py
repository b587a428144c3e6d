"""Keeping services and finding those that pass the rules, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
import yaml
from sqlalchemy import Engine

from directory import tables
from directory.candidates import Prefilter
from directory.model import (
    Access,
    AgeRange,
    Attending,
    Cost,
    CostOption,
    Location,
    Need,
    Phone,
    Schedule,
    Service,
    Status,
)
from directory.passing import passing
from directory.repository import DirectoryRepository
from directory.seed_loader import LoadReport, SeedError, load_seed
from screening.people import LifeStage
from tests.unit.directory.builders import BIRMINGHAM, HOME, a_service, at_km, national

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
VECTOR = np.arange(4, dtype=np.float32)
NEARBY = (HOME.easting - 30_000, HOME.northing - 30_000, HOME.easting + 30_000, HOME.northing + 30_000)
EVERYTHING = a_service(
    phones=(Phone("0121 496 0100", "Mon to Fri"), Phone("text CHAT to 85258")),
    needs=(Need.LUNCH_SOCIAL, Need.BEFRIENDING),
    life_stages=(LifeStage.LATER_LIFE,),
    keywords=("dinner", "company"),
    minimum_age=60,
    maximum_age=90,
    gender="women",
    cost=Cost(CostOption.PAID, 3.5, "£3.50 with tea"),
    attending=(Attending.IN_PERSON, Attending.PHONE),
    access=Access.DROP_IN,
    languages=("en", "ur"),
    accessibility=("step_free", "bsl"),
    schedules=(Schedule("MONTHLY", 1, "1TU", None, time(10), time(12), date(2026, 1, 6), None, None, "Monthly"),),
    location=Location("The Hall", "1 High St", "Birmingham", "B13", 52.45, -1.89, 407_572, 283_461),
    areas=(BIRMINGHAM, "E08000029"),
    verified_on=date(2026, 11, 1),
    source="its own page",
    example=True,
)


@pytest.fixture
def repository(database: Engine) -> DirectoryRepository:
    tables.metadata.create_all(database)
    return DirectoryRepository(database, lambda: NOW)


def keep(repository: DirectoryRepository, *services: Service) -> None:
    repository.replace("test", [(service, VECTOR) for service in services], [])


def found(repository: DirectoryRepository, **rules: Any) -> set[str]:
    asked = Prefilter(**({"councils": (BIRMINGHAM, BIRMINGHAM), "box": NEARBY} | rules))
    kept = repository.catalogue()
    return {part.segment.names[row] for part in kept.parts for row in passing(part, kept.numbering, asked).tolist()}


def test_a_service_comes_back_as_it_was_kept(repository: DirectoryRepository) -> None:
    keep(repository, EVERYTHING)
    fresh = DirectoryRepository(repository._engine, lambda: NOW)
    assert fresh.get(EVERYTHING.id) == EVERYTHING
    (entry,) = fresh.several([EVERYTHING.id])
    assert entry.vector is not None
    assert entry.vector.tolist() == VECTOR.tolist()


def test_a_change_is_seen_at_the_next_read(repository: DirectoryRepository) -> None:
    keep(repository, EVERYTHING)
    assert repository.get(EVERYTHING.id) == EVERYTHING
    changed = a_service(name="A New Name")
    keep(repository, changed)
    assert repository.get(EVERYTHING.id) == changed
    assert repository.count() == 1


def test_what_is_gone_leaves_nothing_but_that_it_changed(repository: DirectoryRepository, database: Engine) -> None:
    keep(repository, EVERYTHING)
    repository.replace("test", [], [EVERYTHING.id])
    with database.connect() as connection:
        left = {
            t.name: connection.scalar(sa.select(sa.func.count()).select_from(t))
            for t in tables.metadata.sorted_tables
            if t not in (tables.editions, tables.service_changes)
        }
    assert set(left.values()) == {0}, left


def test_services_share_an_organisation_and_a_hall(repository: DirectoryRepository, database: Engine) -> None:
    keep(repository, a_service(id="1"), a_service(id="2", name="Another"))
    with database.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.organisations)) == 1
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.locations)) == 1


def test_ages_overlap_with_open_ends(repository: DirectoryRepository) -> None:
    keep(
        repository,
        a_service(id="1", name="Over 65", minimum_age=65),
        a_service(id="2", name="Under 25", maximum_age=25),
        a_service(id="3", name="Anyone"),
    )
    assert found(repository, age=AgeRange(70, None)) == {"Over 65", "Anyone"}
    assert found(repository, age=AgeRange(10, 15)) == {"Under 25", "Anyone"}
    assert found(repository, age=AgeRange(60, 65)) == {"Over 65", "Anyone"}
    assert found(repository, age=AgeRange(26, 64)) == {"Anyone"}
    assert found(repository) == {"Over 65", "Under 25", "Anyone"}


def test_only_services_that_cover_the_council_or_authority_are_found(repository: DirectoryRepository) -> None:
    keep(
        repository,
        a_service(id="1", name="Here"),
        a_service(id="2", name="Next Door", areas=("E08000029",)),
        a_service(id="3", name="County", areas=("E10000012",)),
        a_service(id="4", name="All England", areas=("E92000001",)),
        a_service(id="5", name="No Rule", areas=()),
        a_service(id="6", name="No Rule And Nowhere", areas=(), location=None),
    )
    assert found(repository) == {"Here", "All England", "No Rule"}
    assert found(repository, councils=("E07000077", "E10000012"), box=(0, 0, 1, 1)) == {"County"}


def test_a_service_far_away_is_found_only_through_its_area(repository: DirectoryRepository) -> None:
    keep(
        repository,
        a_service(id="1", name="Far", areas=(), location=at_km(31)),
        a_service(id="2", name="At Home", location=None),
    )
    assert found(repository) == {"At Home"}


def test_a_womens_group_is_not_for_men(repository: DirectoryRepository) -> None:
    keep(repository, a_service(id="1", name="Women", gender="women"), a_service(id="2", name="Anyone"))
    assert found(repository, gender="men") == {"Anyone"}
    assert found(repository, gender="women") == {"Women", "Anyone"}


def test_closed_services_and_unwanted_examples_are_not_found(repository: DirectoryRepository) -> None:
    keep(
        repository,
        a_service(id="1", name="Closed", status=Status.TEMPORARILY_CLOSED),
        a_service(id="2", name="Example", example=True),
        a_service(id="3", name="Real"),
    )
    assert found(repository) == {"Example", "Real"}
    assert found(repository, examples=False) == {"Real"}


def test_without_a_place_only_national_services_are_found(repository: DirectoryRepository) -> None:
    keep(
        repository,
        a_service(id="1"),
        national(id="2", name="A Line"),
        national(id="3", name="A London Line", areas=("E09000001",)),
    )
    assert found(repository, councils=(), box=None) == {"A Line"}


class LetterEncoder:
    """Counts what it is asked to encode."""

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += len(texts)
        return np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)


RECORD = {
    "id": "9a0f3c8e-6a52-4d3b-9c1b-6f0a5a5f2b11",
    "name": "Tuesday Table",
    "organisation": "Friends",
    "summary": "Lunch.",
    "needs": ["lunch_social"],
    "cost": {"option": "paid", "amount": 3.5, "description": None},
    "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
    "location": {"name": "Hall", "latitude": 51.50101, "longitude": -0.14159},
    "scope": "local",
    "assured_date": "2026-09-16",
}


def write(folder: Path, *records: dict[str, Any]) -> Path:
    (folder / "town.yml").write_text(yaml.safe_dump(list(records)))
    return folder


def test_loading_twice_changes_nothing(repository: DirectoryRepository, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    assert load_seed(repository, encoder, write(tmp_path, RECORD)) == LoadReport(added=1)
    assert load_seed(repository, encoder, tmp_path) == LoadReport(unchanged=1)
    assert encoder.asked == 1


def test_what_left_the_file_leaves_the_directory(repository: DirectoryRepository, tmp_path: Path) -> None:
    other = RECORD | {"id": "2"}
    load_seed(repository, LetterEncoder(), write(tmp_path, RECORD, other))
    changed = RECORD | {"name": "New Name"}
    assert load_seed(repository, LetterEncoder(), write(tmp_path, changed)) == LoadReport(changed=1, removed=1)
    assert repository.count() == 1


def test_a_loaded_service_lies_on_the_grid(repository: DirectoryRepository, tmp_path: Path) -> None:
    load_seed(repository, LetterEncoder(), write(tmp_path, RECORD))
    service = repository.get(str(RECORD["id"]))
    assert service is not None
    assert service.location is not None
    assert (service.location.easting, service.location.northing) == pytest.approx((529_090, 179_645), abs=10)
    assert service.schedules[0].opens_at == time(10)
    assert service.cost.amount == 3.5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"needs": ["dancing"]}, "dancing"),
        ({"summary": "x" * 161}, "160"),
        ({"colour": "blue"}, "colour"),
        ({"schedules": [{"opens_at": "25:00"}]}, "hour"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_written(
    repository: DirectoryRepository, tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(SeedError, match=rf"town.yml: Tuesday Table.*{said}"):
        load_seed(repository, LetterEncoder(), write(tmp_path, RECORD, RECORD | {"id": "2"} | wrong))
    assert repository.count() == 0


def test_the_same_id_twice_is_refused(repository: DirectoryRepository, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="twice"):
        load_seed(repository, LetterEncoder(), write(tmp_path, RECORD, RECORD))
