"""A plain table of services, read with a mapping of its headers that the keeper writes once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final

import yaml

from directory.importing.errors import BrokenFeedError
from directory.importing.tables_join import table_rows

OWN: Final = (
    *("id", "name", "description", "url", "email", "status", "fees", "minimum_age", "maximum_age", "assured_date"),
    *("application_process", "eligibility_description", "attending_type", "attending_access"),
)
AROUND: Final = (
    *("organization", "phone", "place", "address_1", "city", "postal_code", "latitude", "longitude", "area", "terms"),
    *("accessibility", "languages", "cost", "days", "opens_at", "closes_at", "schedule"),
)
FIELDS: Final = frozenset((*OWN, *AROUND))
_PRICE = re.compile(r"£?\s?[\d,]+(?:\.\d{1,2})?")
_SEVERAL = re.compile(r"\s*[;|,/]\s*")


@dataclass(frozen=True)
class HeaderMapping:
    """Our field to the headers it is read from, joined where there are several; and fields that are always the same."""

    headers: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> HeaderMapping:
        """Read a mapping: YAML with our field, a colon, and a header or a list of headers. Raises BrokenFeedError."""
        try:
            found = yaml.safe_load(text)
        except yaml.YAMLError:
            raise BrokenFeedError("The header mapping is not YAML.") from None
        if not isinstance(found, dict) or "name" not in found:
            raise BrokenFeedError("The header mapping must say at least which header is the name.")
        fixed = found.pop("fixed", None) or {}
        unknown = sorted(set(map(str, (*found, *fixed))) - FIELDS)
        if unknown:
            raise BrokenFeedError(
                f"The header mapping has a field that is not known: {unknown[0]}. Known: {', '.join(sorted(FIELDS))}."
            )
        headers = {name: tuple(map(str, said if isinstance(said, list) else [said])) for name, said in found.items()}
        return cls(headers, {name: str(value) for name, value in fixed.items()})

    def records(self, file: IO[bytes]) -> Iterator[dict[str, Any]]:
        """The records of a table. Raises BrokenFeedError when a header is not there."""
        rows = table_rows(file)
        header = [_plain(name) for name in next(rows, [])]
        missing = [name for names in self.headers.values() for name in names if _plain(name) not in header]
        if missing:
            raise BrokenFeedError(f"The table has no column {missing[0]!r}.")
        for row in rows:
            if any(cell.strip() for cell in row):
                yield self._record(dict(zip(header, row, strict=False)))

    def _record(self, row: Mapping[str, str]) -> dict[str, Any]:
        said = {name: self._joined(name, row) for name in FIELDS}
        record: dict[str, Any] = {name: said[name] for name in OWN if said[name]}
        if "id" not in self.headers:
            record["id"] = _made_id(said)
        location = {name: said[name] for name in ("latitude", "longitude") if said[name]} | {"name": said["place"]}
        address = {name: said[name] for name in ("address_1", "city", "postal_code") if said[name]}
        return record | {
            "organization": {"name": said["organization"]},
            "phones": [{"number": number} for number in _parts(said["phone"], r"\s*[;|]\s*")],
            "service_at_locations": [{"location": location | {"addresses": [address]}}]
            if address or said["latitude"]
            else [],
            "service_areas": [{"name": name} for name in _parts(said["area"])],
            "attributes": [{"taxonomy_term": {"name": term}} for term in _parts(said["terms"])],
            "accessibility": [{"accessibility": one} for one in _parts(said["accessibility"])],
            "languages": [{"name": one} for one in _parts(said["languages"])],
            "cost_options": [_cost(said["cost"])] if said["cost"] else [],
            "schedules": _schedules(said),
        }

    def _joined(self, name: str, row: Mapping[str, str]) -> str:
        words = [row.get(_plain(header), "").strip() for header in self.headers.get(name, ())]
        return "\n".join(filter(None, words)) or self.fixed.get(name, "")


def _plain(header: str) -> str:
    """A header as it is looked up: case, spaces and punctuation do not tell columns apart."""
    return "".join(filter(str.isalnum, header.casefold())) or header


def _cost(words: str) -> dict[str, str]:
    return {"amount": words} if _PRICE.fullmatch(words) else {"amount_description": words}


def _parts(text: str, separators: str = _SEVERAL.pattern) -> list[str]:
    return [part for part in re.split(separators, text) if part.strip()]


def _schedules(said: Mapping[str, str]) -> list[dict[str, Any]]:
    parts = {
        "byday": said["days"],
        "opens_at": said["opens_at"],
        "closes_at": said["closes_at"],
        "description": said["schedule"],
    }
    given = {name: value for name, value in parts.items() if value}
    return [given] if given else []


def _made_id(said: Mapping[str, str]) -> str:
    """A table without ids: name, organisation and place make one, so that a row is the same service next time."""
    key = "|".join(said[name].casefold() for name in ("name", "organization", "postal_code", "place"))
    return hashlib.sha256(key.encode()).hexdigest()[:32]
