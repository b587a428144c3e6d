"""Finding the services that suit a person's wish, and saying in words why they do."""

from __future__ import annotations

from dataclasses import dataclass

from directory.model import AgeRange, Filter, Need, Place, Service
from screening.people import LifeStage, Role


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person told us. Empty or None means not told; `radius_km` is where the search starts."""

    place: Place | None = None
    age: AgeRange | None = None
    life_stages: tuple[LifeStage, ...] = ()
    role: Role = Role.RESIDENT
    needs: tuple[Need, ...] = ()
    text: str | None = None
    filters: frozenset[Filter] = frozenset()
    radius_km: float = 8.0


@dataclass(frozen=True, slots=True)
class Match:
    """A service with the reasons for it, in words. `distance_km` is None where distance has no meaning."""

    service: Service
    distance_km: float | None
    reasons: tuple[str, ...]
    next_session: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of matches out of `total`; `relaxed` says in plain sentences which wishes were set aside.

    `local_found` is True when a local service fitted every wish with nothing set aside.
    """

    matches: tuple[Match, ...]
    total: int
    relaxed: tuple[str, ...]
    local_found: bool
