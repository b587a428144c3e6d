"""What search engines are told of a service is true, and cannot leave its script element."""

from __future__ import annotations

import json
from datetime import time
from typing import cast

import pytest

from directory.linked_data import linked_data
from directory.model import ALL_ENGLAND, Cost, CostOption, Need, Phone, Schedule, Service, Status
from directory.seed_loader import SEED_FOLDER, read_services
from tests.unit.directory.builders import BIRMINGHAM, TODAY, a_service, national

ADDRESS = "https://kith.test/services/1"
NAMES = {BIRMINGHAM: "Birmingham", ALL_ENGLAND: "England"}


def test_what_is_known_is_told_and_what_is_not_is_left_out() -> None:
    hours = Schedule("WEEKLY", byday="TU,TH", opens_at=time(10), closes_at=time(12))
    every_second = Schedule("WEEKLY", 2, "TU", opens_at=time(10), closes_at=time(12))
    phones = (Phone("0121 496 0123"), Phone("text SHOUT to 85258"))
    told = json.loads(
        linked_data(a_service(schedules=(hours, every_second), phones=phones, minimum_age=65), ADDRESS, NAMES.get)
    )
    assert (told["@type"], told["@id"], told["name"]) == ("Service", ADDRESS, "Tuesday Table")
    assert told["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 65}
    assert told["offers"]["price"] == 0
    [opening] = told["hoursAvailable"]
    assert opening["dayOfWeek"] == ["https://schema.org/Tuesday", "https://schema.org/Thursday"]
    assert (opening["opens"], opening["closes"]) == ("10:00:00", "12:00:00")
    assert told["url"] == ADDRESS
    channel = told["availableChannel"]
    assert [point["telephone"] for point in channel["servicePhone"]] == ["0121 496 0123"]
    assert "geo" not in channel["serviceLocation"]
    assert told["areaServed"] == [{"@type": "AdministrativeArea", "name": "Birmingham"}]


def test_a_national_line_of_unknown_cost_has_no_offer_and_no_place() -> None:
    told = json.loads(linked_data(national(cost=Cost(CostOption.UNKNOWN)), ADDRESS, NAMES.get))
    assert [area["name"] for area in told["areaServed"]] == ["England"]
    assert "offers" not in told
    assert "serviceLocation" not in told["availableChannel"]


def hours_of(service: Service) -> list[dict[str, object]]:
    told: list[dict[str, object]] = json.loads(linked_data(service, ADDRESS, NAMES.get)).get("hoursAvailable", [])
    return told


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        (time(20), time(0), ("20:00:00", "00:00:00")),
        (time(22), time(2), ("22:00:00", "02:00:00")),
        (time(0), time(0), ("00:00:00", "23:59:00")),
    ],
)
def test_hours_past_midnight_and_around_the_clock_are_not_read_as_shut(
    opens: time, closes: time, told: tuple[str, str]
) -> None:
    [hours] = hours_of(a_service(schedules=(Schedule("DAILY", opens_at=opens, closes_at=closes),)))
    assert (hours["opens"], hours["closes"]) == told
    assert len(cast("list[str]", hours["dayOfWeek"])) == 7


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule("MONTHLY", byday="1TU", opens_at=time(10), closes_at=time(12)),
        Schedule("DAILY", bymonthday="15", opens_at=time(10), closes_at=time(12)),
        Schedule("DAILY", 2, opens_at=time(10), closes_at=time(12)),
        Schedule("WEEKLY", byday="TU", opens_at=time(10)),
        Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(10)),
        Schedule(dtstart=TODAY, opens_at=time(10), closes_at=time(12)),
    ],
)
def test_what_does_not_come_every_week_or_has_no_end_is_not_told_as_hours(schedule: Schedule) -> None:
    assert hours_of(a_service(schedules=(schedule,))) == []


def test_hours_begin_with_the_first_session() -> None:
    weekly = Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12), dtstart=TODAY, valid_to=TODAY)
    [hours] = hours_of(a_service(schedules=(weekly,)))
    assert (hours["validFrom"], hours["validThrough"]) == ("2026-11-21", "2026-11-21")


def test_one_that_has_shut_for_now_keeps_no_hours() -> None:
    weekly = Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12))
    assert hours_of(a_service(schedules=(weekly,), status=Status.TEMPORARILY_CLOSED)) == []


def test_an_example_says_that_it_is_none() -> None:
    told = json.loads(linked_data(a_service(example=True), ADDRESS, NAMES.get))
    assert told["description"].startswith("Example only: this is not a real service.")


def test_who_and_what_it_is_for_is_told_in_words() -> None:
    told = json.loads(linked_data(a_service(needs=(Need.MENS_SHED,), for_carers=True), ADDRESS, NAMES.get))
    assert told["serviceType"] == ["Men's Sheds"]
    assert told["audience"]["audienceType"] == "Unpaid carers"


def test_of_an_area_without_a_name_nothing_is_told() -> None:
    assert "areaServed" not in json.loads(linked_data(a_service(areas=("E99999999",)), ADDRESS, NAMES.get))


def test_of_a_service_that_cannot_be_reached_no_way_is_told() -> None:
    told = json.loads(linked_data(a_service(location=None, phones=(), url=None, languages=()), ADDRESS, NAMES.get))
    assert "availableChannel" not in told


KNOWN = {
    "Service": {"@context", "@id", "url", "name", "description", "serviceType", "provider", "areaServed", "audience",
                "offers", "availableChannel", "hoursAvailable"},
    "Organization": {"name"},
    "AdministrativeArea": {"name"},
    "PeopleAudience": {"suggestedMinAge", "suggestedMaxAge", "suggestedGender", "audienceType"},
    "Offer": {"price", "priceCurrency"},
    "ServiceChannel": {"servicePhone", "serviceUrl", "serviceLocation", "availableLanguage"},
    "ContactPoint": {"telephone"},
    "Place": {"name", "address", "geo"},
    "PostalAddress": {"streetAddress", "addressLocality", "postalCode", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
}  # fmt: skip
"""The properties of schema.org that are used, at each of its types."""


def faults(value: object) -> list[str]:
    if isinstance(value, list):
        return [fault for each in value for fault in faults(each)]
    if not isinstance(value, dict):
        return [] if value not in (None, "") else ["an empty value"]
    kind = value.get("@type")
    strange = value.keys() - KNOWN.get(str(kind), set()) - {"@type"}
    return [f"{kind}: {strange}"] * bool(strange) + faults([*value.values()])


def test_every_service_of_the_seed_is_told_in_words_that_schema_org_knows() -> None:
    services = [service for path in sorted(SEED_FOLDER.glob("*.yml")) for service in read_services(path)]
    told = [json.loads(linked_data(service, ADDRESS, NAMES.get)) for service in services]
    assert [fault for each in told for fault in faults(each)] == []
    assert all(each["name"] and each["description"] and each["provider"]["name"] for each in told)


def test_only_web_addresses_are_told() -> None:
    assert "javascript" not in linked_data(a_service(url="javascript:alert(1)"), ADDRESS, NAMES.get)


def test_no_words_end_the_script_element() -> None:
    attack = "</script><script>alert(1)</script><!-- & ]]>\u2028"
    text = linked_data(a_service(name=attack, summary=attack, organisation=attack), ADDRESS, NAMES.get)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"] == attack
