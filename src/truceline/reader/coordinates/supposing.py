"""What may have been meant instead: the slips that people make with coordinates, each as a reading of its own.

Latitude and longitude exchanged, 36 degrees 09 minutes typed as 36.09 and the other way round, the other hemisphere. None of them
is ever put in the place of what is written; they only help to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truceline.reader.coordinates.degrees import as_minutes, points_of
from truceline.reader.coordinates.values import Angle, Coordinates, Position

_SECONDS = re.compile(r"\d+\.[0-5]\d[0-5]\d")
_MINUTES = re.compile(r"\d+\.[0-5]\d\d*")
Slip = tuple[str, tuple[Angle, Angle]]


def supposed(coordinates: Coordinates) -> Iterator[tuple[str, Position]]:
    """Yield what a text in degrees may have been meant to say, in words, with its point; not what it can be read as anyway."""
    if coordinates.angles is None:
        return
    seen = {(round(each.lat, 9), round(each.lon, 9)) for each in coordinates.positions}
    for what, angles in _slips(coordinates.angles):
        for point in points_of(angles, "lat_lon", "decimal")[0]:
            key = round(point.lat, 9), round(point.lon, 9)
            if key not in seen:
                seen.add(key)
                how = f"{point.how}: {what}"
                yield what, Position(lat=point.lat, lon=point.lon, accuracy_m=round(point.half_m) + 1, how=how)


def _slips(angles: tuple[Angle, Angle]) -> Iterator[Slip]:
    """Yield pairs of latitude and longitude: one slip at a time, then two of them together, the simpler ones first."""
    lat, lon = angles if angles[0].axis != "lon" else angles[::-1]
    plain = _of_axis(lat, "lat"), _of_axis(lon, "lon")
    turned = _of_axis(lon, "lat"), _of_axis(lat, "lon")
    exchanged = "latitude and longitude exchanged"
    yield exchanged, turned
    notations = list(_notations(plain))
    yield from notations
    yield "the other side of Greenwich", (plain[0], _mirrored(plain[1]))
    yield "the other side of the equator", (_mirrored(plain[0]), plain[1])
    for what, (first, second) in notations:
        yield f"{what}, and {exchanged}", (_of_axis(second, "lat"), _of_axis(first, "lon"))


def _notations(pair: tuple[Angle, Angle]) -> Iterator[Slip]:
    """Yield the pair with decimals taken as minutes, or as minutes and seconds, or whole minutes taken as decimals."""
    numbers = [angle.numbers for angle in pair]
    if all(len(each) == 1 and _MINUTES.fullmatch(each[0]) for each in numbers):
        yield "decimals taken as minutes", (as_minutes(pair[0]), as_minutes(pair[1]))
    if all(len(each) == 1 and _SECONDS.fullmatch(each[0]) for each in numbers):
        yield "decimals taken as minutes and seconds", (_as_seconds(pair[0]), _as_seconds(pair[1]))
    if all(len(each) == 2 and "." not in each[1] for each in numbers):
        yield "minutes taken as decimals", (_as_decimals(pair[0]), _as_decimals(pair[1]))


def _of_axis(angle: Angle, axis: str) -> Angle:
    return Angle(numbers=angle.numbers, sign=angle.sign, axis="lat" if axis == "lat" else "lon", is_marked=True)


def _mirrored(angle: Angle) -> Angle:
    return Angle(numbers=angle.numbers, sign=1 if angle.sign < 0 else -1, axis=angle.axis, is_marked=True)


def _as_seconds(angle: Angle) -> Angle:
    whole, _, rest = angle.numbers[0].partition(".")
    return Angle(numbers=(whole, rest[:2], rest[2:]), sign=angle.sign, axis=angle.axis, is_marked=True)


def _as_decimals(angle: Angle) -> Angle:
    return Angle(numbers=(".".join(angle.numbers),), sign=angle.sign, axis=angle.axis, is_marked=True)
