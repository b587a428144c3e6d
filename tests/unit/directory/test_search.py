"""Which services are found for a wish, in what order, and what is said when a wish is set aside."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from directory.model import AgeRange, Attending, Cost, CostOption, Filter, Need, Schedule, Service, Status
from directory.search import Wish
from directory.sentences import NO_PLACE
from screening.people import LifeStage, Role
from tests.unit.directory.builders import HOME, TODAY, a_service, at_km, national
from tests.unit.directory.searching import named, names, search_over

LUNCH, GARDEN, CHOIR = Need.LUNCH_SOCIAL, Need.GARDENING, Need.ARTS_CRAFTS
SATURDAYS = (Schedule("WEEKLY", byday="SA", opens_at=time(10), closes_at=time(12)),)
TUESDAYS = (Schedule("WEEKLY", byday="TU", opens_at=time(10), closes_at=time(12)),)


def three_lunches(**changes: Any) -> list[Service]:
    return [named(f"Lunch {n}", needs=(LUNCH,), **changes) for n in (1, 2, 3)]


def test_the_nearest_of_equals_comes_first() -> None:
    search = search_over(
        named("Far", location=at_km(6)), named("Near", location=at_km(1)), named("Mid", location=at_km(3))
    )
    assert names(search.find(Wish(HOME))) == ["Near", "Mid", "Far"]


def test_distance_is_told_in_kilometres_and_its_reason_in_miles() -> None:
    match = search_over(named("Hall", location=at_km(1.29))).find(Wish(HOME)).matches[0]
    assert match.distance_km == 1.3
    assert match.reasons[0] == "0.8 miles away"


def test_what_was_asked_for_is_shown_and_nothing_else() -> None:
    results = search_over(*three_lunches(), named("Garden", needs=(GARDEN,))).find(Wish(HOME, needs=(LUNCH,)), limit=9)
    assert names(results) == ["Lunch 1", "Lunch 2", "Lunch 3"]
    assert results.relaxed == ()
    assert results.local_found


def test_what_a_person_typed_finds_what_means_the_same() -> None:
    results = search_over(named("We sing"), named("We dig")).find(Wish(HOME, text="I love to sing"))
    assert names(results) == ["We sing"]


def test_a_service_only_about_the_wish_comes_before_one_for_some() -> None:
    search = search_over(named("A Temple Lunch", needs=(LUNCH, Need.FAITH_CULTURE)), named("Lunch", needs=(LUNCH,)))
    assert names(search.find(Wish(HOME, needs=(LUNCH,)))) == ["Lunch", "A Temple Lunch"]


def test_a_womens_group_waits_until_we_know_who_asks() -> None:
    search = search_over(named("A Women's Lunch", gender="women"), named("Lunch"))
    assert names(search.find(Wish(HOME))) == ["Lunch", "A Women's Lunch"]


def test_the_persons_life_stage_comes_first() -> None:
    search = search_over(
        named("For All"),
        named("For Elders", life_stages=(LifeStage.LATER_LIFE,)),
        named("For Workers", life_stages=(LifeStage.WORKING_AGE,)),
    )
    results = search.find(Wish(HOME, life_stages=(LifeStage.LATER_LIFE,)))
    assert names(results) == ["For Elders", "For All", "For Workers"]


def test_what_was_checked_lately_comes_first() -> None:
    search = search_over(named("Old", assured_date=TODAY - timedelta(days=300)), named("Fresh"))
    assert names(search.find(Wish(HOME))) == ["Fresh", "Old"]


def test_national_services_come_after_local_ones() -> None:
    results = search_over(national(name="A Line"), named("Hall", location=at_km(7))).find(Wish(HOME))
    assert names(results) == ["Hall", "A Line"]


def test_the_circle_widens_only_as_far_as_needed() -> None:
    lunches = [named(f"Lunch {n}", needs=(LUNCH,), location=at_km(10 + n)) for n in (1, 2, 3)]
    results = search_over(*lunches, named("Far", needs=(LUNCH,), location=at_km(25))).find(Wish(HOME, needs=(LUNCH,)))
    assert results.total == 3
    assert results.relaxed == ("I found none within 5 miles, so I looked up to 10 miles away.",)
    assert not results.local_found


def test_a_few_near_ones_are_said_before_the_circle_widens() -> None:
    near = named("Near", needs=(LUNCH,), location=at_km(1))
    far = [named(f"Far {n}", needs=(LUNCH,), location=at_km(20)) for n in (1, 2)]
    results = search_over(near, *far).find(Wish(HOME, needs=(LUNCH,)))
    assert names(results)[0] == "Near"
    assert results.relaxed == ("I found only one within 5 miles, so I looked up to 19 miles away.",)
    assert results.local_found


def test_the_circle_does_not_widen_for_nothing() -> None:
    results = search_over(named("Near", needs=(LUNCH,))).find(Wish(HOME, needs=(LUNCH,)))
    assert results.relaxed == ()


def test_days_are_set_aside_before_distance() -> None:
    saturday = named("Saturday", needs=(LUNCH,), schedules=SATURDAYS)
    tuesday = [named(f"Tuesday {n}", needs=(LUNCH,), schedules=TUESDAYS) for n in (1, 2)]
    far = [named(f"Far {n}", needs=(LUNCH,), schedules=SATURDAYS, location=at_km(12)) for n in (1, 2)]
    wish = Wish(HOME, needs=(LUNCH,), filters=frozenset({Filter.WEEKEND}))
    results = search_over(saturday, *tuesday, *far).find(wish, limit=9)
    assert set(names(results)) == {"Saturday", "Tuesday 1", "Tuesday 2"}
    assert results.relaxed == ("I found only one at weekends close by, so some of these are at other times.",)


def test_days_are_kept_where_setting_them_aside_gains_nothing() -> None:
    far = [named(f"Far {n}", needs=(LUNCH,), schedules=SATURDAYS, location=at_km(12)) for n in (1, 2, 3)]
    wish = Wish(HOME, needs=(LUNCH,), filters=frozenset({Filter.WEEKEND}))
    results = search_over(*far).find(wish)
    assert results.relaxed == ("I found none within 5 miles, so I looked up to 10 miles away.",)


def test_the_need_is_set_aside_last_and_said() -> None:
    results = search_over(*three_lunches()).find(Wish(HOME, needs=(GARDEN,)))
    assert results.total == 3
    assert results.relaxed == ("I found no gardening group close by, but these may be good instead.",)
    assert not results.local_found


def test_a_debt_line_is_no_answer_to_a_wish_for_a_choir() -> None:
    choirs = national(id="1", name="Find a choir", needs=(CHOIR,))
    company = national(id="2", name="A Friendly Line", needs=(Need.BEFRIENDING,))
    wrong = [
        national(id="3", name="Debt Line", needs=(Need.MONEY_ADVICE,)),
        national(id="4", name="Crisis Line", needs=(Need.BEFRIENDING,), keywords=("crisis",)),
        national(id="5", name="Therapy", needs=(Need.TALKING_THERAPY, Need.BEFRIENDING)),
        national(id="6", name="Stroke Line", needs=(Need.CONDITION_SUPPORT, Need.BEFRIENDING)),
    ]
    results = search_over(choirs, company, *wrong).find(Wish(HOME, needs=(CHOIR,)))
    assert names(results) == ["Find a choir", "A Friendly Line"]
    assert results.relaxed == ("I found no music, art or craft group close by, but these may help.",)


def test_no_card_is_better_than_a_wrong_one() -> None:
    results = search_over(national(needs=(Need.MONEY_ADVICE,))).find(Wish(HOME, needs=(CHOIR,)))
    assert (results.matches, results.total, results.relaxed) == ((), 0, ())


def test_whoever_asks_about_debt_is_shown_the_debt_line_and_no_lunch_club() -> None:
    search = search_over(national(name="Debt Line", needs=(Need.MONEY_ADVICE,)), *three_lunches())
    assert names(search.find(Wish(HOME, needs=(Need.MONEY_ADVICE,)))) == ["Debt Line"]


def test_a_nearer_relative_of_the_wish_stands_in_first() -> None:
    search = search_over(named("Lunch", needs=(LUNCH,)), named("Helpers", needs=(Need.VOLUNTEERING,)))
    assert names(search.find(Wish(HOME, needs=(CHOIR,)))) == ["Lunch", "Helpers"]


@pytest.mark.parametrize(
    ("first", "second"), [(Need.CARERS_GROUP, Need.PARENT_BABY), (Need.PARENT_BABY, Need.CARERS_GROUP)]
)
def test_what_belongs_to_a_persons_life_stands_in_alike(first: Need, second: Need) -> None:
    search = search_over(named("One", needs=(first,)), named("Two", needs=(second,)))
    parent = Wish(HOME, text="sing", role=Role.CARER, life_stages=(LifeStage.EARLY_YEARS,))
    assert names(search.find(parent)) == ["One", "Two"]


def test_anything_is_a_mixed_page_without_hard_subjects() -> None:
    walk = named("Walk", needs=(Need.WALKING_ACTIVITY,), location=at_km(3))
    hard = [named("Debts", needs=(Need.MONEY_ADVICE,)), named("Grief", needs=(Need.BEREAVEMENT,))]
    results = search_over(*three_lunches(), walk, *hard, named("Garden", needs=(GARDEN,))).find(Wish(HOME), limit=9)
    assert {"Walk", "Garden"} < set(names(results)[:3])
    assert not {"Debts", "Grief"} & set(names(results))


def test_anything_starts_with_what_belongs_to_the_persons_life() -> None:
    play = named("Play", needs=(Need.PARENT_BABY,), life_stages=(LifeStage.EARLY_YEARS,))
    results = search_over(*three_lunches(), play).find(Wish(HOME, life_stages=(LifeStage.EARLY_YEARS,)))
    assert names(results)[0] == "Play"


def test_each_of_several_wishes_is_on_the_first_page() -> None:
    garden = named("Garden", needs=(GARDEN,), location=at_km(7))
    debts = named("Debts", needs=(Need.MONEY_ADVICE,), location=at_km(12))
    results = search_over(*three_lunches(), garden, debts).find(Wish(HOME, needs=(LUNCH, GARDEN, Need.MONEY_ADVICE)))
    assert set(names(results)) == {"Lunch 1", "Garden", "Debts"}


def test_a_perfect_fit_three_miles_off_comes_before_a_poor_one_next_door() -> None:
    perfect = named("Gardeners", needs=(GARDEN,), location=at_km(4.8))
    poor = named("Prayer, Lunch and Weeds", needs=(Need.FAITH_CULTURE, LUNCH, GARDEN), location=at_km(0.5))
    assert names(search_over(poor, perfect).find(Wish(HOME, needs=(GARDEN,))))[0] == "Gardeners"


def test_what_the_words_point_to_may_lie_a_little_further_and_it_is_said() -> None:
    choir = named("We sing", needs=(CHOIR,), location=at_km(12))
    clay = [named(f"Clay {n}", needs=(CHOIR,)) for n in (1, 2, 3)]
    results = search_over(choir, *clay).find(Wish(HOME, needs=(CHOIR,), text="sing"))
    assert names(results)[0] == "We sing"
    assert results.relaxed == ("Some of these are more than 5 miles away, as they fit your own words.",)


def test_a_carer_who_asks_for_a_garden_gets_the_garden() -> None:
    carers = named("Carers", needs=(Need.CARERS_GROUP,), for_carers=True)
    search = search_over(carers, *(named(f"Garden {n}", needs=(GARDEN,)) for n in (1, 2, 3)))
    assert "Carers" not in names(search.find(Wish(HOME, role=Role.CARER, needs=(GARDEN,)), limit=9))
    assert names(search.find(Wish(HOME, role=Role.CARER, needs=(Need.CARERS_GROUP,))))[0] == "Carers"


def test_order_does_not_depend_on_the_page_size() -> None:
    search = search_over(*three_lunches(), *(named(f"Walk {n}", needs=(Need.WALKING_ACTIVITY,)) for n in (1, 2, 3)))
    whole = names(search.find(Wish(HOME), limit=9))
    assert whole == [name for skip in range(6) for name in names(search.find(Wish(HOME), skip=skip, limit=1))]


def test_national_services_fill_in_before_the_need_is_set_aside() -> None:
    lines = [national(id=str(n), name=f"Line {n}", needs=(GARDEN,)) for n in (1, 2, 3)]
    results = search_over(*three_lunches(), *lines).find(Wish(HOME, needs=(GARDEN,)))
    assert names(results) == ["Line 1", "Line 2", "Line 3"]
    assert results.relaxed == ("I found no gardening group close by yet, so these are for people anywhere in England.",)
    assert not results.local_found


@pytest.mark.parametrize(
    ("chosen", "unfit"),
    [
        (Filter.FREE, {"cost": Cost(CostOption.PAID, 3.0)}),
        (Filter.WOMEN, {"gender": None}),
        (Filter.SELF_REFERRAL, {"self_referral": False}),
        (Filter.ONLINE, {"attending": (Attending.IN_PERSON,)}),
    ],
)
def test_money_access_and_being_online_are_never_set_aside(chosen: Filter, unfit: dict[str, Any]) -> None:
    results = search_over(*three_lunches(**unfit)).find(Wish(HOME, needs=(LUNCH,), filters=frozenset({chosen})))
    assert results.total == 0


def test_a_phone_line_needs_no_step_free_door() -> None:
    results = search_over(national()).find(Wish(HOME, filters=frozenset({Filter.STEP_FREE})))
    assert results.total == 1


def test_weekend_and_evening_together_mean_either() -> None:
    late = (Schedule("WEEKLY", byday="TU", opens_at=time(18), closes_at=time(20)),)
    search = search_over(named("Weekend", schedules=SATURDAYS), named("Late", schedules=late), *three_lunches())
    both = frozenset({Filter.WEEKEND, Filter.EVENING})
    assert {"Weekend", "Late"} <= set(names(search.find(Wish(HOME, filters=both), limit=9)))


def test_without_a_place_the_person_is_told_that_one_would_help() -> None:
    results = search_over(national()).find(Wish())
    assert results.relaxed == (NO_PLACE,)
    assert results.matches[0].distance_km is None
    assert not results.local_found


def test_pages_follow_one_another() -> None:
    search = search_over(*(named(f"Lunch {n}") for n in range(7)))
    pages = [names(search.find(Wish(HOME), skip=skip)) for skip in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({name for page in pages for name in page}) == 7


def test_a_match_says_when_it_is_on_next() -> None:
    match = search_over(named("Lunch", schedules=TUESDAYS)).find(Wish(HOME)).matches[0]
    assert match.next_session == "Tuesday 24 November, 10am to 12 noon"


def test_an_empty_directory_finds_nothing_and_does_not_break() -> None:
    results = search_over().find(Wish(HOME, needs=(CHOIR,), text="sing"))
    assert (results.matches, results.total, results.local_found) == ((), 0, False)


def test_whom_a_service_is_not_for_it_is_never_shown() -> None:
    search = search_over(
        named("Women", gender="women"),
        named("Men", gender="men"),
        named("Under 25", maximum_age=25),
        named("Next Door", areas=("E08000029",)),
        named("Closed", status=Status.TEMPORARILY_CLOSED),
        named("Example", example=True),
        include_examples=False,
    )
    assert names(search.find(Wish(HOME, AgeRange(60, 64), gender="women"), limit=9)) == ["Women"]


def test_an_example_is_not_shown_by_its_id_where_examples_are_left_out() -> None:
    example = a_service(example=True)
    assert search_over(example).service(example.id) == example
    assert search_over(example, include_examples=False).service(example.id) is None
    assert search_over().service("no such id") is None


@pytest.mark.parametrize("status", [Status.TEMPORARILY_CLOSED, Status.INACTIVE, Status.DEFUNCT])
def test_what_has_closed_since_it_was_found_is_on_no_later_page(status: Status) -> None:
    search = search_over(named("Open"), named("Closed", status=status))
    assert [match.service.name for match in search.these(("Closed", "Open"), HOME)] == ["Open"]


def test_a_club_is_never_answered_with_a_line_for_people_in_danger() -> None:
    danger = national(id="danger", name="Danger", needs=(Need.LGBT,), keywords=("crisis",))
    found = search_over(danger, national(id="line", name="Line", needs=(Need.LGBT,))).find(
        Wish(HOME, needs=(Need.LGBT,))
    )
    assert names(found) == ["Line"]


def test_who_told_only_that_they_are_young_gets_nothing_for_adults_only() -> None:
    pub, club = named("Pub", minimum_age=18), named("Club", minimum_age=11)
    assert names(search_over(pub, club).find(Wish(HOME, life_stages=(LifeStage.YOUNG,)))) == ["Club"]
