"""What search engines are told of a service is true, and cannot leave its script element."""

from __future__ import annotations

import json
from datetime import time

from directory.linked_data import linked_data
from directory.model import Cost, CostOption, Phone, Schedule
from tests.unit.directory.builders import a_service, national

ADDRESS = "https://kith.test/services/1"


def test_what_is_known_is_told_and_what_is_not_is_left_out() -> None:
    hours = Schedule("WEEKLY", byday="TU,TH", opens_at=time(10), closes_at=time(12))
    every_second = Schedule("WEEKLY", 2, "TU", opens_at=time(10), closes_at=time(12))
    phones = (Phone("0121 496 0123"), Phone("text SHOUT to 85258"))
    told = json.loads(linked_data(a_service(schedules=(hours, every_second), phones=phones, minimum_age=65), ADDRESS))
    assert (told["@type"], told["@id"], told["name"]) == ("Service", ADDRESS, "Tuesday Table")
    assert told["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 65}
    assert told["offers"]["price"] == 0
    [opening] = told["hoursAvailable"]
    assert opening["dayOfWeek"] == ["https://schema.org/Tuesday", "https://schema.org/Thursday"]
    channel = told["availableChannel"]
    assert [point["telephone"] for point in channel["servicePhone"]] == ["0121 496 0123"]
    assert "geo" not in channel["serviceLocation"]
    assert "areaServed" not in told


def test_a_national_line_of_unknown_cost_has_no_offer_and_no_place() -> None:
    told = json.loads(linked_data(national(cost=Cost(CostOption.UNKNOWN)), ADDRESS))
    assert told["areaServed"]["name"] == "England"
    assert "offers" not in told
    assert "serviceLocation" not in told["availableChannel"]


def test_only_web_addresses_are_told() -> None:
    assert "javascript" not in linked_data(a_service(url="javascript:alert(1)"), ADDRESS)


def test_no_words_end_the_script_element() -> None:
    attack = "</script><script>alert(1)</script><!-- & ]]>\u2028"
    text = linked_data(a_service(name=attack, summary=attack, organisation=attack), ADDRESS)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"] == attack
