"""What was read out of other people's words without being sure, so that a person looks at it once for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa
from pydantic_core import from_json
from sqlalchemy import Engine

from directory import tables
from directory.importing.vocabulary import normal

SURE: Final = 0.85
"""From this confidence on nobody is asked."""
MOST_RECORDS: Final = 20_000
SHOWN: Final = 5
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "need": "needs",
        "life_stage": "life_stages",
        "carers": "for_carers",
        "gender": "gender",
        "cost": "cost",
        "attending": "attending",
        "access": "access",
        "accessibility": "accessibility",
    }
)
"""Which field of a service a taxonomy fills."""
TERM: Final = "part of a term"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that were read as a code, and the services (id, name) that bear it for that: the first few of `count`.

    A term can be put right once for all; what was read from a name or from the meaning, on the service itself.
    """

    taxonomy: str
    code: str
    words: str
    basis: str
    confidence: float
    services: tuple[tuple[str, str], ...]
    count: int

    @property
    def is_term(self) -> bool:
        """Whether the words are a term that other services can bear too."""
        return self.basis == TERM


class Doubts:
    """Reads the evidence of a council's own lists; None: of lists that are no council's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, council: str | None, corrected: Mapping[tuple[str, str], str]) -> list[Doubt]:
        """Return what is doubtful, what bears on most services first; `corrected` has been put right already."""
        groups: dict[tuple[str, str, str, str, float], list[tuple[str, str]]] = defaultdict(list)
        settled = self._settled()
        for row, one in self._evidence(council):
            known = (one["taxonomy"], normal(one["words"])) in corrected
            said = (row["service_id"], FIELDS.get(one["taxonomy"], "")) in settled
            if one["confidence"] < SURE and not known and not said:
                key = (one["taxonomy"], one["code"], one["words"], one["basis"], one["confidence"])
                groups[key].append((row["service_id"], row["name"]))
        doubts = [Doubt(*key, tuple(found[:SHOWN]), len(found)) for key, found in groups.items()]
        return sorted(doubts, key=lambda doubt: (not doubt.is_term, -doubt.count, doubt.words, doubt.code))

    def _evidence(self, council: str | None) -> Iterator[tuple[Mapping[Any, Any], Mapping[str, Any]]]:
        records, sources, services = tables.source_records, tables.sources, tables.services
        wanted = (
            sa.select(records.c.service_id, records.c.evidence, services.c.name)
            .join(sources, sources.c.id == records.c.source_id)
            .join(services, services.c.id == records.c.service_id)
            .where(sources.c.council == council if council else sources.c.council.is_(None))
            .where(sa.or_(*(records.c.evidence.contains(word) for word in (TERM, '"name"', '"meaning"'))))
            .order_by(services.c.name)
            .limit(MOST_RECORDS)
        )
        with self._engine.connect() as connection:
            for row in connection.execute(wanted).mappings():
                yield from ((row, one) for one in from_json(row["evidence"]))

    def _settled(self) -> set[tuple[str, str]]:
        """The services and fields on which a council has its own word."""
        edits = tables.service_edits
        wanted = sa.select(edits.c.service_id, edits.c.field).where(edits.c.field.in_(FIELDS.values()))
        with self._engine.connect() as connection:
            return {(row.service_id, row.field) for row in connection.execute(wanted)}
