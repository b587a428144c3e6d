"""JSON documents of any size: a page with its envelope, or one long list that is read as it streams."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from pydantic_core import from_json

from directory.importing.errors import BrokenFeedError
from directory.importing.json_stream import JsonReader, whole_number

LISTS: Final = ("contents", "content", "services", "results", "data", "items")
"""Where feeds keep the records of a page: version 3, version 1, and what else is met."""
OF_ORGANISATION: Final = ("id", "name", "website", "url", "email")
SAMPLE: Final = 4096


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a page says about the list. `number` is as the server counts; None where it does not say."""

    number: int | None = None
    pages: int | None = None
    total: int | None = None
    first: bool | None = None
    last: bool | None = None
    version: int = 3


@dataclass(frozen=True, slots=True)
class Document:
    """A document's records and envelope; `about` is set for a document that is no list."""

    records: Iterator[Any]
    envelope: Envelope | None
    about: Mapping[str, Any] | None = None


def decoded(body: bytes) -> bytes:
    """Return a text as UTF-8, whether it was that, UTF-16 or Windows-1252. A server's word for it is often wrong."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace").encode()
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace").encode()
    return body


def read_page(body: bytes) -> Document:
    """Read a document that fits in memory. Raises BrokenFeedError for one that is not JSON or has no records."""
    found = _value(body)
    if isinstance(found, list):
        return Document(_each_service(found), None)
    if not isinstance(found, dict):
        raise BrokenFeedError("The answer is JSON, but neither a list nor a page of records.")
    for name in LISTS if not _is_organisation(found) else ():
        if isinstance(found.get(name), list):
            return Document(_each_service(found[name]), _envelope(found))
    if "id" in found and "name" in found:
        return Document(_each_service([found]), None)
    return Document(iter(()), None, found)


def _is_organisation(record: Any) -> bool:
    """Whether a record is an organisation that holds its services, as HSDS nests them."""
    return isinstance(record, dict) and "id" in record and "name" in record and isinstance(record.get("services"), list)


def _each_service(records: Iterable[Any]) -> Iterator[Any]:
    """The records, and of organisations their services."""
    for record in records:
        if not _is_organisation(record):
            yield record
            continue
        whose = {"organization": {name: record[name] for name in OF_ORGANISATION if name in record}}
        yield from (whose | one if isinstance(one, dict) else one for one in record["services"])


def _value(body: bytes) -> Any:
    """A page for which the quick reader is too strict (half a letter, "\\ud800", an endless number) goes to another."""
    try:
        return from_json(body, cache_strings="keys")
    except ValueError as error:
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(body, parse_int=whole_number)
        raise BrokenFeedError(_not_json(body, str(error))) from None


def read_stream(body: IO[bytes], record_bytes: int) -> Document:
    """Read a long document as it streams; what stands around its list is read too, so that pages are followed.

    Only one record is in memory at a time, of at most `record_bytes`. Raises BrokenFeedError, and so do the records
    where the JSON breaks.
    """
    reader = JsonReader(body, record_bytes)
    if reader.opens("["):
        return Document(_each_service(reader.items()), None)
    if not reader.opens("{"):
        raise BrokenFeedError("The document is not JSON.")
    around: dict[str, Any] = {}
    for key in reader.members():
        if key in LISTS and reader.opens("["):
            return Document(_each_service(reader.items()), _envelope(around))
        around[key] = reader.value()
    return Document(iter(()), None, around)


def _envelope(page: Mapping[str, Any]) -> Envelope:
    if "totalPages" in page or "totalElements" in page or "content" in page:
        return Envelope(
            _whole(page.get("number")),
            _whole(page.get("totalPages")),
            _whole(page.get("totalElements")),
            _flag(page.get("first")),
            _flag(page.get("last")),
            version=1,
        )
    return Envelope(
        _whole(page.get("page_number")),
        _whole(page.get("total_pages")),
        _whole(page.get("total_items")),
        _flag(page.get("first_page")),
        _flag(page.get("last_page")),
    )


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).casefold())


def _not_json(body: bytes, reason: str) -> str:
    start = body[:SAMPLE].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "The address gives a web page, not a feed."
    if not start:
        return "The answer is empty."
    return f"The JSON is broken: {_short(reason)}."


def _short(reason: str) -> str:
    return " ".join(reason.split())[:120]
