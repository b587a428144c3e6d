"""What a council changes stands over what a source says, on both databases, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine

from directory import tables
from directory.edits import CannotChangeError, Edits, Wanted, closing, confirming
from directory.history import Author, Deed
from directory.model import Need, Phone, Service, Status
from directory.plain import plain
from directory.repository import DirectoryRepository, Stored
from directory.rows import rows_of
from directory.search import Search, Wish
from tests.clock import Clock
from tests.unit.directory.builders import BIRMINGHAM, HOME, a_service, at_km, spot_at_km

SAM = Author("sam@birmingham.example", BIRMINGHAM)
PAM = Author("pam@birmingham.example", BIRMINGHAM)
WRONG, RIGHT = Phone("0121 496 0100"), Phone("0121 496 0199")
NUMBER = Wanted({"phones": plain(a_service(phones=(RIGHT,)))["phones"]})


class CountingEncoder:
    """Turns a text into its length, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], np.float32)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 21, 9, tzinfo=UTC))


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def repository(database: Engine, clock: Clock) -> DirectoryRepository:
    tables.metadata.create_all(database)
    found = DirectoryRepository(database, clock)
    tell(found, a_service(id="lunch", phones=(WRONG,), minimum_age=60))
    return found


@pytest.fixture
def edits(database: Engine, repository: DirectoryRepository, clock: Clock, encoder: CountingEncoder) -> Edits:
    return Edits(database, repository, clock, encoder)


def tell(repository: DirectoryRepository, *services: Service, gone: Sequence[str] = ()) -> None:
    """Let a source say so."""
    repository.replace("source/theirs", [(each, np.zeros(2, np.float32)) for each in services], gone)


def lunch(repository: DirectoryRepository) -> Service:
    found = repository.get("lunch")
    assert found
    return found


def test_a_search_finds_the_right_number_at_once_and_the_old_one_after_undo(
    edits: Edits, repository: DirectoryRepository, clock: Clock, encoder: CountingEncoder
) -> None:
    search = Search(repository, encoder, clock, include_examples=True)

    def found() -> list[tuple[Phone, ...]]:
        return [match.service.phones for match in search.find(Wish(place=HOME)).matches]

    assert found() == [(WRONG,)]
    edits.change("lunch", NUMBER, SAM)
    assert found() == [(RIGHT,)]
    edits.undo(edits.history.of("lunch")[0].id, SAM)
    assert found() == [(WRONG,)]


def test_a_closed_service_is_not_found(
    edits: Edits, repository: DirectoryRepository, clock: Clock, encoder: CountingEncoder
) -> None:
    search = Search(repository, encoder, clock, include_examples=True)
    assert search.find(Wish(place=HOME)).total == 1
    edits.change("lunch", closing(None), SAM)
    assert search.find(Wish(place=HOME)).total == 0


def test_the_next_import_keeps_the_councils_word_and_brings_the_rest(
    edits: Edits, repository: DirectoryRepository
) -> None:
    edits.change("lunch", NUMBER, SAM)
    tell(repository, a_service(id="lunch", phones=(Phone("0121 496 0111"),), minimum_age=55))
    assert (lunch(repository).phones, lunch(repository).minimum_age) == ((RIGHT,), 55)
    [edit] = edits.of("lunch")
    assert (edit.field, edit.said) == ("phones", [{"number": "0121 496 0111", "about": None}])


def test_a_service_that_is_withdrawn_and_comes_back_is_in_the_councils_words(
    edits: Edits, repository: DirectoryRepository
) -> None:
    edits.change("lunch", NUMBER, SAM)
    tell(repository, gone=["lunch"])
    assert repository.get("lunch") is None
    tell(repository, a_service(id="lunch", phones=(WRONG,)))
    assert lunch(repository).phones == (RIGHT,)


def test_taken_back_the_source_is_heard_as_it_speaks_now(edits: Edits, repository: DirectoryRepository) -> None:
    edits.change("lunch", NUMBER, SAM)
    tell(repository, a_service(id="lunch", phones=(Phone("0121 496 0111"),)))
    edits.take_back("lunch", ["phones"], SAM)
    assert lunch(repository).phones == (Phone("0121 496 0111"),)
    assert edits.of("lunch") == []


