"""Read Natural Earth out of a GeoPackage with the standard library alone: the header, then well-known binary.

Source: OGC GeoPackage 1.2, 2.1.3 (geometry header); OGC Simple Features, 8.2 (well-known binary).
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
from pathlib import Path
from typing import Any, NamedTuple

LINE, POLYGON = 2, 3
ENVELOPES = (0, 32, 48, 48, 64)

Line = list[tuple[float, float]]


class Unit(NamedTuple):
    """A first-level division: its number, its name, the code of the state that Natural Earth has it under, its rings."""

    fid: int
    name: str
    state: str
    rings: list[Line]


class Claim(NamedTuple):
    """A line of Natural Earth's layer of disputed boundaries: its number, what it is called, its pieces."""

    fid: int
    name: str
    lines: list[Line]


def units(path: Path) -> list[Unit]:
    """Return the divisions of the world, by number."""
    query = (
        "SELECT fid, coalesce(name, ''), coalesce(adm0_a3, ''), geom FROM states_provinces WHERE geom IS NOT NULL ORDER BY fid"
    )
    return [Unit(fid, name, state, _rings(blob)) for fid, name, state, blob in _rows(path, query)]


def claims(path: Path) -> list[Claim]:
    """Return the disputed lines, by number."""
    query = "SELECT fid, name, geom FROM disputed_borders ORDER BY fid"
    return [Claim(fid, name, _rings(blob)) for fid, name, blob in _rows(path, query)]


def _rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        return base.execute(query).fetchall()


def _rings(blob: bytes) -> list[Line]:
    """Return every ring or line of a geometry, holes among them."""
    start = 8 + ENVELOPES[(blob[3] >> 1) & 7]
    found: list[Line] = []
    _collect(blob, start, found)
    return found


def _collect(blob: bytes, at: int, found: list[Line]) -> int:
    order = "<" if blob[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", blob, at + 1)
    at += 9
    if kind == LINE:
        return _points(blob, at, order, count, found)
    for _ in range(count):
        if kind == POLYGON:
            (length,) = struct.unpack_from(f"{order}I", blob, at)
            at = _points(blob, at + 4, order, length, found)
        else:
            at = _collect(blob, at, found)
    return at


def _points(blob: bytes, at: int, order: str, count: int, found: list[Line]) -> int:
    numbers = struct.unpack_from(f"{order}{2 * count}d", blob, at)
    found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return at + 16 * count
