"""Noise is drawn once for a council's quarter: drawn twice, it would average out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

import pytest
from sqlalchemy import Engine

from indicators.noise import NoiseError, noisy_csv
from indicators.quarters import Quarter
from indicators.store import ScreeningStore
from indicators.tables import metadata
from tests.unit.indicators.populations import BIRMINGHAM, Draw, population

QUARTER = Quarter(2026, 3)


@pytest.fixture
def store(database: Engine) -> ScreeningStore:
    metadata.create_all(database)
    store = ScreeningStore(database, lambda: datetime(2026, 7, 8, tzinfo=UTC))
    for number, person in enumerate(population(Draw(people=20))):
        store.record(str(number), person)
    return store


def test_noise_is_drawn_once_and_a_second_epsilon_is_not_spent(store: ScreeningStore) -> None:
    numbers = count(100)
    first, second = (
        noisy_csv(store, BIRMINGHAM, QUARTER, epsilon, QUARTER.closes_on, lambda *_: next(numbers))
        for epsilon in (0.5, 1.0)
    )
    assert first == second
    assert all(line.endswith(",0.5") for line in first.splitlines()[1:])
    assert next(numbers) == 100 + 15


def test_there_is_no_noise_of_a_quarter_that_is_not_closed(store: ScreeningStore) -> None:
    with pytest.raises(NoiseError, match="2026-10-12"):
        noisy_csv(store, BIRMINGHAM, QUARTER, 0.5, date(2026, 10, 11), lambda number, _: number)
