"""What an import leaves for later: the vector of each service's meaning, and needs where no term named one.

A vector takes milliseconds, a country's services minutes: until it is there, search finds the service by its words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from directory import tables
from directory.importing.vocabulary import Evidence
from directory.model import Need, Service
from directory.openreferral.vocabulary import VOCABULARIES
from directory.repository import DirectoryRepository, Stored
from directory.rows import rows_of
from directory.seed_loader import Encodes, meaning_text
from language.encoder import Vectors

AT_ONCE: Final = 64
FROM_SOURCES: Final = "source/"
SURE: Final = ((0.50, 0.97), (0.45, 0.90), (0.40, 0.72))
"""Likeness to the description of a need from which it is taken, and how often that was right on the seed's services.

Below 0.40 it is wrong too often: then no need is named, and the service is found by its words and meaning alone.
"""


@dataclass(frozen=True, slots=True)
class _Waiting:
    feed: str
    version: str


class Enricher:
    """Works through services without a vector, a few at a time. Safe beside imports: what changed meanwhile is left."""

    def __init__(self, engine: Engine, repository: DirectoryRepository, encoder: Encodes) -> None:
        self._engine = engine
        self._repository = repository
        self._encoder = encoder
        self._needs: Vectors | None = None

    def some(self, most: int = AT_ONCE) -> int:
        """Give vectors to some services. Returns how many were looked at: 0 when all have one."""
        waiting = self._waiting(most)
        if not waiting:
            return 0
        services = [entry.service for entry in self._repository.several(list(waiting))]
        vectors = self._encoder.encode([meaning_text(service) for service in services])
        found = [self._meant(service, vector) for service, vector in zip(services, vectors, strict=True)]
        with self._engine.begin() as connection:
            still = _versions(connection, list(waiting))
            stored: list[Stored] = []
            for service, vector, evidence in zip(services, vectors, found, strict=True):
                if still.get(service.id) != waiting[service.id].version:
                    continue
                stored.append(_stored(service, vector, evidence, waiting[service.id]))
                _tell(connection, service.id, evidence)
            self._repository.write(connection, stored, (), told=False)
        return len(waiting)

    def _waiting(self, most: int) -> dict[str, _Waiting]:
        services = tables.services
        wanted = (
            sa.select(services.c.id, services.c.feed, services.c.version)
            .where(services.c.embedding.is_(None), services.c.feed.startswith(FROM_SOURCES))
            .limit(most)
        )
        with self._engine.connect() as connection:
            return {row.id: _Waiting(row.feed, row.version) for row in connection.execute(wanted)}

    def _meant(self, service: Service, vector: Vectors) -> Evidence | None:
        if service.needs:
            return None
        if self._needs is None:
            self._needs = self._encoder.encode([". ".join(VOCABULARIES["need"].terms[need]) for need in Need])
        likeness = self._needs @ vector
        best = int(np.argmax(likeness))
        sure = next((share for least, share in SURE if likeness[best] >= least), None)
        if sure is None:
            return None
        return Evidence("need", list(Need)[best].value, sure, "meaning", f"likeness {likeness[best]:.2f}")


def _stored(service: Service, vector: Vectors, evidence: Evidence | None, before: _Waiting) -> Stored:
    whole = replace(service, needs=(Need(evidence.code),)) if evidence else service
    version = hashlib.sha256(f"{before.version} with its meaning".encode()).hexdigest()
    return Stored(before.feed, rows_of(whole), version, vector)


def _tell(connection: Connection, service_id: str, evidence: Evidence | None) -> None:
    """Write the reason beside those of the records behind the service."""
    if evidence is None:
        return
    records = tables.source_records
    wanted = sa.select(records.c.source_id, records.c.record_id, records.c.evidence)
    for row in connection.execute(wanted.where(records.c.service_id == service_id)).all():
        told: Sequence[Mapping[str, Any]] = json.loads(row.evidence)
        others = [one for one in told if one["basis"] != "meaning"]
        mine = (records.c.source_id == row.source_id, records.c.record_id == row.record_id)
        said = json.dumps([*others, asdict(evidence)], ensure_ascii=False)
        connection.execute(sa.update(records).where(*mine).values(evidence=said))


def _versions(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    services = tables.services
    rows = connection.execute(sa.select(services.c.id, services.c.version).where(services.c.id.in_(ids)))
    return {row.id: row.version for row in rows}
