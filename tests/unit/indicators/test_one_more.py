"""What one person more adds keeps every sum, or a proof made with it would prove nothing."""

from __future__ import annotations

import pytest

from indicators.counting import laid_out, wards_in
from indicators.measures import MEASURES
from indicators.one_more import what_each_adds
from indicators.order import lay_out_order
from indicators.publish import release_of
from indicators.quarters import Quarter
from tests.unit.indicators.populations import Draw, cells_of, population


@pytest.mark.parametrize("wards", [0, 3])
def test_whoever_comes_every_sum_still_holds(wards) -> None:
    cells = cells_of(population(Draw(people=120, wards=wards, left_out=0.1)))
    counted = laid_out(cells, MEASURES)
    lay_out_order(counted)
    known = {key for fact in counted.sums for key in (*fact.left, *fact.right)}
    for adds in what_each_adds(bool(wards_in(cells))):
        assert adds.keys() <= known
        for fact in counted.sums:
            assert sum(adds.get(key, 0) for key in fact.left) == sum(adds.get(key, 0) for key in fact.right)


def test_of_a_handful_it_is_mostly_told_how_many_finished() -> None:
    """As `*`: no more is told, and seldom less, where the search for a proof has no luck."""
    told = 0
    for people in range(1, 8):
        figures = release_of(cells_of(population(Draw(people, seed=people))), Quarter(2026, 3).closes_on).figures
        told += "*" in {figure.text for key, figure in figures.items() if key.row == "finished/yes"}
    assert told >= 6
