"""The real place data: postcodes, outward codes, names and councils of all England."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from directory.model import Place
from directory.places import One, OutsideEngland, PlaceAnswer, Places, Several, Unknown

REFERENCE = Path(__file__).parents[3].parent / "shared" / "data"


def the_one(answer: PlaceAnswer) -> Place:
    assert isinstance(answer, One), answer
    return answer.place


def several(answer: PlaceAnswer) -> list[str]:
    assert isinstance(answer, Several), answer
    return [place.name for place in answer.places]


@pytest.mark.parametrize(
    ("typed", "council", "authority"),
    [
        ("B13 8AB", "E08000025", "E08000025"),
        ("TR19 7AA", "E06000052", "E06000052"),
        ("EC1A 1BB", "E09000019", "E09000019"),  # Islington by both the ONS and the Ordnance Survey; once the City
        ("EC2V 7HH", "E09000001", "E09000001"),
        ("SW1A 1AA", "E09000033", "E09000033"),
        ("0X1 1BX", "E07000178", "E10000025"),
        ("E17 4PP", "E09000031", "E09000031"),
    ],
)
def test_a_postcode_gives_its_council_and_care_authority(
    places: Places, typed: str, council: str, authority: str
) -> None:
    place = the_one(places.look_up(typed))
    assert (place.council, place.authority) == (council, authority)


def test_a_terminated_postcode_without_a_position_gives_its_outward_code(places: Places) -> None:
    assert several(places.look_up("W3 3AA")) == ["W3, Ealing", "W3, Hounslow", "W3, Hammersmith and Fulham"]


def test_a_terminated_postcode_with_a_position_is_still_a_place(places: Places) -> None:
    assert the_one(places.look_up("B13 8AA")).council == "E08000025"


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("EH1 1AA", "Scotland"),
        ("CF10 1AA", "Wales"),
        ("BT1 1AA", "Northern Ireland"),
        ("IM1 1AA", "the Isle of Man"),
        ("JE2 3AB", "the Channel Islands"),
        ("GY1 1AA", "the Channel Islands"),
        ("SY10 0AA", "Wales"),
        ("Edinburgh", "Scotland"),
        ("Swansea", "Wales"),
        ("Perth", "Scotland"),
    ],
)
def test_the_rest_of_the_islands_is_outside_england(places: Places, typed: str, country: str) -> None:
    assert places.look_up(typed) == OutsideEngland(country)


def test_an_outward_code_that_spans_councils_asks(places: Places) -> None:
    assert several(places.look_up("SW1A")) == ["SW1A, Westminster", "SW1A, Wandsworth"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Moseley", "Moseley, Birmingham"),
        ("Headingley", "Headingley, Leeds"),
        ("Jesmond", "Jesmond, Newcastle upon Tyne"),
        ("near Truro", "Truro, Cornwall"),
        ("Leeds", "Leeds"),
        ("Tower Hamlets", "Tower Hamlets"),
        ("Birmingam", "Birmingham"),
        ("Newport, Shropshire", "Newport, Telford and Wrekin"),
        ("Yoxall", "Yoxall, Staffordshire"),
        ("Hull", "Kingston upon Hull"),
        ("Westmorland", "Westmorland and Furness"),
        ("hi im 82 and live in stockport", "Stockport"),
    ],
)
def test_people_find_their_town_or_neighbourhood(places: Places, typed: str, name: str) -> None:
    assert the_one(places.look_up(typed)).name == name


def test_newport_is_several_and_one_more_in_wales(places: Places) -> None:
    answer = places.look_up("Newport")
    assert len(several(answer)) == 4
    assert isinstance(answer, Several)
    assert answer.elsewhere == ("Wales",)


def test_london_and_counties_are_too_wide_for_one_answer(places: Places) -> None:
    for typed in ("London", "Kent", "Yorkshire"):
        answer = places.look_up(typed)
        assert len(several(answer)) == 6
        assert isinstance(answer, Several)
        assert answer.more


@pytest.mark.parametrize(
    "typed", ["", "😀", "x" * 4000, "hello", "lonely", "none of your business", "Paris", "ZZ99 9ZZ"]
)
def test_nonsense_is_unknown(places: Places, typed: str) -> None:
    assert places.look_up(typed) == Unknown()


def test_choices_can_always_be_told_apart(places: Places) -> None:
    for typed in ("Newport", "Sutton", "Clifton", "Newton", "Newtown", "St Ives", "Park", "Preston", "Victoria"):
        answer = places.look_up(typed)
        if isinstance(answer, Several):
            assert len({place.name for place in answer.places}) == len(answer.places), typed


def test_every_code_leads_back_and_fits_a_button(places: Places) -> None:
    for typed in ("B13 8AB", "SE1", "Newport", "Headingley", "Cornwall", "London"):
        answer = places.look_up(typed)
        found = answer.places if isinstance(answer, Several) else (the_one(answer),)
        for place in found:
            assert len(place.code.encode("ascii")) <= 30
            again = places.by_code(place.code)
            assert again is not None
            assert (again.council, again.easting, again.northing) == (place.council, place.easting, place.northing)


def test_council_names_are_those_of_the_ons(places: Places) -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference lists are not beside the repository")
    official = json.loads((REFERENCE / "districts.json").read_text())
    official |= json.loads((REFERENCE / "counties.json").read_text())
    for code, name in places.council_names().items():
        assert official[code].removesuffix(", City of").removesuffix(", County of") == name


def test_the_file_of_places_is_small(place_path: Path) -> None:
    assert place_path.stat().st_size < 100_000_000
