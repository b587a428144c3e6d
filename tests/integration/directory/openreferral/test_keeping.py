"""What changes in the directory is published: at once where it is small, a little later where reading it takes time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import Engine

from directory import tables
from directory.openreferral.keeping import PAUSE_S, IndexKeeper
from directory.openreferral.query import OF_SERVICES, read_query
from directory.openreferral.reading import OpenReferralReader
from directory.repository import DirectoryRepository
from kith.database import make_engine
from tests.conftest import HANGING_S
from tests.unit.directory.builders import a_service

ONE, TWO, THREE = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    made = make_engine(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'kith.db'}")
    tables.metadata.create_all(made)
    return made


def add(engine: Engine, *ids: str) -> DirectoryRepository:
    repository = DirectoryRepository(engine, lambda: datetime(2026, 11, 21, tzinfo=UTC))
    repository.replace("test", [(a_service(id=key), np.zeros(4, np.float32)) for key in ids], [])
    return repository


def ids_of(keeper: IndexKeeper) -> list[str]:
    index = keeper.current()
    return index.named(np.arange(len(index)))


def soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + HANGING_S
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def test_a_change_is_seen_by_the_next_reader(engine: Engine) -> None:
    keeper = IndexKeeper(engine, Clock())
    assert ids_of(keeper) == []
    add(engine, TWO)
    assert ids_of(keeper) == [TWO]
    add(engine, THREE, ONE).replace("test", [], [TWO])
    assert ids_of(keeper) == [ONE, THREE]


def test_nothing_is_read_while_nothing_changes(engine: Engine) -> None:
    add(engine, ONE)
    keeper = IndexKeeper(engine, Clock())
    assert keeper.current() is keeper.current()


def test_readers_of_a_large_directory_do_not_wait_for_what_changed(engine: Engine) -> None:
    add(engine, ONE)
    clock = Clock()
    keeper = IndexKeeper(engine, clock, prompt=0)
    assert ids_of(keeper) == [ONE]
    add(engine, TWO)
    assert ids_of(keeper) == [ONE]
    clock.now += PAUSE_S
    assert ids_of(keeper) == [ONE]
    assert soon(lambda: ids_of(keeper) == [ONE, TWO])


def test_what_cannot_be_read_anew_stays_as_it_was(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    add(engine, ONE)
    clock = Clock()
    keeper = IndexKeeper(engine, clock, prompt=0)
    keeper.current()
    add(engine, TWO)
    tables.schedules.drop(engine)
    clock.now += PAUSE_S
    assert ids_of(keeper) == [ONE]
    assert soon(lambda: "could not be read anew: OperationalError" in caplog.text)
    tables.schedules.create(engine)
    clock.now += PAUSE_S
    assert soon(lambda: ids_of(keeper) == [ONE, TWO])


def test_it_can_be_read_before_anybody_asks(engine: Engine) -> None:
    add(engine, ONE)
    repository = DirectoryRepository(engine, lambda: datetime(2026, 11, 21, tzinfo=UTC))
    reader = OpenReferralReader(engine, repository.read, examples=True)
    reader.prepare()
    assert reader.services(read_query([], OF_SERVICES)).total == 1


def test_a_service_that_is_gone_since_is_not_on_the_page(engine: Engine) -> None:
    repository = add(engine, ONE, TWO)
    clock = Clock()
    reader = OpenReferralReader(engine, repository.read, examples=True, clock=clock, prompt=0)
    query = read_query([], OF_SERVICES)
    assert [one.service.id for one in reader.services(query).services] == [ONE, TWO]
    repository.replace("test", [], [ONE])
    for full in ("true", "false"):
        page = reader.services(read_query([("full", full)], OF_SERVICES))
        assert [one.service.id for one in page.services] == [TWO]
