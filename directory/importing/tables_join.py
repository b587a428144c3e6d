"""The tables of an HSDS data package as whole records, in constant memory: they are joined in a scratch database."""

from __future__ import annotations

import codecs
import csv
import io
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import IO, Any, Final

from directory.importing.documents import decoded
from directory.importing.errors import BrokenFeedError

AT_ONCE: Final = 1000
LONGEST_FIELD: Final = 1_000_000
LONGEST_LINE: Final = 4_000_000
CHUNK: Final = 1 << 16
UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PLURALS: Final = """
services service, organizations organization, locations location, addresses address, physical_addresses address,
physical_address address, phones phone, contacts contact, schedules schedule, regular_schedule schedule,
regular_schedules schedule, service_areas service_area, languages language, cost_options cost_option,
attributes attribute, service_attribute attribute, taxonomy_terms taxonomy_term,
services_at_location service_at_location, service_at_locations service_at_location,
accessibility_for_disabilities accessibility, eligibilitys eligibility, eligibilities eligibility,
service_taxonomys service_taxonomy, service_taxonomies service_taxonomy
"""
SINGULAR: Final[Mapping[str, str]] = {pair.split()[0]: pair.split()[1] for pair in PLURALS.split(",")}
"""What the tables of a package are called, and what we call them."""
TABLES: Final = frozenset(SINGULAR.values()) | {"accessibility", "service_taxonomy", "taxonomy"}
OF_A_SERVICE: Final = {
    "schedules": "schedule", "service_areas": "service_area", "languages": "language", "cost_options": "cost_option",
    "phones": "phone", "contacts": "contact", "eligibilitys": "eligibility", "accessibility": "accessibility",
}  # fmt: skip
KEYS: Final = ("service_id", "location_id", "service_at_location_id", "contact_id", "link_id", "id")
TERM: Final = ("taxonomy_term_id", "taxonomy_id")


