"""Places: a relation to a named place with an honest precision, never a false point."""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model.spans import Span

PlacePrecision = Literal["exact", "town", "district", "governorate", "country", "route", "unlocated"]


class PlaceName(msgspec.Struct, frozen=True, kw_only=True):
    """One name of a place, in one language and script (BCP 47 tag, ``ar``, ``en``)."""

    text: str
    lang: str = "en"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a theatre pack. ``lat``/``lon`` are WGS 84 degrees as decimal strings, None for what has no point.

    ``within`` is the id of the place that contains it (town -> governorate -> country). ``radius_km`` is how far from the
    point the place may reach.
    """

    id: str
    name: str
    names: tuple[PlaceName, ...] = ()
    precision: PlacePrecision = "town"
    kind: str = "town"
    lat: str | None = None
    lon: str | None = None
    radius_km: int = 5
    within: str | None = None
    country: str | None = None
    population: int = 0
    source: str | None = None


class PlaceRelation(msgspec.Struct, frozen=True, kw_only=True):
    """How what is meant lies to the named place: ``near``, ``north_of``, ``countryside_of``, ``border_of`` ...

    ``of`` is the id of the named place.
    """

    kind: str
    of: str | None = None


class PlaceMention(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a text. ``place`` is the id of a pack's place or None; ``precision`` already takes the relation into account."""

    span: Span
    name: str
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "unlocated"
    relation: PlaceRelation | None = None
