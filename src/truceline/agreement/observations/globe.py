"""Distances and bearings on the ground, on a sphere of 6,371,008.8 m radius.

Against the ellipsoid WGS 84 a distance is wrong by less than 0.6 in a hundred, which is far less than what monitors can say of a
distance by ear and than the accuracy of the lines of an agreement; where a limit depends on it, WORST widens the figures.
"""

from __future__ import annotations

import itertools
import math

import msgspec

RADIUS_M = 6_371_008.8
WORST = 0.006
"""By what share a distance on the sphere may differ from the one on the ellipsoid."""


class Point(msgspec.Struct, frozen=True):
    """A point in WGS 84 degrees."""

    lat: float
    lon: float


def distance_m(first: Point, second: Point) -> float:
    """Return the length of the great circle between two points, in metres.

    >>> round(distance_m(Point(48.0, 37.8), Point(49.0, 37.8)))
    111195
    """
    lat1, lat2 = math.radians(first.lat), math.radians(second.lat)
    across = math.sin(math.radians(second.lon - first.lon) / 2) ** 2
    along = math.sin((lat2 - lat1) / 2) ** 2
    return 2 * RADIUS_M * math.asin(min(1.0, math.sqrt(along + math.cos(lat1) * math.cos(lat2) * across)))


def bearing(first: Point, second: Point) -> float:
    """Return the direction from the first point to the second at its beginning, in degrees from north, clockwise."""
    lat1, lat2 = math.radians(first.lat), math.radians(second.lat)
    turn = math.radians(second.lon - first.lon)
    east = math.sin(turn) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360


def moved(start: Point, direction: float, metres: float) -> Point:
    """Return where one comes to who goes so many metres from ``start`` in a direction (degrees)."""
    angle, lat = metres / RADIUS_M, math.radians(start.lat)
    way = math.radians(direction)
    there = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(way))
    east = math.sin(way) * math.sin(angle) * math.cos(lat)
    lon = math.radians(start.lon) + math.atan2(east, math.cos(angle) - math.sin(lat) * math.sin(there))
    return Point(math.degrees(there), (math.degrees(lon) + 540) % 360 - 180)


def distance_to_line_m(point: Point, line: tuple[Point, ...]) -> float:
    """Return the distance from a point to the nearest part of a line of two or more points, in metres.

    The line is looked at from the point (azimuthal equidistant), which is exact for its points and good to a part in a
    thousand for what lies between points less than 200 km away.
    """
    seen = [_seen_from(point, each) for each in line]
    return min(_to_part(a, b) for a, b in itertools.pairwise(seen))


def _seen_from(here: Point, there: Point) -> tuple[float, float]:
    way, far = math.radians(bearing(here, there)), distance_m(here, there)
    return far * math.sin(way), far * math.cos(way)


def _to_part(first: tuple[float, float], last: tuple[float, float]) -> float:
    """Return the distance of the origin to a straight part."""
    (x, y), (dx, dy) = first, (last[0] - first[0], last[1] - first[1])
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(x * dx + y * dy) / length)) if length else 0.0
    return math.hypot(x + along * dx, y + along * dy)
