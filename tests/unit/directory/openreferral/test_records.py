"""A service of ours as a record of the standard: what is known, nothing more, and never an example as a real one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from directory.model import Access, Cost, CostOption, Location, Need, Phone, Schedule, Service
from directory.openreferral.records import (
    Organisation,
    Published,
    full_service,
    full_service_at_location,
    listed_service,
    taxonomy_term,
)
from directory.openreferral.schedules import schedule_record
from directory.openreferral.wording import EXAMPLE
from tests.unit.directory.builders import BIRMINGHAM, a_service, national

NAMES = {BIRMINGHAM: "Birmingham"}


def published(service: Service) -> Published:
    organisation = Organisation("0d9bb5c2-1d39-5a9d-8d1a-3c8c3a1d9d10", service.organisation)
    return Published(service, organisation, datetime(2026, 11, 21, 9, 30, tzinfo=UTC))


def listed(**changes: Any) -> dict[str, Any]:
    return listed_service(published(a_service(**changes)))


def full(service: Service) -> dict[str, Any]:
    return full_service(published(service), NAMES.get)


def test_a_list_shows_the_service_and_who_runs_it() -> None:
    record = listed(minimum_age=60, url="https://example.org", description="Come hungry.")
    assert record["name"] == "Tuesday Table"
    assert record["description"] == "A hot lunch and a chat.\n\nCome hungry."
    assert (record["status"], record["minimum_age"], record["assured_date"]) == ("active", 60, "2026-11-21")
    assert record["last_modified"] == "2026-11-21T09:30:00.000Z"
    assert record["organization"]["name"] == "Friends of the Hall"


def test_addresses_that_the_schemas_refuse_are_mended_or_left_out() -> None:
    record = listed(url="https://example.org/café", email="café@example.org")
    assert (record["url"], "email" in record) == ("https://example.org/caf%C3%A9", False)


def test_what_is_not_known_is_left_out() -> None:
    record = listed(assured_date=None)
    assert not {"maximum_age", "minimum_age", "email", "url", "assured_date", "alert"} & record.keys()
    assert None not in record.values()


def test_an_example_says_so_where_programs_and_people_look() -> None:
    record = listed(example=True)
    assert record["alert"] == EXAMPLE
    assert record["description"].startswith(EXAMPLE)


def test_a_real_service_is_never_marked_as_an_example() -> None:
    assert "Example" not in str(listed())


@pytest.mark.parametrize(
    ("cost", "fees"),
    [
        (Cost(CostOption.FREE), "Free"),
        (Cost(CostOption.DONATION), "Donations welcome"),
        (Cost(CostOption.PAID, 3.5), "£3.50"),
        (Cost(CostOption.PAID, 3.5, "£3.50 with tea"), "£3.50 with tea"),
        (Cost(CostOption.PAID), None),
        (Cost(CostOption.UNKNOWN), None),
    ],
)
def test_fees_say_what_is_known(cost: Cost, fees: str | None) -> None:
    assert listed(cost=cost).get("fees") == fees


def test_an_unknown_cost_is_no_cost_option() -> None:
    assert "cost_options" not in full(a_service(cost=Cost(CostOption.UNKNOWN)))


def test_who_a_service_is_for_and_how_to_join_is_said() -> None:
    record = listed(gender="women", for_carers=True, access=Access.APPOINTMENT, self_referral=False)
    assert record["eligibility_description"] == "For women. For unpaid carers."
    assert record["application_process"] == "Get in touch first to arrange it. You cannot refer yourself."


def test_the_whole_record_has_what_people_need_to_get_there() -> None:
    record = full(a_service(phones=(Phone("0121 496 0100", "Mon to Fri"),), accessibility=("step_free",)))
    assert record["phones"][0]["number"] == "0121 496 0100"
    assert record["service_areas"][0]["name"] == "Birmingham"
    (spot,) = record["service_at_locations"]
    assert spot["location"]["addresses"][0] | {"id": ""} == {
        "id": "",
        "address_1": "1 High Street",
        "city": "Birmingham",
        "state_province": "England",
        "postal_code": "B13",
        "country": "GB",
        "address_type": "physical",
    }
    assert spot["location"]["accessibility"][0]["accessibility"] == "step_free"


def test_a_hall_without_an_address_has_none() -> None:
    (spot,) = full(a_service(location=Location("The Hall")))["service_at_locations"]
    assert spot["location"]["addresses"] == []


def test_a_phone_line_is_at_no_location_and_keeps_its_access() -> None:
    record = full(national(accessibility=("bsl",)))
    assert record["service_at_locations"] == []
    assert record["accessibility"][0]["accessibility"] == "bsl"
    with pytest.raises(IndexError):
        full_service_at_location(published(national()), NAMES.get)


def test_an_area_without_a_name_shows_its_code() -> None:
    assert full(a_service(areas=("E06000001",)))["service_areas"][0]["name"] == "E06000001"


def test_an_attribute_holds_the_very_term_that_is_published() -> None:
    (attribute,) = [a for a in full(a_service(needs=(Need.MENS_SHED,)))["attributes"] if a["link_type"] == "need"]
    assert attribute["taxonomy_term"] == taxonomy_term("need", "mens_shed")
    assert attribute["taxonomy_term"]["name"] == "Men's Sheds"


def test_every_need_has_a_name_and_a_description_of_its_own() -> None:
    terms = [taxonomy_term("need", need) for need in Need]
    assert not [term for term in terms if term["description"].startswith("Kith needs")]


def rule(**fields: Any) -> dict[str, Any]:
    record = schedule_record(Schedule(**fields), None)
    return {name: record[name] for name in ("freq", "interval", "byday", "bymonthday", "notes") if record.get(name)}


def test_a_weekly_rule_stays_as_it_is() -> None:
    assert rule(freq="WEEKLY", interval=2, byday="TU") == {"freq": "WEEKLY", "interval": 2, "byday": "TU"}


def test_daily_rules_are_told_in_weeks_and_months() -> None:
    assert rule(freq="DAILY") == {"freq": "WEEKLY", "interval": 1, "byday": "MO,TU,WE,TH,FR,SA,SU"}
    assert rule(freq="DAILY", byday="MO,TU") == {"freq": "WEEKLY", "interval": 1, "byday": "MO,TU"}
    assert rule(freq="DAILY", bymonthday="1,15") == {"freq": "MONTHLY", "interval": 1, "bymonthday": "1,15"}
    assert rule(freq="DAILY", interval=2) == {"notes": "Every 2 days"}


def test_every_second_day_is_not_told_as_a_single_session() -> None:
    record = schedule_record(Schedule("DAILY", 2, dtstart=date(2026, 12, 1)), None)
    assert (record["dtstart"], record["valid_from"]) == (None, "2026-12-01")


def test_times_are_those_of_the_clock_on_the_wall() -> None:
    record = schedule_record(Schedule(dtstart=date(2026, 12, 1), opens_at=time(9, 5), closes_at=time(17)), "in person")
    assert (record["dtstart"], record["opens_at"], record["closes_at"]) == ("2026-12-01", "09:05", "17:00")
    assert record["attending_type"] == "in person"
