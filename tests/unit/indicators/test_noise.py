"""Noise is stated, of the right size, and what comes after it tells nothing more."""

from __future__ import annotations

from math import exp

import pytest

from indicators.counting import EVERYONE, cell
from indicators.measures import MEASURES
from indicators.noise import MOST_CELLS_OF_ONE_PERSON, NoiseError, error_of, noisy_counts, opendp_draw
from tests.unit.indicators.populations import Draw, cells_of, population

PEOPLE = population(Draw(people=200, shape=1))
NOISED = {cell(measure.name, EVERYONE, category.name) for measure in MEASURES for category in measure.categories}


def test_nobody_stands_in_more_noisy_cells_than_the_noise_is_made_for() -> None:
    assert max(sum(key in NOISED for key in cells_of([person])) for person in PEOPLE) == MOST_CELLS_OF_ONE_PERSON


def test_the_noise_is_of_the_scale_that_epsilon_states() -> None:
    scales = []

    def draw(count: int, scale: float) -> int:
        scales.append(scale)
        return count

    noisy_counts(cells_of(PEOPLE), 0.5, draw)
    assert {*scales} == {6.0}


def test_figures_are_to_the_nearest_5_and_never_below_0() -> None:
    figures = noisy_counts(cells_of(PEOPLE), 1, lambda count, _: count - 40)
    assert {*figures} == NOISED
    assert all(value >= 0 and value % 5 == 0 for value in figures.values())


def test_the_error_that_is_told_holds_19_times_in_20() -> None:
    draw = opendp_draw()
    off = sorted(abs(draw(1_000, 3.0) - 1_000) for _ in range(4_000))
    assert off[3_700] <= error_of(1.0) - 2 <= off[3_930]


def test_one_person_changes_the_odds_of_any_figure_by_no_more_than_stated() -> None:
    draw = opendp_draw()
    with_one, without = ([draw(count, 3.0) for _ in range(20_000)] for count in (101, 100))
    for figure in range(97, 105):
        assert with_one.count(figure) / without.count(figure) == pytest.approx(1, abs=exp(1 / 3) - 1 + 0.15)


@pytest.mark.parametrize("epsilon", [0, -1, 1.01, float("nan")])
def test_an_epsilon_that_promises_nothing_is_refused(epsilon) -> None:
    with pytest.raises(NoiseError):
        noisy_counts({}, epsilon, lambda count, _: count)
