"""Records as they come from a source, checked and mapped, or left out with the reason."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from directory.importing.mapping import Mapper
from directory.importing.record_rows import body_of
from directory.importing.records import RawService
from directory.importing.report import Problem, Remedy
from directory.importing.staging import CHANGED, NEW, REFUSED, Staged
from directory.rows import derived_id

REASONS: Final = {
    "missing": "is missing",
    "string_type": "is not a text",
    "tuple_type": "is not a list",
    "model_type": "is not an object",
    "string_unicode": "is not a text",
}
MOST_OF_ONE: Final = 10
"""Problems of one record that are told."""


class Seen(NamedTuple):
    """A record with its place and a hash of how it was written; `id` is None where it has none."""

    place: str
    raw: Any
    id: str | None
    raw_hash: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The records to stage, those that have an id, and everything that was wrong."""

    staged: list[Staged]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the records of one source. `read_with` says which vocabulary they are read with."""

    mapper: Mapper
    source_id: str
    read_with: str

    def see(self, place: str, raw: Any) -> Seen:
        """Look at a record without reading it."""
        key = raw.get("id") if isinstance(raw, dict) else None
        known = str(key).strip()[:255] if isinstance(key, str | int) and not isinstance(key, bool) else None
        return Seen(place, raw, known if known and known.isprintable() else None, self._hash(raw))

    def check_all(self, seen: Sequence[Seen], known: Collection[str], page: int | None) -> Checked:
        """Check new and changed records; `known` are the ids of those that the directory has already."""
        staged: list[Staged] = []
        problems: list[Problem] = []
        for one in seen:
            found, wrong = self._check(one, known, page)
            problems += wrong
            staged += [found] if found else []
        return Checked(staged, problems)

    def _check(self, seen: Seen, known: Collection[str], page: int | None) -> tuple[Staged | None, list[Problem]]:
        problems: list[Problem] = []
        try:
            if not isinstance(seen.raw, dict):
                raise TypeError
            record = RawService.model_validate(seen.raw)
        except ValidationError as error:
            problems = list(_problems(seen, error.errors(include_url=False, include_context=False)))
        except TypeError:
            problems = [Problem(seen.place, "", "record", "is not an object", Remedy.LEFT_OUT)]
        else:
            with contextlib.suppress(PydanticSerializationError):
                return self._map(seen, record, page, NEW if record.id not in known else CHANGED)
            problems = [Problem(seen.place, record.id, "record", "has half a letter in it", Remedy.LEFT_OUT)]
        return (Staged(seen.id, seen.raw_hash, page, REFUSED) if seen.id else None), problems

    def _map(self, seen: Seen, record: RawService, page: int | None, state: str) -> tuple[Staged, list[Problem]]:
        problems: list[Problem] = []

        def note(field: str, reason: str, remedy: Remedy) -> None:
            problems.append(Problem(seen.place, record.id, field, reason, remedy))

        mapped = self.mapper.map(record, derived_id("source", self.source_id, record.id), note)
        evidence = to_json(mapped.evidence).decode()
        service = mapped.service
        return Staged(record.id, seen.raw_hash, page, state, body_of(service), evidence, service.id), problems

    def _hash(self, raw: Any) -> str:
        digest = hashlib.blake2b(self.read_with.encode(), digest_size=16)
        try:
            digest.update(to_json(raw, inf_nan_mode="constants", fallback=str))
        except ValueError:  # half letters, which only escapes can write
            digest.update(json.dumps(raw, default=str).encode())
        return digest.hexdigest()


def _problems(seen: Seen, errors: Iterable[ErrorDetails]) -> Iterator[Problem]:
    for error in list(errors)[:MOST_OF_ONE]:
        path = ".".join(map(str, error["loc"])) or "record"
        yield Problem(seen.place, seen.id or "", path, _reason(error), Remedy.LEFT_OUT)


def _reason(error: ErrorDetails) -> str:
    if known := REASONS.get(error["type"]):
        return known
    return error["msg"].removeprefix("Value error, ")
