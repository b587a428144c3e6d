"""A screening is counted exactly once: through retries, two calls at once and a crash between the steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, event, func, select

from indicators import cells
from indicators.counting import EVERYONE, Key, cell, cells_of, took_part
from indicators.definitions import Screening
from indicators.measures import MEASURES
from indicators.quarters import Quarter
from indicators.store import ScreeningStore
from indicators.tables import metadata, screening, screening_link
from kith.database import make_engine
from tests.clock import Clock

BIRMINGHAM, KENT = "E08000025", "E10000016"
QUARTER = Quarter(2026, 4)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PLAIN = Screening(
    week=date(2026, 11, 16),
    council=BIRMINGHAM,
    ward=None,
    life_stage="later_life",
    role="resident",
    channel="web",
    language="en",
    instrument="adult/1",
    answers={"companionship": "often", "left_out": "skipped", "isolated": "hardly_ever", "lonely": "never"},
    finished=True,
)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def store(database: Engine, clock: Clock) -> ScreeningStore:
    metadata.create_all(database)
    return ScreeningStore(database, clock)


def rows_in(database: Engine) -> dict[str, int]:
    with database.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (screening, screening_link)
        }


def counted(database: Engine, council: str = BIRMINGHAM, quarter: Quarter = QUARTER) -> Counter[Key]:
    """The cells in which somebody stands."""
    return +cells.read(database, council, quarter)


FINISHED = took_part("adults", "finished", "yes")
OFTEN_LONELY = cell("adult_direct", EVERYONE, "often")
NEVER_LONELY = cell("adult_direct", EVERYONE, "less_often")


def test_a_screening_is_counted_with_its_answers(store, database) -> None:
    store.record("a", PLAIN)
    assert counted(database) == cells_of(PLAIN, MEASURES)
    assert counted(database)[FINISHED] == counted(database)[NEVER_LONELY] == 1


def test_a_retry_counts_once(store, database) -> None:
    for _ in range(3):
        store.record("a", PLAIN)
    assert rows_in(database) == {"screening": 1, "screening_link": 1}


def test_a_later_call_replaces_everything(store, database) -> None:
    store.record("a", PLAIN)
    store.record("a", replace(PLAIN, answers={"lonely": "often"}, finished=False))
    now = counted(database)
    assert (now[OFTEN_LONELY], now[NEVER_LONELY], now[FINISHED]) == (1, 0, 0)
    assert now[took_part("adults", "finished", "no")] == 1
    assert rows_in(database) == {"screening": 1, "screening_link": 1}


def test_an_answer_that_changes_the_place_moves_the_person(store, database) -> None:
    store.record("a", replace(PLAIN, council=None))
    store.record("a", PLAIN)
    assert not counted(database, cells.NOT_TOLD)
    assert counted(database)[FINISHED] == 1


def test_whoever_asks_for_someone_else_is_in_no_cell(store, database) -> None:
    store.record("a", replace(PLAIN, role="for_someone_else"))
    assert not counted(database)


def test_eight_calls_at_once_count_once(store, database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.record("a", PLAIN), range(40)))
    assert rows_in(database) == {"screening": 1, "screening_link": 1}
    assert counted(database)[FINISHED] == 1


def test_many_people_at_once_are_each_counted(store, database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.record(f"key {number}", PLAIN), range(60)))
    assert counted(database)[FINISHED] == 60


@contextmanager
def crash_at(engine: Engine, start: str) -> Iterator[None]:
    """Break the connection's work when a statement that begins with `start` is about to run."""

    def crash(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(start):
            raise ConnectionResetError("the process died here")

    event.listen(engine, "before_cursor_execute", crash)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", crash)


@pytest.mark.parametrize("step", ["INSERT INTO screening_link", "INSERT INTO screening_cell"])
def test_a_crash_between_the_steps_leaves_nothing_and_the_retry_counts_once(store, database, step) -> None:
    with crash_at(database, step), pytest.raises(ConnectionResetError):
        store.record("a", PLAIN)
    assert rows_in(database) == {"screening": 0, "screening_link": 0}
    assert not counted(database)
    store.record("a", PLAIN)
    assert rows_in(database) == {"screening": 1, "screening_link": 1}


def test_a_crash_while_replacing_keeps_the_earlier_row_whole(store, database) -> None:
    store.record("a", PLAIN)
    with crash_at(database, "INSERT INTO screening_cell"), pytest.raises(ConnectionResetError):
        store.record("a", replace(PLAIN, finished=False))
    assert counted(database)[FINISHED] == 1
    with database.connect() as connection:
        assert connection.scalar(select(screening.c.finished))


def test_a_forgotten_screening_leaves_nothing(store, database) -> None:
    store.record("a", PLAIN)
    store.record("b", PLAIN)
    store.forget("a")
    store.forget("a")
    store.forget("never seen")
    assert rows_in(database) == {"screening": 1, "screening_link": 1}
    assert set(counted(database).values()) == {1}
    store.forget("b")
    assert not counted(database)


def test_an_unlinked_screening_stays_in_the_counts_and_nowhere_else(store, database, clock) -> None:
    store.record("a", PLAIN)
    clock.now = NOW + timedelta(hours=25)
    assert store.unlink(before=clock.now - timedelta(hours=24)) == 1
    store.forget("a")
    assert rows_in(database) == {"screening": 0, "screening_link": 0}
    assert counted(database)[FINISHED] == 1


def test_a_link_in_use_is_kept(store, database, clock) -> None:
    store.record("a", PLAIN)
    clock.now = NOW + timedelta(hours=20)
    store.record("a", PLAIN)
    assert store.unlink(before=NOW + timedelta(hours=19)) == 0
    assert rows_in(database) == {"screening": 1, "screening_link": 1}


def test_moments_of_other_time_zones_are_compared_as_moments(store, clock) -> None:
    clock.now = NOW.astimezone(timezone(timedelta(hours=9)))
    store.record("a", PLAIN)
    assert store.unlink(before=(NOW - timedelta(minutes=1)).astimezone(timezone(timedelta(hours=-9)))) == 0
    assert store.unlink(before=(NOW + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=-9)))) == 1


