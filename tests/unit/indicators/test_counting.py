"""What is written down as adding up does add up, for any answers at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.counting import EVERYONE, Tally, cell, count, partitions
from indicators.definitions import ANSWERS, INSTRUMENTS, LIFE_STAGES
from indicators.disclosure import NOTHING_SHOWN, possible_values, protect, shown
from indicators.measures import MEASURES

codes = {
    item: st.sampled_from([None, *sorted(known), "skipped", "prefer_not_to_say"]) for item, known in ANSWERS.items()
}
tallies = st.lists(
    st.builds(
        Tally,
        instrument=st.sampled_from(INSTRUMENTS),
        role=st.sampled_from(["resident", "carer", "for_someone_else"]),
        life_stage=st.sampled_from([None, *LIFE_STAGES]),
        channel=st.sampled_from(["web", "telegram"]),
        finished=st.booleans(),
        answers=st.fixed_dictionaries(codes),
        people=st.integers(1, 60),
    ),
    max_size=25,
)


@settings(deadline=None)
@given(tallies)
def test_rounded_counts_fit_everything_that_is_known_to_add_up(people) -> None:
    counted = count(people, MEASURES)
    figures = {key: shown(number) for key, number in counted.counts.items()}
    for key, (low, high) in possible_values(figures, counted.sums).items():
        assert low <= high
        if key in counted.counts:
            assert low <= counted.counts[key] <= high


@settings(deadline=None)
@given(tallies)
def test_every_cell_is_shown_truly_or_not_at_all(people) -> None:
    counted = count(people, MEASURES)
    figures = protect(counted.counts, counted.blocks, counted.sums)
    assert set(figures) == {key for block in counted.blocks for key in block.keys}
    for key, figure in figures.items():
        assert figure in (shown(counted.counts[key]), NOTHING_SHOWN)


@given(tallies)
def test_everyone_is_counted_once_in_each_breakdown(people) -> None:
    counted = count(people, MEASURES)
    for measure in MEASURES:
        for category in measure.categories:
            for partition in partitions(measure):
                parts = [counted.counts[cell(measure.name, group, category.name)] for group in partition]
                assert counted.counts[cell(measure.name, EVERYONE, category.name)] == sum(parts)
