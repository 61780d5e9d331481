"""The map as a page: incidents with the places at which they may be drawn, and what is not on the map, with the reason.

A place stands once, with all that happened there: fifty attacks in one town are one point with the number fifty, never fifty
points beside each other. An incident with several places stands at each. `map_labels` names the places round about.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from truceline.model import Incident, Place
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list, names
from truceline.outputs.views.map_places import MapPlace, OffMap, Siting
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis

MOST_LABELS = 900
SIZES = (500_000, 100_000, 20_000)
"""Inhabitants: where one rank of towns ends and the next begins."""
LARGE = 300_000
"""Inhabitants of a town outside the countries of what is shown, from which on it is named on the map."""


class MapChoice(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents: of one ``kind`` (a code of event-codes.md), only the ``contested`` ones, or one ``incident`` by its id."""

    kind: str | None = None
    contested: bool = False
    incident: str | None = None

    def takes(self, incident: Incident) -> bool:
        """Say whether an incident is chosen."""
        if self.incident is not None and incident.id != self.incident:
            return False
        is_kind = self.kind is None or names.undisputed_type(incident) == self.kind
        return is_kind and (not self.contested or bool(incident.contested))


class MapIncident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident as the map names it.

    ``name`` and ``when`` in words, ``day`` the first on which it may have happened (None: nothing says). ``contested``: in what
    its accounts differ. ``is_proposed``: no person stands behind any claim of it. ``places``: keys of its places on the map.
    """

    id: str
    type: str
    name: str
    day: str | None
    when: str
    contested: tuple[str, ...] = ()
    is_proposed: bool = False
    places: tuple[str, ...] = ()


class MapPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the map and its table show.

    ``incidents`` in the order of all lists; ``places`` by how many incidents they have, then by name; ``absent``: what is not on
    the map; ``kinds``: the codes of event-codes.md that can be chosen; ``choice``: what was chosen.
    """

    basis: Basis
    choice: MapChoice
    incidents: tuple[MapIncident, ...]
    places: tuple[MapPlace, ...]
    absent: tuple[OffMap, ...]
    kinds: tuple[str, ...]

    @property
    def on_map(self) -> int:
        """How many incidents stand on the map at least once."""
        return sum(bool(each.places) for each in self.incidents)


class MapLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A place named on the map: ``rank`` 0 for a country, else the larger the smaller the town."""

    name: str
    lat: float
    lon: float
    rank: int


def map_page(
    material: Material, *, labels: Labels | None = None, is_public: bool = False, choice: MapChoice | None = None
) -> MapPage:
    """Return the map of a material; ``is_public``: with nothing finer than a town."""
    words, chosen = labels or load(), choice or MapChoice()
    siting = Siting({place.id: place for place in material.places}, words, is_public)
    folded = incident_list.folded(material)
    shown = [incident for incident in folded if chosen.takes(incident)]
    sited = [siting.of(incident) for incident in shown]
    return MapPage(
        basis=material.basis(incident_list.waiting(material)),
        choice=chosen,
        incidents=tuple(_incident(material, each, where, words) for each, where in zip(shown, sited, strict=True)),
        places=_gathered(sited),
        absent=_left_out(sited),
        kinds=tuple(sorted({names.undisputed_type(incident) for incident in folded})),
    )


def map_labels(material: Material, *, labels: Labels | None = None) -> tuple[MapLabel, ...]:
    """Return the countries and towns of the pack by name, the largest first; no exact position is named."""
    siting = Siting({}, labels or load())
    named = [place for place in material.places if place.precision in {"country", "town"} and place.lat and place.lon]
    home = {place.country for place in _of_the_theatre(material)}
    shown = [p for p in named if p.precision == "country" or p.country in home or p.population >= LARGE]
    shown.sort(key=lambda place: (place.precision != "country", place.country not in home, -place.population, place.id))
    return tuple(_label(siting, place) for place in shown[:MOST_LABELS])


def _of_the_theatre(material: Material) -> Iterable[Place]:
    """Return the places in which something happened: their countries are the ones to name in full."""
    used = {mention.place for incident in incident_list.folded(material) for mention in incident.places}
    return (place for place in material.places if place.id in used and place.precision != "country")


def _label(siting: Siting, place: Place) -> MapLabel:
    smaller = sum(place.population < least for least in SIZES)
    rank = 0 if place.precision == "country" else 1 + smaller
    return MapLabel(name=siting.name(place), lat=float(place.lat or 0), lon=float(place.lon or 0), rank=rank)


def _incident(material: Material, incident: Incident, where: list[MapPlace | OffMap], labels: Labels) -> MapIncident:
    time, standing = incident.time, incident.standing
    day = (time.start or time.end) if time else None
    return MapIncident(
        id=incident.id,
        type=names.undisputed_type(incident),
        name=names.incident_name(material, incident, labels),
        day=day[:10] if day else None,
        when=labels.interval(time),
        contested=incident.contested,
        is_proposed=not (standing.entered or standing.accepted),
        places=tuple(dict.fromkeys(each.key for each in where if isinstance(each, MapPlace))),
    )


def _gathered(sited: Iterable[list[MapPlace | OffMap]]) -> tuple[MapPlace, ...]:
    first: dict[str, MapPlace] = {}
    at: dict[str, dict[int, None]] = {}
    for number, where in enumerate(sited):
        for each in where:
            if isinstance(each, MapPlace):
                first.setdefault(each.key, each)
                at.setdefault(each.key, {})[number] = None
    whole = (msgspec.structs.replace(first[key], incidents=tuple(numbers)) for key, numbers in at.items())
    return tuple(sorted(whole, key=lambda place: (-len(place.incidents), place.name, place.key)))


def _left_out(sited: Iterable[list[MapPlace | OffMap]]) -> tuple[OffMap, ...]:
    at: dict[OffMap, dict[int, None]] = {}
    for number, where in enumerate(sited):
        for each in where:
            if isinstance(each, OffMap):
                at.setdefault(each, {})[number] = None
    whole = (msgspec.structs.replace(each, incidents=tuple(numbers)) for each, numbers in at.items())
    return tuple(sorted(whole, key=lambda each: (each.why, -len(each.incidents), each.name or "")))
