"""What every kind of source gives to the import: records in batches, with what is known of the list they come from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.importing.fetching import Validators

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageState:
    """What is remembered of a page, to ask next time whether it changed."""

    validators: Validators
    pages: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of a source, each with its place.

    `page` is None for a source without pages. `unchanged` says that the server knows this page to be as it was; then
    there are no records. `detail` fetches the whole of a record where the list holds only a part. `total` is how many
    records the source says it has. `next_page` is where a broken-off run goes on.
    """

    place: str
    records: Iterator[tuple[str, Any]]
    page: int | None = None
    unchanged: bool = False
    state: PageState | None = None
    total: int | None = None
    next_page: int | None = None
    detail: Callable[[str], Awaitable[Any]] | None = None
    format: str = ""
    notes: tuple[tuple[str, str], ...] = field(default=())
    """What is wrong with the page as a whole: field and reason."""


def numbered(records: Iterator[Any], place: str) -> Iterator[tuple[str, Any]]:
    """Give each record its place, counted from 1."""
    return (
        (f"{place}, record {number}" if place else f"record {number}", one) for number, one in enumerate(records, 1)
    )
