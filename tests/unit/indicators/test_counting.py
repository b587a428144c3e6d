"""What is written down as adding up does add up, for any people at all."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from indicators.counting import Counted, laid_out
from indicators.measures import MEASURES
from indicators.unmet import lay_out_needs
from tests.unit.indicators.populations import Draw, everybodys_cells

draws = st.builds(
    Draw,
    people=st.integers(0, 40),
    wards=st.integers(0, 3),
    left_out=st.sampled_from([0.0, 0.1, 0.6]),
    seed=st.integers(0, 10**6),
)


def everything(draw: Draw) -> Counted:
    counted = laid_out(everybodys_cells(draw), MEASURES)
    lay_out_needs(counted)
    return counted


@given(draws)
def test_every_sum_holds_and_no_count_is_negative(draw) -> None:
    counted = everything(draw)
    for fact in counted.sums:
        assert sum(counted.counts[key] for key in fact.left) == sum(counted.counts[key] for key in fact.right)
    assert all(count >= 0 for count in counted.counts.values())


@given(draws)
def test_every_published_count_stands_in_one_block(draw) -> None:
    keys = [key for block in everything(draw).blocks for key in block.keys]
    assert len(keys) == len(set(keys))


@given(draws)
def test_the_same_cells_are_laid_out_the_same(draw) -> None:
    assert everything(draw) == everything(draw)


@given(draws)
def test_the_order_in_which_a_database_gives_cells_changes_nothing(draw) -> None:
    """Else the search for proofs takes another way, and of the same counts other rows are withheld."""
    cells = everybodys_cells(draw)
    turned = Counter(dict(reversed([*cells.items()])))
    assert [*laid_out(turned, MEASURES).counts.items()] == [*laid_out(cells, MEASURES).counts.items()]
