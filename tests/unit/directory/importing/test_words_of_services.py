"""What a service costs, for whom it is and how one gets in, read from the words that councils write."""

from __future__ import annotations

from datetime import time

import pytest

from directory.importing.age_words import Ages, ages_of_field, ages_of_text
from directory.importing.described import Described
from directory.importing.field_values import _maximum_age, _minimum_age
from directory.importing.prices import cost_told
from directory.importing.reaching import email_address, phone_numbers, web_address
from directory.importing.rules import with_rule
from directory.importing.sayings import clauses
from directory.importing.text import plain_text
from directory.importing.time_values import _clock, _weekdays
from directory.importing.vocabulary import Vocabulary

VOCABULARY = Vocabulary.open()


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("Free", "free"), ("FREE!", "free"), ("No charge", "free"), ("£0.00", "free"), ("0", "free"), ("4.50", "paid"),
        ("Free entry, donations welcome", "free"), ("£2.50 donation", "donation"), ("A donation of £2", "donation"),
        ("Free for over 60s, £3 otherwise", "paid"), ("First one free, then £5", "paid"), ("£3, carers free", "paid"),
        ("Free taster, £30 for six weeks", "paid"), ("There is a charge for this", "paid"),
    ],
)  # fmt: skip
def test_a_field_for_fees_says_what_it_costs(words: str, option: str) -> None:
    told = cost_told(words, of_cost=True)
    assert told is not None
    assert told.option == option


@pytest.mark.parametrize(
    "words",
    [
        "Free for over 60s",
        "Free to eligible residents",
        "Feel free to ask about prices",
        "Free parking",
        "Means tested",
    ],
)
def test_what_is_free_for_some_or_about_something_else_promises_nothing(words: str) -> None:
    assert cost_told(words, of_cost=True) is None


def test_free_for_over_60s_is_free_where_nobody_younger_may_come() -> None:
    told = cost_told("Free for over 60s.", of_cost=True, minimum_age=60)
    assert told is not None
    assert told.option == "free"


@pytest.mark.parametrize(
    ("text", "option", "amount"),
    [
        ("Tea, cake and a natter. £2 on the door.", "paid", 2.0),
        ("Swimming with female lifeguards. £4.80, concessions £3.", "paid", 3.0),
        ("Free, just turn up.", "free", None),
        ("Ask a counsellor, at no cost to you.", "free", None),
    ],
)
def test_a_description_says_what_it_costs(text: str, option: str, amount: float | None) -> None:
    told = cost_told(text, of_cost=False)
    assert told is not None
    assert (told.option, told.amount) == (option, amount)


@pytest.mark.parametrize(
    "text",
    [
        "An alcohol and drug free space for people in recovery.",
        "We raised £4,000 for the hall.",
        "Get help to save £200 on your bills.",
        "A step-free room with gluten-free cake.",
        "Help to claim free school meals.",
    ],
)
def test_other_money_and_other_freedoms_are_no_price(text: str) -> None:
    assert cost_told(text, of_cost=False) is None


@pytest.mark.parametrize(
    ("words", "ages"),
    [
        ("50+", (50, None)), ("For ages 50 and over", (50, None)), ("0-5s", (0, 5)), ("8 to 12 years", (8, 12)),
        ("Over 18s", (18, None)), ("under 5s", (None, 4)), ("aged 16 – 25", (16, 25)), ("Adults", None),
        ("Ages 5-11 and 12-16", None),
    ],
)  # fmt: skip
def test_a_field_for_who_may_come_gives_its_one_range(words: str, ages: Ages | None) -> None:
    assert ages_of_field(words) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Basic computer course for people over 60.", (60, None)),
        ("Pool and music for 11 to 19 year olds. 50p entry.", (11, 19)),
        ("Free for over 60s, £3 for others.", None),
        ("Under 16s must be accompanied.", None),
        ("We have met every Tuesday, 10 to 12, for over 30 years.", None),
        ("Walks of 3 to 5 miles.", None),
    ],
)
def test_a_description_gives_the_ages_of_who_comes_and_no_other_numbers(text: str, ages: Ages | None) -> None:
    assert ages_of_text(text) == ages


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("Level access and a hearing loop.", {"step_free", "hearing_loop"}),
        ("No wheelchair access, but a hearing loop.", {"hearing_loop"}),
        ("Step free access is not available.", set()),
        ("Not suitable for wheelchairs", set()),
        ("There are no steps.", {"step_free"}),
        ("BSL interpreters present.", {"bsl"}),
    ],
)
def test_what_is_denied_is_not_read_as_given(text: str, features: set[str]) -> None:
    found = Described(VOCABULARY, "Tea club", text).codes("accessibility")
    assert {one.code for one in found} == features


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("Wheelchair accessible", {"step_free"}), ("Wheelchair accessible: False", set()), ("Hearing loop: No", set()),
        ("Ramp at side door. No hearing loop.", {"step_free"}), ("Limited wheelchair access", set()),
    ],
)  # fmt: skip
def test_a_field_for_access_may_say_no(text: str, features: set[str]) -> None:
    found, _ = VOCABULARY.of_features((text,))
    assert {one.code for one in found} == features


