"""Records as publishers write them, mapped: what is plainly meant is taken, and nothing wrong is shown for it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from pydantic import ValidationError

from directory.importing.geography import Geography
from directory.importing.mapping import Mapper
from directory.importing.records import RawService
from directory.importing.vocabulary import Vocabulary
from directory.model import CostOption, Service
from tests.integration.directory.importing.feeds import FewPlaces, a_place, record

VOCABULARY = Vocabulary.open()
TODAY = date(2026, 11, 21)


def read(**changes: Any) -> Service:
    """The service of a record with these fields."""
    mapper = Mapper(VOCABULARY, Geography(FewPlaces()), "a list", today=TODAY)
    return mapper.map(RawService.model_validate(record("a", **changes)), "1", lambda *_: None).service


def numbers(service: Service) -> list[str]:
    return [phone.number for phone in service.phones]


def test_one_thing_alone_is_a_list_of_it() -> None:
    service = read(
        phones={"number": "0121 496 0001"},
        languages={"name": "Polish"},
        schedules={"freq": "WEEKLY", "byday": "WE"},
        service_at_locations={"location": a_place()},
        attributes={"taxonomy_term": {"name": "Befriending"}},
    )
    assert numbers(service) == ["0121 496 0001"]
    assert service.languages == ("pl",)
    assert [one.byday for one in service.schedules] == ["WE"]
    assert service.location
    assert "befriending" in service.needs


def test_words_stand_for_the_thing_that_they_name() -> None:
    service = read(
        phones=["0121 496 0001"],
        languages=["English", "Polish"],
        schedules="Tuesdays, after school",
        organization="The Hall",
        attributes=["Befriending"],
        service_areas="Birmingham",
        cost_options="£2 a session",
        accessibility=["Hearing loop"],
    )
    assert numbers(service) == ["0121 496 0001"]
    assert service.languages == ("en", "pl")
    assert service.schedules[0].description == "Tuesdays, after school"
    assert service.organisation == "The Hall"
    assert "befriending" in service.needs
    assert service.areas == ("E08000025",)
    assert service.cost.amount == 2
    assert "hearing_loop" in service.accessibility


def test_an_empty_list_or_object_says_nothing_in_any_field() -> None:
    empties: tuple[Any, ...] = ([], {})
    for nothing in empties:
        service = read(url=nothing, email=nothing, fees=nothing, minimum_age=nothing, assured_date=nothing)
        assert (service.url, service.email, service.minimum_age, service.assured_date) == (None, None, None, None)


@pytest.mark.parametrize("name", ["<br/>", "\u200b", "<p> </p>", " \x07 "])
def test_a_name_of_which_nothing_can_be_read_is_none(name: str) -> None:
    with pytest.raises(ValidationError, match="is missing"):
        read(name=name)


def test_numbers_of_the_place_serve_where_the_service_has_none() -> None:
    there = [{"location": a_place(phones=[{"number": "0121 496 0003"}])}]
    assert numbers(read(phones=[], service_at_locations=there)) == ["0121 496 0003"]
    assert numbers(read(phones=["0121 496 0001"], service_at_locations=there)) == ["0121 496 0001"]
    at_it = [{"location": a_place(), "phones": [{"number": "0121 496 0002"}]}]
    assert numbers(read(phones=[], service_at_locations=at_it)) == ["0121 496 0002"]


def test_a_number_is_told_with_the_department_that_answers() -> None:
    service = read(contacts=[{"department": "Transport", "phones": [{"number": "0121 496 0003"}]}])
    assert [(phone.number, phone.about) for phone in service.phones][-1] == ("0121 496 0003", "Transport")


@pytest.mark.parametrize(
    ("prices", "option", "amount"),
    [
        ([{"valid_to": "2022-12-31", "amount": 35}], CostOption.UNKNOWN, None),
        ([{"valid_to": "2022-12-31", "amount": 2}, {"valid_from": "2023-01-01", "amount": 3}], CostOption.PAID, 3),
        ([{"valid_to": "2022-12-31", "amount": 0, "option": "Free"}], CostOption.UNKNOWN, None),
        ([{"valid_from": "2027-01-01", "amount": 9}, {"amount": 4}], CostOption.PAID, 4),
        ([{"valid_from": "0001-01-01", "valid_to": "9999-12-31", "amount": 4}], CostOption.PAID, 4),
        ([{"amount": 5, "currency": "EUR"}], CostOption.UNKNOWN, None),
        ([{"amount": 5, "currency": "gbp"}], CostOption.PAID, 5),
        ([{"amount_description": "GBP 3.50"}], CostOption.PAID, 3.5),
    ],
)
def test_the_price_is_the_one_of_today_in_pounds(
    prices: list[dict[str, Any]], option: CostOption, amount: float | None
) -> None:
    cost = read(cost_options=prices, description="A chat.").cost
    assert (cost.option, cost.amount) == (option, amount)


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ({"freq": "WEEKLY", "byday": "TU", "dtstart": "2026-01-06", "count": 6}, date(2026, 2, 16)),
        ({"freq": "WEEKLY", "byday": "TU,TH", "dtstart": "2026-01-06", "count": "6"}, date(2026, 1, 26)),
        ({"freq": "WEEKLY", "interval": 2, "byday": "TU", "dtstart": "2026-01-06", "count": 2}, date(2026, 2, 2)),
        ({"freq": "DAILY", "dtstart": "2026-01-06", "count": 3}, date(2026, 1, 8)),
        ({"freq": "MONTHLY", "byday": "2TU", "dtstart": "2026-01-13", "count": 6}, date(2026, 7, 4)),
        ({"freq": "FREQ=WEEKLY;BYDAY=TU;COUNT=2", "dtstart": "2026-01-06"}, date(2026, 1, 19)),
        ({"freq": "WEEKLY", "byday": "TU", "count": 6}, None),
        ({"freq": "WEEKLY", "byday": "TU", "dtstart": "2026-01-06", "count": "many"}, None),
    ],
)
def test_a_course_of_so_many_sessions_ends(rule: dict[str, Any], last: date | None) -> None:
    assert read(schedules=[rule]).schedules[0].valid_to == last


def test_a_day_that_is_only_closed_is_no_session() -> None:
    shut = {"freq": "WEEKLY", "byday": "SU", "opens_at": "Closed", "closes_at": "closed"}
    service = read(schedules=[{"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00"}, shut])
    assert [one.byday for one in service.schedules] == ["MO"]


def test_bounds_that_stand_for_none_are_none_and_a_day_ends_at_twenty_four() -> None:
    always = {"freq": "DAILY", "opens_at": "00:00", "closes_at": "24:00"}
    (schedule,) = read(schedules=[always | {"valid_from": "0001-01-01T00:00:00", "valid_to": "9999-12-31"}]).schedules
    assert (schedule.valid_from, schedule.valid_to, schedule.closes_at) == (None, None, time(0))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("45321", date(2024, 1, 30)),
        (45321, date(2024, 1, 30)),
        ("3-Apr-26", date(2026, 4, 3)),
        ("1 June 2026", date(2026, 6, 1)),
        ("21st September, 2026", date(2026, 9, 21)),
    ],
)
def test_days_are_read_as_spreadsheets_and_people_write_them(said: str | int, day: date) -> None:
    assert read(assured_date=said).assured_date == day


@pytest.mark.parametrize(
    ("said", "ages"),
    [("16-25", (16, 25)), ("5 to 11 years", (5, 11)), ("any", (None, None)), ("All ages", (None, None))],
)
def test_both_ages_in_one_field_are_both(said: str, ages: tuple[int | None, int | None]) -> None:
    service = read(minimum_age=said)
    assert (service.minimum_age, service.maximum_age) == ages


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("52,45", "-1,89"), ("52.45° N", "1.89° W"), ("52.45N", "1.89W"), ("+52.45", "-1.89")]
)
def test_degrees_are_read_as_people_write_them(latitude: str, longitude: str) -> None:
    location = read(service_at_locations=[{"location": a_place(latitude=latitude, longitude=longitude)}]).location
    assert location
    assert (location.latitude, location.longitude) == (52.45, -1.89)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("en-GB", ("en",)),
        ("eng", ("en",)),
        ("Polski", ("pl",)),
        ("Urdu, Punjabi", ("ur", "pa")),
        ("English and Welsh", ("en", "cy")),
        ("BSL", ("bfi",)),
        ("Klingon", ("en",)),
    ],
)
def test_languages_are_known_by_name_code_and_region(said: str, codes: tuple[str, ...]) -> None:
    assert read(languages=[{"name": said}]).languages == codes


@pytest.mark.parametrize(
    ("said", "oneself"),
    [
        ("By GP referral only", False),
        ("Referral only", False),
        ("Only through a professional referral", False),
        ("No self-referrals please", False),
        ("Self-referral only", True),
        ("Self-referral or referral by a GP", True),
        ("Just turn up", True),
    ],
)
def test_who_may_refer_is_read_from_how_to_apply(said: str, oneself: bool) -> None:
    assert read(application_process=said).self_referral is oneself


def test_a_link_keeps_no_letter_that_a_database_refuses() -> None:
    service = read(url="https://example.org/\x00a", email="a\x00@example.org")
    assert service.url is None
    assert "\x00" not in (service.email or "")


@pytest.mark.parametrize(
    ("said", "postcode"),
    [
        ("B13 8JP, UK", "B13 8JP"), ("b138jp.", "B13 8JP"), ("BI3 8JP", "B13 8JP"), ("B13 8JP (rear)", "B13 8JP"),
        ("M2O 2RN", "M20 2RN"), ("SOI4 7DU", "SO14 7DU"), ("COI IAA", "CO1 1AA"), ("EC1A 1BB", "EC1A 1BB"),
        ("W1T 4JT", "W1T 4JT"), ("WC2N 5DU", "WC2N 5DU"),
        ("PO1 3AX", "PO1 3AX"), ("OX1 1AA", "OX1 1AA"),
        ("12345", "12345"), ("none", None),
    ],
)  # fmt: skip
def test_a_postcode_is_found_however_it_is_written(said: str, postcode: str | None) -> None:
    location = read(service_at_locations=[{"location": a_place(addresses=[{"postal_code": said}])}]).location
    assert location
    assert location.postal_code == postcode


@pytest.mark.parametrize(
    ("latitude", "longitude", "here"),
    [
        (53.35, -6.26, False), (50.95, 1.86, False), (49.64, -1.62, False), (50.72, -3.53, True), (49.96, -5.2, True),
        (54.6, -5.93, True), (51.13, 1.31, True), (52.48, 1.75, True), (51.88, -5.27, True),
    ],
)  # fmt: skip
def test_places_abroad_are_no_places_here(latitude: float, longitude: float, here: bool) -> None:
    place = a_place(latitude=latitude, longitude=longitude, addresses=[])
    location = read(service_at_locations=[{"location": place}]).location
    assert (location is not None and location.easting is not None) is here
