"""Incidents that may have struck a notified object, proposed for a person to confirm or to deny.

Compared are places of the pack and, where somebody with the key asks for it, the cell of the sealed position, never the position.
An incident that surely came before the first notification, or of which only a province or a country is told, is not proposed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from truceline.model.incidents import Incident
from truceline.model.places import Place, PlaceMention, PlacePrecision
from truceline.movements.coarsening import CELL_REACH_M, Rendition
from truceline.movements.sites.moments import earliest, latest
from truceline.movements.sites.values import Proposed, Site, Why
from truceline.movements.sites.ways import Way

FINE: frozenset[PlacePrecision] = frozenset({"exact", "town", "district"})
EARTH_KM = 6371.0088
KM_A_DEGREE = 111.19
"""Of latitude: what lies further north or south than it reaches needs no closer look."""
WORDS_KM = 5
"""How far a place reaches that is a point in a text and no place of the pack."""
NO_CELLS: Mapping[str, Rendition] = {}
Point = tuple[float, float]
Reason = tuple[Why, int | None]
NEAR_POSITION: Reason = ("near_position", None)


def proposed(
    sites: Iterable[Site],
    incidents: Iterable[Incident],
    places: Mapping[str, Place],
    ways: Mapping[str, Way],
    cells: Mapping[str, Rendition] = NO_CELLS,
) -> tuple[Proposed, ...]:
    """Return for each notified site the incidents that nobody has decided on yet, each once, by its plainest reason."""
    attacks = [each for each in incidents if each.type.startswith("V.")]
    reach = _Reach(places, ways, [_Attack(each) for each in attacks])
    return tuple(each for site in sites if site.ledger for each in reach.to(site, cells.get(site.id)))


class _Attack:
    """An incident with what is looked at again and again of it: when it ended, its small places and their names."""

    def __init__(self, incident: Incident) -> None:
        self.id = incident.id
        self.ended = latest(incident.time.end) if incident.time else None
        self.mentions = [each for each in incident.places if each.precision in FINE]
        self.named = {name for each in self.mentions if (name := _named(each)) is not None}


class _Reach:
    """The places of a theatre, the attacks that are held against them, and by what incidents movements were attacked."""

    def __init__(self, places: Mapping[str, Place], ways: Mapping[str, Way], attacks: Sequence[_Attack]) -> None:
        self._places = places
        self._ways = ways
        self._attacks = attacks
        self._holders: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[int, Reason]] = {}
        self._index()

    def _index(self) -> None:
        """Note by which attacks a place is named or holds what is named, and the latitudes of their points in order."""
        self._by_place: dict[str, set[int]] = {}
        points: list[tuple[float, int]] = []
        self._widest_km = 0
        for number, attack in enumerate(self._attacks):
            for name in attack.named.union(*map(self._above, attack.named)):
                self._by_place.setdefault(name, set()).add(number)
            for mention in attack.mentions:
                if (point := self._point(mention)) is not None:
                    points.append((point[0], number))
                    self._widest_km = max(self._widest_km, self._radius(mention))
        self._points = sorted(points)
        self._numbers = {attack.id: number for number, attack in enumerate(self._attacks)}

    def _in_band(self, lat: float, reach_km: float) -> set[int]:
        """Return the attacks with a point no further north or south than that."""
        degrees = reach_km / KM_A_DEGREE
        first, last = (
            bisect_left(self._points, (lat - degrees, -1)),
            bisect_left(self._points, (lat + degrees, len(self._attacks))),
        )
        return {number for _, number in self._points[first:last]}

    def _candidates(self, movements: tuple[str, ...], places: tuple[str, ...]) -> list[int]:
        """Return the attacks that are worth a closer look, in their order."""
        found: set[int] = set()
        for name in movements:
            incidents = self._ways[name].incidents if name in self._ways else ()
            found |= {self._numbers[each] for each in incidents if each in self._numbers}
        for place in places:
            found = found.union(*(self._by_place.get(name, ()) for name in (place, *self._above(place))))
            if (point := self._point_of(place)) is not None:
                found |= self._in_band(point[0], max(self._widest_km, self._places[place].radius_km))
        return sorted(found)

    def to(self, site: Site, cell: Rendition | None) -> Iterator[Proposed]:
        """Yield the attacks that may have struck a site after it was first sent, and on which nobody decided.

        What is not dated may have come after. Sites of the same places are held against the attacks once.
        """
        newest = site.newest
        key = (newest.movements, newest.places) if newest else ((), ())
        if key not in self._found:
            near = self._candidates(*key)
            self._found[key] = {n: why for n in near if (why := self._reason(*key, self._attacks[n])) is not None}
        reasons = self._found[key]
        sent = min((at for line in site.ledger if (at := earliest(line.sent)) is not None), default=None)
        decided = site.decided
        for number in sorted(reasons.keys() | self._near_cell(cell)):
            attack = self._attacks[number]
            if attack.id in decided or (sent is not None and attack.ended is not None and attack.ended < sent):
                continue
            reason, distance = reasons.get(number, NEAR_POSITION)
            yield Proposed(site=site.id, incident=attack.id, why=reason, distance_km=distance)

    def _near_cell(self, cell: Rendition | None) -> set[int]:
        if cell is None or cell.lat is None:
            return set()
        band = self._in_band(float(cell.lat), self._widest_km + (cell.accuracy_m or CELL_REACH_M) / 1000)
        return {number for number in band if any(self._is_near(each, cell) for each in self._attacks[number].mentions)}

    def _reason(self, movements: tuple[str, ...], places: tuple[str, ...], attack: _Attack) -> Reason | None:
        """Return why an attack may have struck what is told to be there, the plainest reason; None where it may not."""
        if any(attack.id in self._ways[name].incidents for name in movements if name in self._ways):
            return "movement", None
        named = attack.named
        if named & set(places):
            return "same_place", None
        if any(name in self._above(place) for place in places for name in named):
            return "around", None
        if any(self._is_small(place) and place in self._above(name) for place in places for name in named):
            return "inside", None
        far = min(self._distances(attack.mentions, places), default=None)
        return ("near", math.ceil(far)) if far is not None else None

    def _above(self, place: str) -> frozenset[str]:
        """Return what contains a place, itself left out; looked up once."""
        if place in self._holders:
            return self._holders[place]
        found: set[str] = set()
        holder = self._places[place].within if place in self._places else None
        while holder is not None and holder in self._places and holder not in found:
            found.add(holder)
            holder = self._places[holder].within
        return self._holders.setdefault(place, frozenset(found))

    def _is_small(self, place: str) -> bool:
        return place in self._places and self._places[place].precision in FINE

    def _distances(self, mentions: list[PlaceMention], places: tuple[str, ...]) -> Iterator[float]:
        """Yield the distances between small places of which one reaches to the other's point, in kilometres."""
        for mention in mentions:
            for place in places:
                here, there = self._point(mention), self._point_of(place)
                if here is None or there is None or not self._is_small(place):
                    continue
                reach = max(self._radius(mention), self._places[place].radius_km)
                if abs(here[0] - there[0]) * KM_A_DEGREE <= reach and (far := distance_km(here, there)) <= reach:
                    yield far

    def _is_near(self, mention: PlaceMention, cell: Rendition) -> bool:
        here = self._point(mention)
        if here is None or cell.lat is None or cell.lon is None:
            return False
        reach, lat = self._radius(mention) + (cell.accuracy_m or CELL_REACH_M) / 1000, float(cell.lat)
        return abs(here[0] - lat) * KM_A_DEGREE <= reach and distance_km(here, (lat, float(cell.lon))) <= reach

    def _point(self, mention: PlaceMention) -> Point | None:
        if mention.lat is not None and mention.lon is not None:
            return mention.lat, mention.lon
        return self._point_of(_named(mention) or "")

    def _point_of(self, place: str) -> Point | None:
        known = self._places.get(place)
        return (float(known.lat), float(known.lon)) if known and known.lat and known.lon else None

    def _radius(self, mention: PlaceMention) -> int:
        known = self._places.get(_named(mention) or "")
        return known.radius_km if known else WORDS_KM


def distance_km(first: Point, second: Point) -> float:
    """Return the length of the great circle between two points in degrees, on a sphere.

    >>> round(distance_km((48.0, 37.8), (49.0, 37.8)))
    111
    """
    lat1, lat2 = math.radians(first[0]), math.radians(second[0])
    along = math.sin((lat2 - lat1) / 2) ** 2
    across = math.sin(math.radians(second[1] - first[1]) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(along + math.cos(lat1) * math.cos(lat2) * across)))


def _named(mention: PlaceMention) -> str | None:
    return mention.place or (mention.relation.of if mention.relation else None)
