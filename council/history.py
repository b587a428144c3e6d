"""The closed quarters up to one, as they were published: what pages show side by side."""

from __future__ import annotations

from itertools import dropwhile
from typing import Final

from council.desk import CouncilDesk
from council.tableview import is_empty
from indicators.publication import Publication
from indicators.publish import publish
from indicators.quarters import Quarter

QUARTERS: Final = 8
EARLIEST: Final = Quarter(1, 1)


def history(desk: CouncilDesk, council: str | None, last: Quarter, length: int = QUARTERS) -> list[Publication]:
    """Return what was published of at most so many quarters, the oldest first, from the first with a figure on.

    `last` must be closed. None where none of them has a figure. Synchronous: call it in a thread.
    """
    quarters = [last]
    while len(quarters) < length and quarters[-1] > EARLIEST:
        quarters.append(quarters[-1].previous)
    today = desk.today()
    published = [publish(desk.screenings, desk.safety_counts, council, each, today) for each in reversed(quarters)]
    return list(dropwhile(is_empty, published))