class JoinedTables:
    """Holds the tables of one package on disk; `close` removes them."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", check_same_thread=False)  # a temporary file that goes with the connection
        self._rows.execute("PRAGMA cache_size = -20000")
        self._columns: dict[str, tuple[str, ...]] = {}

    def close(self) -> None:
        """Give the scratch space back."""
        self._rows.close()

    def add(self, name: str, file: IO[bytes]) -> None:
        """Read one table; one that is not needed is passed over."""
        table = SINGULAR.get(name, name)
        if table not in TABLES or table in self._columns:
            return
        rows = table_rows(file)
        header = next(rows, [])
        columns = tuple(dict.fromkeys(name.strip().lower() for name in header if name.strip().isidentifier()))
        if "id" not in columns:
            return
        self._columns[table] = columns
        self._rows.execute(f'CREATE TABLE "t_{table}" ({", ".join(f"c_{column} TEXT" for column in columns)})')
        places = [index for index, name in enumerate(header) if name.strip().lower() in columns]
        holes = ", ".join("?" * len(columns))
        wanted = (
            [row[index] if index < len(row) else "" for index in places[: len(columns)]]
            for row in rows
            if any(map(str.strip, row))
        )
        while some := list(islice(wanted, AT_ONCE)):
            self._rows.executemany(f'INSERT INTO "t_{table}" VALUES ({holes})', some)  # noqa: S608 - names from TABLES
        for key in set(KEYS) & set(columns):
            self._rows.execute(f'CREATE INDEX "i_{table}_{key}" ON "t_{table}" (c_{key})')

    def records(self) -> Iterator[dict[str, Any]]:
        """Every service with everything around it. Raises BrokenFeedError for a package without services."""
        if "service" not in self._columns:
            raise BrokenFeedError("The package has no table of services.")
        for service in self._all("service"):
            yield self._whole(service)

    def _whole(self, service: dict[str, Any]) -> dict[str, Any]:
        key = service["id"]
        around: dict[str, Any] = {name: self._of(table, "service_id", key) for name, table in OF_A_SERVICE.items()}
        for contact in around["contacts"]:
            contact["phones"] = self._of("phone", "contact_id", contact["id"])
        joined = self._of("service_at_location", "service_id", key)
        theirs = {link["id"] for link in joined}
        around["schedules"] = [one for one in around["schedules"] if one.get("service_at_location_id") not in theirs]
        spots = [self._at_location(link) for link in joined]
        links = [*self._of("attribute", "link_id", key), *self._of("attribute", "service_id", key),
                 *self._of("service_taxonomy", "service_id", key)]  # fmt: skip
        organization = next(iter(self._of("organization", "id", service.get("organization_id"))), None)
        return (
            service
            | around
            | {
                "service_at_locations": spots,
                "attributes": [{"taxonomy_term": term} for link in links if (term := self._term(link))],
                "organization": organization,
            }
        )

    def _at_location(self, link: dict[str, Any]) -> dict[str, Any]:
        schedules = self._of("schedule", "service_at_location_id", link["id"])
        location = next(iter(self._of("location", "id", link.get("location_id"))), None)
        if location is None:
            return {"schedules": schedules}
        parts = {"addresses": self._of("address", "location_id", location["id"]),
                 "accessibility": self._of("accessibility", "location_id", location["id"])}  # fmt: skip
        return {"location": location | parts, "schedules": schedules}

    def _term(self, link: Mapping[str, Any]) -> dict[str, Any] | None:
        wanted = next((link[name] for name in TERM if link.get(name)), None)
        tables = ("taxonomy_term", "taxonomy")
        return next((found[0] for table in tables if (found := self._of(table, "id", wanted))), None)

    def _of(self, table: str, column: str, value: str | None) -> list[dict[str, Any]]:
        if not value or column not in self._columns.get(table, ()):
            return []
        query = f'SELECT * FROM "t_{table}" WHERE c_{column} = ? LIMIT 1000'  # noqa: S608 - names from TABLES
        return [self._row(table, row) for row in self._rows.execute(query, (value,))]

    def _all(self, table: str) -> Iterator[dict[str, Any]]:
        for row in self._rows.execute(f'SELECT * FROM "t_{table}"'):  # noqa: S608 - names from TABLES
            yield self._row(table, row)

    def _row(self, table: str, row: tuple[str, ...]) -> dict[str, Any]:
        return {
            name: value if value.strip() else None for name, value in zip(self._columns[table], row, strict=True)
        } | {"id": row[self._columns[table].index("id")]}


def table_rows(file: IO[bytes]) -> Iterator[list[str]]:
    """The rows of a table in UTF-8 or Windows-1252, by comma, semicolon or tab. Raises BrokenFeedError."""
    csv.field_size_limit(LONGEST_FIELD)
    text = io.TextIOWrapper(io.BufferedReader(_Decoded(file)), "utf-8", newline="")
    head = text.readline(LONGEST_LINE)
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(_with_head(head, text), delimiter=delimiter)
    except (csv.Error, UnicodeDecodeError) as error:
        raise BrokenFeedError(f"The table cannot be read: {error}.") from None


def _with_head(head: str, rest: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a table, none of which fills the memory."""
    line = head
    while line:
        if len(line) >= LONGEST_LINE:
            raise BrokenFeedError(f"The table has a line of more than {LONGEST_LINE:,} letters.")
        yield line
        line = rest.readline(LONGEST_LINE)


class _Decoded(io.RawIOBase):
    """The bytes of a table as UTF-8, line by line, whatever they were written in; null bytes are dropped."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = b""
        mark = file.read(2)
        file.seek(0)
        self._wide = codecs.getincrementaldecoder("utf-16")("replace") if mark in UTF_16 else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = self._more().replace(b"\0", b"")
        some, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)

    def _more(self) -> bytes:
        if self._wide is None:
            return decoded(self._file.readline(LONGEST_FIELD))
        chunk = self._file.read(CHUNK)
        return self._wide.decode(chunk, final=not chunk).encode("utf-8", "replace")
