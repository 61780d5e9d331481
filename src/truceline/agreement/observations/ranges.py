"""Bearing and distance as monitors write them: "2-7km NNE", "at an estimated distance of 3 to 5 km south-east", "120°, 800m".

A compass point is a sector, not a ray: a point of one or two letters (N, SE) reaches 22.5 degrees to either side, one of three
(NNE) 11.25; a bearing in degrees reaches 5. "N-NE" and "NNE to ENE" are the shorter arc that holds both; opposite points have
none and are not read. A distance is exact to half of the last digit that was written: "3 km" is 2.5 to 3.5, "800m" is 750 to
850. In metres and feet a comma or point before three last digits stands between thousands ("1,500 m"), unless the number begins
with 0; in kilometres and miles it is always a decimal one ("1,500 km" is 1.5 km: nobody observes over a thousand of them).

>>> read_range("2-7km NNE")
Range(bearing_from=11, bearing_to=34, distance_low_m=2000, distance_high_m=7000, slack_m=500)
>>> read_range("up to 800m").distance_low_m, read_range("up to 800m").distance_high_m
(None, 800)
>>> read_distance("1,500 m"), read_distance("0.500 km")
((1500, 1500, 50), (500, 500, 0))
>>> read_range("near the school") is None
True
"""

from __future__ import annotations

import math
import re

import msgspec

POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
STEP = 360 / len(POINTS)
WIDE, NARROW, OF_DEGREES = 22.5, 11.25, 5.0
"""How far to either side a point of one or two letters reaches, one of three, and a bearing in degrees."""
UNITS_M = {"m": 1, "km": 1000, "ft": 0.3048, "mi": 1609.344}

_NUMBER = r"\d{1,6}(?:[.,]\d{1,20})?(?![.,]?\d)"
_THOUSANDS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
_UNIT = r"(?P<{0}>kms?|kilomet(?:re|er)s?|mi(?:les?)?|f(?:ee)?t|m(?:et(?:re|er)s?)?)"
_DISTANCE = re.compile(
    r"(?:\b(?P<bound>at least|more than|over|beyond|at most|up to|less than|within|under)\s+)?"
    r"(?:\b(?:about|around|approximately|approx\.?|some|circa|ca\.?|an estimated(?: distance of)?|between)\s+|~\s*)?"
    rf"(?<![\d.,])(?P<first>{_NUMBER})\s*(?:{_UNIT.format('own')})?(?:\s*(?:-|–|—|to|and)\s*(?P<last>{_NUMBER}))?\s*"
    rf"{_UNIT.format('unit')}?\b(?!\s*°)",
    re.IGNORECASE,
)
_WORD = r"(?:north|south|east|west)"
_POINT = rf"(?:\b{_WORD}(?:(?:[-\s]|(?={_WORD})){_WORD}){{0,2}}(?:ern|wards?)?\b|(?<![A-Za-z])(?-i:[NSEW]{{1,3}})(?![A-Za-z]))"
_COMPASS = re.compile(rf"(?P<first>{_POINT})(?:\s*(?:-|–|—|\bto\b|\band\b|/)\s*(?P<last>{_POINT}))?", re.IGNORECASE)
_DEGREES = re.compile(
    r"(?:\bbearing\s+)?(?<![\d.,])(?P<first>\d{1,3})\s*(?:°|degrees?|deg)?(?:\s*(?:-|–|to)\s*(?P<last>\d{1,3}))?\s*(?:°|degrees?\b|deg\b)",
    re.IGNORECASE,
)
_BOUNDS_BELOW = frozenset({"at least", "more than", "over", "beyond"})


class Range(msgspec.Struct, frozen=True):
    """A bearing sector and a distance range, either of them None where it was not said; ``slack_m``: half of the last digit."""

    bearing_from: int | None = None
    bearing_to: int | None = None
    distance_low_m: int | None = None
    distance_high_m: int | None = None
    slack_m: int = 0


