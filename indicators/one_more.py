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
    CARER,
    CHILD,
    LIFE_STAGES,
    NON_RESPONSE,
    ROLES,
    SCORED_ITEMS,
    SCORES,
    Screening,
)
from indicators.measures import MEASURES
from indicators.moves import Moves

_WEEK: Final = date(2026, 1, 5)
_LONELY: Final = ("often", "some_of_the_time", "never")
_CONTACT: Final = ("contact_enough", "contact_some", "contact_little")


@cache
def one_more(has_wards: bool) -> Moves[Key]:
    """Return what a person of each kind adds, ready to be chosen from."""
    return Moves([*what_each_adds(has_wards)])


def what_each_adds(has_wards: bool) -> Iterator[Mapping[Key, int]]:
    """Give what a person of each kind adds to all counts; with `has_wards`, people whose ward is not told."""
    wards = ("E05000000",) if has_wards else ()
    for person in _people():
        counts = laid_out(cells_of(person, MEASURES), MEASURES, wards).counts
        yield {key: people for key, people in counts.items() if people}


def _people() -> Iterator[Screening]:
    """People of each life stage and role, with each pair of answers; then those who left something out."""
    kinds = [(ADULT, stage, role) for stage in (*LIFE_STAGES, None) for role in ROLES]
    for kind in (*kinds, *((CHILD, "young", role) for role in ROLES)):
        for (first, answer), (second, lonely) in product(enumerate(SCORES), enumerate(_LONELY)):
            channel = "telegram" if (first + second) % 2 else "web"
            yield _person(*kind, _answers(answer, lonely, _CONTACT[(first + second) % 3]), channel)
        yield _person(*kind, {}, finished=False)
    for (instrument, role), reason in product(((ADULT, CARER), (CHILD, CARER)), NON_RESPONSE):
        for item in (whole := _answers("often", "often", "contact_little")):
            yield _person(instrument, "young", role, whole | {item: reason})


def _answers(scored: str, lonely: str, contact: str) -> dict[str, str]:
    return {**dict.fromkeys(SCORED_ITEMS, scored), "lonely": lonely, "social_contact": contact}


def _person(
    instrument: str,
    stage: str | None,
    role: str,
    answers: Mapping[str, str],
    channel: str = "web",
    *,
    finished: bool = True,
) -> Screening:
    given = {
        item: code
        for item, code in answers.items()
        if code != "not_reached" and (item != "social_contact" or role == CARER)
    }
    return Screening(_WEEK, None, None, stage, role, channel, "en", instrument, given, finished)
