"""From latitude and longitude to the British National Grid: metres that distances can be measured in.

The formulae and constants are the Ordnance Survey's ("A guide to coordinate systems in Great Britain", annexes B and
C): a seven-parameter Helmert turn from WGS84 to OSGB36, then a transverse Mercator projection on Airy's ellipsoid. The
Helmert turn is good to about 5 m anywhere in Great Britain.
"""

from __future__ import annotations

from math import atan2, cos, hypot, radians, sin, sqrt, tan

WGS84 = (6_378_137.000, 6_356_752.314245)
AIRY_1830 = (6_377_563.396, 6_356_256.909)
SHIFT_M = (-446.448, 125.157, -542.060)
TURN_SECONDS = (-0.1502, -0.2470, -0.8421)
SCALE = 1 + 20.4894e-6
CENTRAL_SCALE = 0.9996012717
TRUE_ORIGIN = (radians(49), radians(-2))
FALSE_EASTING, FALSE_NORTHING = 400_000.0, -100_000.0


def to_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Return (easting, northing) in metres on the British National Grid of a WGS84 point in degrees."""
    return _project(*_to_osgb36(radians(latitude), radians(longitude)))


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Straight-line distance in kilometres between two points given in metres."""
    return hypot(a[0] - b[0], a[1] - b[1]) / 1000


def _to_osgb36(latitude: float, longitude: float) -> tuple[float, float]:
    major, minor = WGS84
    squared = 1 - (minor / major) ** 2
    radius = major / sqrt(1 - squared * sin(latitude) ** 2)
    x = radius * cos(latitude) * cos(longitude)
    y = radius * cos(latitude) * sin(longitude)
    z = radius * (1 - squared) * sin(latitude)
    turn_x, turn_y, turn_z = (radians(seconds / 3600) for seconds in TURN_SECONDS)
    return _to_ellipsoid(
        SHIFT_M[0] + x * SCALE - y * turn_z + z * turn_y,
        SHIFT_M[1] + x * turn_z + y * SCALE - z * turn_x,
        SHIFT_M[2] - x * turn_y + y * turn_x + z * SCALE,
    )


def _to_ellipsoid(x: float, y: float, z: float) -> tuple[float, float]:
    major, minor = AIRY_1830
    squared = 1 - (minor / major) ** 2
    across = hypot(x, y)
    latitude = atan2(z, across * (1 - squared))
    for _ in range(5):  # converges to a fraction of a millimetre
        radius = major / sqrt(1 - squared * sin(latitude) ** 2)
        latitude = atan2(z + squared * radius * sin(latitude), across)
    return latitude, atan2(y, x)


def _project(latitude: float, longitude: float) -> tuple[float, float]:
    major, minor = AIRY_1830
    origin_latitude, origin_longitude = TRUE_ORIGIN
    squared = 1 - (minor / major) ** 2
    nu = major * CENTRAL_SCALE / sqrt(1 - squared * sin(latitude) ** 2)
    rho = major * CENTRAL_SCALE * (1 - squared) / (1 - squared * sin(latitude) ** 2) ** 1.5
    eta2 = nu / rho - 1
    t, s, c, p = tan(latitude), sin(latitude), cos(latitude), longitude - origin_longitude
    northing = (
        _meridian_arc(latitude, origin_latitude)
        + FALSE_NORTHING
        + p**2 * nu / 2 * s * c
        + p**4 * nu / 24 * s * c**3 * (5 - t**2 + 9 * eta2)
        + p**6 * nu / 720 * s * c**5 * (61 - 58 * t**2 + t**4)
    )
    easting = (
        FALSE_EASTING
        + p * nu * c
        + p**3 * nu / 6 * c**3 * (nu / rho - t**2)
        + p**5 * nu / 120 * c**5 * (5 - 18 * t**2 + t**4 + 14 * eta2 - 58 * t**2 * eta2)
    )
    return easting, northing


def _meridian_arc(latitude: float, origin: float) -> float:
    major, minor = AIRY_1830
    n = (major - minor) / (major + minor)
    less, more = latitude - origin, latitude + origin
    return (
        minor
        * CENTRAL_SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )
