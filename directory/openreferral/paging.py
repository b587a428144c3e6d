"""The envelope around every list of the published directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for: `page` counts from 1."""

    page: int
    per_page: int

    @property
    def offset(self) -> int:
        """How many records come before the page."""
        return (self.page - 1) * self.per_page

    def part_of(self, records: Sequence[Item]) -> Sequence[Item]:
        """Return those of all records that stand on the page."""
        return records[self.offset : self.offset + self.per_page]


def envelope(paging: Paging, total: int, contents: Sequence[Any]) -> dict[str, Any]:
    """Wrap one page of a list of `total` records. An empty list has one page, and that page is empty.

    A page after the last one is empty and says that it is the last, so that a reader that follows pages stops.
    """
    pages = max(1, -(-total // paging.per_page))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": paging.page,
        "size": len(contents),
        "first_page": paging.page == 1,
        "last_page": paging.page >= pages,
        "empty": not contents,
        "contents": list(contents),
    }
