"""Coordinates out of a text: its datum, its grammar, then every point that it can be, in WGS 84 with its accuracy."""

from __future__ import annotations

import math
import re

import msgspec

from truceline.model import Fault, Span
from truceline.reader.coordinates.angles import angles_of
from truceline.reader.coordinates.datums import DATUMS, DEFAULT, NAMES, UNKNOWN, Datum, datum_named, is_datum, to_wgs84
from truceline.reader.coordinates.degrees import DegreePoint, points_of
from truceline.reader.coordinates.grids import Grid, GridPoint, mgrs_of, utm_of
from truceline.reader.coordinates.signs import Signs, signs_of
from truceline.reader.coordinates.values import Angle, Basis, Coordinates, Format, Notation, Order, Position

FORMATS: dict[int, Format] = {1: "decimal", 2: "degrees_minutes", 3: "dms"}
_NAMES_WRITTEN = sorted((name for each in DATUMS for name in (each.name, *each.also)), key=len, reverse=True)
_NAME = "|".join(r"[\s_-]?".join(map(re.escape, re.findall(r"[^\W\d]+|\d+|:", name))) for name in _NAMES_WRITTEN)
_DATUM = re.compile(
    rf"(?:[,;]\s*)?(?P<open>[(\[]\s*)?(?:datum\b\s*[:=]?\s*)?(?<![^\W_])(?P<name>{_NAME})(?![^\W_])(?:\s*datum\b)?(?(open)\s*[)\]])(?:\s*[,;:])?",
    re.IGNORECASE,
)
_ISO_6709 = re.compile(r"\s*([+-])(\d\d(?:\.\d+)?)([+-])(\d{3}(?:\.\d+)?)/\s*")
_GEO = re.compile(r"\s*geo:\s*-?\d", re.IGNORECASE)
"""A text of RFC 5870, which says that latitude comes first; so does ISO 6709."""


def read(text: str, *, datum: str | None = None, order: Order | None = None, notation: Notation | None = None) -> Coordinates:
    """Return every way in which a text can be read as coordinates, or why it is refused; no text raises an exception.

    ``datum``, ``order`` and ``notation`` are what is known of whoever wrote it; without them both readings are returned where
    there are two. ``datum`` may be ``unknown``, which widens the accuracy.
    """
    signs = signs_of(text)
    if isinstance(signs, Fault):
        return Coordinates(raw=text, faults=(signs,))
    reading = _Reading(signs, datum)
    fault = reading.settle_datum()
    if fault is not None:
        return reading.refused(fault)
    found = mgrs_of(reading.signs, reading.datum) or utm_of(reading.signs, reading.datum)
    if isinstance(found, Fault):
        return reading.refused(found)
    return reading.of_grid(found) if found else reading.of_degrees(order, notation)


class _Reading:
    """A text on its way to points: what is known of its datum, and its signs without the words for that."""

    def __init__(self, signs: Signs, told: str | None) -> None:
        self.signs = signs
        self.datum: Datum | None = datum_named(DEFAULT)
        self._told = told
        self._name, self._is_stated = DEFAULT, False

    def settle_datum(self) -> Fault | None:
        """Find the datum, told or in the text; a fault where there is none of that name, or there are two."""
        written = [(match, datum_named(match["name"])) for match in _DATUM.finditer(self.signs.plain)]
        told = datum_named(self._told) if self._told else None
        if self._told and not is_datum(self._told):
            message = f'datum "{self._told}" is not known; expected one of {", ".join(NAMES)}'
            return Fault(code="coordinates.datum", message=message)
        named = {each.name: each for each in (*(datum for _, datum in written), told) if each is not None}
        if len(named) > 1 or (named and self._told and told is None):
            found = [*named, *([UNKNOWN] if self._told and told is None else [])]
            message = f"two datums: {', '.join(found)}; expected one; ask which is meant"
            return Fault(code="coordinates.datum", message=message)
        for match, _ in written:
            first, after = match.span()
            plain = f"{self.signs.plain[:first]}{' ' * (after - first)}{self.signs.plain[after:]}"
            self.signs = Signs(self.signs.raw, plain, self.signs.at)
        if named:
            (self._name, self.datum), self._is_stated = next(iter(named.items())), True
        elif self._told:
            self._name, self.datum, self._is_stated = UNKNOWN, None, True
        return None

    def of_grid(self, grid: Grid) -> Coordinates:
        """Return the points of a grid in WGS 84."""
        return msgspec.structs.replace(
            self._bare(),
            format="mgrs" if grid.is_mgrs else "utm",
            positions=tuple(map(self._position, grid.points)),
            doubts=grid.doubts,
            zone=grid.zone,
            band=grid.band,
        )

    def of_degrees(self, order: Order | None, notation: Notation | None) -> Coordinates:
        """Return the points that a text in degrees can be."""
        iso = _ISO_6709.fullmatch(self.signs.plain)
        angles = _of_iso(iso) if iso else angles_of(self.signs)
        if isinstance(angles, Fault):
            return self.refused(angles)
        said: Order | None = "lat_lon" if iso or _GEO.match(self.signs.plain) else order
        told: Notation | None = "decimal" if iso or _GEO.match(self.signs.plain) else notation
        points, doubts = points_of(angles, said, told)
        if not points:
            return self.refused(self._nowhere(angles, said, told))
        form, positions = FORMATS[len(angles[0].numbers)], tuple(map(self._position, points))
        return msgspec.structs.replace(self._bare(), format=form, positions=positions, doubts=doubts, angles=angles)

    def _nowhere(self, angles: tuple[Angle, Angle], order: Order | None, notation: Notation | None) -> Fault:
        span = Span(0, len(self.signs.raw))
        if notation == "degrees.minutes" and points_of(angles, order, "decimal")[0]:
            what = "not degrees.minutes as told; expected two decimals below 60 on both sides; ask how it was written"
            return Fault(code="coordinates.minutes", message=what, span=span)
        turned = points_of(angles, "lon_lat" if order == "lat_lon" else "lat_lon", notation)[0] if order else ()
        hint = "; it is a point with the longitude first" if turned and order == "lat_lon" else ""
        hint = "; it is a point with the latitude first" if turned and order == "lon_lat" else hint
        expected = "expected a latitude from -90 to 90 and a longitude from -180 to 180"
        message = f"no point on the earth{hint}; {expected}; ask what was meant"
        return Fault(code="coordinates.range", message=message, span=span)

    def refused(self, fault: Fault) -> Coordinates:
        """Return that a text is no coordinates, and why."""
        return msgspec.structs.replace(self._bare(), faults=(fault,))

    def _bare(self) -> Coordinates:
        basis: Basis = "stated" if self._is_stated else "assumed"
        return Coordinates(raw=self.signs.raw, datum=self._name, datum_basis=basis)

    def _position(self, point: DegreePoint | GridPoint) -> Position:
        lat, lon, widened = to_wgs84(point.lat, point.lon, self.datum)
        return Position(lat=lat, lon=lon, accuracy_m=math.ceil(point.half_m + widened - 1e-9), how=point.how)


def _of_iso(match: re.Match[str]) -> tuple[Angle, Angle]:
    """Return the sides of ISO 6709: signs on both, latitude first, nothing between."""
    sides = [Angle(numbers=(match[n + 1],), sign=-1 if match[n] == "-" else 1) for n in (1, 3)]
    return sides[0], sides[1]
