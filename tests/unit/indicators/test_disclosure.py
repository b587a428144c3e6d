"""Nothing hidden can be worked out: each hidden small count keeps several values that fit everything shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure import (
    MINIMUM_VALUES,
    NOTHING_SHOWN,
    Block,
    Figure,
    Sum,
    added,
    possible_values,
    protect,
    share,
    shown,
    wilson,
)

CATEGORIES = ("least", "some", "most")
STAGES = ("early", "young", "working", "later")
ROLES = ("resident", "carer")


class Attacker:
    """Searches for whole numbers that fit every shown figure and every sum: what fits cannot be ruled out."""

    def __init__(self, figures: Mapping[str, Figure], sums: Sequence[Sum[str]]) -> None:
        self.figures, self.sums = figures, sums

    def values(self, key: str, up_to: int = 30) -> list[int]:
        """Every value up to `up_to` that `key` can have."""
        start = {name: (0, 10**6) for fact in self.sums for name in (*fact.left, *fact.right)}
        start |= {name: (figure.low, min(figure.high, 10**6)) for name, figure in self.figures.items()}
        return [value for value in range(up_to + 1) if self._fits(start | {key: self._meet(start[key], value)})]

    @staticmethod
    def _meet(interval: tuple[int, int], value: int) -> tuple[int, int]:
        return max(interval[0], value), min(interval[1], value)

    def _fits(self, ranges: dict[str, tuple[int, int]]) -> bool:
        ranges = dict(ranges)
        if not self._narrow(ranges):
            return False
        open_keys = [key for key, (low, high) in ranges.items() if low < high]
        if not open_keys:
            return True
        key = min(open_keys, key=lambda name: ranges[name][1] - ranges[name][0])
        low, high = ranges[key]
        middle = (low + high) // 2
        return any(self._fits(ranges | {key: half}) for half in ((low, middle), (middle + 1, high)))

    def _narrow(self, ranges: dict[str, tuple[int, int]]) -> bool:
        changed = True
        while changed:
            changed = False
            for fact in self.sums:
                terms = [(key, 1) for key in fact.left] + [(key, -1) for key in fact.right]
                for key, sign in terms:
                    others = [(ranges[name], s * -sign) for name, s in terms if name != key]
                    low = sum(r[0] if s > 0 else -r[1] for r, s in others)
                    high = sum(r[1] if s > 0 else -r[0] for r, s in others)
                    new = max(ranges[key][0], low), min(ranges[key][1], high)
                    if new[0] > new[1]:
                        return False
                    if new != ranges[key]:
                        ranges[key], changed = new, True
        return True


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
    blocks = [Block(tuple(f"{row}/{category}" for category in CATEGORIES), is_row=True) for row in rows]
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
    figures = protect(dict(zip(keys, row, strict=True)), [Block(keys, is_row=True)], [])
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


def test_rounding_alone_would_give_a_hidden_count_away() -> None:
    figures = {"total": shown(27), "a": shown(13), "b": shown(13), "c": shown(1)}
    facts = [Sum(("total",), ("a", "b", "c"))]
    assert Attacker(figures, facts).values("c") == [1]
    assert possible_values(figures, facts)["c"] == (1, 1)


def test_a_count_that_subtraction_would_give_away_is_protected_by_the_smallest_group() -> None:
    rows = {"everyone": (27, 60), "a": (13, 25), "b": (13, 20), "c": (1, 40)}
    counts = {f"{row}/{side}": people for row, sides in rows.items() for side, people in zip("xy", sides, strict=True)}
    counts["everyone/y"] = sum(counts[f"{row}/y"] for row in "abc")
    blocks = [Block((f"{row}/x", f"{row}/y"), is_row=True) for row in rows]
    facts = [Sum((f"everyone/{side}",), tuple(f"{row}/{side}" for row in "abc")) for side in "xy"]
    figures = protect(counts, blocks, facts)
    assert [figures[f"{row}/x"].text for row in rows] == ["25", "15", ":", "*"]
    assert len(Attacker(figures, facts).values("c/x")) >= MINIMUM_VALUES


@settings(deadline=None, max_examples=30)
@given(surveys)
def test_every_hidden_small_count_keeps_several_values(example) -> None:
    counts, blocks, sums = example
    figures = protect(counts, blocks, sums)
    attacker = Attacker(figures, sums)
    for block in blocks:
        for key in block.keys:
            if 1 <= counts[key] <= 7:
                assert figures[key].value is None
                assert len(attacker.values(key, up_to=10)) >= MINIMUM_VALUES


@settings(deadline=None, max_examples=200)
@given(surveys)
def test_the_truth_is_never_ruled_out_and_nothing_shown_is_false(example) -> None:
    counts, blocks, sums = example
    figures = protect(counts, blocks, sums)
    ranges = possible_values(figures, sums)
    for key, count in counts.items():
        assert ranges[key][0] <= count <= ranges[key][1]
        assert figures[key] in (shown(count), NOTHING_SHOWN)


@settings(deadline=None, max_examples=200)
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
