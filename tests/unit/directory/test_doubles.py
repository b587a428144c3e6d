"""Which services look like one, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from directory.doubles import CROWD, doubles
from directory.model import Phone, Service, Status
from tests.unit.directory.builders import a_service, at_km, spot_at_km

ONE = a_service(id="a", name="Tuesday Lunch Club", phones=(Phone("0121 496 0100"),))


def other(**changes: object) -> Service:
    return a_service(**({"id": "b", "name": "Lunch Club", "organisation": "Others", "location": at_km(5)} | changes))


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"phones": (Phone("+44 121 496 0100"),)}, ("The names are alike", "The same phone number")),
        ({"location": at_km(0)}, ("The names are alike", "The same place")),
        ({"location": at_km(0.1)}, ("The names are alike", "100 metres apart")),
        ({"name": "The Tuesday lunch club", "location": None}, ("The same name",)),
        (
            {"name": "Tuesday Lunch Club", "location": None, "organisation": "The Friends of the Hall Ltd"},
            ("The same name", "The same organisation"),
        ),
    ],
)
def test_what_speaks_for_one_service_is_said(changes: dict[str, object], reasons: tuple[str, ...]) -> None:
    [found] = doubles([ONE, other(**changes)])
    assert ({found.one.id, found.other.id}, found.reasons) == ({"a", "b"}, reasons)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "Knitting", "phones": (Phone("0121 496 0100"),)},
        {"name": "Tuesday Lunch Club"},
        {"organisation": "Friends of the Hall"},
        {"location": at_km(0), "status": Status.DEFUNCT},
    ],
    ids=["alike alone", "a switchboard", "the same name elsewhere", "another group of theirs", "closed"],
)
def test_what_only_looks_a_little_alike_is_left(changes: dict[str, object]) -> None:
    assert doubles([ONE, other(**changes)]) == []


def test_what_a_person_has_parted_is_not_shown_again() -> None:
    assert doubles([ONE, other(location=at_km(0))], {("a", "b")}) == []


def test_the_pair_with_most_reasons_comes_first() -> None:
    third = other(id="c", location=at_km(0), phones=(Phone("0121 496 0100"),))
    assert len(doubles([ONE, other(location=at_km(0)), third])[0].reasons) == 3


def test_a_crowd_behind_one_number_tells_nothing() -> None:
    crowd = [
        a_service(id=f"{n}", name=f"Club {n}", organisation=f"{n}", phones=(Phone("0121 303 9944"),), location=at_km(n))
        for n in range(CROWD + 1)
    ]
    assert doubles(crowd) == []


def test_two_services_are_near_where_any_of_their_places_are() -> None:
    one = a_service(id="a", elsewhere=(spot_at_km(5),))
    other = a_service(id="b", name="Tuesday Table lunch", location=spot_at_km(9).location, elsewhere=(spot_at_km(5),))
    assert [double.reasons[1:2] for double in doubles([one, other])] == [("The same place",)]
    assert not doubles([one, replace(other, elsewhere=(), organisation="Others")])
