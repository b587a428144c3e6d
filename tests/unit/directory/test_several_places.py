"""A service of several places is found by the one that fits best, on one card that speaks of that place alone."""

from __future__ import annotations

import pytest

from directory.catalogue import Catalogue
from directory.model import Filter, Location, Need, Service, Spot, When
from directory.search import Match, Results, Wish
from directory.spots import meant, named, seen_from
from tests.unit.directory.builders import HOME, a_service, an_entry, spot_at_km
from tests.unit.directory.searching import named as service_named
from tests.unit.directory.searching import names, search_over

THREE = (spot_at_km(5, "TU"), spot_at_km(1, "TH"), spot_at_km(3, "SA"))
LUNCH = (Need.LUNCH_SOCIAL,)


def lunches(name: str = "Lunch", places: tuple[Spot, ...] = THREE) -> Service:
    first, *others = places
    return service_named(
        name,
        needs=LUNCH,
        location=first.location,
        schedules=first.schedules,
        accessibility=first.accessibility,
        elsewhere=tuple(others),
    )


def found(wish: Wish, *services: Service) -> Results:
    return search_over(*services).find(wish)


def told(match: Match) -> tuple[str, float | None, str | None]:
    assert match.service.location is not None
    return match.service.location.name, match.distance_km, match.next_session


def test_the_nearest_place_is_on_the_card_with_its_own_distance_and_session() -> None:
    results = found(Wish(HOME, needs=LUNCH), lunches())
    [match] = results.matches
    assert told(match) == ("Hall 1", 1.0, "Thursday 26 November, 10am to 12 noon")
    assert "Thursdays, 10am to 12 noon" in match.reasons
    assert (results.total, len(match.service.elsewhere)) == (1, 2)


@pytest.mark.parametrize(
    ("wish", "place"),
    [
        (Wish(HOME, needs=LUNCH, times=frozenset({When.TUESDAY})), "Hall 5"),
        (Wish(HOME, needs=LUNCH, times=frozenset({When.TODAY})), "Hall 3"),
        (Wish(HOME, needs=LUNCH, filters=frozenset({Filter.WEEKEND})), "Hall 3"),
        (Wish(HOME, needs=LUNCH, times=frozenset({When.FRIDAY})), "Hall 1"),
    ],
    ids=["Tuesday", "today", "at weekends", "a day on which there is none"],
)
def test_day_and_distance_are_of_one_place(wish: Wish, place: str) -> None:
    [match] = found(wish, lunches()).matches
    assert told(match)[0] == place
    assert match.distance_km == float(place[-1])


def test_what_helps_people_in_counts_for_its_own_place() -> None:
    places = (spot_at_km(1, "TU"), spot_at_km(4, "TU", accessibility=("step_free",)))
    [match] = found(Wish(HOME, needs=LUNCH, filters=frozenset({Filter.STEP_FREE})), lunches(places=places)).matches
    assert told(match)[:2] == ("Hall 4", 4.0)
    assert "step-free" in match.reasons
    [nearest] = found(Wish(HOME, needs=LUNCH), lunches(places=places)).matches
    assert "step-free" not in nearest.reasons


def test_places_are_not_services() -> None:
    """Three places of one service near by are not the three services that make a page."""
    far = service_named("Far", needs=LUNCH, location=spot_at_km(12).location)
    results = found(Wish(HOME, needs=LUNCH), lunches(), far)
    assert names(results) == ["Lunch", "Far"]
    assert results.total == 2
    assert results.relaxed == ("I found only one within 5 miles, so I looked up to 10 miles away.",)


def test_a_place_that_is_near_brings_a_service_that_begins_far_away() -> None:
    places = (spot_at_km(29, "MO"), spot_at_km(2, "FR"))
    results = found(Wish(HOME, needs=LUNCH), lunches("A", places), service_named("B", needs=LUNCH))
    assert [told(match)[1] for match in results.matches] == [0.0, 2.0]


def test_the_next_page_shows_the_place_that_was_found() -> None:
    search = search_over(lunches(), service_named("Other", needs=LUNCH))
    wish = Wish(HOME, needs=LUNCH, times=frozenset({When.TUESDAY}))
    results = search.find(wish)
    again = search.these(results.ids, HOME)
    assert [match.id for match in again] == list(results.ids)
    assert told(again[results.ids.index("Lunch")]) == ("Hall 5", 5.0, "Tuesday 24 November, 10am to 12 noon")
    nearest = search.find(Wish(HOME, needs=LUNCH))
    assert "Lunch~1" in nearest.ids
    assert told(search.these(["Lunch~1"], None)[0]) == ("Hall 1", None, "Thursday 26 November, 10am to 12 noon")


def test_a_place_that_is_on_no_map_is_not_near() -> None:
    unknown = Spot(Location("Somewhere"), spot_at_km(0, "MO").schedules)
    [match] = found(Wish(HOME, needs=LUNCH), lunches(places=(unknown, *THREE))).matches
    assert told(match)[0] == "Hall 1"


def test_a_service_that_is_gone_is_gone_from_every_place() -> None:
    kept = Catalogue.of([[an_entry(lunches()), an_entry(service_named("Other"))]])
    assert len(kept) == 4
    assert kept.services(["Lunch"]) == {"Lunch": lunches()}
    moved = lunches(places=THREE[:2])
    after = kept.changed(["Lunch"], [an_entry(moved)], kept.edition)
    assert (len(after), after.services(["Lunch"])) == (3, {"Lunch": moved})
    assert len(after.changed(["Lunch"], [], kept.edition)) == 1


def test_a_service_at_a_place_names_both() -> None:
    assert [meant(named("a-1", number)) for number in (0, 1, 49)] == [("a-1", 0), ("a-1", 1), ("a-1", 49)]
    assert [meant(text) for text in ("a-1~", "a-1~x", "a-1~-2", "a-1~²", "a-1~99999")] == [("a-1", 0)] * 5


def test_a_service_has_every_place_once_from_wherever_it_is_seen() -> None:
    service = lunches()
    for number, spot in enumerate(service.places):
        there = seen_from(service, number)
        assert there.places[0] == spot
        assert sorted(there.places, key=repr) == sorted(service.places, key=repr)
    assert seen_from(service, 3) == service
    assert seen_from(a_service(), 1) == a_service()