def test_the_key_is_nowhere_in_the_database(store, database) -> None:
    store.record("the key of a conversation", PLAIN)
    with database.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                assert "the key of a conversation" not in str(row)


def test_a_council_sees_only_its_own_quarter(store, database) -> None:
    store.record("mine", PLAIN)
    store.record("theirs", replace(PLAIN, council=KENT))
    store.record("nobody's", replace(PLAIN, council=None))
    store.record("earlier", replace(PLAIN, week=date(2026, 9, 28)))
    for council, quarter in ((BIRMINGHAM, QUARTER), (KENT, QUARTER), ("", QUARTER), (BIRMINGHAM, QUARTER.previous)):
        assert counted(database, council, quarter)[FINISHED] == 1
    assert cells.quarters(database, BIRMINGHAM) == {QUARTER, QUARTER.previous}
    assert cells.councils(database, QUARTER) == ["", BIRMINGHAM, KENT]


people = st.builds(
    replace,
    st.just(PLAIN),
    council=st.sampled_from([None, BIRMINGHAM]),
    ward=st.sampled_from([None, "E05000001"]),
    life_stage=st.sampled_from([None, "later_life"]),
    role=st.sampled_from(["resident", "carer", "for_someone_else"]),
    instrument=st.sampled_from(["adult/1", "child/1"]),
    answers=st.sampled_from([PLAIN.answers, {"lonely": "often"}, {"companionship": "often"}]),
    finished=st.booleans(),
)
calls = st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), people)), max_size=12)


@settings(max_examples=40)
@given(calls)
def test_after_any_calls_the_cells_are_those_of_the_people_who_are_left(store, database, calls) -> None:
    with database.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    left: dict[str, Screening] = {}
    for key, person in calls:
        if person is None:
            store.forget(key)
            left.pop(key, None)
        else:
            store.record(key, person)
            left[key] = person
    for council in (None, BIRMINGHAM):
        expected: Counter[Key] = Counter()
        for person in left.values():
            if person.council == council and person.role != "for_someone_else":
                expected += cells_of(person, MEASURES)
        assert counted(database, council or cells.NOT_TOLD) == expected


def test_a_quarter_in_which_everybody_was_taken_out_is_a_quarter_without_anybody(store: ScreeningStore) -> None:
    store.record("a", PLAIN)
    store.forget("a")
    assert store.quarters(BIRMINGHAM) == []
    assert store.councils(QUARTER) == []


def test_what_is_deleted_is_gone_from_the_file(clock: Clock, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    metadata.create_all(engine)
    store = ScreeningStore(engine, clock)
    for number in range(50):
        store.record(f"{number}", PLAIN)
    store.unlink(NOW + timedelta(days=1, hours=1))
    engine.dispose()
    assert b"E08000025later_life" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
