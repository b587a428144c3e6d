"""Places as people type them, over the real place data."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.model import Place
from directory.places import One, OutsideEngland, Places, Several

LIST = Path(__file__).with_name("places_as_typed.tsv")
CASES = [line.split("\t") for line in LIST.read_text().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("typed", "meant"), CASES)
def test_what_people_type_is_understood(places: Places, typed: str, meant: str) -> None:
    kind, _, name = meant.partition(":")

    def fits(place: Place) -> bool:
        return name.casefold() in f"{place.name}, {places.council_name(place.council)}".casefold()

    match places.look_up(typed):
        case One(place):
            assert kind in ("one", "has"), place.name
            assert fits(place), place.name
        case Several(choices):
            assert kind in ("several", "has"), [place.name for place in choices]
            assert any(map(fits, choices)), [place.name for place in choices]
        case OutsideEngland(country):
            assert (kind, name) == ("out", country)
        case _:
            assert kind == "unknown"


@pytest.mark.parametrize(
    "typed", ["garden", "working", "sleeping", "short", "walks", "france", "in the kitchen", "horse"]
)
def test_an_english_word_is_not_mended_into_a_place(places: Places, typed: str) -> None:
    assert not isinstance(places.look_up(typed), One | Several)


@pytest.mark.parametrize("typed", ["Freshwater", "Lavenham", "Aldeburgh", "Bamburgh"])
def test_a_village_and_the_ward_around_it_are_one_place(places: Places, typed: str) -> None:
    assert isinstance(places.look_up(typed), One)


def test_another_name_of_a_town_hides_no_place_of_that_very_name(places: Places) -> None:
    for typed, named in [("Tetford", "Tetford, Lincolnshire"), ("Kingston", "Kingston upon Thames")]:
        answer = places.look_up(typed)
        assert isinstance(answer, Several)
        assert named in [place.name for place in answer.places]


@pytest.mark.parametrize(("typed", "name"), [("Castleton, Bristol", "Bristol"), ("Handsworth, Leeds", "Leeds")])
def test_the_town_behind_a_name_counts_where_no_place_of_that_name_lies_in_it(
    places: Places, typed: str, name: str
) -> None:
    answer = places.look_up(typed)
    assert isinstance(answer, One)
    assert answer.place.name == name
