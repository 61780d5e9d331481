"""From a typed row to what the log says of it: codes in the open; where the observer stood, and free words, sealed."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import cast

import msgspec

from truceline.actors import registry_of
from truceline.agreement.observations import Gazetteer, Range, Spot, area_of, frame, has_coordinates
from truceline.agreement.observations.areas import Area
from truceline.ledger.leaf.bodies import Body, ExposureNoted, GapNoted, ObservationEntered
from truceline.ledger.observations import EXPOSURE, GAP, OBSERVED
from truceline.model import Fault, Theatre
from truceline.model.observations import Assessment, GapReason, Sense, Unit
from truceline.workflow.observing.times import Window, window_of
from truceline.workflow.tables import Count, Frame, Typed, TypedRow

KINDS = {"observation": OBSERVED, "gap": GAP, "exposure": EXPOSURE}
WHOLE_EARTH: Frame = (-90, 90, -180, 180)


class Built(msgspec.Struct, frozen=True):
    """A body without its number, mark and table, and its sealed values; what could not be found in the pack, in words."""

    body: Body
    sealed: Mapping[str, str]
    unknown: tuple[str, ...] = ()


class Builder:
    """Builds bodies with the places and actors of one theatre."""

    def __init__(self, theatre: Theatre, zone: str | None) -> None:
        self._zone = zone
        self._places = Gazetteer(theatre.places)
        self._actors = registry_of(theatre.actors)
        own = [place for place in theatre.places if theatre.country is None or place.country == theatre.country]
        self.frame: Frame | None = frame(own)
        self._area = functools.cache(lambda spot, way: area_of(spot, way, self._places))

    def build(self, about: str, row: TypedRow) -> Built | Fault:
        """Return a row as a body, or what is wrong with the row as a whole."""
        window = window_of(row.values, self._zone)
        if isinstance(window, str):
            return _fault(row, "date", window)
        if wrong := self._misplaced(row.values):
            return _fault(row, *wrong)
        made = {"observation": self._observation, "gap": self._gap, "exposure": self._exposure}[about]
        return made(row, window)

    def _observation(self, row: TypedRow, window: Window) -> Built | Fault:
        values = row.values
        spot = self._spot(values)
        if isinstance(spot, str):
            return _fault(row, "position", spot)
        if window.start is None and not {"period", "place", "position", "position_lat"} & values.keys():
            return _fault(row, "date", "neither a time nor a place; expected an observation (is this a row of totals?)")
        way = _way(values)
        count = values.get("count")
        place, area, unknown = self._where(values, spot, way)
        body = ObservationEntered(
            observation="",
            mark="",
            observer=self._actor(_words(values, "observer") or "", window),
            sense=cast("Sense", values["sense"]),
            assessment=cast("Assessment", values.get("assessment", "undetermined")),
            unit=cast("Unit", values.get("unit", "other")),
            low=count.low if isinstance(count, Count) else None,
            high=count.high if isinstance(count, Count) else None,
            start=window.start,
            end=window.end,
            area=place,
            area_low_m=area.low_m if area else None,
            area_high_m=area.high_m if area else None,
            distance_low_m=way.distance_low_m,
            distance_high_m=way.distance_high_m,
            weapon=_words(values, "weapon"),
            line=_words(values, "line"),
            region=self._region(values, place),
            period=_day(values, "period"),
        )
        return Built(body, _sealed_of_observation(values, way), unknown)

    def _misplaced(self, values: Mapping[str, Typed]) -> tuple[str, str] | None:
        """Return the field, and what is wrong, where an open field would tell where somebody stood: columns are exchanged."""
        for name in ("observer", "weapon", "line", "region"):
            words = _words(values, name)
            if words and words not in self._actors and self._places.is_spot(words):
                do = "a district or region" if name == "region" else f"the {name}"
                return name, f"is a point or a town, and open to all; expected {do}, or nothing (are columns exchanged?)"
        if has_coordinates(_words(values, "place") or ""):
            return "place", "holds coordinates; expected a name: where it happened is told as an area (are columns exchanged?)"
        return None

    def _gap(self, row: TypedRow, window: Window) -> Built | Fault:
        values = row.values
        place, unknown = self._place(values)
        refused = _words(values, "refused_by")
        actor = self._actor(refused, window) if refused else None
        known = actor if actor in self._actors else None
        if refused and values["reason"] not in ("refused", "not_asked", "other"):
            return _fault(row, "reason", f'{values["reason"]}, and "refused_by" names somebody; expected the reason refused')
        body = GapNoted(
            gap="",
            mark="",
            observer=self._actor(_words(values, "observer") or "", window),
            reason=cast("GapReason", values["reason"]),
            start=window.start,
            end=window.end,
            area=place,
            refused_by=known,
            region=self._region(values, place),
            period=_day(values, "period"),
        )
        sealed = {"area_words": _words(values, "place"), "description": _words(values, "description")}
        sealed |= {"refused_words": None if known else refused}
        return Built(body, _filled(sealed), unknown)

    def _exposure(self, row: TypedRow, window: Window) -> Built | Fault:
        values = row.values
        if window.start is None or window.end is None:
            return _fault(row, "date", "no time; expected when somebody looked: a start and an end, or a date")
        if "hours" not in values and "sorties" not in values:
            return _fault(row, "hours", "neither hours nor sorties; expected how much was looked")
        place, unknown = self._place(values)
        body = ExposureNoted(
            exposure="",
            mark="",
            observer=self._actor(_words(values, "observer") or "", window),
            sensor=cast("Sense", values["sensor"]),
            start=window.start,
            end=window.end,
            area=place,
            hours=cast("int | None", values.get("hours")),
            sorties=cast("int | None", values.get("sorties")),
            region=self._region(values, place),
            period=_day(values, "period"),
        )
        sealed = {"area_words": _words(values, "place"), "description": _words(values, "description")}
        return Built(body, _filled(sealed), unknown)

    def _where(
        self, values: Mapping[str, Typed], spot: Spot | None, way: Range
    ) -> tuple[str | None, Area | None, tuple[str, ...]]:
        """Return the area of an observation: the place that the row names, else what follows from where it was seen from."""
        place, unknown = self._place(values)
        if place is not None:
            return place, None, unknown
        area = self._area(spot, way) if spot else None
        if area is None and spot is None and _words(values, "position"):
            unknown = (*unknown, "a position, which is not shown")
        return (area.place if area else None), area, unknown

    def _place(self, values: Mapping[str, Typed]) -> tuple[str | None, tuple[str, ...]]:
        words = _words(values, "place")
        if not words:
            return None, ()
        found = self._places.find(words, self._region(values, None))
        return (found.id, ()) if found else (None, (f"place {words}",))

    def _region(self, values: Mapping[str, Typed], place: str | None) -> str | None:
        words = _words(values, "region")
        if not words:
            return self._places.region_of(place)
        found = self._places.find(words)
        return found.id if found else words

    def _spot(self, values: Mapping[str, Typed]) -> Spot | str | None:
        lat, lon, words = values.get("position_lat"), values.get("position_lon"), _words(values, "position")
        if isinstance(lat, float) and isinstance(lon, float):
            spot = self._places.spot(f"{lat:.6f},{lon:.6f}")
        else:
            spot = self._places.spot(words) if words else None
        if spot and spot.place is None and self.frame and not _inside(spot.point.lat, spot.point.lon, self.frame):
            if _inside(spot.point.lon, spot.point.lat, self.frame):
                return "lies outside the theatre, and inside it with latitude and longitude exchanged; ask who wrote it"
            return "lies outside the theatre; expected decimal degrees, latitude first"
        return spot

    def _actor(self, words: str, window: Window) -> str:
        """Return the id of the actor that words name, the words themselves where the pack has none."""
        if words in self._actors:
            return words
        return self._actors.resolve(words, (window.start or "")[:10] or None) or words


def _sealed_of_observation(values: Mapping[str, Typed], way: Range) -> dict[str, str]:
    lat, lon = values.get("position_lat"), values.get("position_lon")
    point = f"{lat:g}, {lon:g}" if isinstance(lat, float) and isinstance(lon, float) else None
    has_bearing = way.bearing_from is not None and way.bearing_to is not None
    return _filled(
        {
            "position": "; ".join(part for part in (_words(values, "position"), point) if part) or None,
            "bearing": f"{way.bearing_from}-{way.bearing_to}" if has_bearing else None,
            "device": _words(values, "device"),
            "area_words": _words(values, "place"),
            "direction": _words(values, "direction"),
            "description": _words(values, "description"),
        }
    )


def _way(values: Mapping[str, Typed]) -> Range:
    """Return bearing and distance: of their own columns where a row has those, else of the column that has both."""
    both, bearing, distance = (values.get(name) for name in ("range", "bearing", "distance"))
    found = both if isinstance(both, Range) else Range()
    if isinstance(bearing, Range):
        found = Range(bearing.bearing_from, bearing.bearing_to, found.distance_low_m, found.distance_high_m, found.slack_m)
    if isinstance(distance, Range):
        found = Range(found.bearing_from, found.bearing_to, distance.distance_low_m, distance.distance_high_m, distance.slack_m)
    return found


def _filled(values: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _words(values: Mapping[str, Typed], name: str) -> str | None:
    found = values.get(name)
    return found if isinstance(found, str) else None


def _day(values: Mapping[str, Typed], name: str) -> str | None:
    found = values.get(name)
    return found.isoformat()[:10] if isinstance(found, dt.date) else None


def _inside(lat: float, lon: float, within: Frame) -> bool:
    return within[0] <= lat <= within[1] and within[2] <= lon <= within[3]


def _fault(row: TypedRow, field: str, what: str) -> Fault:
    where = row.places.get(field, row.where)
    return Fault(code="table.row", message=f"{where}: {what}; mend the row", where=where)
