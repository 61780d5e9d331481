"""UTM and MGRS as people write them: a zone with its band or hemisphere, then metres or the letters of a square with digits.

An MGRS reference names a cell; what is returned is its middle. A letter N or S after a UTM zone may be its band or its half of
the earth: every meaning that the northing allows is a reading of its own.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from truceline.model import Fault, Span
from truceline.reader.coordinates.datums import DEFAULT, Datum
from truceline.reader.coordinates.signs import Signs
from truceline.reader.coordinates.squares import (
    BANDS,
    POLAR,
    SQUARE_M,
    Cell,
    band_limits,
    column_of,
    has_zone,
    meets_zone,
    middle_of,
    row_of,
)
from truceline.reader.coordinates.transverse import WGS84, Ellipsoid, to_degrees
from truceline.reader.coordinates.values import Doubt

_MGRS = re.compile(
    r"\s*(?:mgrs\s*:?\s*)?(?P<zone>\d{1,2})\s*(?P<band>[a-z])\s*(?P<square>[a-z]\s?[a-z])(?P<rest>[\d\s]*)", re.IGNORECASE
)
_UTM = re.compile(
    r"\s*(?:utm\b\s*:?\s*)?(?P<word>zone\b\s*:?\s*)?(?P<zone>\d{1,2})\s*(?P<letter>[a-z]\b|north\b|south\b)?(?:\s+hemisphere)?\s*[,;:]?"
    r"\s+(?P<first>{side})(?:\s*[,;/]\s*|\s+)(?P<second>{side})\s*".replace(
        "{side}", r"(?:(?:easting|northing|[en])\s*[:=]?\s*)?\d+(?:[.٫,]\d+)?(?:\s*m?\s*[en]\b|\s*m\b)?"
    ),
    re.IGNORECASE,
)
_SOUNDS_UTM = re.compile(
    r"\s*(?:utm\b|zone\b)|.*\b(?:easting|northing)\b|\s*\d{1,2}\s*[a-z]?\s+\d{5,7}\b.*\d{5,8}", re.IGNORECASE
)
_SIDE = re.compile(r"(?P<before>easting|northing|[en])?\W*(?P<number>\d+(?:[.٫,]\d+)?)\s*m?\s*(?P<after>[en])?m?", re.IGNORECASE)
EASTINGS = (100_000.0, 900_000.0)
NORTHINGS = (0.0, 10_000_000.0)


class GridPoint(NamedTuple):
    """A point of a grid in its own datum: degrees, half of a cell's diagonal in metres, and how it was read, in words."""

    lat: float
    lon: float
    half_m: float
    how: str


class Grid(NamedTuple):
    """A text in a grid: every point that it can be, and why there are several; its zone and, where it names one, its band."""

    points: tuple[GridPoint, ...]
    doubts: tuple[Doubt, ...]
    zone: int
    band: str | None
    is_mgrs: bool = False


def mgrs_of(signs: Signs, datum: Datum | None) -> Grid | Fault | None:
    """Return an MGRS reference, what is wrong with it, or None where the text is none."""
    match = _MGRS.fullmatch(signs.plain)
    if match is None:
        return None
    zone, band, square = int(match["zone"]), match["band"].upper(), re.sub(r"\s", "", match["square"]).upper()
    if fault := _bad_zone(signs, match, zone, band, "band"):
        return fault
    if datum is not None and datum.name != DEFAULT:
        what = f"MGRS on {datum.name}, whose squares have other letters; expected WGS84; convert it where the map was made"
        return _fault(signs, match.span("square"), "datum", what, quote=False)
    column, row = column_of(square[0], zone), row_of(square[1], zone)
    if column is None or row is None:
        wrong = "first" if column is None else "second"
        what = f"is no square of zone {zone} (its {wrong} letter); expected one that the zone has; ask what was meant"
        return _fault(signs, match.span("square"), "square", what)
    digits = _digits(signs, match)
    if isinstance(digits, Fault):
        return digits
    size = SQUARE_M / 10 ** len(digits[0])
    east, north = ((int(part or "0") + 0.5) * size for part in digits)
    return _point(signs, match, Cell(zone, band, column * SQUARE_M + east, row, north, size))