@pytest.mark.parametrize(
    ("name", "text", "gender"),
    [
        ("Ladies Who Lunch", "Women of all ages meet at cafes.", ["women"]),
        ("Shed 42", "A workshop where men can make and mend.", ["men"]),
        ("Men's Shed", "Women are welcome too.", []),
        ("Working Men's Club", "Bingo on Fridays.", []),
        ("Walking Cricket", "For men and women over 50.", []),
    ],
)
def test_a_group_is_for_women_or_men_alone_only_where_no_others_are_named(
    name: str, text: str, gender: list[str]
) -> None:
    assert [one.code for one in Described(VOCABULARY, name, text).gender()] == gender


def test_care_is_neither_a_carer_nor_a_car_nor_a_career() -> None:
    assert not VOCABULARY.of_terms("need", ("Day care", "Social care worker"))
    assert [one.code for one in VOCABULARY.of_terms("need", ("Careers",))] == ["employment"]
    assert [one.code for one in VOCABULARY.of_terms("need", ("Carers",))] == ["carers_group"]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("Tel: 0121 496 0000 ext 4", ["0121 496 0000 ext 4"]),
        ("07700 900123 / 0121 496 0001", ["07700 900123", "0121 496 0001"]),
        ("0121 4960000 (Mon-Fri 9-5)", ["0121 4960000"]),
        ("info@club.example.org", []),
        ("00000 000000", []),
        ("See website", []),
    ],
)
def test_numbers_are_found_among_words(written: str, numbers: list[str]) -> None:
    assert list(phone_numbers(written)) == numbers


def test_addresses_are_found_as_people_write_them() -> None:
    assert web_address("www.club.example.org") == "https://www.club.example.org"
    assert web_address("//club.example.org") == "https://club.example.org"
    assert web_address("javascript:alert(1)") is None
    assert email_address("Ann <ann@club.example.org>") == "ann@club.example.org"
    assert email_address("a@club.example.org; b@club.example.org") == "a@club.example.org"
    assert email_address("a(at)club.example.org") is None


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        ("Tues", "TU"), ("MON;WED", "MO,WE"), ("Monday to Friday", "MO,TU,WE,TH,FR"), ("Weekdays", "MO,TU,WE,TH,FR"),
        ("Mondays and Thursdays", "MO,TH"), ("['MO', 'FR']", "MO,FR"), (3, "WE"), ("2TU", "2TU"), ("N/A", None),
    ],
)  # fmt: skip
def test_days_are_read_in_words_and_numbers(days: object, codes: str | None) -> None:
    assert _weekdays(days) == codes


def test_times_and_ages_are_read_as_feeds_write_them() -> None:
    assert [_clock(said) for said in ("noon", "1000", "T10:00:00", "2019-01-01T10:00:00Z", "null")] == [
        time(12), time(10), time(10), time(10), None]  # fmt: skip
    assert (_minimum_age("50+"), _maximum_age("999"), _minimum_age("18 years")) == (50, None, 18)


def test_a_rule_in_one_text_is_taken_apart_and_a_fortnight_is_two_weeks() -> None:
    assert with_rule({"freq": "FREQ=MONTHLY;BYDAY=2TU"}) == {"freq": "MONTHLY", "byday": "2TU"}
    rule = with_rule({"rrule": "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20260331T000000Z", "byday": None})
    assert rule["interval"] == "2"
    assert rule["until"] == "2026-03-31"
    assert with_rule({"freq": "Fortnightly", "byday": "TU"})["interval"] == 2


def test_half_a_letter_in_a_text_is_taken_out() -> None:
    assert plain_text("x\ud800y and more") == "xy and more"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("A ramp; no toilet.", ["A ramp", " no toilet"]),
        ("A ramp but no toilet", ["A ramp ", " no toilet"]),
        ("Level access – no lift\nHowever, a toilet", ["Level access", "no lift", "", "", " a toilet"]),
        ("Bring a grown-up and a button", ["Bring a grown-up and a button"]),
    ],
)
def test_running_text_is_cut_where_it_stops_or_turns(text: str, cut: list[str]) -> None:
    assert list(clauses(text)) == cut
