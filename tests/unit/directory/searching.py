"""A search over a few services that are listed, with two meanings of words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from directory.candidates import Entry
from directory.catalogue import Catalogue
from directory.model import Service, Status
from directory.search import Results, Search
from tests.unit.directory.builders import a_service, an_entry

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""A Saturday morning."""


class ListedDirectory:
    """A directory that is a list."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.services = {entry.service.id: entry.service for entry in entries}
        self.kept = Catalogue.of([[entry for entry in entries if entry.service.status is Status.ACTIVE]])

    def catalogue(self) -> Catalogue:
        return self.kept

    def read(self, service_ids: Sequence[str], catalogue: Catalogue | None = None) -> dict[str, Service]:
        return {key: self.services[key] for key in service_ids if key in self.services}


class OneWordEncoder:
    """Texts with "sing" point one way, all others another."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[1, 0] if "sing" in text else [0, 1] for text in texts], np.float32)


def search_over(*services: Service, include_examples: bool = True, now: datetime = NOW) -> Search:
    vectors = OneWordEncoder().encode([service.name for service in services])
    entries = [an_entry(service, vector) for service, vector in zip(services, vectors, strict=True)]
    return Search(ListedDirectory(entries), OneWordEncoder(), lambda: now, include_examples=include_examples)


def names(results: Results) -> list[str]:
    return [match.service.name for match in results.matches]


def named(name: str, **changes: Any) -> Service:
    return a_service(id=name, name=name, **changes)
