"""What the page of a service says to somebody of whom nothing is known."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import create_engine

from bot.service_details import Details
from directory.calendar_file import NOT_ON_BANK_HOLIDAYS
from directory.model import Schedule, Status
from directory.reports import Reports
from directory.search import Search
from kith.service_pages import ServicePages
from tests.unit.directory.builders import BIRMINGHAM, a_service, an_entry, spot_at_km
from tests.unit.directory.searching import ListedDirectory, OneWordEncoder

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NAMES = {BIRMINGHAM: "Birmingham"}


def pages_of(**service: Any) -> tuple[ServicePages, str]:
    shown = a_service(**service)
    search = Search(ListedDirectory([an_entry(shown)]), OneWordEncoder(), lambda: NOW, include_examples=True)
    return ServicePages(
        search,
        Reports(create_engine("sqlite://"), lambda: NOW),
        lambda: NOW,
        "https://kith.test",
        NAMES.get,
    ), shown.id


def details_of(**service: Any) -> Details:
    pages, key = pages_of(**service)
    [details] = pages.details([key], "en")
    return details


def test_the_page_holds_the_whole_text() -> None:
    card = details_of(description="Come hungry.\n\nBring a friend.").card
    assert card.summary == "A hot lunch and a chat.\n\nCome hungry.\n\nBring a friend."


def test_a_summary_that_only_begins_the_text_is_not_said_twice() -> None:
    assert details_of(summary="We meet and…", description="We meet and  eat and sing.").card.summary == (
        "We meet and  eat and sing."
    )


def test_nothing_is_said_of_an_area_that_nobody_named_nor_twice_of_the_cost() -> None:
    details = details_of(location=None, minimum_age=65)
    assert details.card.cost == "Free"
    assert not {"covers this area", "free"} & {*details.good_to_know}
    assert "for people aged 65 and over" in details.good_to_know


def test_one_that_has_shut_for_now_says_so_and_offers_no_times() -> None:
    weekly = Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12))
    pages, key = pages_of(schedules=(weekly,), status=Status.TEMPORARILY_CLOSED)
    [details] = pages.details([key], "en")
    assert details.card.notes[0] == "This is closed for now."
    assert (details.sessions, details.in_calendar, pages.calendar([key])) == ((), False, None)


def test_days_are_named_by_their_dates_because_the_page_is_printed() -> None:
    daily = Schedule("DAILY", opens_at=time(10), closes_at=time(12))
    assert details_of(schedules=(daily,)).sessions[:2] == (
        "Saturday 21 November, 10am to 12 noon",
        "Sunday 22 November, 10am to 12 noon",
    )


def test_one_that_has_shut_for_good_has_no_page() -> None:
    pages, key = pages_of(status=Status.DEFUNCT)
    assert pages.details([key], "en") == []


def test_the_calendar_of_a_weekly_session_says_that_bank_holidays_are_left_out() -> None:
    pages, key = pages_of(schedules=(Schedule("WEEKLY", byday="MO", opens_at=time(10), closes_at=time(12)),))
    entries = pages.calendar([key])
    assert entries is not None
    assert NOT_ON_BANK_HOLIDAYS in entries.replace(b"\r\n ", b"").decode()


def a_club(**changes: Any) -> dict[str, Any]:
    places = (spot_at_km(9, "FR"), spot_at_km(5, "TH"), spot_at_km(8, "SA"))
    return {"schedules": spot_at_km(0, "TU").schedules, "elsewhere": places} | changes


def test_the_page_names_every_place_with_its_own_times() -> None:
    details = details_of(**a_club())
    assert (details.times, details.card.elsewhere) == (("Tuesdays, 10am to 12 noon",), True)
    assert [(place.address.partition(",")[0], place.times) for place in details.elsewhere] == [
        ("Hall 9", ("Fridays, 10am to 12 noon",)),
        ("Hall 5", ("Thursdays, 10am to 12 noon",)),
        ("Hall 8", ("Saturdays, 10am to 12 noon",)),
    ]
    assert [place.sessions for place in details.elsewhere][:1] == [("Friday 27 November, 10am to 12 noon",)]


def test_the_page_of_one_place_begins_with_it_and_goes_on_with_those_nearest_to_it() -> None:
    pages, key = pages_of(**a_club())
    [details] = pages.details([f"{key}~1"], "en")
    assert details.card.address is not None
    assert (details.card.address.partition(",")[0], details.times) == ("Hall 9", ("Fridays, 10am to 12 noon",))
    assert [place.address.partition(",")[0] for place in details.elsewhere] == ["Hall 8", "Hall 5", "The Hall"]
    assert (details.card.id, details.service_id) == (f"{key}~1", key)


def test_the_calendar_of_one_place_is_not_taken_for_that_of_another() -> None:
    pages, key = pages_of(**a_club())
    files = [pages.calendar([name]) or b"" for name in (key, f"{key}~1", f"{key}~2")]
    places = [file.split(b"LOCATION:")[1].split(b"\\")[0] for file in files]
    assert places == [b"The Hall", b"Hall 9", b"Hall 5"]
    assert len({file.split(b"UID:")[1].splitlines()[0] for file in files}) == 3


def test_search_engines_hear_of_every_place_with_its_hours() -> None:
    pages, key = pages_of(**a_club())
    [details] = pages.details([f"{key}~1"], "en")
    told = json.loads(details.linked_data)
    assert told["@id"].endswith(f"/services/{key}")
    places = [channel["serviceLocation"] for channel in told["availableChannel"]]
    assert [(place["name"], place["openingHoursSpecification"][0]["dayOfWeek"]) for place in places][:2] == [
        ("Hall 9", ["https://schema.org/Friday"]),
        ("The Hall", ["https://schema.org/Tuesday"]),
    ]
    assert (len(places), "hoursAvailable" in told) == (4, False)
