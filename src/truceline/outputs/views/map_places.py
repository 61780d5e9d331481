"""Where on a map a place of an incident may be drawn: as a point, as an area of a stated size, or nowhere. Never a false point.

* exact, and a town: a point. The word for the precision goes with it: a town's point is the town, not the house.
* a district, a governorate, a short route, and what lies beside a named place ("north of Aleppo"): an area round a point,
  with the distance within which it lies.
* a whole country, a long route, a sea, words that name no place: on no map, but in the list of what is not on it.
* offensives, movements of forces and of aid: never on a map, whatever is known of them.

For everybody (``is_public``) nothing is finer than a town: an exact position, and a part of a town, become the area that
holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from truceline.linker.facts import RADIUS_KM
from truceline.model import Incident, Place, PlaceMention
from truceline.model.places import PlacePrecision
from truceline.movements.coarsening import public_place
from truceline.outputs.labels import Labels

Shape = Literal["point", "area"]
Why = Literal["forces", "country", "too_wide", "no_point", "not_public", "unlocated", "no_place"]

FORCES = ("V.OFFENSIVE", "M.", "H.")
"""Kinds of happenings that tell where forces or aid move."""
LONGEST_ROUTE_KM = 30
"""A road that reaches further from its middle is no area: a circle round it would show everything but the road."""
WIDEST_KM = 300
FINE = frozenset({"exact", "town"})


class MapPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One place of the map with what happened there.

    ``key`` tells it from the others, ``place`` is its id in the pack (None: only a position was given). ``name`` in the page's
    language, with its relation ("near Aleppo"). ``shape`` point or area; ``lat`` and ``lon`` WGS 84 degrees; ``radius_km``:
    within how far it lies, None for a point. ``has_outline``: the place itself is meant, so its outline may be drawn where one is
    known.
    ``incidents`` are positions in the page's list.
    """

    key: str
    place: str | None
    name: str
    precision: PlacePrecision
    shape: Shape
    lat: float
    lon: float
    radius_km: int | None = None
    has_outline: bool = False
    incidents: tuple[int, ...] = ()


class OffMap(msgspec.Struct, frozen=True, kw_only=True):
    """What is not drawn, and ``why``. ``name`` as told, None where nothing may or can be said; ``incidents`` as in `MapPlace`."""

    why: Why
    name: str | None
    precision: PlacePrecision
    incidents: tuple[int, ...] = ()


class Siting(msgspec.Struct, frozen=True):
    """Finds where places go: with the places of the pack by id, the words of the page, and whether everybody may look."""

    places: Mapping[str, Place]
    labels: Labels
    is_public: bool = False

    def of(self, incident: Incident) -> list[MapPlace | OffMap]:
        """Return each place of an incident, without incidents; what merely holds another of them is left out."""
        if incident.type.startswith(FORCES):
            return [OffMap(why="forces", name=None, precision="unlocated")]
        if not incident.places:
            return [OffMap(why="no_place", name=None, precision="unlocated")]
        return [self._sited(mention) for mention in self._finest(incident.places)]

    def name(self, place: Place) -> str:
        """Return what a place is called in the language of the page, else its label in the pack, which is English by custom."""
        if self.labels.lang == "en":
            return place.name
        return next((n.text for n in place.names if n.lang == self.labels.lang), place.name)

    def _finest(self, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
        holders = {holder for mention in mentions for holder in self._holders(mention)}
        return [mention for mention in mentions if mention.relation is not None or mention.place not in holders]

    def _holders(self, mention: PlaceMention) -> set[str]:
        """Return the ids of everything that holds a place, its country too."""
        found: set[str] = set()
        place = self._known(mention)
        while place is not None:
            above = {up for up in (place.within, place.country) if up and up != place.id} - found
            found |= above
            place = self.places.get(place.within or "") if place.within in above else None
        return found

    def _known(self, mention: PlaceMention) -> Place | None:
        return self.places.get(mention.place or (mention.relation.of if mention.relation else None) or "")

    def _sited(self, mention: PlaceMention) -> MapPlace | OffMap:
        place = self._known(mention)
        if self.is_public and (place.precision if place else mention.precision) not in {"town", "governorate", "country"}:
            return self._publicly(mention, place)
        if mention.lat is not None and mention.lon is not None and mention.relation is None and mention.precision in FINE:
            return self._point(mention, place, mention.lat, mention.lon)
        if place is None:
            return OffMap(why="unlocated", name=mention.name, precision=mention.precision)
        return self._area(mention, place)

    def _point(self, mention: PlaceMention, place: Place | None, lat: float, lon: float) -> MapPlace:
        return MapPlace(
            key=place.id if place else f"{lat:.5f},{lon:.5f}",
            place=place.id if place else None,
            name=self.name(place) if place else mention.name,
            precision=mention.precision,
            shape="point",
            lat=lat,
            lon=lon,
        )

    def _area(self, mention: PlaceMention, place: Place) -> MapPlace | OffMap:
        relation = mention.relation.kind if mention.relation else ""
        name, precision = self._words(mention, place), mention.precision
        if precision in {"country", "unlocated"}:
            return OffMap(why="country" if precision == "country" else "unlocated", name=name, precision=precision)
        if place.lat is None or place.lon is None:
            return OffMap(why="no_point", name=name, precision=precision)
        radius = max(place.radius_km, RADIUS_KM[precision]) if relation else place.radius_km
        if radius > (LONGEST_ROUTE_KM if place.precision == "route" else WIDEST_KM):
            return OffMap(why="too_wide", name=name, precision=precision)
        return MapPlace(
            key=f"{place.id} {relation}".rstrip(),
            place=place.id,
            name=name,
            precision=precision,
            shape="area",
            lat=float(place.lat),
            lon=float(place.lon),
            radius_km=radius,
            has_outline=not relation,
        )

    def _words(self, mention: PlaceMention, place: Place) -> str:
        relation = self.labels.find("relation", mention.relation.kind) if mention.relation else None
        if mention.relation is not None and relation is None:
            return mention.name
        return relation.format(place=self.name(place)) if relation else self.name(place)

    def _publicly(self, mention: PlaceMention, place: Place | None) -> MapPlace | OffMap:
        """Return the area that holds a place which is too fine, or nothing of it."""
        area = self.places.get(public_place(place.id, self.places) or "") if place else None
        if area is None:
            is_unlocated = place is None and mention.lat is None
            return OffMap(why="unlocated" if is_unlocated else "not_public", name=None, precision="unlocated")
        whole = msgspec.structs.replace(mention, place=area.id, precision=area.precision, relation=None, lat=None, lon=None)
        return self._area(whole, area)
