"""Cells that hold coordinates, in one reading only. What is wrong is told without any of their figures: messages go into logs."""

from __future__ import annotations

import math
import re

import msgspec

from truceline.reader.coordinates import Coordinates, read, reason_of
from truceline.workflow.tables.cells import Value
from truceline.workflow.tables.mapping import FieldMap

WORST_DEVICE_M = 10_000_000
"""No device is further off than from the pole to the equator."""
_GEOPOINT = re.compile(r"(-?\d+(?:\.\d+)?\s+-?\d+(?:\.\d+)?)(?:\s+-?\d+(?:\.\d+)?\s+(\d+(?:\.\d+)?))?", re.ASCII)
_PAIR = re.compile(r"\d[.,٫]\d{2,}\D{1,4}\d{1,3}[.,٫]\d{2,}")
_GRIDS = frozenset({"degrees_minutes", "dms", "utm", "mgrs"})
"""Ways to write coordinates that numbers of another meaning are hardly ever written in."""


def read_coordinates(value: Value, field: FieldMap) -> Coordinates | tuple[str, str]:
    """Return coordinates that have one reading, else what was expected and what to do."""
    if not isinstance(value, str):
        return "latitude and longitude, or a reference of UTM or MGRS, as text", "mend the cell"
    if field.order == "geopoint":
        return _geopoint(value, field.datum)
    found = read(value, datum=field.datum, order=field.order, notation=field.notation)
    reason = reason_of(found)
    if reason is None:
        return found
    do = "ask who wrote it, then mend the cell or say `order`, `notation` or `datum` in the mapping"
    return f"coordinates that can be read in one way, and these cannot: {reason}", do


def _geopoint(value: str, datum: str | None) -> Coordinates | tuple[str, str]:
    """Return a point as Kobo and ODK write it; it is at most as accurate as the device said."""
    match = _GEOPOINT.fullmatch(value.strip())
    found = read(match[1], datum=datum, order="lat_lon", notation="decimal") if match else None
    if match is None or found is None or found.position is None:
        return "latitude, longitude, altitude and accuracy, spaces between", "mend the cell, or `order` in the mapping"
    accuracy = max(found.position.accuracy_m, math.ceil(min(float(match[2] or 0), WORST_DEVICE_M)))
    position = msgspec.structs.replace(found.position, accuracy_m=accuracy)
    return msgspec.structs.replace(found, raw=value, positions=(position,))


def tells_where(text: str) -> bool:
    """Say whether there are coordinates among words: two numbers with decimals, or a form that other numbers hardly ever have."""
    return _PAIR.search(text) is not None or read(text).format in _GRIDS
