"""Safety replies are counted as bare numbers, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, inspect

from indicators.quarters import Quarter
from indicators.safety_counts import SafetyCounts
from indicators.tables import metadata

BIRMINGHAM, LEEDS = "E08000025", "E08000035"
QUARTER = Quarter(2026, 4)


@pytest.fixture
def counts(database: Engine) -> SafetyCounts:
    metadata.create_all(database)
    return SafetyCounts(database, lambda: datetime(2026, 11, 22, 23, 30, tzinfo=UTC))


def test_each_category_is_counted_for_its_council_and_quarter(counts: SafetyCounts) -> None:
    counts.add(BIRMINGHAM, ["suicide", "self_harm"])
    counts.add(BIRMINGHAM, ["suicide"])
    counts.add(LEEDS, ["suicide"])
    assert counts.totals(BIRMINGHAM, QUARTER) == {"suicide": 1 + 1, "self_harm": 1}
    assert counts.totals(LEEDS, QUARTER) == {"suicide": 1}
    assert counts.totals(BIRMINGHAM, QUARTER.previous) == {}


def test_where_the_place_is_not_known_no_council_is_guessed(counts: SafetyCounts) -> None:
    counts.add(None, ["suicide"])
    assert counts.totals(BIRMINGHAM, QUARTER) == {}
    assert counts.totals("", QUARTER) == {"suicide": 1}
    assert counts.councils(QUARTER) == [""]


def test_counting_at_once_loses_nobody(counts: SafetyCounts) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: counts.add(BIRMINGHAM, ["suicide"]), range(12)))
    assert counts.totals(BIRMINGHAM, QUARTER) == {"suicide": 12}


@pytest.mark.parametrize(("council", "category"), [(BIRMINGHAM, "boredom"), ("W06000015", "suicide")])
def test_what_cannot_be_is_refused(counts: SafetyCounts, council: str, category: str) -> None:
    with pytest.raises(ValueError):
        counts.add(council, [category])


def test_there_is_nothing_in_the_table_but_the_number_and_what_it_counts(
    counts: SafetyCounts, database: Engine
) -> None:
    columns = {column["name"] for column in inspect(database).get_columns("safety_count")}
    assert columns == {"week", "council", "category", "conversations"}
