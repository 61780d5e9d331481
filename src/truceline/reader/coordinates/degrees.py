"""Degrees as points: every order and notation that the two sides of a text allow, each with the accuracy of its digits."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import NamedTuple

from truceline.reader.coordinates.values import Angle, Doubt, Notation, Order

DEGREE_M = 111_700.0
"""At least as many metres as a degree of latitude covers anywhere."""
_TWO_DECIMALS = re.compile(r"\d+\.[0-5]\d")


class DegreePoint(NamedTuple):
    """A point in degrees of its own datum, half the diagonal of what its last digits cover, and how it was read."""

    lat: float
    lon: float
    half_m: float
    how: str
    order: Order
    notation: Notation


def points_of(
    angles: tuple[Angle, Angle], order: Order | None, notation: Notation | None
) -> tuple[tuple[DegreePoint, ...], tuple[Doubt, ...]]:
    """Return every point that two sides can be, the ordinary one first, and why there are several; none where none is on earth.

    ``order`` and ``notation``: what is known; letters and labels of the text itself go before ``order``.
    """
    said: Order | None = order
    if angles[0].axis:
        said = "lat_lon" if angles[0].axis == "lat" else "lon_lat"
    orders: tuple[Order, ...] = (said,) if said else ("lat_lon", "lon_lat")
    found = [point for way in notations_of(angles, notation) for each in orders if (point := _point(angles, each, way))]
    points = list({(point.lat, point.lon): point for point in reversed(found)}.values())[::-1]
    doubts: list[Doubt] = ["order"] if len({point.order for point in points}) > 1 else []
    doubts += ["minutes"] if len({point.notation for point in points}) > 1 else []
    return tuple(points), tuple(doubts)


def notations_of(angles: tuple[Angle, Angle], notation: Notation | None) -> tuple[Notation, ...]:
    """Return what the decimals of two sides can be: of degrees, or minutes where both have two, under 60 and no degree mark."""
    may_be = may_be_minutes(angles)
    if notation is not None:
        is_decimal = notation == "decimal" or len(angles[0].numbers) > 1
        return ("decimal",) if is_decimal else ("degrees.minutes",) if may_be else ()
    return ("decimal", "degrees.minutes") if may_be and not any(angle.is_marked for angle in angles) else ("decimal",)


def may_be_minutes(angles: tuple[Angle, Angle]) -> bool:
    """Say whether both sides are one number with two decimals that could be minutes."""
    return all(len(angle.numbers) == 1 and _TWO_DECIMALS.fullmatch(angle.numbers[0]) for angle in angles)


def _point(angles: tuple[Angle, Angle], order: Order, notation: Notation) -> DegreePoint | None:
    lat, lon = angles if order == "lat_lon" else angles[::-1]
    if notation == "degrees.minutes":
        lat, lon = as_minutes(lat), as_minutes(lon)
    north, east = value_of(lat), value_of(lon)
    if abs(north) > 90 or abs(east) > 180:
        return None
    steps = float(step_of(lat)) * DEGREE_M, float(step_of(lon)) * DEGREE_M * math.cos(math.radians(float(north)))
    is_lettered = bool(angles[0].axis and lat.sign and lon.sign)
    how = (
        f"{shown_angle(lat)} and {shown_angle(lon)}"
        if is_lettered
        else f"latitude {shown_angle(lat)}, longitude {shown_angle(lon)}"
    )
    return DegreePoint(float(north), float(east), math.hypot(*steps) / 2, how, order, notation)


def as_minutes(angle: Angle) -> Angle:
    """Return 36.09 as 36 degrees 09 minutes; what follows two decimals as decimals of the minutes."""
    whole, _, rest = angle.numbers[0].partition(".")
    minutes = f"{rest[:2]}.{rest[2:]}" if rest[2:] else rest
    return Angle(numbers=(whole, minutes), sign=angle.sign, axis=angle.axis, is_marked=True)


def value_of(angle: Angle) -> Fraction:
    """Return the exact degrees of a side, south and west negative."""
    whole = sum((Fraction(text) / 60**n for n, text in enumerate(angle.numbers)), Fraction(0))
    return -whole if angle.sign < 0 else whole


def step_of(angle: Angle) -> Fraction:
    """Return what one step of the last digit is, in degrees."""
    return Fraction(1, 60 ** (len(angle.numbers) - 1) * 10 ** len(angle.numbers[-1].partition(".")[2]))


def shown_angle(angle: Angle) -> str:
    """Return a side as degrees, minutes and seconds with their marks, its sign or letter aside where it has none."""
    body = "".join(f"{text}{mark}" for text, mark in zip(angle.numbers, "°′″", strict=False))
    if angle.axis and angle.sign:
        return f"{body}{('N' if angle.sign > 0 else 'S') if angle.axis == 'lat' else 'E' if angle.sign > 0 else 'W'}"
    return f"-{body}" if angle.sign < 0 else body
