"""The envelope around a page."""

from __future__ import annotations

from typing import Any

from directory.openreferral.paging import Paging, envelope


def flags(page: int, total: int, size: int, per_page: int = 10) -> dict[str, Any]:
    wrapped = envelope(Paging(page, per_page), total, ["record"] * size)
    return {name: value for name, value in wrapped.items() if name not in ("contents", "total_items", "page_number")}


def test_first_middle_and_last_page() -> None:
    assert flags(1, 25, 10) == {"total_pages": 3, "size": 10, "first_page": True, "last_page": False, "empty": False}
    assert flags(2, 25, 10) == {"total_pages": 3, "size": 10, "first_page": False, "last_page": False, "empty": False}
    assert flags(3, 25, 5) == {"total_pages": 3, "size": 5, "first_page": False, "last_page": True, "empty": False}


def test_a_full_last_page_is_the_last() -> None:
    assert flags(2, 20, 10) == {"total_pages": 2, "size": 10, "first_page": False, "last_page": True, "empty": False}


def test_an_empty_list_has_one_empty_page() -> None:
    assert flags(1, 0, 0) == {"total_pages": 1, "size": 0, "first_page": True, "last_page": True, "empty": True}


def test_whoever_follows_pages_past_the_end_is_told_to_stop() -> None:
    assert flags(4, 25, 0) == {"total_pages": 3, "size": 0, "first_page": False, "last_page": True, "empty": True}
