"""What one person more adds to all counts at once: the most natural other world, and one that keeps every sum.

Disclosure control looks for other worlds that would be shown alike. It finds most of them by moving single counts, but
a whole person is twenty such moves, and these are found by chance only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product
from typing import Final

from indicators.counting import Key, cells_of, laid_out
from indicators.definitions import (
    ADULT,
    ANSWERS,
    CARER,
    CHILD,
    LIFE_STAGES,
    NON_RESPONSE,
    NOT_REACHED,
    ROLES,
    SCORED_ITEMS,
    SCORES,
    Screening,
)
from indicators.measures import MEASURES
from indicators.moves import Moves
from indicators.order import lay_out_order

_WEEK: Final = date(2026, 1, 5)
_LONELY: Final = tuple(sorted(ANSWERS["lonely"]))
_CONTACT: Final = ("contact_enough", "contact_some", "contact_little")


@cache
def one_more(has_wards: bool) -> Moves[Key]:
    """Return what a person of each kind adds, ready to be chosen from."""
    return Moves([*what_each_adds(has_wards)])


def what_each_adds(has_wards: bool) -> Iterator[Mapping[Key, int]]:
    """Give what a person of each kind adds to all counts; with `has_wards`, people whose ward is not told."""
    wards = ("E05000000",) if has_wards else ()
    for person in _people():
        counted = laid_out(cells_of(person, MEASURES), MEASURES, wards)
        lay_out_order(counted)
        yield {key: people for key, people in counted.counts.items() if people}


def _people() -> Iterator[Screening]:
    """People of each life stage and role, with each pair of answers; who left at each question, or left one out."""
    kinds = [(ADULT, stage, role) for stage in (*LIFE_STAGES, None) for role in ROLES]
    for kind in (*kinds, *((CHILD, "young", role) for role in ROLES)):
        for (first, answer), (second, lonely) in product(enumerate(SCORES), enumerate(_LONELY)):
            answers = _answers(answer, lonely, _CONTACT[(first + second) % 3])
            yield from (_person(*kind, answers, channel) for channel in ("web", "telegram"))
        for number in range(1, len(_WHOLE) - 1):
            yield _person(*kind, dict([*_WHOLE.items()][:number]), finished=False)
    four = {item: code for item, code in _WHOLE.items() if item != "social_contact"}
    yield from (_person(ADULT, "young", CARER, four, finished=finished) for finished in (True, False))
    reasons = [reason for reason in NON_RESPONSE if reason != NOT_REACHED]
    for instrument, item, reason in product((ADULT, CHILD), _WHOLE, reasons):
        yield _person(instrument, "young", CARER, _WHOLE | {item: reason})


def _answers(scored: str, lonely: str, contact: str) -> dict[str, str]:
    return {**dict.fromkeys(SCORED_ITEMS, scored), "lonely": lonely, "social_contact": contact}


_WHOLE: Final = _answers("often", "often", "contact_little")
"""All answers, in the order of the questions."""


def _person(
    instrument: str,
    stage: str | None,
    role: str,
    answers: Mapping[str, str],
    channel: str = "web",
    *,
    finished: bool = True,
) -> Screening:
    given = {item: code for item, code in answers.items() if item != "social_contact" or role == CARER}
    return Screening(_WEEK, None, None, stage, role, channel, "en", instrument, given, finished)
