"""Coordinates for people: a point in every usual way to write it, and a text with what is wrong with it underlined."""

from __future__ import annotations

import math
import unicodedata

from truceline.model import Span
from truceline.reader.coordinates.degrees import DEGREE_M
from truceline.reader.coordinates.squares import written_mgrs

ROUNDING = 0.05
"""As much of a power of ten as accuracies lose by being rounded up."""
_UNDRAWN = frozenset({"Mn", "Me", "Cf"})


def decimals(lat: float, lon: float, places: int = 5) -> str:
    """Return a point as decimal degrees with letters.

    >>> decimals(36.15, -74.1, 2)
    '36.15°N 74.10°W'
    """
    return f"{abs(lat):.{places}f}°{'S' if lat < 0 else 'N'} {abs(lon):.{places}f}°{'W' if lon < 0 else 'E'}"


def sexagesimal(lat: float, lon: float, places: int = 0) -> str:
    """Return a point as degrees, minutes and seconds with letters.

    >>> sexagesimal(36.15, -74.1)
    '36°09′00″N 74°06′00″W'
    """
    return f"{_angle(lat, places, 2)}{'S' if lat < 0 else 'N'} {_angle(lon, places, 2)}{'W' if lon < 0 else 'E'}"


def _angle(degrees: float, places: int, width: int) -> str:
    steps = round(abs(degrees) * 3600 * 10**places)
    minutes, seconds = divmod(steps, 60 * 10**places)
    shown = f"{seconds // 10**places:02d}" + (f".{seconds % 10**places:0{places}d}" if places else "")
    return f"{minutes // 60:0{width}d}°{minutes % 60:02d}′{shown}″"


def in_all_ways(lat: float, lon: float, accuracy_m: int) -> tuple[str, ...]:
    """Return a point as decimals, as degrees, minutes and seconds, and in MGRS where that goes, no finer than its accuracy."""
    across = max(1.0, accuracy_m * math.sqrt(2))
    places = max(0, min(6, math.ceil(math.log10(DEGREE_M / across) - ROUNDING)))
    digits = max(0, min(5, 5 - math.floor(math.log10(across) + ROUNDING)))
    cell = written_mgrs(lat, lon, digits)
    return (decimals(lat, lon, places), sexagesimal(lat, lon), *([cell] if cell else []))


def underlined(text: str, span: Span | None) -> str:
    """Return a text on one line and a line below it with carets under the span; the text alone where there is none.

    Characters that take no room on a screen get no caret.
    """
    shown = "".join(c if c.isprintable() else " " for c in text)
    if span is None:
        return shown
    under = "".join(_caret(c, span.start <= at < span.end) for at, c in enumerate(shown)).rstrip()
    return f"{shown}\n{under}"


def _caret(character: str, is_meant: bool) -> str:  # noqa: FBT001 - used once, above
    if unicodedata.category(character) in _UNDRAWN:
        return ""
    return ("^" if is_meant else " ") * (2 if unicodedata.east_asian_width(character) in "WF" else 1)
