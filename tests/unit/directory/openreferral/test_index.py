"""How words and numbers are found in the index of the published directory."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from directory.openreferral.index import Postings, Words
from directory.openreferral.indexing import weekdays
from tests.unit.directory.builders import TODAY

WORDS = Words(["lunch", "club,", "lunchtime", "café", "ch", "unch"])


@pytest.mark.parametrize(
    ("part", "numbers"),
    [("lunch", [0, 2]), ("ch", [0, 2, 4, 5]), ("b,", [1]), ("é", [3]), ("lunchclub", []), ("h", [0, 2, 4, 5])],
)
def test_a_part_is_found_in_every_word_that_holds_it_once(part: str, numbers: list[int]) -> None:
    assert WORDS.holding(part) == numbers


def test_a_part_is_not_found_across_two_words() -> None:
    assert Words(["lun", "ch"]).holding("lunch") == []


def test_nothing_is_found_among_no_words() -> None:
    assert Words([]).holding("lunch") == []


def test_rows_are_found_by_the_number_that_they_bear() -> None:
    rows, numbers = np.array([0, 1, 2, 2], np.int32), np.array([3, 0, 3, 1], np.int32)
    postings = Postings.of(rows, numbers, 5)
    assert [postings.bearing(number).tolist() for number in range(5)] == [[1], [2], [], [0, 2], []]
    mask = np.zeros(4, np.bool_)
    postings.mark(mask, (3, 4))
    assert mask.tolist() == [True, False, True, False]


SATURDAY = 1 << TODAY.weekday()


@pytest.mark.parametrize(
    ("rule", "bits"),
    [
        (("WEEKLY", 1, "MO,SU", None, None), 0b100_0001),
        (("MONTHLY", 1, "-1tu", None, TODAY), 0b000_0010),
        (("DAILY", 1, None, None, None), 0b111_1111),
        (("DAILY", 1, None, "15", None), 0),
        (("DAILY", 2, None, None, TODAY), 0),
        (("WEEKLY", 2, None, None, TODAY), SATURDAY),
        (("WEEKLY", 1, None, None, None), 0),
        (("MONTHLY", 1, None, None, TODAY), 0),
        ((None, 1, None, None, TODAY), SATURDAY),
    ],
)
def test_a_rule_holds_on_weekdays(rule: tuple[str | None, int, str | None, str | None, date | None], bits: int) -> None:
    assert weekdays(*rule) == bits
