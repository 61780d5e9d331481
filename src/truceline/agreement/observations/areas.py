"""Where something happened that was heard or seen from elsewhere: a named place and a distance range, never a point.

The observer's position, the sector of bearings and the range of distances bound a piece of ground. What is told of it is the
pack's town nearest to its middle, and how far from that town's point it lies at least and at most, in whole kilometres rounded
outwards. So it holds whatever the truth is, and draws no point where none is known.

Of where the observer stood, only a cell of a fixed grid goes in, some three kilometres wide: many areas of one spot, however
they are put together, tell that cell and no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from truceline.agreement.observations.globe import WORST, Point, bearing, distance_m, moved
from truceline.agreement.observations.places import Gazetteer, Spot
from truceline.agreement.observations.ranges import Range

FARTHEST_M = 60_000
"""A place further away than this from the middle says nothing about where it was."""
KM = 1000
DEGREES_APART = 3
CELL = 0.03
"""How high a cell of the grid is, in degrees of latitude; as wide, in metres, as it is high."""
CELL_REACH_M = 2500
"""How far from the middle of its cell somebody can have stood, with what bearings differ between the two."""
RINGS = 12


class Area(msgspec.Struct, frozen=True):
    """``place`` (id), and how far from its point it was, at least and at most (metres, whole kilometres)."""

    place: str
    low_m: int
    high_m: int


def area_of(observer: Spot, way: Range, places: Gazetteer) -> Area | None:
    """Return the area of what an observer heard or saw; None without a greatest distance, or with no town near it."""
    if way.distance_high_m is None:
        return None
    near = _cell_of(observer)
    sector = _Sector(near.point, way)
    anchor = places.near(sector.middle, FARTHEST_M)
    known = places.point_of(anchor.id) if anchor else None
    if anchor is None or known is None:
        return None
    least, most = sector.distances_from(known.point)
    off = near.reach_m + way.slack_m
    low = max(0.0, least * (1 - WORST) - off)
    return Area(anchor.id, math.floor(low / KM) * KM, math.ceil((most * (1 + WORST) + off) / KM) * KM)


def _cell_of(observer: Spot) -> Spot:
    """Return the middle of the cell that an observer stood in, and how far off that may be, in whole kilometres."""
    lat = (math.floor(observer.point.lat / CELL) + 0.5) * CELL
    width = CELL / max(0.01, math.cos(math.radians(lat)))
    lon = (math.floor(observer.point.lon / width) + 0.5) * width
    return Spot(point=Point(lat, lon), reach_m=math.ceil((observer.reach_m + CELL_REACH_M) / KM) * KM)


class _Sector:
    """The ground between two bearings and two distances from a point; without bearings, all around it."""

    def __init__(self, centre: Point, way: Range) -> None:
        self._centre = centre
        self._first = way.bearing_from if way.bearing_from is not None and way.bearing_to is not None else 0
        is_open = way.bearing_from is None or way.bearing_to is None
        self._turn = 360 if is_open else ((way.bearing_to or 0) - self._first) % 360 or 360
        self._low, self._high = float(way.distance_low_m or 0), float(way.distance_high_m or 0)

    @property
    def middle(self) -> Point:
        """A point that stands for the whole when the nearest town is looked for."""
        if self._turn == 360:
            return self._centre
        return moved(self._centre, self._first + self._turn / 2, (self._low + self._high) / 2)

    def distances_from(self, point: Point) -> tuple[float, float]:
        """Return the least and greatest distance from a point to the ground of the sector, in metres."""
        found = [distance_m(point, edge) for edge in self._edges()]
        return (0.0 if self._holds(point) else min(found)), max(found)

    def _holds(self, point: Point) -> bool:
        far = distance_m(self._centre, point)
        turned = (bearing(self._centre, point) - self._first) % 360
        return self._low <= far <= self._high and (turned <= self._turn or far == 0)

    def _edges(self) -> Iterator[Point]:
        steps = max(2, math.ceil(self._turn / DEGREES_APART))
        for step in range(steps + 1):
            for far in (self._low, self._high):
                yield moved(self._centre, self._first + self._turn * step / steps, far)
        for ring in range(RINGS + 1):
            for side in (0, self._turn):
                yield moved(self._centre, self._first + side, self._low + (self._high - self._low) * ring / RINGS)