def read_range(words: str, unit: str | None = None) -> Range | None:
    """Return what words say of bearing and distance, None where they say neither. ``unit`` is for numbers without one."""
    degrees = _DEGREES.search(words)
    rest = words[: degrees.start()] + " " + words[degrees.end() :] if degrees else words
    sector = _of_degrees(degrees) if degrees else read_bearing(rest)
    distance = read_distance(rest, unit)
    if sector is None and distance is None:
        return None
    low, high, slack = distance or (None, None, 0)
    first, last = sector or (None, None)
    return Range(first, last, low, high, slack)


def read_bearing(words: str) -> tuple[int, int] | None:
    """Return the sector that words name, clockwise from the first to the second whole degree; None where they name none.

    >>> read_bearing("south-east"), read_bearing("NW-N"), read_bearing("350°"), read_bearing("N and S")
    ((112, 158), (292, 23), (345, 355), None)
    """
    if degrees := _DEGREES.search(words):
        return _of_degrees(degrees)
    found = _COMPASS.search(words)
    if found is None:
        return None
    sectors = [_sector(point) for point in (found["first"], found["last"] or found["first"])]
    if None in sectors:
        return None
    return _joined(*[sector for sector in sectors if sector])


def read_distance(words: str, unit: str | None = None) -> tuple[int | None, int | None, int] | None:
    """Return least and greatest distance in metres and the slack of the way it is written; None where there is none.

    ``unit`` (m, km, ft, mi) holds for a number that has none. A range that ends before it begins is none.
    """
    for found in _DISTANCE.finditer(words):
        written = _unit(found["unit"] or found["own"]) or unit
        if written is None:
            continue
        scale = UNITS_M[written]
        of_first = UNITS_M[_unit(found["own"]) or written]
        first = _metres(_decimal(found["first"], of_first), of_first)
        last = _metres(_decimal(found["last"], scale), scale) if found["last"] else first
        if last < first:
            return None
        slack = round(scale * _last_digit(_decimal(found["last"] or found["first"], scale), scale) / 2)
        bound = re.sub(r"\s+", " ", (found["bound"] or "").lower())
        if bound and not found["last"]:
            return (first, None, slack) if bound in _BOUNDS_BELOW else (None, last, slack)
        return first, last, slack
    return None


def _decimal(number: str, scale: float) -> str:
    """Return a number with a point before its decimals; of metres and feet, without a mark between thousands."""
    grouped = _THOUSANDS.fullmatch(number) if scale <= 1 else None
    return grouped[1] + grouped[2] if grouped else number.replace(",", ".")


def _metres(number: str, scale: float) -> int:
    return round(float(number) * scale)


def _last_digit(number: str, scale: float) -> float:
    """Return what the last digit stands for; of whole metres and feet, the last of hundreds, tens and ones that is not zero."""
    if "." in number:
        return 10.0 ** -len(number.split(".")[1])
    zeros = min(2, len(number) - len(number.rstrip("0"))) if scale < 100 else 0
    return 10.0**zeros


def _unit(written: str | None) -> str | None:
    if not written:
        return None
    word = written.lower()
    return "km" if word.startswith("k") else "mi" if word.startswith("mi") else "ft" if word.startswith("f") else "m"


def _sector(point: str) -> tuple[float, float] | None:
    """Return where the sector of a compass point begins and ends, None where there is no such point."""
    lowered = re.sub(r"(?:ern|wards?)$", "", point.lower())
    letters = "".join(word[0] for word in re.findall(_WORD, lowered)).upper() or point.upper()
    if letters not in POINTS:
        return None
    middle, reach = POINTS.index(letters) * STEP, WIDE if len(letters) < 3 else NARROW
    return middle - reach, middle + reach


def _joined(first: tuple[float, float], last: tuple[float, float]) -> tuple[int, int] | None:
    """Return the shorter arc that holds both sectors; None where they lie opposite."""
    turn = (sum(last) - sum(first)) / 2 % 360
    if turn == 180:
        return None
    start, end = (first, last) if turn < 180 else (last, first)
    return _whole(min(start[0], start[0] if turn else end[0]), end[1])


def _of_degrees(found: re.Match[str]) -> tuple[int, int] | None:
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if max(first, last) > 360:
        return None
    return _whole(first, last) if found["last"] else _whole(first - OF_DEGREES, first + OF_DEGREES)


def _whole(first: float, last: float) -> tuple[int, int]:
    return math.floor(first) % 360, math.ceil(last) % 360
