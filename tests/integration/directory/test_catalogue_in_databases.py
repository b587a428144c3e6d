"""The catalogue that search reads follows the database, in every process, and is the same whichever database it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, event

from directory import catalogue_files, tables
from directory.candidates import Entry
from directory.keeper import PROMPT, CatalogueKeeper, Read
from directory.model import Need, Service, Status
from directory.place_file import read_place_file
from directory.places import Places
from directory.repository import DirectoryRepository, read_entries
from directory.search import MOST_IDS, Search, Wish
from directory.seed_loader import SEED_FOLDER, read_services
from evaluation.search.comparison import finder, seeded
from evaluation.search.judged import read_queries
from tests.load.bulk import fill
from tests.load.country import Country, services, wishes
from tests.unit.directory.builders import HOME, a_service, at_km, spot_at_km
from tests.unit.directory.straightforward import find

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


class NoEncoder:
    """Nothing is typed in these tests."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        raise AssertionError(texts)


@pytest.fixture
def repository(database: Engine) -> DirectoryRepository:
    tables.metadata.create_all(database)
    return DirectoryRepository(database, lambda: NOW)


def keep(repository: DirectoryRepository, *services: Service, gone: Sequence[str] = ()) -> None:
    repository.replace("test", [(service, np.ones(4, np.float32)) for service in services], gone)


def found(repository: DirectoryRepository) -> list[str]:
    search = Search(repository, NoEncoder(), lambda: NOW, include_examples=True)
    return [match.service.name for match in search.find(Wish(HOME), limit=500).matches]


def not_more_than(most: int) -> Read:
    """Reads services, and fails where more are read than had to be."""

    def read(connection: Connection, ids: Sequence[str]) -> list[Entry]:
        assert len(ids) <= most, ids
        return read_entries(connection, ids)

    return read


def lunches(count: int, name: str = "Lunch") -> list[Service]:
    return [
        a_service(id=f"{n:04}", name=f"{name} {n:04}", needs=(Need.LUNCH_SOCIAL,), location=at_km(n / 100))
        for n in range(count)
    ]


def test_another_process_finds_what_was_written_and_not_what_is_gone(repository: DirectoryRepository) -> None:
    other = DirectoryRepository(repository._engine, lambda: NOW)
    assert found(other) == []
    keep(repository, *lunches(3))
    assert found(other) == ["Lunch 0000", "Lunch 0001", "Lunch 0002"]
    closed = a_service(id="0001", name="Closed", status=Status.INACTIVE)
    keep(repository, closed, a_service(id="0002", name="Renamed", location=at_km(9)), gone=["0000"])
    assert found(other) == ["Renamed"]


def test_a_great_change_is_read_behind_the_back_of_a_search(repository: DirectoryRepository) -> None:
    keep(repository, *lunches(3))
    assert len(found(repository)) == 3
    writer = DirectoryRepository(repository._engine, lambda: NOW)
    keep(writer, *lunches(PROMPT + 10))
    assert len(found(repository)) == 3
    behind = repository._keeper._behind
    assert behind is not None
    behind.join(timeout=60)
    assert len(found(repository)) == PROMPT + 10


def test_what_is_read_is_what_the_database_holds_however_far_the_catalogue_is_behind(
    repository: DirectoryRepository,
) -> None:
    keep(repository, *lunches(3))
    assert found(repository) == ["Lunch 0000", "Lunch 0001", "Lunch 0002"]
    writer = DirectoryRepository(repository._engine, lambda: NOW)
    closed = a_service(id="0001", name="Closed", status=Status.INACTIVE)
    for many in (1, PROMPT + 10):
        (renamed, *others) = lunches(many, name=f"Dinner {many}")
        keep(writer, renamed, closed, *others[2:], gone=["0002"])
        assert repository.read(["0000", "0001", "0002"]) == {"0000": renamed, "0001": closed}


def test_a_search_asks_the_database_only_whether_anything_changed(
    repository: DirectoryRepository, database: Engine, tmp_path: Path
) -> None:
    kept = [service for path in sorted(SEED_FOLDER.glob("*.yml")) for service in read_services(path)]
    keep(repository, *kept)
    whole = {service.id: service for service in kept}
    for folder in (None, tmp_path):
        opened = DirectoryRepository(database, lambda: NOW, folder)
        opened._keeper = CatalogueKeeper(database, read_entries, folder, worth_a_file=3)
        assert len(opened.catalogue()) == len(kept)
        asked: list[str] = []
        event.listen(database, "before_cursor_execute", lambda *told, asked=asked: asked.append(told[2]))
        search = Search(opened, NoEncoder(), lambda: NOW, include_examples=True)
        found = search.find(Wish(HOME)).matches
        assert [match.service for match in found] == [whole[match.service.id] for match in found]
        assert opened.read(list(whole)) == whole
        assert len(found) == 3
        assert len(asked) == 2
        assert all(tables.editions.name in statement for statement in asked)


