"""Latitude and longitude become metres on the British National Grid."""

from __future__ import annotations

from math import hypot

import pytest

from directory.grid import distance_km, to_grid

CAISTER_WATER_TOWER = (52.658007833, 1.716073972)
"""WGS84 of the Ordnance Survey's own worked example; its grid reference by the exact OSTN transformation is below."""


@pytest.mark.parametrize(
    ("point", "exact"),
    [
        (CAISTER_WATER_TOWER, (651_409.903, 313_177.270)),
        ((51.50101, -0.14159), (529_090, 179_645)),  # SW1A 1AA
        ((50.066, -5.7148), (134_250, 25_150)),  # Land's End
    ],
)
def test_a_point_lands_within_ten_metres_of_its_grid_reference(
    point: tuple[float, float], exact: tuple[float, float]
) -> None:
    easting, northing = to_grid(*point)
    tolerance = 10 if exact[0] != 134_250 else 250  # the last one is known to the nearest square only
    assert hypot(easting - exact[0], northing - exact[1]) < tolerance


def test_distance_is_in_kilometres() -> None:
    assert distance_km((400_000, 300_000), (403_000, 304_000)) == 5.0
