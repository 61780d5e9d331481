"""Coarsening: what of a place and of a time may be handed on, in steps that never reveal more.

``exact`` -> ``coarse_1km`` (a cell of one fixed grid) -> ``district`` (a named area no finer than a district). Each step is made
of the one before, and of nothing else: a cell says the same of every point in it, whenever and however often it is asked, so
nothing is gained by asking twice, by moving a site a little, or by putting several answers together. No step goes back.

>>> coarse(Rendition(lat="36.1500", lon="36.9500"), "coarse_1km", {}).lat
'36.155'
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import get_args

import msgspec

from truceline.model.places import Place
from truceline.model.sites import Detail

DETAILS: tuple[Detail, ...] = get_args(Detail)
"""From the finest to the coarsest."""
CELLS_A_DEGREE = 100
"""A cell is a hundredth of a degree of latitude high, 1.1 km, and at least as wide on the ground."""
CELL_REACH_M = 850
"""From the middle of a cell no point of it is further away; the middle itself is rounded to about ten metres."""
WIDE_KM = 10
"""A part of a town may be called a district too: from this radius on, a place so called is an area and may be named in public."""
DELAY = dt.timedelta(hours=24)
"""Source: publication only after arrival and a day more, since who travels, and by which way, is at risk until then."""
LAST_ZONE = dt.timezone(dt.timedelta(hours=-12))
"""A day without an hour has ended everywhere when it has ended here."""


class Rendition(msgspec.Struct, frozen=True, kw_only=True):
    """A position as it may be handed on: WGS 84 degrees as decimal strings, None from ``district`` on.

    ``accuracy_m``: how far from the point it may really be. ``place``: the id of a place of the pack.
    """

    lat: str | None = None
    lon: str | None = None
    accuracy_m: int | None = None
    place: str | None = None
    detail: Detail = "exact"


def coarse(given: Rendition, detail: Detail, places: Mapping[str, Place]) -> Rendition:
    """Return a position no finer than ``detail``; one that is as coarse already comes back as it is."""
    made = given
    for step in DETAILS[DETAILS.index(given.detail) + 1 : DETAILS.index(detail) + 1]:
        made = _cell(made) if step == "coarse_1km" else Rendition(place=public_place(made.place, places), detail=step)
    return made


def public_place(place: str | None, places: Mapping[str, Place]) -> str | None:
    """Return the id of the nearest area that holds a place and is no finer than a district; None where none is known.

    Words that name no place of the pack may name a house: nothing is made of them.
    """
    seen: set[str] = set()
    step = place
    while step is not None and step in places and step not in seen:
        seen.add(step)
        if _is_area(places[step]):
            return step
        step = places[step].within
    return None


def public_day(when: str | None) -> str | None:
    """Return the day of a day or an instant, as it was written."""
    return when[:10] if when else None


def is_public(ended: str | None, on: str) -> bool:
    """Say whether what ended then may be shown on a day: since 24 hours it is surely over, wherever on earth it was.

    ``ended``: a day or an instant, None: no end is told, so nothing is shown. ``on``: a day, taken at its beginning.
    """
    if ended is None:
        return False
    day = dt.date.fromisoformat(ended[:10])
    if day.year > 9000:
        return False
    end = dt.datetime.fromisoformat(ended) if "T" in ended else dt.datetime.combine(day, dt.time(), LAST_ZONE) + DELAY
    return end + DELAY <= dt.datetime.combine(dt.date.fromisoformat(on[:10]), dt.time(), dt.UTC)


def _is_area(place: Place) -> bool:
    return place.precision in {"governorate", "country"} or (place.precision == "district" and place.radius_km >= WIDE_KM)


def _cell(given: Rendition) -> Rendition:
    """Return the middle of the cell. Where the position was less certain than a cell, it stays so, in whole kilometres."""
    if given.lat is None or given.lon is None:
        return Rendition(place=given.place, detail="coarse_1km")
    lat, lon = _middle(float(given.lat), float(given.lon))
    reach = max(CELL_REACH_M, math.ceil((given.accuracy_m or 0) / 1000) * 1000 if (given.accuracy_m or 0) > CELL_REACH_M else 0)
    return Rendition(lat=f"{lat:.3f}", lon=f"{lon:.4f}", accuracy_m=reach, place=given.place, detail="coarse_1km")


def _middle(lat: float, lon: float) -> tuple[float, float]:
    """Return the middle of the cell of a point. Rows begin at the south pole, columns at 180 degrees west."""
    row = min(math.floor((lat + 90) * CELLS_A_DEGREE), 180 * CELLS_A_DEGREE - 1)
    middle = (row + 0.5) / CELLS_A_DEGREE - 90
    columns = max(1, math.floor(360 * CELLS_A_DEGREE * math.cos(math.radians(middle))))
    column = math.floor(((lon + 180) % 360) / 360 * columns) % columns
    return middle, (column + 0.5) / columns * 360 - 180
