"""The benchmark's arithmetic: percentiles, ratios, bars and the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.load.figures import Bar, Load, Measured, bars, percentile, report, round_ratios, speed

times = st.lists(st.floats(min_value=0.001, max_value=10), min_size=1, max_size=50)


def evenly(messages: int, each_seconds: float) -> Load:
    """One client that sends `messages`, each answered after `each_seconds`."""
    return Load([each_seconds] * messages, messages * each_seconds)


def measured(*loads: Load, **changes: float) -> Measured:
    """A side that was measured with one client, well within every bar."""
    side = Measured("a side", {1: loads}, first_answer_seconds=1, memory_mb=100, installed_gb=0.1)
    return replace(side, **changes)


def bar(found: list[Bar], words: str) -> Bar:
    """The one bar about `words`."""
    (one,) = (bar for bar in found if words in bar.promise)
    return one


def test_of_a_hundred_values_the_95th_is_the_p95() -> None:
    assert percentile(range(1, 101), 0.95) == 95


def test_of_twenty_values_one_may_be_slower_than_the_p95() -> None:
    assert percentile([1.0] * 19 + [60.0], 0.95) == 1
    assert percentile([1.0] * 18 + [60.0] * 2, 0.95) == 60


def test_the_order_of_the_values_does_not_matter() -> None:
    assert percentile([3, 1, 2], 0.5) == percentile([1, 2, 3], 0.5) == 2


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1], 0), ([1], 1.5)])
def test_a_percentile_of_nothing_or_of_a_wrong_share_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


@given(times, st.floats(min_value=0.01, max_value=1))
def test_a_percentile_is_a_measured_value_that_its_share_does_not_exceed(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) < share * len(values) + 1e-9


def test_speed_counts_messages_over_the_time_of_all_stretches() -> None:
    found = speed([Load([0.01] * 30, 2.0), Load([0.03] * 10, 3.0)])
    assert found.per_second == (30 + 10) / (2.0 + 3.0)
    assert found.p50_ms == pytest.approx(10)
    assert found.p95_ms == pytest.approx(30)


def test_each_round_is_compared_with_the_other_side_of_the_same_round() -> None:
    quiet, busy = 0.010, 0.030
    ours = [evenly(100, quiet), evenly(100, busy)]
    theirs = [evenly(100, 6 * quiet), evenly(100, 4 * busy)]
    assert round_ratios(ours, theirs) == [pytest.approx((6, 1 / 6)), pytest.approx((4, 1 / 4))]


def test_a_round_that_only_one_side_has_is_refused() -> None:
    with pytest.raises(ValueError):
        round_ratios([evenly(1, 1)], [])


def test_exactly_five_times_as_fast_meets_both_bars() -> None:
    found = bars(measured(Load([0.01] * 500, 5)), measured(Load([0.05] * 100, 5)))
    assert bar(found, "throughput").met
    assert bar(found, "p95").met


def test_a_little_slower_misses_both_bars() -> None:
    found = bars(measured(Load([0.0101] * 499, 5)), measured(Load([0.05] * 100, 5)))
    assert not bar(found, "throughput").met
    assert not bar(found, "p95").met


def test_one_disturbed_round_of_three_does_not_decide() -> None:
    ours = [evenly(100, 0.01), evenly(100, 0.01), evenly(100, 0.9)]
    theirs = [evenly(100, 0.06)] * 3
    assert all(bar.met for bar in bars(measured(*ours), measured(*theirs)))


@pytest.mark.parametrize(
    ("what", "limit", "words"),
    [
        ("first_answer_seconds", 6.0, "first answer"),
        ("memory_mb", 400.0, "memory"),
        ("installed_gb", 0.8, "installed size"),
    ],
)
def test_a_limit_may_be_reached_and_not_passed(what: str, limit: float, words: str) -> None:
    stock = measured(evenly(10, 0.1))
    assert bar(bars(measured(evenly(10, 0.01), **{what: limit}), stock), words).met
    assert not bar(bars(measured(evenly(10, 0.01), **{what: 1.01 * limit}), stock), words).met


def test_the_report_sets_both_sides_next_to_each_other_and_names_what_was_missed() -> None:
    ours = measured(evenly(100, 0.02), memory_mb=401)
    told = report(ours, measured(evenly(100, 0.05), memory_mb=1200), ["A note."])
    (memory,) = (line for line in told.splitlines() if line.startswith("memory"))
    assert memory.split()[-4:] == ["401", "MB", "1200", "MB"]
    assert "A note." in told
    missed = [line for line in told.splitlines() if line.startswith("MISSED")]
    assert len(missed) == len(("throughput", "p95", "memory"))
