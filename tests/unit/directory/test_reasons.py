"""The words on a card: why this service, and what to be careful about."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from directory.model import Attending, Cost, CostOption, Need, Schedule
from directory.reasons import (
    CHECK_FIRST,
    EXAMPLE_ONLY,
    cost_in_words,
    distance_in_words,
    notes_for,
    reasons_for,
    whole_miles,
)
from tests.unit.directory.builders import TODAY, a_service, national


@pytest.mark.parametrize(
    ("kilometres", "words"),
    [
        (0.1, "very close"),
        (1.29, "0.8 miles away"),
        (1.61, "1 mile away"),
        (8.0, "5 miles away"),
        (19.5, "12 miles away"),
    ],
)
def test_distance_is_said_in_miles(kilometres: float, words: str) -> None:
    assert distance_in_words(kilometres) == words


@pytest.mark.parametrize(("radius", "miles"), [(8, 5), (16, 10), (30, 19), (64, 40)])
def test_a_radius_is_said_in_whole_miles(radius: float, miles: int) -> None:
    assert whole_miles(radius) == miles


def test_reasons_say_distance_age_cost_time_and_access() -> None:
    service = a_service(
        minimum_age=65,
        accessibility=("step_free",),
        schedules=(Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12)),),
    )
    assert reasons_for(service, 1.29) == (
        "0.8 miles away",
        "for people aged 65 and over",
        "free",
        "Tuesdays, 10am to 12 noon",
        "step-free",
    )


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ((18, 25), "for people aged 18 to 25"),
        ((None, 25), "for people aged up to 25"),
        ((65, None), "for people aged 65 and over"),
    ],
)
def test_ages_are_said_with_open_ends(ages: tuple[int | None, int | None], words: str) -> None:
    assert words in reasons_for(a_service(minimum_age=ages[0], maximum_age=ages[1]), None)


def test_who_it_is_for_is_said() -> None:
    carers = a_service(needs=(Need.CARERS_GROUP,), for_carers=True, gender="women")
    assert {"for carers", "for women"} <= set(reasons_for(carers, None))


def test_a_service_for_both_does_not_say_that_it_is_for_carers() -> None:
    both = a_service(needs=(Need.CONDITION_SUPPORT, Need.CARERS_GROUP), for_carers=True)
    assert "carers welcome too" in reasons_for(both, None)
    assert "for carers" not in reasons_for(both, None)


def test_a_national_phone_line_says_how_it_is_reached() -> None:
    assert reasons_for(national(), None) == ("for people anywhere in England", "free", "by phone")
    assert "by phone or online" in reasons_for(national(attending=(Attending.PHONE, Attending.ONLINE)), None)


def test_nothing_is_said_about_a_cost_that_is_not_known() -> None:
    assert "free" not in reasons_for(a_service(cost=Cost(CostOption.UNKNOWN)), None)
    assert cost_in_words(Cost(CostOption.UNKNOWN)) is None


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (Cost(CostOption.FREE), "Free"),
        (Cost(CostOption.PAID, 3.5), "£3.50"),
        (Cost(CostOption.PAID, 4.0), "£4"),
        (Cost(CostOption.PAID, 4.0, "£4 with a cup of tea"), "£4 with a cup of tea"),
        (Cost(CostOption.PAID), "There is a charge"),
    ],
)
def test_a_cost_is_said_in_pounds(cost: Cost, words: str) -> None:
    assert cost_in_words(cost) == words


def test_an_example_always_says_so() -> None:
    assert EXAMPLE_ONLY in notes_for(a_service(example=True), TODAY)
    assert notes_for(a_service(), TODAY) == ()


@pytest.mark.parametrize("assured", [None, TODAY - timedelta(days=366)])
def test_what_nobody_assured_for_a_year_says_check_first(assured: object) -> None:
    assert notes_for(a_service(assured_date=assured), TODAY) == (CHECK_FIRST,)


def test_what_was_assured_a_year_ago_today_is_still_fresh() -> None:
    assert notes_for(a_service(assured_date=TODAY - timedelta(days=365)), TODAY) == ()
