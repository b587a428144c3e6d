"""What people looked for near them, and did not find: the cells of one conversation, and what is published of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from indicators.counting import NOT_TOLD, STAGE_GROUPS, Counted, Key
from indicators.definitions import NEEDS
from indicators.disclosure import MINIMUM_BASE, Block, Sum

FOUND, NOT_FOUND = "found", "not_found"
TABLE: Final = "needs"


def need_cell(need: str, outcome: str) -> Key:
    """Return the key of the conversations that looked for `need` and found something, or did not."""
    return Key(TABLE, f"need/{need}", outcome)


def stage_cell(stage: str) -> Key:
    """Return the key of the needs for which people of a life stage found nothing."""
    return Key(TABLE, f"stage/{stage}", NOT_FOUND)


def cells_of_needs(life_stage: str | None, outcomes: Mapping[str, bool]) -> Counter[Key]:
    """Return the cells that a conversation's needs stand in: `outcomes` tells for each whether something was found."""
    known = {need: found for need, found in outcomes.items() if need in NEEDS}
    cells = Counter(need_cell(need, FOUND if found else NOT_FOUND) for need, found in known.items())
    cells[stage_cell(life_stage or NOT_TOLD)] += sum(not found for found in known.values())
    return +cells


def lay_out_needs(counted: Counted) -> None:
    """Add the needs to what is published. All are listed, whether anybody named them or not, and "nobody" is hidden."""
    not_found = tuple(need_cell(need, NOT_FOUND) for need in NEEDS)
    stages = tuple(stage_cell(group.code) for group in STAGE_GROUPS)
    found = tuple(need_cell(need, FOUND) for need in NEEDS)
    for keys in ((*found, *not_found), stages):
        counted.blocks.append(Block(keys, minimum_base=MINIMUM_BASE, hides_none=True, proves_none=True))
    counted.sums.append(Sum(not_found, stages))
