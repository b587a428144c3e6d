"""What people looked for and did not find, beside the services that there are: where a commissioner may see a gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from council.reading import UNMET, rows_of
from indicators.definitions import NEEDS
from indicators.publication import Cell, Publication


@dataclass(frozen=True)
class Gap:
    """One need. `services` are listed in the council's area now; None where that is not known."""

    need: str
    found: Cell
    not_found: Cell
    services: int | None

    @property
    def is_bare(self) -> bool:
        """Whether people are shown to have looked in vain, and nothing is listed."""
        return self.services == 0 and self.not_found.value is not None


def gaps(publication: Publication, services: Mapping[str, int] | None) -> tuple[Gap, ...]:
    """Return all needs, those that most people looked for in vain first; nothing where the table is withheld."""
    lines = rows_of(publication, UNMET, "Need")
    found = [
        Gap(label, lines[label][0], lines[label][1], None if services is None else services.get(need, 0))
        for need, label in NEEDS.items()
        if label in lines
    ]
    if all(gap.not_found.text == ":" for gap in found):
        return ()
    return tuple(sorted(found, key=lambda gap: -(gap.not_found.value or 0)))
