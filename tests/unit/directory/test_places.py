"""Looking places up in a small file made by the test: a postcode, an outward code, a name, a slip, somewhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.model import Place
from directory.place_file import ABROAD, INWARD_CODES, ROW, inward_number, write_place_file
from directory.places import One, OutsideEngland, PlaceAnswer, Places, Several, Unknown

COUNCILS = [
    ["E06000020", "Telford and Wrekin", "E06000020", "Shropshire"],
    ["E06000046", "Isle of Wight", "E06000046", "Isle of Wight"],
    ["E07000077", "Uttlesford", "E10000012", "Essex"],
    ["E08000025", "Birmingham", "E08000025", "West Midlands"],
    ["E09000022", "Lambeth", "E09000022", "London"],
    ["E09000028", "Southwark", "E09000028", "London"],
]
UTTLESFORD, BIRMINGHAM = 2, 3
HEADER: dict[str, Any] = {
    "outcodes": ["B13", "CB11", "SE1"],
    "abroad": {"EH1": "Scotland", "CF10": "Wales", "BT1": "Northern Ireland", "JE2": "the Channel Islands"},
    "countries": ["Scotland", "Wales", "Northern Ireland", "the Channel Islands", "the Isle of Man"],
    "councils": COUNCILS,
    "authorities": {"E10000012": "Essex"},
    "outcode_parts": {
        "B13": [[BIRMINGHAM, 407_875, 281_375, 1129]],
        "CB11": [[UTTLESFORD, 552_125, 234_125, 300]],
        "SE1": [[5, 532_375, 179_625, 1500], [4, 531_125, 179_625, 900]],
    },
    "council_middles": [[1000 * n, 1000 * n, 100 + n] for n in range(len(COUNCILS))],
    "localities": [
        ["t:1", "Birmingham", BIRMINGHAM, 406_899, 287_059, 1_157_603],
        ["w:E05011154", "Moseley", BIRMINGHAM, 408_075, 282_951, 14_868],
        ["t:2", "Newport", 0, 374_636, 318_871, 12_741],
        ["t:3", "Newport", 1, 450_149, 89_330, 24_884],
        ["t:4", "Newport", UTTLESFORD, 552_106, 234_067, 2_352],
        ["t:5", "London", 4, 530_168, 180_509, 8_961_989],
        ["t:6", "Newtown", 1, 440_000, 90_000, 900],
        ["t:7", "Newtown", 1, 460_000, 85_000, 800],
        ["t:8", "Ryde", 1, 459_000, 92_000, 24_000],
        ["t:9", "Telford", 0, 369_000, 308_000, 147_000],
        ["w:E05000001", "Birmingham", 5, 532_000, 170_000, 9_000],
    ],
    "other_names": [["brum", 0], ["londyn", 5]],
    "elsewhere": {"newport": ["Wales", 161_506], "cardiff": ["Wales", 447_287], "birmingham": ["Scotland", 900]},
}


def rows() -> np.ndarray:
    found = [
        (0, "8AB", 1630, 1135, BIRMINGHAM),
        (1, "3TG", 2208, 936, UTTLESFORD),
        (1, "9ZZ", 2209, 936, ABROAD + 1),
        (2, "7AA", 2124, 718, 4),
    ]
    listed = [(code * INWARD_CODES + inward_number(inward), *rest) for code, inward, *rest in found]
    return np.array(sorted(listed), ROW)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    path = tmp_path_factory.mktemp("places") / "places.bin"
    write_place_file(path, HEADER, rows())
    return Places.open(path)


def the_one(answer: PlaceAnswer) -> Place:
    assert isinstance(answer, One), answer
    return answer.place


def names(answer: PlaceAnswer) -> list[str]:
    assert isinstance(answer, Several), answer
    return [place.name for place in answer.places]


@pytest.mark.parametrize("typed", ["B13 8AB", "b138ab", "B13 8A8", "Moseley B13 8AB please", "B1E 8AB B13 8AB"])
def test_a_postcode_gives_its_council_and_a_square_of_250_metres(places: Places, typed: str) -> None:
    assert the_one(places.look_up(typed)) == Place(
        "p:E08000025:1630:1135", "Birmingham", "E08000025", "E08000025", 407_625, 283_875, "postcode"
    )


def test_in_a_county_adult_social_care_is_the_county_councils(places: Places) -> None:
    place = the_one(places.look_up("CB11 3TG"))
    assert (place.council, place.authority) == ("E07000077", "E10000012")


def test_no_place_holds_the_postcode_it_came_from(places: Places) -> None:
    place = the_one(places.look_up("B13 8AB"))
    assert "8AB" not in repr(place)
    assert place.code.isascii()
    assert len(place.code) <= 30


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("EH1 1AA", "Scotland"),
        ("CF10 1AA", "Wales"),
        ("BT1 1AA", "Northern Ireland"),
        ("JE2 3AB", "the Channel Islands"),
        ("EH1", "Scotland"),
        ("CB11 9ZZ", "Wales"),  # an outward code on the border
        ("I live in Cardiff", "Wales"),
        ("Newport Wales", "Wales"),
        ("Scotland", "Scotland"),
    ],
)
def test_outside_england_the_country_is_named(places: Places, typed: str, country: str) -> None:
    assert places.look_up(typed) == OutsideEngland(country)


def test_a_postcode_that_is_too_new_falls_back_to_its_outward_code(places: Places) -> None:
    assert the_one(places.look_up("B13 9ZZ")).code == "o:B13:E08000025"


def test_an_outward_code_in_two_councils_asks_which(places: Places) -> None:
    assert names(places.look_up("SE1")) == ["SE1, Southwark", "SE1, Lambeth"]


@pytest.mark.parametrize("typed", ["Moseley", "MOSELEY!", "moseley birmingham", "I live in Moseley", "😀 Moseley"])
def test_a_neighbourhood_is_found_by_name(places: Places, typed: str) -> None:
    assert the_one(places.look_up(typed)).name == "Moseley, Birmingham"


@pytest.mark.parametrize("typed", ["Mosley", "Mosely", "Mosseley", "Moesley", "near mosley"])
def test_one_slip_of_the_keyboard_is_forgiven(places: Places, typed: str) -> None:
    assert the_one(places.look_up(typed)).name == "Moseley, Birmingham"


def test_two_slips_in_a_long_name_are_forgiven(places: Places) -> None:
    assert the_one(places.look_up("Birmigam")).name == "Birmingham"


def test_a_common_name_gives_several_and_owns_up_to_the_one_in_wales(places: Places) -> None:
    answer = places.look_up("Newport")
    assert names(answer) == ["Newport, Isle of Wight", "Newport, Telford and Wrekin", "Newport, Essex"]
    assert isinstance(answer, Several)
    assert answer.elsewhere == ("Wales",)


@pytest.mark.parametrize("typed", ["Newport, Shropshire", "newport salop", "Newport near Telford", "Newport Telford"])
def test_a_county_or_a_town_nearby_tells_which_one(places: Places, typed: str) -> None:
    assert the_one(places.look_up(typed)).name == "Newport, Telford and Wrekin"


def test_two_of_a_name_in_one_council_are_told_by_the_town_nearby(places: Places) -> None:
    assert names(places.look_up("Newtown")) == [
        "Newtown, Isle of Wight, near Newport",
        "Newtown, Isle of Wight, near Ryde",
    ]


def test_a_town_outshines_a_far_off_neighbourhood_of_its_name(places: Places) -> None:
    assert the_one(places.look_up("Birmingham")).council == "E08000025"


def test_a_council_area_is_a_place(places: Places) -> None:
    assert the_one(places.look_up("Lambeth")).council == "E09000022"
    assert the_one(places.look_up("Isle of Wight")).code == "c:E06000046"


@pytest.mark.parametrize("typed", ["London", "north london", "Londyn", "I'm in London"])
def test_london_asks_which_borough(places: Places, typed: str) -> None:
    assert names(places.look_up(typed)) == ["Southwark", "Lambeth"]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "no",
        "I don't know",
        "asdfghjkl",
        "😀",
        "x" * 4000,
        "'; DROP TABLE places",
        "<b>hi</b>",
        "\x00\x07",
        "14",
    ],
)
def test_what_is_no_place_is_unknown(places: Places, typed: str) -> None:
    assert places.look_up(typed) == Unknown()


@pytest.mark.parametrize("typed", ["B13 8AB", "B13", "Moseley", "Newport, Essex", "Isle of Wight"])
def test_a_place_comes_back_from_its_code(places: Places, typed: str) -> None:
    place = the_one(places.look_up(typed))
    assert places.by_code(place.code) == place


@pytest.mark.parametrize(
    "code",
    ["", "p:", "p:E08000025:x:1", "p:E99999999:1:1", "p:E08000025:99999:1", "p:E08000025:-1:1", "o:B13:E09000022",
     "t:999", "q:1", "p:E08000025:²:1", "B13 8AB"],
)  # fmt: skip
def test_a_code_that_is_not_ours_is_no_place(places: Places, code: str) -> None:
    assert places.by_code(code) is None


def test_councils_have_names(places: Places) -> None:
    assert places.council_name("E10000012") == "Essex"
    assert places.authority_of("E07000077") == "E10000012"
    with pytest.raises(KeyError):
        places.council_name("E99999999")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ValueError, match="build it again"):
        Places.open(other)


@given(st.text(max_size=200))
def test_it_answers_whatever_is_typed(places: Places, typed: str) -> None:
    assert isinstance(places.look_up(typed), Unknown | One | Several | OutsideEngland)
