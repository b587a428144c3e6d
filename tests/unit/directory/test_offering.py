"""How a service is given: what says so comes first, what does not say comes after, what says no is never shown."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from directory.model import Access, Attending, Cost, CostOption, Filter, Schedule, Service, Wanted
from directory.offering import offers, says, speaks
from directory.reasons import MOST_REASONS, ask_first, reasons_for
from directory.search import MOST_IDS, Wish
from directory.sentences import NONE_SAY, SOME_SAY
from tests.unit.directory.builders import HOME, a_service, at_km, national
from tests.unit.directory.searching import named, names, search_over

LOOP = {"accessibility": ("hearing_loop",)}
WITH_LOOP = frozenset({Filter.HEARING_LOOP})


def wanting(*filters: Filter, languages: tuple[str, ...] = ()) -> Wanted:
    return Wanted(frozenset(filters), frozenset(languages))


@pytest.mark.parametrize(
    ("wanted", "service", "answer"),
    [
        (Filter.FREE, {"cost": Cost(CostOption.FREE)}, True),
        (Filter.FREE, {"cost": Cost(CostOption.UNKNOWN)}, None),
        (Filter.FREE, {"cost": Cost(CostOption.PAID, 2.0)}, False),
        (Filter.STEP_FREE, {"accessibility": ("step_free",)}, True),
        (Filter.STEP_FREE, {}, None),
        (Filter.STEP_FREE, {"attending": (Attending.HOME_VISIT,)}, True),
        (Filter.HEARING_LOOP, LOOP, True),
        (Filter.HEARING_LOOP, {}, None),
        (Filter.HEARING_LOOP, {"attending": (Attending.PHONE,)}, False),
        (Filter.HEARING_LOOP, {"attending": (Attending.HOME_VISIT, Attending.PHONE)}, True),
        (Filter.BSL, {"languages": ("en", "bfi")}, True),
        (Filter.BSL, {"accessibility": ("bsl",)}, True),
        (Filter.BSL, {"attending": (Attending.ONLINE,)}, None),
        (Filter.BSL, {"attending": (Attending.PHONE,)}, False),
        (Filter.ACCESSIBLE_TOILET, {"accessibility": ("accessible_toilet",)}, True),
        (Filter.ACCESSIBLE_TOILET, {"accessibility": ("step_free",)}, None),
        (Filter.WOMEN, {"gender": "women"}, True),
        (Filter.WOMEN, {"gender": None}, False),
        (Filter.MEN, {"gender": "women"}, False),
        (Filter.PHONE, {"attending": (Attending.ONLINE, Attending.PHONE)}, True),
        (Filter.ONLINE, {"attending": ()}, None),
        (Filter.IN_PERSON, {"attending": (Attending.HOME_VISIT,)}, True),
        (Filter.HOME_VISIT, {"attending": (Attending.IN_PERSON,)}, False),
        (Filter.SELF_REFERRAL, {"access": Access.DROP_IN}, True),
        (Filter.SELF_REFERRAL, {"access": None}, None),
        (Filter.SELF_REFERRAL, {"access": Access.REFERRAL}, False),
        (Filter.SELF_REFERRAL, {"self_referral": False, "access": Access.APPOINTMENT}, False),
    ],
)
def test_a_service_says_yes_or_no_or_does_not_say(wanted: Filter, service: dict[str, Any], answer: bool | None) -> None:
    assert says(a_service(**service), wanted) is answer


@pytest.mark.parametrize(
    ("languages", "answer"),
    [(("en", "pl"), True), (("en",), None), ((), None), (("en", "bfi"), None), (("ur",), False)],
)
def test_who_names_only_english_was_hardly_asked(languages: tuple[str, ...], answer: bool | None) -> None:
    assert speaks(a_service(languages=languages), "pl") is answer


def test_feeds_use_codes_of_chinese_for_one_another() -> None:
    assert speaks(a_service(languages=("yue",)), "zh")


def test_one_of_several_ways_and_of_several_languages_is_enough() -> None:
    line = national(languages=("en", "ru"), cost=Cost(CostOption.UNKNOWN))
    assert offers(line, wanting(Filter.PHONE, Filter.ONLINE, languages=("pl", "ru")))
    assert offers(line, wanting(Filter.PHONE, Filter.FREE)) is None
    assert offers(line, wanting(Filter.HOME_VISIT, Filter.FREE)) is False


def test_what_does_not_say_comes_after_what_does_and_it_is_said() -> None:
    silent, loop = named("Near and silent"), named("Far with a loop", location=at_km(6), **LOOP)
    results = search_over(silent, loop).find(Wish(HOME, filters=WITH_LOOP))
    assert names(results) == ["Far with a loop", "Near and silent"]
    assert results.relaxed[-1] == SOME_SAY
    assert results.local_found
    assert [match.notes for match in results.matches] == [
        (),
        ("Please ask first if this is right: has a hearing loop",),
    ]


def test_where_nothing_says_so_nothing_was_found_and_it_is_said() -> None:
    results = search_over(*(named(f"Silent {n}") for n in range(3))).find(Wish(HOME, filters=WITH_LOOP))
    assert (results.total, results.relaxed) == (3, (NONE_SAY,))
    assert not results.local_found


def test_the_search_goes_further_for_what_says_so_and_keeps_what_is_near() -> None:
    near = [named(f"Silent {n}") for n in range(3)]
    results = search_over(*near, named("Loop", location=at_km(14), **LOOP)).find(Wish(HOME, filters=WITH_LOOP), limit=9)
    assert names(results)[0] == "Loop"
    assert results.total == 4
    assert results.relaxed == (
        "I found none within 5 miles, so I looked up to 10 miles away.",
        SOME_SAY,
    )


def test_nothing_silent_stands_in_for_what_was_asked_for() -> None:
    by_phone = named("Phone", attending=(Attending.PHONE,), location=None)
    assert search_over(by_phone).find(Wish(HOME, filters=WITH_LOOP)).total == 0


def test_where_more_than_enough_say_so_the_silent_are_only_counted() -> None:
    loops = [named(f"Loop {n}", **LOOP) for n in range(MOST_IDS + 1)]
    results = search_over(*loops, named("Silent")).find(Wish(HOME, filters=WITH_LOOP))
    assert (results.total, len(results.ids), "Silent" in results.ids) == (MOST_IDS + 2, MOST_IDS, False)


def test_without_a_place_what_is_not_said_is_said_too() -> None:
    results = search_over(national(cost=Cost(CostOption.UNKNOWN))).find(Wish(filters=frozenset({Filter.FREE})))
    assert results.relaxed[-1] == NONE_SAY


def test_a_group_for_women_is_no_stranger_to_who_asks_for_one() -> None:
    women = named("Women", gender="women")
    results = search_over(women, named("All"), named("Men", gender="men")).find(
        Wish(HOME, filters=frozenset({Filter.WOMEN})), limit=9
    )
    assert names(results) == ["Women"]


@pytest.mark.parametrize(
    ("service", "wanted", "reason"),
    [
        (LOOP, wanting(Filter.HEARING_LOOP), "has a hearing loop"),
        ({"languages": ("en", "bfi")}, wanting(Filter.BSL), "uses British Sign Language"),
        (
            {"accessibility": ("accessible_toilet",)},
            wanting(Filter.ACCESSIBLE_TOILET),
            "has a toilet for disabled people",
        ),
        ({"access": Access.DROP_IN}, wanting(Filter.SELF_REFERRAL), "you can refer yourself"),
        ({"languages": ("en", "pl", "ur")}, wanting(languages=("pl",)), "speaks Polish"),
        ({"languages": ("en", "pl", "ur")}, wanting(), "speaks Polish and Urdu"),
        ({}, wanting(Filter.IN_PERSON), "in person"),
        ({"attending": (Attending.HOME_VISIT,), "location": None}, wanting(Filter.HOME_VISIT), "home visits"),
    ],
)
def test_the_reasons_speak_of_what_was_wanted(service: dict[str, Any], wanted: Wanted, reason: str) -> None:
    assert reason in reasons_for(a_service(**service), 1.0, wanted)
    assert ask_first(a_service(**service), wanted) == ()


def test_what_was_wanted_is_not_crowded_out_by_other_reasons() -> None:
    full = a_service(
        minimum_age=50, maximum_age=90, gender="women", for_carers=True, access=Access.DROP_IN,
        accessibility=("step_free", "accessible_toilet", "hearing_loop"),
        schedules=(Schedule("WEEKLY", byday="TU"),),
    )  # fmt: skip
    assert "has a toilet for disabled people" not in reasons_for(full, 1.0)
    found = reasons_for(full, 1.0, wanting(Filter.ACCESSIBLE_TOILET, Filter.SELF_REFERRAL))
    assert {"has a toilet for disabled people", "you can refer yourself"} <= set(found)
    assert len(found) == MOST_REASONS


def test_nobody_is_told_of_a_ramp_at_home() -> None:
    visits = a_service(attending=(Attending.HOME_VISIT,))
    assert "step-free" not in reasons_for(visits, None, wanting(Filter.STEP_FREE))
    assert ask_first(visits, wanting(Filter.STEP_FREE)) == ()


def test_all_that_is_not_said_is_to_be_asked_at_once() -> None:
    [note] = ask_first(a_service(cost=Cost(CostOption.UNKNOWN)), wanting(Filter.FREE, Filter.BSL, languages=("pl",)))
    assert note == "Please ask first if this is right: free, uses British Sign Language and speaks Polish"


MONDAY_OFF = datetime(2026, 12, 28, 10, 30, tzinfo=UTC)
"""The bank holiday after Boxing Day, which falls on a Saturday."""


def on(byday: str, **changes: Any) -> dict[str, tuple[Schedule, ...]]:
    return {"schedules": (Schedule("WEEKLY", byday=byday, opens_at=time(10), closes_at=time(12), **changes),)}


def test_what_is_on_on_a_bank_holiday_is_to_be_checked() -> None:
    one_off: Service = named("Party", schedules=(Schedule(dtstart=MONDAY_OFF.date(), opens_at=time(18)),))
    always = named("Line", schedules=(Schedule("DAILY", opens_at=time(0), closes_at=time(0)),))
    results = search_over(named("Mondays", **on("MO")), one_off, always, now=MONDAY_OFF).find(Wish(HOME), limit=9)
    said = {match.service.name: match.next_session for match in results.matches}
    assert said == {
        "Mondays": "Today, 10am to 12 noon (check: bank holiday)",
        "Party": "Today, from 6pm",
        "Line": "Today, 24 hours a day",
    }
