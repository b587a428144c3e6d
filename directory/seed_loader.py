"""Loads the services that stand in YAML files into the directory, as often as you like."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Any, Protocol

import yaml

from directory.grid import to_grid
from directory.model import Access, Attending, Cost, CostOption, Location, Need, Phone, Schedule, Service, Status
from directory.repository import DirectoryRepository
from directory.rows import version_of
from language.encoder import Vectors
from screening.people import LifeStage

SEED_FOLDER = Path(__file__).parent / "seed"
LONGEST_SUMMARY = 160
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same safe loader in C, ten times as fast, where built


class Encodes(Protocol):
    """What turns texts into vectors: `language.encoder.Encoder`, or a small one in tests."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text."""
        ...


class SeedError(ValueError):
    """A service in a seed file cannot be read; the message names the file, the service and the field."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading did, in services."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: LoadReport) -> LoadReport:
        return LoadReport(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )


def seed_version(folder: Path = SEED_FOLDER) -> str:
    """What the seed files are: it changes when one of them does."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.yml")))).hexdigest()


def load_seed(repository: DirectoryRepository, encoder: Encodes, folder: Path = SEED_FOLDER) -> LoadReport:
    """Load every file of `folder`; services that left a file leave the directory.

    Raises SeedError, before anything is written, for a service that cannot be read.
    """
    files = {path.stem: read_services(path) for path in sorted(folder.glob("*.yml"))}
    reports = [_load(repository, encoder, f"seed/{name}", services) for name, services in files.items()]
    return sum(reports, LoadReport())


def _load(repository: DirectoryRepository, encoder: Encodes, feed: str, services: list[Service]) -> LoadReport:
    before = repository.versions(feed)
    changed = [service for service in services if before.get(service.id) != version_of(service)]
    gone = before.keys() - {service.id for service in services}
    vectors = encoder.encode([meaning_text(service) for service in changed])
    if changed or gone:
        repository.replace(feed, list(zip(changed, vectors, strict=True)), gone)
    added = sum(service.id not in before for service in changed)
    return LoadReport(added, len(changed) - added, len(services) - len(changed), len(gone))


def meaning_text(service: Service) -> str:
    """Return the words whose meaning stands for the service: what it is, not where, when or what it costs."""
    needs = " ".join(need.replace("_", " ") for need in service.needs)
    return f"{service.name}. {service.summary} {' '.join(service.keywords)} {needs}"


def read_services(path: Path) -> list[Service]:
    """Return the services of one file. Raises SeedError for one that cannot be read or comes twice."""
    records = yaml.load(path.read_text("utf-8"), Loader=_LOADER) or []  # noqa: S506 (a safe loader, see above)
    services = [_read(record, path.name) for record in records]
    twice = {service.id for service in services if [s.id for s in services].count(service.id) > 1}
    if twice:
        raise SeedError(f"{path.name}: these ids stand twice: {', '.join(sorted(twice))}")
    return services


def _read(record: dict[str, Any], file: str) -> Service:
    try:
        service = service_from(record)
    except (KeyError, TypeError, ValueError) as error:
        raise SeedError(f"{file}: {record.get('name', record.get('id'))}: {error!r}") from error
    if len(service.summary) > LONGEST_SUMMARY:
        raise SeedError(f"{file}: {service.name}: the summary is longer than {LONGEST_SUMMARY} characters")
    return service


def service_from(record: dict[str, Any]) -> Service:
    """Return the service that a mapping describes. Raises KeyError, TypeError or ValueError where it does not."""
    fields = dict(record)
    location = fields.pop("location", None)
    parsed: dict[str, Any] = {
        "id": str(fields.pop("id")),
        "status": Status(fields.pop("status", "active")),
        "phones": tuple(Phone(**phone) for phone in _each(fields, "phones")),
        "needs": tuple(map(Need, _each(fields, "needs"))),
        "life_stages": tuple(map(LifeStage, _each(fields, "life_stages"))),
        "keywords": _each(fields, "keywords"),
        "cost": _cost(fields.pop("cost", None) or {}),
        "attending": tuple(map(Attending, _each(fields, "attending"))),
        "access": Access(access) if (access := fields.pop("access", None)) else None,
        "languages": _each(fields, "languages"),
        "accessibility": _each(fields, "accessibility"),
        "schedules": tuple(map(_schedule, _each(fields, "schedules"))),
        "areas": _each(fields, "areas"),
        "location": _placed(Location(**location)) if location else None,
        "assured_date": _day(fields.pop("assured_date", None)),
        "verified_on": _day(fields.pop("verified_on", None)),
    }
    return Service(**fields, **parsed)


def _each(fields: dict[str, Any], name: str) -> tuple[Any, ...]:
    values: Iterable[Any] = fields.pop(name, None) or ()
    return tuple(values)


def _cost(fields: dict[str, Any]) -> Cost:
    amount = fields.get("amount")
    return Cost(CostOption(fields.get("option", "unknown")), amount and float(amount), fields.get("description"))


def _schedule(fields: dict[str, Any]) -> Schedule:
    days = {name: _day(fields.get(name)) for name in ("dtstart", "valid_from", "valid_to")}
    clock = {name: _time(fields.get(name)) for name in ("opens_at", "closes_at")}
    return Schedule(**(fields | days | clock))


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def _placed(location: Location) -> Location:
    if location.latitude is None or location.longitude is None:
        return location
    easting, northing = to_grid(location.latitude, location.longitude)
    return replace(location, easting=round(easting), northing=round(northing))
