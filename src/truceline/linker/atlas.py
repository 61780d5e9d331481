"""Atlas: what places a theatre knows, so that a town and its province can be compared.

"Idlib" may be the town or the province around it: a town that bears its province's name is *loose*, it fits all of it a
little. Without an atlas places are compared by name and point alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from truceline.linker.facts import RADIUS_KM, Spot
from truceline.model import Place, PlaceMention

_FINE = {"exact", "town", "route"}


class Atlas:
    """The places of a theatre by id, with what holds what."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._places = {p.id: p for p in places}

    def spot(self, mention: PlaceMention) -> Spot:
        """Return what can be compared of a place mention: the place it lies near to counts where it is none itself."""
        named = mention.place or (mention.relation.of if mention.relation else None)
        known = self._places.get(named or "")
        lat, lon = mention.lat, mention.lon
        if lat is None and known is not None and known.lat and known.lon:
            lat, lon = float(known.lat), float(known.lon)
        return Spot(
            key=named or " ".join(mention.name.casefold().split()),
            lat=lat,
            lon=lon,
            radius_km=max(RADIUS_KM[mention.precision], known.radius_km if known and known.precision == mention.precision else 0),
            fine=mention.precision in _FINE,
            wide=mention.precision == "country",
            within=self._within(known) if known else frozenset(),
            loose=bool(known) and mention.relation is None and self._is_namesake(known),
        )

    def _within(self, place: Place) -> frozenset[str]:
        """Return what holds the place, whole countries left out."""
        found: set[str] = set()
        holder = self._places.get(place.within or "")
        while holder is not None and holder.id not in found and holder.precision != "country":
            found.add(holder.id)
            holder = self._places.get(holder.within or "")
        return frozenset(found)

    def _is_namesake(self, place: Place | None) -> bool:
        holder = self._places.get(place.within or "") if place else None
        return place is not None and holder is not None and holder.precision != "country" and holder.name.startswith(place.name)


NOWHERE = Atlas()
"""An atlas that knows no place."""
