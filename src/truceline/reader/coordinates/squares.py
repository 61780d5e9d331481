"""The squares of MGRS: zones, bands, and the two letters of a square of 100 km.

Read strictly: a square must touch the band and the zone that are written before it. Only the part between 80 degrees south and
84 degrees north is read; what lies nearer to the poles has letters of its own.

Source: NGA.STND.0037, "The Universal Grids and the Transverse Mercator and Polar Stereographic Map Projections", 2014.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from truceline.reader.coordinates.transverse import from_degrees, to_degrees

BANDS = "CDEFGHJKLMNPQRSTUVWX"
POLAR = "ABYZ"
ROWS = "ABCDEFGHJKLMNPQRSTUV"
COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
SQUARE_M = 100_000
CYCLE_M = 2_000_000
"""The letters of rows begin again after so many metres."""
POLAR_RADIUS_M = 6_350_000
"""Less than the radius of the earth anywhere."""
SOUTH, NORTH = -80.0, 84.0
_NORWAY, _SVALBARD = "V", "X"
_AROUND_NORWAY = {31: (0, 3), 32: (3, 12)}
_AROUND_SVALBARD = {31: (0, 9), 33: (9, 21), 35: (21, 33), 37: (33, 42)}
"""Least and greatest longitude of the zones that are narrower or wider than six degrees."""


def band_of(lat: float) -> str | None:
    """Return the letter of the band of a latitude, None nearer to the poles than MGRS goes.

    >>> band_of(36.15), band_of(-34.5), band_of(83.0)
    ('S', 'H', 'X')
    """
    return BANDS[min(19, int((lat - SOUTH) // 8))] if SOUTH <= lat <= NORTH else None


def band_limits(band: str) -> tuple[float, float]:
    """Return the least and greatest latitude of a band, in degrees."""
    low = SOUTH + 8 * BANDS.index(band)
    return low, NORTH if band == _SVALBARD else low + 8


def zone_of(lat: float, lon: float) -> int:
    """Return the UTM zone of a point; around Norway and Svalbard zones are wider or narrower than elsewhere.

    >>> zone_of(36.15, 36.95), zone_of(60.4, 5.3)
    (37, 32)
    """
    band, plain = band_of(lat), int((lon + 180) % 360 // 6) + 1
    if band == _NORWAY and plain == 31 and lon >= 3:
        return 32
    if band == _SVALBARD and 0 <= lon < 42:
        return (31, 33, 35, 37)[sum(lon >= edge for edge in (9, 21, 33))]
    return plain


def has_zone(zone: int, band: str) -> bool:
    """Say whether a band has a zone: three are missing around Svalbard."""
    return not (band == _SVALBARD and zone in {32, 34, 36})


def column_of(letter: str, zone: int) -> int | None:
    """Return the hundred thousands of the easting that the first letter of a square stands for; None where the zone has none."""
    letters = COLUMNS[(zone - 1) % 3]
    return letters.index(letter) + 1 if letter in letters else None


def row_of(letter: str, zone: int) -> int | None:
    """Return the hundred thousands of the northing, within its cycle, that the second letter stands for."""
    return (ROWS.index(letter) - (0 if zone % 2 else 5)) % 20 if letter in ROWS else None


class Cell(NamedTuple):
    """A cell of a square: zone, band, easting of its middle, the square's row, its middle within that, how wide it is (m)."""

    zone: int
    band: str
    easting: float
    row: int
    within_m: float
    size_m: float

    @property
    def is_south(self) -> bool:
        """Whether its band lies south of the equator."""
        return self.band < "N"


def middle_of(cell: Cell) -> tuple[float, float] | None:
    """Return latitude and longitude of the middle of a cell; None where its row does not meet its band."""
    low, high = band_limits(cell.band)
    slack = math.degrees(0.75 * cell.size_m / POLAR_RADIUS_M)
    for cycle in range(6):
        northing = cycle * CYCLE_M + cell.row * SQUARE_M + cell.within_m
        lat, lon = to_degrees(cell.easting, northing, cell.zone, is_south=cell.is_south)
        if low - slack <= lat <= high + slack and (lat < 0) == cell.is_south:
            return lat, lon
    return None


def zone_limits(zone: int, band: str) -> tuple[float, float]:
    """Return the least and greatest longitude of a zone in a band, in degrees.

    >>> zone_limits(37, "S"), zone_limits(31, "V"), zone_limits(32, "V"), zone_limits(33, "X")
    ((36, 42), (0, 3), (3, 12), (9, 21))
    """
    special = {_NORWAY: _AROUND_NORWAY, _SVALBARD: _AROUND_SVALBARD}.get(band, {})
    west = zone * 6 - 186
    return special.get(zone, (west, west + 6))


def meets_zone(cell: Cell, lat: float, lon: float) -> bool:
    """Say whether a cell with that middle touches its zone."""
    west, east = zone_limits(cell.zone, cell.band)
    middle, half = (west + east) / 2, (east - west) / 2
    slack = math.degrees(0.75 * cell.size_m / (POLAR_RADIUS_M * max(0.05, math.cos(math.radians(lat)))))
    return abs((lon - middle + 540) % 360 - 180) <= half + slack


def written_mgrs(lat: float, lon: float, digits: int = 4) -> str | None:
    """Return the MGRS cell of a point, ``digits`` for each of easting and northing (5: one metre); None near the poles.

    >>> written_mgrs(36.15, 36.95)
    '37S CA 1557 0253'
    """
    band = band_of(lat)
    if band is None:
        return None
    zone = zone_of(lat, lon)
    easting, northing = from_degrees(lat, lon, zone)
    columns = COLUMNS[(zone - 1) % 3]
    column = columns[int(easting // SQUARE_M) - 1]
    row = ROWS[(int(northing // SQUARE_M) + (0 if zone % 2 else 5)) % 20]
    cut = 10 ** (5 - digits)
    numbers = [f"{int(metres % SQUARE_M) // cut:0{digits}d}" for metres in (easting, northing)] if digits else []
    return " ".join([f"{zone}{band}", f"{column}{row}", *numbers])
