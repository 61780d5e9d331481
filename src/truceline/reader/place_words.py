"""The words around place names, from ``lexicons/places.yaml``."""

from __future__ import annotations

from functools import cache

import msgspec

from truceline.reader.slotlists import word_list


class PlaceLists(msgspec.Struct, frozen=True):
    """``lexicons/places.yaml`` as a value."""

    directions: dict[str, str]
    areas: dict[str, str]
    provinces: str
    towns: str
    displacing: dict[str, str]
    within: str
    moving: str
    after_land: str
    locative: str
    speaking: str
    mixed: str
    not_places_after: str
    not_places_before: str


class PlaceWords(msgspec.Struct, frozen=True):
    """The lists as sets."""

    directions: dict[str, str]
    areas: dict[str, str]
    displacing: dict[str, str]
    provinces: frozenset[str]
    towns: frozenset[str]
    within: frozenset[str]
    moving: frozenset[str]
    after_land: frozenset[str]
    locative: frozenset[str]
    speaking: frozenset[str]
    not_places_after: frozenset[str]
    not_places_before: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """Return the word lists of places."""
    lists = word_list("places", PlaceLists)
    return PlaceWords(
        directions=lists.directions,
        areas=lists.areas,
        displacing=lists.displacing,
        provinces=frozenset(lists.provinces.split()),
        towns=frozenset(lists.towns.split()),
        within=frozenset(lists.within.split()),
        moving=frozenset(lists.moving.split()),
        after_land=frozenset(lists.after_land.split()),
        locative=frozenset(lists.locative.split()),
        speaking=frozenset(lists.speaking.split()),
        not_places_after=frozenset(lists.not_places_after.split()),
        not_places_before=frozenset(lists.not_places_before.split()),
    )
