"""What readers know because the questions come in one order: whoever leaves at one of them reaches none after it."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from indicators.counting import Counted, Key, not_answered, took_part
from indicators.definitions import ADULTS, NOT_REACHED
from indicators.disclosure import Sum
from indicators.measures import ADULT_DIRECT, ADULT_UCLA, CARERS_CONTACT, CHILD_DIRECT, CHILD_UCLA

LEFT_AT: Final = "left_at"
"""The table, published nowhere, of people who left at a question: differences that readers make of two figures."""
_SCALES: Final = ((ADULT_UCLA, ADULT_DIRECT), (CHILD_UCLA, CHILD_DIRECT))


def lay_out_order(counted: Counted) -> None:
    """Add what the order tells: who left before the end is who did not reach the last question.

    Carers have one question more, which those of 16 and 17 are not asked.
    """
    for scale in _SCALES:
        unreached = [not_answered(measure, item, NOT_REACHED) for measure in scale for item in measure.items]
        for earlier, later in pairwise(unreached):
            _add_rest(counted, later, earlier)
        left = took_part(scale[0].population, "finished", "no")
        if scale[0].population == ADULTS:
            contact = not_answered(CARERS_CONTACT, CARERS_CONTACT.items[-1], NOT_REACHED)
            _add_rest(counted, contact, _add_rest(counted, left, unreached[-1]))
        else:
            counted.sums.append(Sum((left,), (unreached[-1],)))


def _add_rest(counted: Counted, whole: Key, part: Key) -> Key:
    """Write down that `whole` is `part` and some more people; return the key of those."""
    rest = Key(LEFT_AT, f"{whole.table}/{whole.row}", whole.column)
    counted.counts[rest] = counted.counts[whole] - counted.counts[part]
    counted.sums.append(Sum((whole,), (part, rest)))
    return rest
