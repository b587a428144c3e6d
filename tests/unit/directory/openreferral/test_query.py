"""What readers of the published directory may ask, and how they are told that something is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from directory.openreferral.paging import Paging
from directory.openreferral.query import (
    DEFAULT_PER_PAGE,
    MOST_PER_PAGE,
    OF_SERVICES,
    OF_SERVICES_AT_LOCATIONS,
    BadQueryError,
    Query,
    read_query,
)

TERM = "5bda2948-bcbc-5c10-a6a2-9e75eb18fcc6"


def asked(**parameters: str) -> Query:
    return read_query(parameters.items(), OF_SERVICES_AT_LOCATIONS)


def refused(*pairs: tuple[str, str], allowed: frozenset[str] = OF_SERVICES_AT_LOCATIONS) -> BadQueryError:
    with pytest.raises(BadQueryError) as caught:
        read_query(pairs, allowed)
    return caught.value


def test_nothing_asked_is_the_first_page_of_everything() -> None:
    assert asked() == Query(Paging(1, DEFAULT_PER_PAGE))


def test_everything_may_be_asked_at_once() -> None:
    query = asked(
        search=" lunch  CLUB lunch ", page="3", per_page="20", taxonomy_term_id=TERM.upper(), taxonomy_id=TERM,
        minimum_age="18", maximum_age="65.5", day="tuesday", start_time="09:30", end_time="17:00:00",
        postcode="B13 8AB", proximity="1609.344", organization_id=TERM, modified_after="2026-11-21T09:30:00+01:00",
        full="TRUE",
    )  # fmt: skip
    assert query == Query(
        Paging(3, 20), ("lunch", "CLUB"), TERM, TERM, 18, 65.5, "TU", time(9, 30), time(17), "B13 8AB", 1609.344,
        TERM, datetime(2026, 11, 21, 8, 30, tzinfo=UTC), True,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["2026-11-21", "2026-11-21T00:00", "2026-11-21T00:00:00Z"])
def test_a_moment_without_a_zone_is_one_in_utc(text: str) -> None:
    assert asked(modified_after=text).modified_after == datetime(2026, 11, 21, tzinfo=UTC)


def test_an_empty_parameter_counts_as_not_given() -> None:
    assert asked(search=" ", page="", day="") == asked()


@pytest.mark.parametrize("day", ["SU", "su", "Sunday", "SUNDAY"])
def test_a_weekday_may_be_written_both_ways(day: str) -> None:
    assert asked(day=day).day == "SU"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"), ("page", "-1"), ("page", "1.5"), ("page", "one"), ("page", "9" * 30), ("page", "٣"),
        ("per_page", "0"), ("per_page", str(MOST_PER_PAGE + 1)), ("per_page", "all"),
        ("taxonomy_term_id", "lunch_social"), ("taxonomy_id", TERM + "0"),
        ("minimum_age", "-1"), ("minimum_age", "151"), ("maximum_age", "nan"), ("maximum_age", "1e2"),
        ("day", "TUE"), ("day", "2TU"), ("start_time", "9.45"), ("start_time", "24:00"), ("end_time", "10:00Z"),
        ("end_time", "10:60"), ("search", "x" * 201), ("search", "a b c d e f g h i j k"), ("search", "nul\x00"),
        ("search", "\ud800"), ("postcode", "a town with a long name"), ("proximity", "near"), ("proximity", "1000001"),
        ("modified_after", "yesterday"), ("modified_after", "2026-02-30"), ("full", "1"), ("organization_id", "kith"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_but_never_repeated(name: str, value: str) -> None:
    wrong = refused((name, value))
    assert (wrong.code, wrong.message.split()[0]) == ("bad_parameter", name)
    assert len(value) < 3 or value not in wrong.message


def test_an_unknown_parameter_is_refused_rather_than_ignored() -> None:
    wrong = refused(("postcod", "B13 8AB"))
    assert wrong.code == "unknown_parameter"
    assert "postcode" in wrong.message
    assert "B13" not in wrong.message


def test_services_are_not_asked_by_postcode() -> None:
    assert refused(("postcode", "B13 8AB"), allowed=OF_SERVICES).code == "unknown_parameter"


def test_a_parameter_stands_once() -> None:
    assert refused(("day", "MO"), ("day", "TU")).code == "repeated_parameter"


def test_proximity_needs_a_postcode() -> None:
    assert refused(("proximity", "500")).code == "postcode_missing"


@pytest.mark.parametrize("offset", ["+01:00", " 01:00", " 0100"])
def test_the_plus_of_an_offset_may_have_become_a_space(offset: str) -> None:
    assert asked(modified_after=f"2026-11-21T09:30:00{offset}").modified_after == datetime(
        2026, 11, 21, 8, 30, tzinfo=UTC
    )
