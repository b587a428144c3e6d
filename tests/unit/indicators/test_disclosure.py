"""What may be shown of a count, a row and a share; and that what is withheld is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure import (
    HIDDEN_VALUES,
    MINIMUM_BASE,
    NOTHING_SHOWN,
    Block,
    Figure,
    Sum,
    added,
    mean,
    protect,
    read_figure,
    share,
    shown,
    wilson,
)
from indicators.worlds import Worlds

CATEGORIES = ("least", "some", "most")
STAGES = ("early", "young", "working", "later")
ROLES = ("resident", "carer")


Joint = dict[tuple[str, str, str], int]


def survey(joint: Joint) -> tuple[dict[str, int], list[Block[str]], list[Sum[str]]]:
    """Everyone, four life stages and two roles, counted from how many are in each stage, role and category at once."""
    rows = ("everyone", *STAGES, *ROLES)
    counts = {
        f"{row}/{category}": sum(
            people for (stage, role, c), people in joint.items() if c == category and row in ("everyone", stage, role)
        )
        for row in rows
        for category in CATEGORIES
    }
    blocks = [Block(tuple(f"{row}/{category}" for category in CATEGORIES), True, MINIMUM_BASE) for row in rows]
    sums = [
        Sum((f"everyone/{category}",), tuple(f"{row}/{category}" for row in partition))
        for category in CATEGORIES
        for partition in (STAGES, ROLES)
    ]
    return counts, blocks, sums


def joints(most: int) -> st.SearchStrategy[Joint]:
    cells = [(stage, role, category) for stage in STAGES for role in ROLES for category in CATEGORIES]
    sizes = st.lists(st.integers(0, most), min_size=len(cells), max_size=len(cells))
    return sizes.map(lambda people: dict(zip(cells, people, strict=True)))


surveys = st.one_of(joints(4), joints(10), joints(30)).map(survey)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (1, "*"), (7, "*"), (8, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20"), (1_002, "1000")],
)
def test_a_count_is_shown_as_zero_as_a_star_or_to_the_nearest_5(count, text) -> None:
    assert shown(count).text == text


@given(st.integers(0, 5_000))
def test_what_is_shown_always_holds_the_truth_and_never_names_a_small_count(count) -> None:
    figure = shown(count)
    assert figure.low <= count <= figure.high
    assert (figure.value is None) == (1 <= count <= 7)


def test_totals_are_added_from_what_is_shown() -> None:
    assert added([shown(21), shown(3), shown(14)]).value == 20 + 5 + 15
    assert added([shown(0), shown(0)]).text == "0"
    assert added([shown(21), NOTHING_SHOWN]) == NOTHING_SHOWN


def test_a_share_is_worked_out_from_what_is_shown() -> None:
    base = added([shown(41), shown(59)])
    assert share([shown(41)], base).value == 40
    assert share([shown(41)], base).text == "40%"
    assert share([shown(41), shown(3)], base).value == 40 + 5


def test_no_share_below_a_base_of_50_or_of_a_hidden_count() -> None:
    assert share([shown(20)], added([shown(20), shown(25)])).text == ":"
    assert share([shown(3)], added([shown(3), shown(95)])).text == "*"
    assert share([shown(3), shown(4)], added([shown(3), shown(4), shown(95)])).text == ":"
    assert share([NOTHING_SHOWN], NOTHING_SHOWN).text == ":"


def test_the_interval_is_wilsons() -> None:
    assert wilson(40, 100) == pytest.approx((30.9, 49.8), abs=0.1)
    assert wilson(0, 50) == pytest.approx((0.0, 7.1), abs=0.1)
    assert wilson(50, 50) == pytest.approx((92.9, 100.0), abs=0.1)


@given(st.integers(1, 5_000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_the_interval_holds_the_share(count_and_base) -> None:
    count, base = count_and_base
    low, high = wilson(count, base)
    assert -1e-9 <= low <= 100 * count / base + 1e-9
    assert 100 * count / base - 1e-9 <= high <= 100 + 1e-9


def alone(*row: int) -> list[str]:
    keys = tuple(f"{place}" for place in range(len(row)))
    figures = protect(dict(zip(keys, row, strict=True)), [Block(keys, True, MINIMUM_BASE)], [])
    return [figures[key].text for key in keys]


def test_a_row_of_fewer_than_30_people_is_withheld() -> None:
    assert alone(10, 10, 9) == [":", ":", ":"]
    assert alone(10, 10, 10) == ["10", "10", "10"]


def test_a_row_whose_shown_base_is_below_30_is_withheld() -> None:
    assert alone(12, 12, 7) == [":", ":", ":"]


def test_a_row_in_which_everybody_or_nobody_gave_one_answer_is_withheld() -> None:
    assert alone(0, 40) == [":", ":"]
    assert alone(40, 0) == [":", ":"]
    assert alone(20, 20, 0) == [":", ":", ":"]


def possible(figures: Mapping[str, Figure], truth: Mapping[str, int], facts: Sequence[Sum[str]], key: str) -> bool:
    """Whether `key` can be anything from 1 to 7 for whoever sees `figures`."""
    worlds = Worlds(truth, facts, [key])
    worlds.allow({name: (figure.low, figure.high) for name, figure in figures.items()})
    return worlds.can_be(key, HIDDEN_VALUES)


def test_rounding_alone_would_give_a_hidden_count_away() -> None:
    truth = {"total": 27, "a": 13, "b": 13, "c": 1}
    facts = [Sum(("total",), ("a", "b", "c"))]
    assert not possible({key: shown(count) for key, count in truth.items()}, truth, facts, "c")
    without_one = {key: shown(truth[key]) if key != "a" else NOTHING_SHOWN for key in truth}
    assert possible(without_one, truth, facts, "c")


def test_a_count_that_subtraction_would_give_away_is_protected_by_the_smallest_group() -> None:
    rows = {"everyone": (27, 60), "a": (13, 25), "b": (13, 20), "c": (1, 40)}
    counts = {f"{row}/{side}": people for row, sides in rows.items() for side, people in zip("xy", sides, strict=True)}
    counts["everyone/y"] = sum(counts[f"{row}/y"] for row in "abc")
    blocks = [Block((f"{row}/x", f"{row}/y"), True, MINIMUM_BASE) for row in rows]
    facts = [Sum((f"everyone/{side}",), tuple(f"{row}/{side}" for row in "abc")) for side in "xy"]
    figures = protect(counts, blocks, facts)
    assert [figures[f"{row}/x"].text for row in rows] == ["25", "15", ":", "*"]
    assert possible(figures, counts, facts, "c/x")


@settings(max_examples=40)
@given(surveys)
def test_nothing_shown_is_false(example) -> None:
    counts, blocks, sums = example
    figures = protect(counts, blocks, sums)
    assert all(figures[key] in (shown(counts[key]), NOTHING_SHOWN) for key in figures)


@settings(max_examples=40)
@given(surveys)
def test_a_shown_row_has_30_people_and_every_answer(example) -> None:
    counts, blocks, sums = example
    figures = protect(counts, blocks, sums)
    for block in blocks:
        texts = [figures[key].text for key in block.keys]
        assert ":" not in texts or set(texts) == {":"}
        if ":" not in texts:
            assert sum(counts[key] for key in block.keys) >= 30
            assert "0" not in texts


def test_large_surveys_are_shown_in_full() -> None:
    joint = {(s, r, c): 40 for s in STAGES for r in ROLES for c in CATEGORIES}
    counts, blocks, sums = survey(joint)
    assert protect(counts, blocks, sums) == {key: shown(count) for key, count in counts.items()}


def test_where_nobody_must_not_be_told_apart_from_a_few_both_look_alike() -> None:
    counts = {"a": 0, "b": 7, "c": 8}
    figures = protect(counts, [Block((key,), hides_none=True) for key in counts], [])
    assert [figures[key].text for key in counts] == ["<8", "<8", "10"]


def test_nobody_cannot_be_worked_out_where_it_looks_like_a_few() -> None:
    needs, stages = {"walks": 28, "lunch": 28, "choir": 28, "sheds": 0}, {"young": 12, "working": 17, "later": 55}
    blocks = [Block(tuple(keys), minimum_base=30, hides_none=True, proves_none=True) for keys in (needs, stages)]
    alone = {key: shown(count) for key, count in (needs | stages).items()}
    least, most = sum(alone[key].low for key in (*needs,)[:3]), sum(alone[key].high for key in stages)
    assert most - least < 7, "rounding alone would tell that hardly anybody looked for sheds"
    figures = protect(needs | stages, blocks, [Sum(tuple(needs), tuple(stages))])
    assert figures["sheds"].text == ":" or {figures[key].text for key in stages} == {":"}


def test_a_shown_figure_can_be_read_back() -> None:
    for figure in (*map(shown, range(30)), shown(3, hides_none=True), NOTHING_SHOWN):
        assert read_figure(figure.text) == figure


BANDS = ((3, 4), (5, 7), (8, 9))


def test_a_mean_is_told_where_it_says_nothing_of_the_bands() -> None:
    assert mean(1_000, 200, [shown(100), shown(60), shown(40)], BANDS) == "5.0"


def test_no_mean_of_fewer_than_50_or_of_a_withheld_band() -> None:
    assert mean(245, 49, [shown(20), shown(20), shown(9)], BANDS) == ":"
    assert mean(1_000, 200, [shown(100), NOTHING_SHOWN, shown(40)], BANDS) == ":"


def test_no_mean_that_would_tell_how_many_are_in_a_band() -> None:
    """Everybody scores as low as they can: only with few in the highest band does that make 3.4."""
    assert mean(3 * 90 + 5 * 10 + 8 * 2, 102, [shown(90), shown(10), shown(2)], BANDS) == ":"
