"""What was looked for counts once for each conversation and need, moves with the last search, and can be taken back."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from indicators import cells
from indicators.counting import NOT_TOLD, Key
from indicators.need_counts import Counted, NeedCounts
from indicators.quarters import Quarter
from indicators.tables import metadata, screening_cell
from indicators.unmet import FOUND, NOT_FOUND, cells_of_needs, need_cell, stage_cell
from tests.clock import Clock

BIRMINGHAM, LEEDS = "E08000025", "E08000035"
Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)
GARDENING, LUNCH = need_cell("gardening", NOT_FOUND), need_cell("lunch_social", NOT_FOUND)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 9, 26, 12, tzinfo=UTC))


@pytest.fixture
def needs(database: Engine, clock: Clock) -> NeedCounts:
    metadata.create_all(database)
    return NeedCounts(database, clock)


def counted(database: Engine, council: str = BIRMINGHAM, quarter: Quarter = Q3) -> Counter[Key]:
    return +cells.read(database, council, quarter)


def test_a_search_in_vain_is_counted_by_need_and_by_life_stage(needs, database) -> None:
    needs.count(["gardening", "lunch_social"], BIRMINGHAM, "later_life", False, {})
    assert counted(database) == {GARDENING: 1, LUNCH: 1, stage_cell("later_life"): 2}


def test_the_same_search_again_counts_nothing(needs, database) -> None:
    before = needs.count(["gardening"], BIRMINGHAM, None, False, {})
    assert needs.count(["gardening"], BIRMINGHAM, None, False, before) == before
    assert counted(database) == {GARDENING: 1, stage_cell(NOT_TOLD): 1}


def test_the_last_search_for_a_need_is_the_one_that_counts(needs, database) -> None:
    before = needs.count(["gardening", "lunch_social"], BIRMINGHAM, "later_life", False, {})
    needs.count(["gardening"], BIRMINGHAM, "later_life", True, before)
    assert counted(database) == {need_cell("gardening", FOUND): 1, LUNCH: 1, stage_cell("later_life"): 1}


def test_a_place_or_a_life_stage_told_later_moves_the_count(needs, database) -> None:
    before = needs.count(["gardening"], BIRMINGHAM, None, False, {})
    needs.count(["gardening"], LEEDS, "working_age", False, before)
    assert not counted(database)
    assert counted(database, LEEDS) == {GARDENING: 1, stage_cell("working_age"): 1}


def test_what_a_conversation_keeps_survives_json(needs, database) -> None:
    before = json.loads(json.dumps(needs.count(["gardening"], BIRMINGHAM, "young", False, {})))
    assert needs.count(["gardening"], BIRMINGHAM, "young", False, before) == before
    needs.take_back(before)
    assert not counted(database)


def test_nothing_is_taken_back_of_whoever_was_not_counted(needs, database) -> None:
    needs.count(["gardening"], BIRMINGHAM, "young", False, {})
    needs.take_back({})
    assert counted(database)[GARDENING] == 1


def test_a_conversation_that_goes_on_while_the_quarter_is_open_still_counts_once(needs, database, clock) -> None:
    before = needs.count(["gardening"], BIRMINGHAM, None, False, {})
    clock.now = datetime(2026, 10, 11, 23, 59, tzinfo=UTC)
    after = needs.count(["gardening"], BIRMINGHAM, None, False, before)
    assert not counted(database)
    assert counted(database, quarter=Q4)[GARDENING] == 1
    needs.take_back(after)
    assert not counted(database, quarter=Q4)


def test_nothing_moves_in_a_quarter_that_is_closed(needs, database, clock) -> None:
    first = needs.count(["gardening", "transport"], BIRMINGHAM, None, False, {})
    clock.now = datetime(2026, 10, 12, tzinfo=UTC)
    assert Q3.is_closed(clock.now.date())
    as_closed = counted(database)
    then = needs.count(["gardening"], BIRMINGHAM, None, True, first)
    assert counted(database) == as_closed
    assert counted(database, quarter=Q4) == {need_cell("gardening", FOUND): 1}
    needs.take_back(then)
    assert counted(database) == as_closed
    assert not counted(database, quarter=Q4)


@pytest.mark.parametrize(
    "wrong", [("dominoes", BIRMINGHAM, None), ("gardening", "B13 8AB", None), ("gardening", BIRMINGHAM, "elderly")]
)
def test_what_cannot_be_a_code_is_refused_and_counts_nothing(needs, database, wrong) -> None:
    need, council, stage = wrong
    with pytest.raises(ValueError, match=r"B13|dominoes|elderly"):
        needs.count(["transport", need], council, stage, False, {})
    assert not counted(database)


def test_many_conversations_at_once_are_each_counted(needs, database) -> None:
    def talk(number: int) -> None:
        before = needs.count(["gardening", "transport"], BIRMINGHAM, "young", False, {})
        after = needs.count(["transport", "gardening"], LEEDS if number % 2 else BIRMINGHAM, "young", True, before)
        if number % 4 == 0:
            needs.take_back(after)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, range(40)))
    found = [need_cell(need, FOUND) for need in ("gardening", "transport")]
    assert counted(database) == dict.fromkeys(found, 10)
    assert counted(database, LEEDS) == dict.fromkeys(found, 20)


searches = st.tuples(
    st.sampled_from("abc"),
    st.sets(st.sampled_from(["gardening", "transport", "lgbt"])),
    st.sampled_from([BIRMINGHAM, LEEDS]),
    st.sampled_from([None, "young"]),
    st.booleans(),
)
takings_back = st.tuples(st.sampled_from("abc"))


@settings(max_examples=30)
@given(st.lists(st.one_of(searches, takings_back), max_size=12))
def test_after_any_searches_the_cells_are_those_of_each_conversations_last(needs, database, calls) -> None:
    with database.begin() as connection:
        connection.execute(delete(screening_cell))
    slots: dict[str, Counted] = {}
    last: dict[tuple[str, str], tuple[str, str | None, bool]] = {}
    for who, *search in calls:
        if search:
            named, council, stage, found = search
            slots[who] = needs.count(named, council, stage, found, slots.get(who, {}))
            last |= {(who, need): (council, stage, found) for need in named}
        else:
            needs.take_back(slots.pop(who, {}))
            last = {key: outcome for key, outcome in last.items() if key[0] != who}
    for council in (BIRMINGHAM, LEEDS):
        expected: Counter[Key] = Counter()
        for (_, need), (where, stage, found) in last.items():
            if where == council:
                expected += cells_of_needs(stage, {need: found})
        assert counted(database, council) == expected
