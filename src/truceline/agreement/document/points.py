"""The points of a line: a place of the pack, or degrees of latitude and longitude."""

from __future__ import annotations

import re
from collections.abc import Collection

from truceline.agreement.document.hints import Hints
from truceline.agreement.document.written import POINT


def odd_point(text: str, places: Collection[str], hints: Hints) -> str | None:
    """Return what is wrong with a point and what was expected, None where nothing is."""
    if text in places:
        return None
    if not re.fullmatch(POINT, text, re.ASCII):
        question = hints.question(text, places)
        return f"{text!r} is no place of the pack; expected one, or LAT,LON in degrees like 48.02,37.80{question}"
    lat, lon = map(float, text.split(","))
    if abs(lat) > 90 or abs(lon) > 180:
        return f"{text!r} is not on the earth; expected latitude from -90 to 90, then longitude from -180 to 180"
    return None
