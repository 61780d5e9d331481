"""Transverse Mercator, the projection of UTM and MGRS, on any ellipsoid; good to a millimetre within a zone and its neighbours.

Source: L. Krüger's series in the third flattening, as given to the fourth order by C. Karney, "Transverse Mercator with an
accuracy of a few nanometers", Journal of Geodesy 85 (2011), equations 35 and 36.
"""

from __future__ import annotations

import math

import msgspec

SCALE = 0.9996
FALSE_EASTING = 500_000.0
FALSE_NORTHING = 10_000_000.0
"""What is added to northings south of the equator, so that none is negative."""


class Ellipsoid(msgspec.Struct, frozen=True):
    """A figure of the earth: half of its greatest diameter in metres, and how flat it is (1/f)."""

    radius_m: float
    inverse_flattening: float

    @property
    def flattening(self) -> float:
        """How much shorter the polar radius is, as a share."""
        return 1 / self.inverse_flattening

    @property
    def third(self) -> float:
        """The third flattening, in whose powers the series go."""
        return self.flattening / (2 - self.flattening)

    @property
    def eccentricity(self) -> float:
        """The first eccentricity."""
        return math.sqrt(self.flattening * (2 - self.flattening))


WGS84 = Ellipsoid(6_378_137.0, 298.257223563)


def to_degrees(easting: float, northing: float, zone: int, *, is_south: bool, on: Ellipsoid = WGS84) -> tuple[float, float]:
    """Return latitude and longitude in degrees of a point of a UTM zone, both in metres with their false origins."""
    radius, backward = _rectifying_radius(on), _backward(on.third)
    xi = (northing - (FALSE_NORTHING if is_south else 0.0)) / (SCALE * radius)
    eta = (easting - FALSE_EASTING) / (SCALE * radius)
    terms = list(enumerate(backward, 1))
    along = xi - sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in terms)
    across = eta - sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in terms)
    conformal = math.sin(along) / math.hypot(math.sinh(across), math.cos(along))
    lon = central_meridian(zone) + math.degrees(math.atan2(math.sinh(across), math.cos(along)))
    return math.degrees(math.atan(_geographic(conformal, on.eccentricity))), (lon + 540) % 360 - 180


def from_degrees(lat: float, lon: float, zone: int, *, on: Ellipsoid = WGS84) -> tuple[float, float]:
    """Return easting and northing in metres in a UTM zone, with the false northing where the point is south of the equator."""
    phi, turn = math.radians(lat), math.radians((lon - central_meridian(zone) + 540) % 360 - 180)
    tau, e = math.tan(phi), on.eccentricity
    sigma = math.sinh(e * math.atanh(e * math.sin(phi)))
    conformal = tau * math.hypot(1, sigma) - sigma * math.hypot(1, tau)
    xi = math.atan2(conformal, math.cos(turn))
    eta = math.asinh(math.sin(turn) / math.hypot(conformal, math.cos(turn)))
    terms = list(enumerate(_forward(on.third), 1))
    along = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in terms)
    across = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in terms)
    radius = SCALE * _rectifying_radius(on)
    return FALSE_EASTING + radius * across, radius * along + (FALSE_NORTHING if lat < 0 else 0.0)


def central_meridian(zone: int) -> float:
    """Return the longitude in the middle of a zone, in degrees.

    >>> central_meridian(37)
    39
    """
    return zone * 6 - 183


def _geographic(conformal: float, e: float) -> float:
    """Return the tangent of the latitude from that of the conformal latitude, by Newton's way; three steps are enough."""
    tau = conformal
    for _ in range(3):
        sigma = math.sinh(e * math.atanh(e * tau / math.hypot(1, tau)))
        off = conformal - (tau * math.hypot(1, sigma) - sigma * math.hypot(1, tau))
        slope = (1 + (1 - e * e) * tau * tau) / ((1 - e * e) * math.hypot(1, tau))
        tau += off / math.hypot(1, tau * math.hypot(1, sigma) - sigma * math.hypot(1, tau)) * slope
    return tau


def _rectifying_radius(on: Ellipsoid) -> float:
    n2 = on.third**2
    return on.radius_m / (1 + on.third) * (1 + n2 / 4 + n2 * n2 / 64)


def _forward(n: float) -> tuple[float, ...]:
    return (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )


def _backward(n: float) -> tuple[float, ...]:
    return (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
