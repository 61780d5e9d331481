"""Datums: what latitude and longitude were measured from, and how far that moves a point.

A point of an old paper map lies one to four hundred metres from where WGS 84 has the same figures. Where the datum is known it is
moved to WGS 84 by three published shifts, and its accuracy widened by how well these fit; where it is not known, or lies outside
the country that the shifts were measured in, the point stays and its accuracy is widened by more than any of them moves it.

Source: transformations of the EPSG Geodetic Parameter Dataset, by the names beside each; ``fits_m`` is the accuracy that it
gives, or how far it lies from its finer transformations within the area, whichever is more.
"""

from __future__ import annotations

import math
import re

import msgspec

from truceline.reader.coordinates.transverse import WGS84, Ellipsoid

DEFAULT = "WGS84"
UNKNOWN = "unknown"
UNKNOWN_SHIFT_M = 600
"""More than any datum of the table moves a point in its area."""
_CLARKE_1880_IGN = Ellipsoid(6_378_249.2, 293.4660212936269)
_CLARKE_1880_RGS = Ellipsoid(6_378_249.145, 293.465)
_INTERNATIONAL = Ellipsoid(6_378_388.0, 297.0)
_KRASSOWSKY = Ellipsoid(6_378_245.0, 298.3)
_GRS80 = Ellipsoid(6_378_137.0, 298.257222101)


class Datum(msgspec.Struct, frozen=True, kw_only=True):
    """A datum: its figure of the earth, shifts to WGS 84 in metres, how well they fit, where, and other names for it.

    ``area``: least and greatest latitude, least and greatest longitude in which the shifts hold.
    """

    name: str
    on: Ellipsoid
    shift: tuple[float, float, float]
    fits_m: int
    area: tuple[float, float, float, float]
    also: tuple[str, ...] = ()


_WORLD = (-90.0, 90.0, -180.0, 180.0)
DATUMS = (
    Datum(name=DEFAULT, on=WGS84, shift=(0, 0, 0), fits_m=0, area=_WORLD, also=("WGS 1984", "EPSG:4326")),
    Datum(name="ETRS89", on=_GRS80, shift=(0, 0, 0), fits_m=1, area=(33, 85, -17, 45), also=("ETRF89", "EPSG:4258")),
    Datum(name="SIRGAS 2000", on=_GRS80, shift=(0, 0, 0), fits_m=1, area=(-60, 33, -123, -25), also=("EPSG:4674",)),
    Datum(name="MAGNA-SIRGAS", on=_GRS80, shift=(0, 0, 0), fits_m=1, area=(-5, 17, -85, -66), also=("MAGNA", "EPSG:4686")),
    Datum(  # Deir ez Zor to WGS 84 (5), Syria
        name="Deir ez Zor", on=_CLARKE_1880_IGN, shift=(-190.421, 8.532, 238.69), fits_m=5, area=(32, 38, 35, 43),
        also=("Deir-ez-Zor", "Levant", "EPSG:4227"),
    ),
    Datum(  # ED50 to WGS 84 (1); those for Syria and its neighbours lie up to 12 m from it
        name="ED50", on=_INTERNATIONAL, shift=(-87, -98, -121), fits_m=15, area=(29, 72, -10, 49),
        also=("ED 1950", "European 1950", "European Datum 1950", "EPSG:4230"),
    ),
    Datum(  # Pulkovo 1942 to WGS 84 (1)
        name="Pulkovo 1942", on=_KRASSOWSKY, shift=(28, -130, -95), fits_m=25, area=(35, 82, 19, 180),
        also=("Pulkovo-42", "S-42", "SK-42", "СК-42", "Пулково 1942", "EPSG:4284"),
    ),
    Datum(  # UCS-2000 to WGS 84 (2)
        name="UCS-2000", on=_KRASSOWSKY, shift=(24, -121, -76), fits_m=1, area=(43, 53, 22, 41), also=("УСК-2000", "EPSG:5561"),
    ),
    Datum(  # Bogota 1975 to WGS 84 (1)
        name="Bogota 1975", on=_INTERNATIONAL, shift=(307, 304, -318), fits_m=10, area=(-5, 14, -80, -66),
        also=("Bogotá 1975", "EPSG:4218"),
    ),
    Datum(  # Adindan to WGS 84 (7), Sudan
        name="Adindan", on=_CLARKE_1880_RGS, shift=(-161, -14, 205), fits_m=7, area=(3, 23, 21, 39), also=("EPSG:4201",),
    ),
)  # fmt: skip


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


_BY_NAME = {_key(name): datum for datum in DATUMS for name in (datum.name, *datum.also)}
NAMES = (*(datum.name for datum in DATUMS), UNKNOWN)


def datum_named(name: str) -> Datum | None:
    """Return the datum of that name, however it is written; None where the table has none.

    >>> datum_named("wgs-84").name, datum_named("ск 42").name
    ('WGS84', 'Pulkovo 1942')
    """
    return _BY_NAME.get(_key(name))


def is_datum(name: str) -> bool:
    """Say whether a datum of that name is known; "unknown" is one."""
    return name.casefold() == UNKNOWN or datum_named(name) is not None


def to_wgs84(lat: float, lon: float, datum: Datum | None) -> tuple[float, float, int]:
    """Return the same point in WGS 84, and by how many metres its accuracy is to be widened. ``datum`` None: unknown."""
    if datum is None:
        return lat, lon, UNKNOWN_SHIFT_M
    low, high, west, east = datum.area
    if not (low <= lat <= high and west <= lon <= east):
        return lat, lon, UNKNOWN_SHIFT_M
    if datum.on is WGS84 or datum.shift == (0, 0, 0):
        return lat, lon, datum.fits_m
    here = _to_space(lat, lon, datum.on)
    there = (here[0] + datum.shift[0], here[1] + datum.shift[1], here[2] + datum.shift[2])
    return (*_to_ground(there, WGS84), datum.fits_m)


def _to_space(lat: float, lon: float, on: Ellipsoid) -> tuple[float, float, float]:
    """Return metres from the middle of the earth of a point on the ellipsoid."""
    phi, lam, e2 = math.radians(lat), math.radians(lon), on.eccentricity**2
    across = on.radius_m / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    flat = across * math.cos(phi)
    return flat * math.cos(lam), flat * math.sin(lam), across * (1 - e2) * math.sin(phi)


def _to_ground(space: tuple[float, float, float], on: Ellipsoid) -> tuple[float, float]:
    """Return latitude and longitude of a point near the ellipsoid, by Bowring's way; its error is far below a millimetre."""
    x, y, z = space
    e2, short = on.eccentricity**2, 1 - on.flattening
    flat = math.hypot(x, y)
    reduced = math.atan2(z, flat * short)
    up = z + e2 / (1 - e2) * on.radius_m * short * math.sin(reduced) ** 3
    return math.degrees(math.atan2(up, flat - e2 * on.radius_m * math.cos(reduced) ** 3)), math.degrees(math.atan2(y, x))