def _digits(signs: Signs, match: re.Match[str]) -> tuple[str, str] | Fault:
    """Return the digits of easting and northing, as many for each."""
    parts = match["rest"].split()
    if not parts:
        return "", ""
    whole, span = "".join(parts), match.span("rest")
    if len(parts) > 2 or (len(parts) == 2 and len(parts[0]) != len(parts[1])):
        what = f"{' and '.join(str(len(part)) for part in parts)} digits; expected as many for the easting as for the northing"
        return _fault(signs, span, "digits", f"{what}; ask which is missing", quote=False)
    if len(whole) % 2:
        what = (
            f"{len(whole)} digits; expected an even number, half for the easting and half for the northing; ask which is missing"
        )
        return _fault(signs, span, "digits", what, quote=False)
    if len(whole) > 10:
        return _fault(signs, span, "digits", f"{len(whole)} digits; expected at most 10, which is one metre", quote=False)
    return whole[: len(whole) // 2], whole[len(whole) // 2 :]


def _point(signs: Signs, match: re.Match[str], cell: Cell) -> Grid | Fault:
    """Return the middle of a cell, or a fault where the square does not touch the band or the zone."""
    middle = middle_of(cell)
    if middle is None:
        low, high = band_limits(cell.band)
        what = f"does not touch band {cell.band}, which goes from {low:g} to {high:g} degrees; expected a square that does"
        return _fault(signs, match.span("square"), "square", f"{what}; ask what was meant")
    if not meets_zone(cell, *middle):
        what = f"does not touch zone {cell.zone}{cell.band} there; expected a square that does; ask what was meant"
        return _fault(signs, match.span("square"), "square", what)
    size = f"{cell.size_m / 1000:g} km" if cell.size_m >= 1000 else f"{cell.size_m:g} m"
    point = GridPoint(*middle, cell.size_m * math.sqrt(2) / 2, f"MGRS, middle of a cell of {size}")
    return Grid((point,), (), cell.zone, cell.band, is_mgrs=True)


def utm_of(signs: Signs, datum: Datum | None) -> Grid | Fault | None:
    """Return a UTM reference with every point that it can be, what is wrong with it, or None where the text is none."""
    match = _UTM.fullmatch(signs.plain)
    if match is None:
        if _SOUNDS_UTM.match(signs.plain) is None:
            return None
        what = "UTM that is not understood; expected zone, band or hemisphere, easting and northing, such as 37S 315500 4002300"
        return Fault(code="coordinates.utm", message=f"{what}; write it so", span=Span(0, len(signs.raw)))
    sides = [_SIDE.fullmatch(match[name].strip()) for name in ("first", "second")]
    wholes = [re.split(r"[.,٫]", side["number"])[0] if side else "" for side in sides]
    names_it = match[0].lower().lstrip().startswith(("utm", "zone"))
    if not names_it and min(map(len, wholes)) < 5:
        return None
    return _Utm(signs, match, sides, datum).grid()


class _Utm:
    """A UTM reference that has the right form."""

    def __init__(self, signs: Signs, match: re.Match[str], sides: list[re.Match[str] | None], datum: Datum | None) -> None:
        self._signs, self._match = signs, match
        self._sides = [side for side in sides if side is not None]
        self._on: Ellipsoid = datum.on if datum else WGS84
        self._zone = int(match["zone"])
        self._letter = (match["letter"] or "").upper()

    def grid(self) -> Grid | Fault:
        """Return every point that it can be, or why it is none."""
        if not self._letter:
            what = "has neither band nor hemisphere; expected one, such as 37S or 37 north; ask which half of the earth is meant"
            return _fault(self._signs, self._match.span("zone"), "hemisphere", what)
        band = self._letter if len(self._letter) == 1 else "N"
        if fault := _bad_zone(self._signs, self._match, self._zone, band, "letter"):
            return fault
        orders = self._orders()
        if isinstance(orders, Fault):
            return orders
        found: dict[tuple[float, float], tuple[int, str, GridPoint]] = {}
        for order in orders:
            for meaning in self._meanings():
                if point := self._point(order, meaning):
                    found.setdefault((point.lat, point.lon), (order, meaning, point))
        return self._of(list(found.values()))

    def _of(self, found: list[tuple[int, str, GridPoint]]) -> Grid | Fault:
        """Return the grid of the points that there are, each with the easting's place and the letter's meaning."""
        if not found or found[0][0] != 0:
            return self._impossible(found[0][2] if found else None)
        doubts: list[Doubt] = ["axes"] if len({order for order, _, _ in found}) > 1 else []
        doubts += ["band_or_hemisphere"] if len({meaning for _, meaning, _ in found}) > 1 else []
        has_band = all(meaning == "band" for _, meaning, _ in found)
        return Grid(tuple(point for *_, point in found), tuple(doubts), self._zone, self._letter if has_band else None)

    def _orders(self) -> tuple[int, ...] | Fault:
        """Return the places that the easting can stand in: 0 or 1, told by labels, else both."""
        named = [(side["before"] or side["after"] or "")[:1].upper() for side in self._sides]
        if any(side["before"] and side["after"] for side in self._sides) or named[0] == named[1] != "":
            what = "two eastings or two northings; expected one of each; ask what was meant"
            return _fault(self._signs, self._match.span("second"), "axes", what, quote=False)
        if "" in named and named != ["", ""]:
            what = "one number is marked E or N and the other is not; expected both or none; add it"
            return _fault(self._signs, self._match.span("second"), "half-lettered", what, quote=False)
        if named == ["", ""]:
            return (0, 1)
        self._sides = self._sides if named[0] == "E" else self._sides[::-1]
        return (0,)

    def _meanings(self) -> tuple[str, ...]:
        """Return what the letter can be: the band, or the northern or southern half of the earth."""
        if len(self._letter) > 1:
            return (self._letter.lower(),)
        halves = {"N": ("north",), "S": ("south",)}
        return ("band", *halves.get(self._letter, ()))

    def _point(self, order: int, meaning: str) -> GridPoint | None:
        """Return the point of one reading, None where it is not possible."""
        texts = [re.sub(r"[,٫]", ".", side["number"]) for side in self._sides]
        texts = texts[::-1] if order else texts
        easting, northing = map(float, texts)
        if not (EASTINGS[0] <= easting < EASTINGS[1] and NORTHINGS[0] <= northing <= NORTHINGS[1]):
            return None
        is_south = meaning == "south" or (meaning == "band" and self._letter < "N")
        lat, lon = to_degrees(easting, northing, self._zone, is_south=is_south, on=self._on)
        low, high = band_limits(self._letter) if meaning == "band" else (-80.0, 84.0)
        slack = 0.005 if meaning == "band" else 0.0  # a point on the edge of a band, rounded to metres or of another datum
        if not low - slack <= lat <= high + slack or (meaning == "north" and lat < 0):
            return None
        half = math.hypot(*(10.0 ** -len(text.partition(".")[2]) for text in texts)) / 2
        letter = f"band {self._letter}" if meaning == "band" else f"{meaning}ern half of the earth"
        return GridPoint(lat, lon, half, f"UTM zone {self._zone}, {letter}, {'northing' if order else 'easting'} first")

    def _impossible(self, turned: GridPoint | None) -> Fault:
        """Return a fault for numbers that no reading allows in the order in which they stand."""
        if turned is not None:
            what = "would be a point of the zone only with the northing first; expected the easting first; ask what was meant"
            return _fault(self._signs, (self._match.start("first"), self._match.end("second")), "axes", what, quote=False)
        what = f"no point of zone {self._zone}{self._letter[:1]}; expected an easting from 100000 to 899999 and a northing"
        span = (self._match.start("first"), self._match.end("second"))
        return _fault(self._signs, span, "range", f"{what} within the band; ask what was meant", quote=False)


def _bad_zone(signs: Signs, match: re.Match[str], zone: int, band: str, group: str) -> Fault | None:
    """Return a fault for a zone or a band that there is not."""
    if not 1 <= zone <= 60:
        return _fault(signs, match.span("zone"), "zone", "is no zone; expected 1 to 60; ask what was meant")
    if band in POLAR:
        what = "is a band near a pole, which is not read; expected C to X; give degrees"
        return _fault(signs, match.span(group), "band", what)
    if band not in BANDS:
        return _fault(signs, match.span(group), "band", "is no band; expected C to X without I and O; ask what was meant")
    if not has_zone(zone, band):
        return _fault(signs, match.span("zone"), "zone", f"is no zone of band {band}; expected 31, 33, 35 or 37 there")
    return None


def _fault(signs: Signs, where: tuple[int, int], code: str, what: str, *, quote: bool = True) -> Fault:
    span = signs.span(*where)
    return Fault(code=f"coordinates.{code}", message=f'"{span.of(signs.raw).strip()}" {what}' if quote else what, span=span)
