"""Distances on a sphere of the earth's mean radius: wrong by less than 0.6 in a hundred, far less than what places reach."""

from __future__ import annotations

import math

RADIUS_M = 6_371_008.8


def distance_m(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the length of the great circle between two points (latitude, longitude in degrees), in metres.

    >>> round(distance_m((48.0, 37.8), (49.0, 37.8)))
    111195
    """
    lat1, lat2 = math.radians(first[0]), math.radians(second[0])
    across = math.sin(math.radians(second[1] - first[1]) / 2) ** 2
    along = math.sin((lat2 - lat1) / 2) ** 2
    return 2 * RADIUS_M * math.asin(min(1.0, math.sqrt(along + math.cos(lat1) * math.cos(lat2) * across)))
