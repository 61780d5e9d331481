"""Places as tables name them: by id, name, coordinates, or from a named place ("6km NW of Avdiivka")."""

from __future__ import annotations

import bisect
import functools
import math
import re
from collections.abc import Iterable, Sequence

import msgspec

from truceline.agreement.containment import containing
from truceline.agreement.observations.globe import RADIUS_M, Point, distance_m, moved
from truceline.agreement.observations.ranges import Range, read_range
from truceline.model import Place
from truceline.reader.coordinates import Coordinates, read

_GEOPOINT = re.compile(r"([+-]?\d{1,2}\.\d+ [+-]?\d{1,3}\.\d+) -?\d+(?:\.\d+)? \d+(?:\.\d+)?")
"""A point as Kobo and ODK write it: latitude, longitude, altitude, accuracy."""
_LIKE_COORDINATES = re.compile(r"[+-]?\d{1,2}(?:\.\d+)?\s?°?\s?[NS]?\s?[,;\s]\s?[+-]?\d{1,3}(?:\.\d+)?\s?°?\s?[EW]?")
_OF = re.compile(r"\s(?:of|from)(?=\s)", re.IGNORECASE)
LONGEST_SPOT = 300
"""As many characters the words for where somebody stood can take; longer ones are not read."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
COORDINATE_REACH_M = 200
"""How far off given coordinates may be: where monitors stand is a street, not a point."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A point with how far off it may be, and the pack's place it is from, where it is one."""

    point: Point
    reach_m: int
    place: str | None = None


class Gazetteer:
    """The places of a pack, found by id or by any of their names, whatever the case."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = {place.id: place for place in places}
        self._within = {place.id: place.within for place in self.places.values()}

    @functools.cached_property
    def _named(self) -> dict[str, list[Place]]:
        """Places by each of their names; made when the first name is looked for."""
        found: dict[str, list[Place]] = {}
        for place in self.places.values():
            for name in {_key(place.name), *(_key(each.text) for each in place.names)}:
                found.setdefault(name, []).append(place)
        return found

    def find(self, words: str, region: str | None = None) -> Place | None:
        """Return the place that words name by id or name, None where there is none, or several of which none is in ``region``."""
        if words in self.places:
            return self.places[words]
        found = self._named.get(_key(words), [])
        inside = [place for place in found if region in self.above(place.id)] if region else []
        return inside[0] if len(inside) == 1 else found[0] if len(found) == 1 else None

    def above(self, place: str | None) -> tuple[str, ...]:
        """Return a place and what contains it, the nearest first."""
        return tuple(each for each in containing(place, self._within) if each in self.places) if place is not None else ()

    def region_of(self, place: str | None) -> str | None:
        """Return the district or governorate that contains a place: the widest below the country."""
        wide = [each for each in self.above(place) if self.places[each].precision in ("governorate", "district")]
        return wide[-1] if wide else None

    def point_of(self, place: str) -> Spot | None:
        """Return the point of a place with how far it reaches; None for what has no point."""
        known = self.places.get(place)
        if known is None or known.lat is None or known.lon is None:
            return None
        return Spot(point=Point(float(known.lat), float(known.lon)), reach_m=known.radius_km * 1000, place=place)

    def is_spot(self, words: str) -> bool:
        """Say whether words are no name of a wider area but a point or a town: what must not stand where codes are open."""
        place = self.find(" ".join(words.split()))
        return place.precision in ("exact", "town") if place else has_coordinates(words) or self.spot(words) is not None

    def spot(self, words: str, region: str | None = None) -> Spot | None:
        """Return where words say somebody stood: coordinates, a place, a range from a place; None where that is not told."""
        words = " ".join(words.split())
        if len(words) > LONGEST_SPOT:
            return None
        if has_coordinates(words):
            return _coordinates(words)
        for part in (words, _BRACKETS.sub("", words), *_BRACKETS.findall(words)):
            place = self.find(part.strip(), region)
            if place is not None and (known := self.point_of(place.id)):
                return known
            if (found := self._from_a_place(part, region)) is not None:
                return found
        return None

    def near(self, point: Point, within_m: float) -> Place | None:
        """Return the town or smaller place whose point is nearest, None where none is so near."""
        band = math.degrees(within_m / RADIUS_M) + 0.01
        first = bisect.bisect_left(self._towns, (point.lat - band,))
        last = bisect.bisect_right(self._towns, (point.lat + band,))
        by_distance = [(distance_m(point, Point(lat, lon)), place) for lat, lon, place in self._towns[first:last]]
        nearest = min(by_distance, default=None)
        return self.places[nearest[1]] if nearest and nearest[0] <= within_m else None

    @functools.cached_property
    def _towns(self) -> list[tuple[float, float, str]]:
        """Latitude, longitude and id of what has a point and is no wider than a town, from south to north."""
        small = [p for p in self.places.values() if p.precision in ("exact", "town") and p.lat and p.lon]
        return sorted((float(p.lat or 0), float(p.lon or 0), p.id) for p in small)

    def _from_a_place(self, words: str, region: str | None) -> Spot | None:
        for said in _OF.finditer(words):
            place = self.find(re.split(r"[,;()]", words[said.end() :])[0].strip(), region)
            known = self.point_of(place.id) if place else None
            way = read_range(words[: said.start()])
            if known and way:
                return _off(known, way)
        return None


def _off(known: Spot, way: Range) -> Spot | None:
    """Return the middle of a sector seen from a place, and how far off that may be."""
    if way.bearing_from is None or way.bearing_to is None or way.distance_high_m is None:
        return None
    turn = (way.bearing_to - way.bearing_from) % 360
    middle, low = (way.bearing_from + turn / 2) % 360, way.distance_low_m or 0
    point = moved(known.point, middle, (low + way.distance_high_m) / 2)
    edges = [moved(known.point, way.bearing_from + side * turn, far) for side in (0, 1) for far in (low, way.distance_high_m)]
    reach = max(distance_m(point, edge) for edge in edges) + way.slack_m + COORDINATE_REACH_M
    return Spot(point=point, reach_m=round(reach))


def _coordinates(words: str) -> Spot | None:
    """Return the point of coordinates, latitude first; None where they are refused or can be read in two ways."""
    found = _read(words).position
    return Spot(point=Point(found.lat, found.lon), reach_m=max(COORDINATE_REACH_M, found.accuracy_m)) if found else None


def _read(words: str) -> Coordinates:
    point = _GEOPOINT.fullmatch(words)
    return read(point[1] if point else words, order="lat_lon", notation="decimal")


def has_coordinates(words: str) -> bool:
    """Say whether words are coordinates and nothing else, be it such as cannot be read in one way."""
    found = " ".join(words.split())
    return len(found) <= LONGEST_SPOT and (bool(_LIKE_COORDINATES.fullmatch(found)) or bool(_read(found).positions))


def frame(places: Sequence[Place], margin: float = 3.0) -> tuple[float, float, float, float] | None:
    """Return least and greatest latitude and longitude of a pack's towns, with a margin in degrees; None without any."""
    points = [(float(p.lat), float(p.lon)) for p in places if p.lat and p.lon and p.precision in ("exact", "town", "district")]
    if not points:
        return None
    lats, lons = zip(*points, strict=True)
    return min(lats) - margin, max(lats) + margin, min(lons) - margin, max(lons) + margin


def _key(name: str) -> str:
    return re.sub(r"[\s\-–'’ʼ`]+", " ", name).strip().casefold()
