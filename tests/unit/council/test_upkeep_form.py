"""What a form of a service means: only what was touched is read, and what it cannot say is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from council.upkeep_form import as_typed, mark_of, read_form
from council.upkeep_times import fits_a_row
from council.upkeep_words import in_words
from directory.model import Access, Attending, Cost, CostOption, Need, Phone, Place, Schedule, Service, Status
from directory.plain import plain, saying
from screening.people import LifeStage
from tests.unit.directory.builders import BIRMINGHAM, HOME, a_service, spot_at_km

WEEKLY = Schedule("WEEKLY", byday="TU,TH", opens_at=time(10), closes_at=time(12))
MONTHLY = Schedule("MONTHLY", byday="-1FR", opens_at=time(14, 30), description="With cake")
FORTNIGHTLY = Schedule("WEEKLY", 2, "MO", dtstart=date(2026, 11, 2))
WORDS = Schedule(description="Ring to ask")


def find_place(postcode: str) -> Place | None:
    return HOME if postcode == "B13 8JP" else None


def changes(service: Service, **typed: str | None) -> dict[str, Any]:
    """What a form says when these fields are typed over; None unticks a box."""
    filled = read_form(sent(service, **typed), service, find_place)
    assert filled.errors == {}
    return filled.values


def wrong(service: Service, **typed: str | None) -> dict[str, str]:
    """The fields that cannot be taken, each with what is said of it."""
    return read_form(sent(service, **typed), service, find_place).errors


def sent(service: Service, **typed: str | None) -> dict[str, str]:
    whole = {**as_typed(service), **typed}
    return {name: value for name, value in whole.items() if value is not None}


services = some.builds(
    Service,
    id=some.just("x"),
    name=some.text(min_size=1),
    organisation=some.text(),
    summary=some.text(max_size=160),
    description=some.text(),
    url=some.none() | some.text(),
    email=some.none() | some.text(),
    status=some.sampled_from(Status),
    phones=some.lists(some.builds(Phone, some.text(), some.none() | some.text()), max_size=5).map(tuple),
    needs=some.lists(some.sampled_from(Need), unique=True).map(tuple),
    life_stages=some.lists(some.sampled_from(LifeStage), unique=True).map(tuple),
    keywords=some.lists(some.text(), max_size=4).map(tuple),
    minimum_age=some.none() | some.integers(0, 125),
    maximum_age=some.none() | some.integers(0, 125),
    gender=some.sampled_from([None, "women", "men"]),
    cost=some.builds(Cost, some.sampled_from(CostOption), some.none() | some.floats(0, 999), some.none() | some.text()),
    attending=some.lists(some.sampled_from(Attending), unique=True).map(tuple),
    access=some.none() | some.sampled_from(Access),
    languages=some.lists(some.sampled_from(["en", "ur", "xx-Latn"]), unique=True).map(tuple),
    accessibility=some.lists(some.sampled_from(["bsl", "step_free", "sofas"]), unique=True).map(tuple),
    schedules=some.lists(some.sampled_from([WEEKLY, MONTHLY, FORTNIGHTLY, WORDS])).map(tuple),
)


@settings(max_examples=60)
@given(services)
def test_whatever_a_service_is_its_form_sent_as_it_is_changes_nothing(service: Service) -> None:
    filled = read_form(as_typed(service), service, find_place)
    low, high = service.minimum_age, service.maximum_age
    mixed_up = low is not None and high is not None and low > high
    assert (filled.values, set(filled.errors)) == ({}, {"maximum_age"} if mixed_up else set())


@settings(max_examples=60)
@given(services, some.text())
def test_whatever_is_typed_into_a_field_the_form_is_read_without_a_fault(service: Service, text: str) -> None:
    typed = dict.fromkeys(as_typed(service), text)
    filled = read_form(typed, service, find_place)
    saying(service, filled.values)


def test_a_phone_number_is_changed_and_the_rest_of_its_row_stays() -> None:
    service = a_service(phones=(Phone("0121 496 0100", "Mondays"), Phone("text CHAT to 85258")))
    assert changes(service, phone_0="0121 496 0199")["phones"] == [
        {"number": "0121 496 0199", "about": "Mondays"},
        {"number": "text CHAT to 85258", "about": None},
    ]
    assert changes(service, phone_0="", phone_0_about="")["phones"] == [{"number": "text CHAT to 85258", "about": None}]
    assert wrong(service, phone_0="") == {"phone_0": "Write a phone number, like 0121 496 0100."}


def test_the_first_need_stays_the_first_and_a_new_one_comes_after() -> None:
    service = a_service(needs=(Need.GARDENING, Need.ARTS_CRAFTS))
    assert changes(service, need_befriending="yes")["needs"] == ["gardening", "arts_crafts", "befriending"]
    assert changes(service, need_gardening=None)["needs"] == ["arts_crafts"]


def test_a_feature_that_the_form_does_not_know_is_kept() -> None:
    service = a_service(accessibility=("sofas", "bsl"))
    assert changes(service, feature_bsl=None, feature_step_free="yes")["accessibility"] == ["sofas", "step_free"]


def test_a_rule_that_no_row_can_say_is_kept_until_it_is_unticked() -> None:
    service = a_service(schedules=(FORTNIGHTLY, WEEKLY))
    assert [fits_a_row(each) for each in (FORTNIGHTLY, WEEKLY, MONTHLY, WORDS)] == [False, True, True, False]
    later = saying(service, changes(service, when_1_opens="11:00"))
    assert later.schedules == (FORTNIGHTLY, replace(WEEKLY, opens_at=time(11)))
    assert saying(service, changes(service, when_0_keep=None)).schedules == (WEEKLY,)


def test_a_new_time_is_a_row_that_was_empty() -> None:
    service = a_service(schedules=())
    typed = {"when_1_often": "-1", "when_1_FR": "yes", "when_1_opens": "14:30", "when_1_note": "With cake"}
    assert saying(service, changes(service, **typed)).schedules == (MONTHLY,)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"when_0_often": "weekly"}, "when_0_MO"),
        ({"when_0_TU": "yes"}, "when_0_often"),
        ({"when_0_often": "weekly", "when_0_TU": "yes", "when_0_closes": "12:00"}, "when_0_opens"),
        ({"when_0_often": "weekly", "when_0_TU": "yes", "when_0_opens": "25:00"}, "when_0_opens"),
        ({"minimum_age": "126"}, "minimum_age"),
        ({"minimum_age": "70", "maximum_age": "60"}, "maximum_age"),
        ({"minimum_age": "\u0661\u0662"}, "minimum_age"),
        ({"amount": "3"}, "amount"),
        ({"cost": "cheap"}, "cost"),
        ({"gender": "dogs"}, "gender"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"email": "a@b"}, "email"),
        ({"place_postcode": "B99 9ZZ"}, "place_postcode"),
        ({"place_postcode": ""}, "place_postcode"),
        ({"description": "x" * 10_001}, "description"),
        ({"keywords": ", ".join(map(str, range(13)))}, "keywords"),
    ],
)
def test_what_cannot_be_is_refused_at_its_own_field(typed: dict[str, str], field: str) -> None:
    assert list(wrong(a_service(), **typed)) == [field]


def test_markup_is_taken_out_and_a_bare_web_address_made_whole() -> None:
    found = changes(a_service(), summary="<b>Hot</b> lunch", url="example.org/lunch")
    assert found == {"summary": "Hot lunch", "url": "https://example.org/lunch"}


def test_a_place_gets_its_square_from_its_postcode_and_keeps_it_while_that_stays() -> None:
    moved = changes(a_service(location=None), place_name="St Anne's", place_postcode="b13 8jp")["location"]
    assert (moved["easting"], moved["northing"], moved["postal_code"]) == (HOME.easting, HOME.northing, "B13 8JP")
    renamed = changes(a_service(), place_name="The Old Hall")["location"]
    assert (renamed["name"], renamed["easting"]) == ("The Old Hall", HOME.easting)
    empty = dict.fromkeys(("place_name", "place_line", "place_city", "place_postcode"), "")
    assert changes(a_service(), **empty) == {"location": None}


def test_the_first_place_is_edited_and_the_others_stay() -> None:
    service = a_service(elsewhere=(spot_at_km(5, "TU"),))
    moved = saying(service, changes(service, place_line="2 High Street", when_0_days_MO="yes"))
    assert moved.location is not None
    assert (moved.location.address_1, moved.elsewhere) == ("2 High Street", service.elsewhere)
    gone = dict.fromkeys(("place_name", "place_line", "place_city", "place_postcode"), "")
    assert "place_name" in wrong(service, **gone)
    assert changes(a_service(), **gone) == {"location": None}


def test_another_place_is_shown_with_its_times() -> None:
    assert in_words("elsewhere", plain(a_service(elsewhere=(spot_at_km(5, "TU"),)))["elsewhere"]) == (
        "Hall 5, 1 High Street, Birmingham, B5 (Tuesdays, 10am to 12 noon)"
    )


def test_languages_are_named_in_english() -> None:
    assert as_typed(a_service(languages=("en", "ur")))["languages"] == "English, Urdu"
    assert changes(a_service(), languages="english, Punjabi")["languages"] == ["en", "pa"]


def test_the_mark_changes_with_what_the_form_shows_and_with_nothing_else() -> None:
    service = a_service()
    assert mark_of(service) == mark_of(replace(service, verified_on=date(2026, 1, 1), areas=(BIRMINGHAM,)))
    assert mark_of(service) != mark_of(replace(service, email="a@example.org"))