def test_a_large_catalogue_is_opened_from_its_files_and_brought_up_to_date(
    repository: DirectoryRepository, database: Engine, tmp_path: Path
) -> None:
    keep(repository, *lunches(5))
    assert len(CatalogueKeeper(database, read_entries, tmp_path, worth_a_file=3).current()) == 5
    keep(repository, a_service(id="0003", name="New"), gone=["0000"])
    opened = CatalogueKeeper(database, not_more_than(2), tmp_path, worth_a_file=3).current()
    assert len(opened) == 4
    assert opened.parts[1].segment.names.all() == [b"New"]


def test_the_files_of_another_directory_are_not_used(
    repository: DirectoryRepository, database: Engine, tmp_path: Path
) -> None:
    keep(repository, *lunches(5))
    catalogue = CatalogueKeeper(database, read_entries, tmp_path, worth_a_file=3).current()
    assert catalogue_files.kept(tmp_path, catalogue.edition.directory) is not None
    assert catalogue_files.kept(tmp_path, "another") is None


def test_files_that_cannot_be_read_are_made_anew(repository: DirectoryRepository, tmp_path: Path) -> None:
    keep(repository, *lunches(3))
    (tmp_path / catalogue_files.POINTER).write_text("{")
    assert len(found(DirectoryRepository(repository._engine, lambda: NOW, folder=tmp_path))) == 3


def test_the_order_is_the_same_whatever_order_services_were_written_in(repository: DirectoryRepository) -> None:
    same = [a_service(id=f"{n:04}", name=f"Lunch {n % 4}") for n in range(40)]
    keep(repository, *same[::-1])
    expected = sorted((service.name, service.id) for service in same)
    search = Search(repository, NoEncoder(), lambda: NOW, include_examples=True)
    assert list(search.find(Wish(HOME)).ids) == [service_id for _, service_id in expected]


def test_the_judged_queries_are_answered_as_the_rules_say_when_read_one_service_at_a_time(
    places: Places, tmp_path: Path
) -> None:
    repository, encoder = seeded(tmp_path / "kith.db")
    entries = repository.several([each.decode() for each in repository.catalogue().parts[0].segment.ids.all()])
    search = Search(repository, encoder, lambda: NOW, include_examples=True)
    wishes = [query.wish for query in read_queries(finder(places))]
    for wish in wishes:
        quick, told = search.find(wish), find(entries, encoder, wish, NOW, include_examples=True)
        assert quick.ids == told.ids[: len(quick.ids)], wish
        assert (quick.total, quick.relaxed, quick.local_found) == (told.total, told.relaxed, told.local_found), wish


class AnyMeaning:
    """Gives every text a meaning of its own, the same each time."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        drawn = np.stack([np.random.default_rng(crc32(text.encode())).normal(size=8) for text in texts])
        return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def test_services_of_a_whole_country_are_found_as_the_rules_say_on_every_database(
    database: Engine, place_path: Path
) -> None:
    tables.metadata.create_all(database)
    country, encoder = Country(read_place_file(place_path)), AnyMeaning()
    like = [service for path in sorted(SEED_FOLDER.glob("*.yml")) for service in read_services(path)][::7]
    seed = list(zip(like, encoder.encode([service.name for service in like]), strict=True))
    made = dict(services(country, seed, 300))
    fill(database, made.items())
    repository = DirectoryRepository(database, lambda: NOW)
    assert repository.read([service.id for service in made]) == {service.id: service for service in made}
    entries = [Entry(service, service.id, vector) for service, vector in made.items()]
    search = Search(repository, encoder, lambda: NOW, include_examples=True)
    for wish in wishes(country, 25):
        wide = replace(wish, radius_km=64.0)
        told = find(entries, encoder, wide, NOW, include_examples=True)
        assert search.find(wide).ids == told.ids[:MOST_IDS], wide


def test_a_service_of_several_places_is_found_at_the_nearest_and_gone_from_all(
    repository: DirectoryRepository, database: Engine, tmp_path: Path
) -> None:
    far = a_service(id="far", name="Far", needs=(Need.LUNCH_SOCIAL,), location=at_km(4))
    three = a_service(
        id="three",
        needs=(Need.LUNCH_SOCIAL,),
        location=at_km(20),
        elsewhere=(spot_at_km(2, "TU"), spot_at_km(9, "FR", accessibility=("step_free",))),
    )
    keep(repository, three, far)
    kept = DirectoryRepository(database, lambda: NOW, folder=tmp_path)
    kept._keeper = CatalogueKeeper(database, read_entries, tmp_path, worth_a_file=1)
    for each in (repository, kept, kept):
        results = Search(each, NoEncoder(), lambda: NOW, include_examples=True).find(Wish(HOME))
        assert (results.ids, results.total) == (("three~1", "far"), 2)
        assert results.matches[0].service == three.at(1)
        assert each.read(["three"]) == {"three": three}
    keep(repository, gone=["three"])
    assert found(repository) == found(kept) == ["Far"]
