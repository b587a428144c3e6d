"""Which council has which place, from a few postcodes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from directory.place_file import ABROAD, ROW, SQUARE_M, PlaceFile
from directory.territory import Squares

CITY, COUNTY, DISTRICT = "E08000025", "E10000034", "E07000234"


@pytest.fixture
def squares() -> Squares:
    header = {"councils": [[CITY, "City", CITY, ""], [DISTRICT, "District", COUNTY, "County"]]}
    points = [(100, 100, 0), (101, 100, 0), (101, 100, 0), (101, 100, 1), (120, 100, 1), (140, 100, ABROAD)]
    rows = np.array([(key, *point) for key, point in enumerate(points)], ROW)
    return Squares(PlaceFile(Path("nowhere"), header, rows))


def metres(east: float, north: float = 100) -> tuple[int, int]:
    return round((east + 0.5) * SQUARE_M), round((north + 0.5) * SQUARE_M)


@pytest.mark.parametrize(
    ("east", "north", "authority"),
    [
        (100, 100, CITY),
        (101, 100, CITY),
        (97, 103, CITY),
        (118, 100, COUNTY),
        (110, 100, None),
        (140, 100, None),
    ],
    ids=["its square", "most postcodes decide", "a park nearby", "a county for its district", "far off", "abroad"],
)
def test_a_place_belongs_to_the_nearest_postcodes(
    squares: Squares, east: int, north: int, authority: str | None
) -> None:
    assert squares.authority_at(*metres(east, north)) == authority


def test_the_box_holds_the_area_with_a_kilometre_around(squares: Squares) -> None:
    assert squares.box_of(CITY) == (96 * SQUARE_M, 96 * SQUARE_M, 106 * SQUARE_M, 105 * SQUARE_M)
    assert squares.box_of("E08000099") is None


def test_a_county_speaks_for_its_districts(squares: Squares) -> None:
    assert squares.codes_of(COUNTY) == (COUNTY, DISTRICT)
    assert squares.codes_of(CITY) == (CITY,)