def test_saying_what_the_source_says_is_no_edit(edits: Edits, repository: DirectoryRepository) -> None:
    edits.change("lunch", NUMBER, SAM)
    edits.change("lunch", Wanted({"phones": plain(a_service(phones=(WRONG,)))["phones"]}), SAM)
    assert edits.of("lunch") == []
    assert edits.change("lunch", Wanted({"minimum_age": 60}), SAM) == {}
    assert len(edits.history.of("lunch")) == 2


def test_a_word_that_is_insisted_on_stays_when_the_source_changes(
    edits: Edits, repository: DirectoryRepository
) -> None:
    edits.change("lunch", Wanted({"needs": []}, Deed.CONFIRMED, insist=True), SAM)
    tell(repository, a_service(id="lunch", needs=(Need.LUNCH_SOCIAL,)))
    assert lunch(repository).needs == ()


def test_a_program_that_completes_services_is_no_source(
    edits: Edits, repository: DirectoryRepository, database: Engine
) -> None:
    edits.change("lunch", NUMBER, SAM)
    completed = Stored("source/theirs", rows_of(lunch(repository)), "completed", np.ones(2, np.float32))
    with database.begin() as connection:
        repository.write(connection, [completed], (), told=False)
    [entry] = repository.several(["lunch"])
    assert entry.vector is not None
    assert entry.vector.tolist() == [1.0, 1.0]
    edits.take_back("lunch", ["phones"], SAM)
    assert lunch(repository).phones == (WRONG,)


def test_still_right_is_a_day_and_a_later_word_of_the_source_is_heard(
    edits: Edits, repository: DirectoryRepository, clock: Clock
) -> None:
    tell(repository, a_service(id="lunch", assured_date=date(2024, 1, 1)))
    edits.change("lunch", confirming(clock.now.date()), SAM)
    assert lunch(repository).assured_date == lunch(repository).verified_on == date(2026, 11, 21)
    tell(repository, a_service(id="lunch", assured_date=date(2025, 1, 1)))
    assert lunch(repository).assured_date == date(2026, 11, 21)
    tell(repository, a_service(id="lunch", assured_date=date(2026, 12, 1)))
    assert lunch(repository).assured_date == date(2026, 12, 1)


def test_a_service_closed_for_now_opens_again_after_its_day(
    edits: Edits, repository: DirectoryRepository, clock: Clock
) -> None:
    edits.change("lunch", closing(date(2026, 11, 23)), SAM)
    assert lunch(repository).status is Status.TEMPORARILY_CLOSED
    clock.now += timedelta(days=2)
    assert edits.open_again() == 0
    clock.now += timedelta(days=1)
    assert edits.open_again() == 1
    assert lunch(repository).status is Status.ACTIVE
    assert edits.history.of("lunch")[0].deed is Deed.REOPENED
    assert edits.open_again() == 0


def test_a_closing_of_a_service_that_left_is_forgotten(
    edits: Edits, repository: DirectoryRepository, clock: Clock
) -> None:
    edits.change("lunch", closing(date(2026, 11, 23)), SAM)
    tell(repository, gone=["lunch"])
    clock.now += timedelta(days=3)
    assert edits.open_again() == 1
    assert edits.open_again() == 0


def test_the_history_says_who_did_what_when_and_what_stood_there(
    edits: Edits, repository: DirectoryRepository, clock: Clock
) -> None:
    edits.change("lunch", Wanted({"name": "Wednesday Table", "minimum_age": None}), SAM)
    clock.now += timedelta(days=1)
    edits.change("lunch", NUMBER, PAM)
    newer, older = edits.history.of("lunch")
    assert (newer.author, older.author) == (PAM, SAM)
    assert older.at == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert older.changes == {"name": ("Tuesday Table", "Wednesday Table"), "minimum_age": (60, None)}
    assert edits.history.latest(BIRMINGHAM) == edits.history.latest(None) == [newer, older]
    assert edits.history.latest("E08000035") == []


