"""Whose memory the benchmark counts."""

from __future__ import annotations

from tests.load.processes import Running, family, memory_mb

TABLE = [
    Running(1, 0, 10, "init"),
    Running(20, 1, 1000, "kith up"),
    Running(22, 21, 400, "a helper of the engine"),
    Running(21, 20, 5000, "python -m engine.launcher run"),
    Running(30, 1, 700, "somebody else's program"),
]


def test_a_family_is_a_process_with_all_that_descend_from_it() -> None:
    assert [process.pid for process in family(TABLE, 20)] == [20, 21, 22]


def test_a_process_that_ended_has_no_family() -> None:
    assert family(TABLE, 99) == []


def test_memory_is_the_sum_in_millions_of_bytes() -> None:
    assert memory_mb(family(TABLE, 21)) == (5000 + 400) * 1024 / 1e6
