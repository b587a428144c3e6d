"""A screening is written exactly once: through retries, two calls at once and a crash between the steps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, Engine, event, func, select

from indicators.counting import Tally
from indicators.definitions import ITEMS, Screening
from indicators.quarters import Quarter
from indicators.store import ScreeningStore
from indicators.tables import metadata, screening, screening_link, screening_need

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
    needs=("befriending", "transport"),
    found=True,
    finished=True,
)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Engine, clock: Clock) -> ScreeningStore:
    metadata.create_all(database)
    return ScreeningStore(database, clock)


def rows_in(database: Engine) -> dict[str, int]:
    with database.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (screening, screening_link, screening_need)
        }


def test_a_screening_is_counted_with_its_answers(store) -> None:
    store.record("a", PLAIN)
    answers = {**dict.fromkeys(ITEMS), **PLAIN.answers}
    assert store.tallies(BIRMINGHAM, QUARTER) == [Tally("adult/1", "resident", "later_life", "web", True, answers, 1)]


def test_a_retry_counts_once(store, database) -> None:
    for _ in range(3):
        store.record("a", PLAIN)
    assert rows_in(database) == {"screening": 1, "screening_link": 1, "screening_need": 2}


def test_a_later_call_replaces_everything(store, database) -> None:
    store.record("a", PLAIN)
    store.record("a", replace(PLAIN, answers={"lonely": "often"}, needs=("lunch_social",), finished=False))
    (tally,) = store.tallies(BIRMINGHAM, QUARTER)
    assert (tally.answers["lonely"], tally.answers["companionship"], tally.finished) == ("often", None, False)
    assert rows_in(database) == {"screening": 1, "screening_link": 1, "screening_need": 1}


def test_a_need_named_twice_is_kept_once(store, database) -> None:
    store.record("a", replace(PLAIN, needs=("transport", "transport")))
    assert rows_in(database)["screening_need"] == 1


def test_eight_calls_at_once_count_once(store, database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.record("a", PLAIN), range(40)))
    assert rows_in(database) == {"screening": 1, "screening_link": 1, "screening_need": 2}


def test_many_people_at_once_are_each_counted(store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.record(f"key {number}", PLAIN), range(60)))
    assert sum(tally.people for tally in store.tallies(BIRMINGHAM, QUARTER)) == 60


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


@pytest.mark.parametrize("step", ["INSERT INTO screening_link", "INSERT INTO screening_need"])
def test_a_crash_between_the_steps_leaves_nothing_and_the_retry_counts_once(store, database, step) -> None:
    with crash_at(database, step), pytest.raises(ConnectionResetError):
        store.record("a", PLAIN)
    assert rows_in(database) == {"screening": 0, "screening_link": 0, "screening_need": 0}
    store.record("a", PLAIN)
    assert rows_in(database) == {"screening": 1, "screening_link": 1, "screening_need": 2}


def test_a_crash_while_replacing_keeps_the_earlier_row_whole(store, database) -> None:
    store.record("a", PLAIN)
    with crash_at(database, "INSERT INTO screening_need"), pytest.raises(ConnectionResetError):
        store.record("a", replace(PLAIN, finished=False, needs=("money_advice",)))
    (tally,) = store.tallies(BIRMINGHAM, QUARTER)
    assert tally.finished
    assert rows_in(database)["screening_need"] == 2


def test_a_forgotten_screening_leaves_nothing(store, database) -> None:
    store.record("a", PLAIN)
    store.record("b", PLAIN)
    store.forget("a")
    store.forget("a")
    store.forget("never seen")
    assert rows_in(database) == {"screening": 1, "screening_link": 1, "screening_need": 2}


def test_an_unlinked_screening_can_no_longer_be_changed_or_forgotten(store, database, clock) -> None:
    store.record("a", PLAIN)
    clock.now = NOW + timedelta(hours=25)
    assert store.unlink(before=clock.now - timedelta(hours=24)) == 1
    store.forget("a")
    assert rows_in(database) == {"screening": 1, "screening_link": 0, "screening_need": 2}


def test_a_link_in_use_is_kept(store, database, clock) -> None:
    store.record("a", PLAIN)
    clock.now = NOW + timedelta(hours=20)
    store.record("a", PLAIN)
    assert store.unlink(before=NOW + timedelta(hours=19)) == 0
    assert rows_in(database)["screening_link"] == 1


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


def test_a_council_sees_only_its_own_quarter(store) -> None:
    store.record("mine", PLAIN)
    store.record("theirs", replace(PLAIN, council=KENT))
    store.record("nobody's", replace(PLAIN, council=None))
    store.record("earlier", replace(PLAIN, week=date(2026, 9, 28)))

    def people(council: str | None, quarter: Quarter) -> int:
        return sum(tally.people for tally in store.tallies(council, quarter))

    assert people(BIRMINGHAM, QUARTER) == 1
    assert people(KENT, QUARTER) == 1
    assert people(None, QUARTER) == 3
    assert people(BIRMINGHAM, QUARTER.previous) == 1
    assert store.quarters(BIRMINGHAM) == [QUARTER, QUARTER.previous]
    assert store.quarters(KENT) == [QUARTER]
