"""How many services there are for each need in a council's area, to be set beside what was looked for."""

from __future__ import annotations

from collections import Counter
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Engine

from directory import tables
from directory.looked_after import Looking
from directory.model import Status

_AT_ONCE: Final = 500


class Served:
    """Counts real services that run now: made-up examples and closed ones are left out."""

    def __init__(self, engine: Engine, looking: Looking) -> None:
        self._engine = engine
        self._looking = looking

    def by_need(self, council: str) -> Counter[str]:
        """Return the number of services for each need that a council looks after; needs without any are absent."""
        looked_after = self._looking.services(council)
        ids = [service.id for service in looked_after if service.status is Status.ACTIVE and not service.example]
        found: Counter[str] = Counter()
        with self._engine.connect() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                some = _by_need(ids[start : start + _AT_ONCE])
                found.update({row.code: row.services for row in connection.execute(some)})
        return found


def _by_need(ids: list[str]) -> sa.Select[str, int]:
    terms, attributes = tables.taxonomy_terms, tables.attributes
    return (
        sa.select(terms.c.code, sa.func.count(sa.distinct(attributes.c.service_id)).label("services"))
        .join(attributes, attributes.c.taxonomy_term_id == terms.c.id)
        .where(terms.c.taxonomy == "need", attributes.c.service_id.in_(ids))
        .group_by(terms.c.code)
    )