def test_undo_is_refused_where_something_else_has_been_written_since(
    edits: Edits, repository: DirectoryRepository
) -> None:
    edits.change("lunch", NUMBER, SAM)
    edits.change("lunch", Wanted({"phones": []}), PAM)
    older = edits.history.of("lunch")[1]
    with pytest.raises(CannotChangeError, match="changed again since: phones"):
        edits.undo(older.id, SAM)
    assert lunch(repository).phones == ()


def test_what_was_undone_cannot_be_undone_twice_but_the_undoing_can(
    edits: Edits, repository: DirectoryRepository
) -> None:
    edits.change("lunch", NUMBER, SAM)
    change = edits.history.of("lunch")[0]
    edits.undo(change.id, SAM)
    with pytest.raises(CannotChangeError, match="nothing to undo"):
        edits.undo(change.id, SAM)
    edits.undo(edits.history.of("lunch")[0].id, SAM)
    assert lunch(repository).phones == (RIGHT,)


def test_a_service_of_the_councils_own_is_added_changed_removed_and_brought_back(
    edits: Edits, repository: DirectoryRepository
) -> None:
    edits.add(a_service(id="tea", name="Tea"), SAM)
    assert edits.is_own("tea")
    assert not edits.is_own("lunch")
    edits.change("tea", Wanted({"name": "Tea and Toast"}), SAM)
    added = edits.history.of("tea")[-1]
    edits.undo(added.id, SAM)
    assert repository.get("tea") is None
    edits.undo(edits.history.of("tea")[0].id, SAM)
    back = repository.get("tea")
    assert back
    assert back.name == "Tea and Toast"
    with pytest.raises(CannotChangeError, match="already"):
        edits.add(a_service(id="tea"), SAM)


def test_the_meaning_is_made_anew_only_where_the_words_changed(edits: Edits, encoder: CountingEncoder) -> None:
    edits.change("lunch", NUMBER, SAM)
    assert encoder.asked == []
    edits.change("lunch", Wanted({"summary": "Soup and songs."}), SAM)
    assert [("Soup and songs." in text) for text in encoder.asked] == [True]


def test_what_a_service_cannot_be_is_refused_and_nothing_is_written(
    edits: Edits, repository: DirectoryRepository
) -> None:
    for values in ({"status": "resting"}, {"minimum_age": "young"}):
        with pytest.raises(ValueError):
            edits.change("lunch", Wanted(values), SAM)
    with pytest.raises(CannotChangeError):
        edits.change("lunch", Wanted({"id": "other"}), SAM)
    with pytest.raises(CannotChangeError):
        edits.change("nothing", NUMBER, SAM)
    assert lunch(repository).status is Status.ACTIVE
    assert edits.history.of("lunch") == edits.of("lunch") == []


def test_two_that_look_like_one_are_said_to_be_two_and_that_can_be_undone(
    edits: Edits, repository: DirectoryRepository, database: Engine
) -> None:
    other = a_service(id="supper", name="Supper")
    edits.part(lunch(repository), other, SAM)
    with database.connect() as connection:
        assert [(row.one, row.other) for row in connection.execute(tables.service_pairs.select())] == [
            ("lunch", "supper")
        ]
    edits.undo(edits.history.of("lunch")[0].id, SAM)
    with database.connect() as connection:
        assert connection.execute(tables.service_pairs.select()).all() == []


def test_a_change_and_its_undo_keep_the_other_places(edits: Edits, repository: DirectoryRepository) -> None:
    before = a_service(id="lunch", elsewhere=(spot_at_km(5, "TU"), spot_at_km(9)))
    tell(repository, before)
    edits.change("lunch", Wanted({"location": plain(a_service(location=at_km(1)))["location"]}), SAM)
    assert lunch(repository).elsewhere == before.elsewhere
    edits.undo(edits.history.of("lunch")[0].id, SAM)
    assert lunch(repository) == before
