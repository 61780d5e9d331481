"""The base map takes no side: what is disputed is dashed on every side and lies in no state."""

from __future__ import annotations

import gzip
import itertools
import json
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ARCHIVE = ROOT / "src/truceline/web/maps/basemap.zip"
DASHED = {"disputed", "disputed_inside", "claim"}
"""The kinds that the neutral map draws with a dashed line; `border` is the only one that it draws as settled."""
BUDGET = 2_000_000

Point = tuple[float, float]


@cache
def pieces() -> dict[str, dict]:  # type: ignore[type-arg] # JSON as it stands
    """Return every piece of the base map."""
    with zipfile.ZipFile(ARCHIVE) as archive:
        return {name: json.loads(gzip.decompress(archive.read(name))) for name in archive.namelist()}


def _line(steps: list[int], scale: int) -> list[Point]:
    xs, ys = itertools.accumulate(steps[::2]), itertools.accumulate(steps[1::2])
    return [(x / scale, y / scale) for x, y in zip(xs, ys, strict=True)]


@cache
def lines() -> list[tuple[str, list[Point]]]:
    """Return every line of all cells with its kind."""
    cells = [piece for name, piece in pieces().items() if name.startswith("cell/")]
    return [(kind, _line(line, c["scale"])) for c in cells for kind, several in c["lines"].items() for line in several]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def crossed(start: Point, end: Point) -> Counter[str]:
    """Return how often the way from one point (lat, lon) to another crosses a line of each kind."""
    a, b = start[::-1], end[::-1]
    west, east = sorted((a[0], b[0]))
    south, north = sorted((a[1], b[1]))
    found: Counter[str] = Counter()
    for kind, line in lines():
        for c, d in itertools.pairwise(line):
            near = max(c[0], d[0]) >= west and min(c[0], d[0]) <= east and max(c[1], d[1]) >= south and min(c[1], d[1]) <= north
            found[kind] += near and _meet(a, b, c, d)
    return +found


def is_land(point: Point) -> bool:
    """Say whether the overview has land at a point (lat, lon)."""
    y, x = point
    inside = False
    for ring in (_line(steps, pieces()["world.json.gz"]["scale"]) for steps in pieces()["world.json.gz"]["land"]):
        for (ax, ay), (bx, by) in itertools.pairwise([*ring, ring[0]]):
            inside ^= (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
    return inside


DISPUTED: dict[str, tuple[Point, tuple[Point, ...]]] = {
    "Crimea": ((45.3, 34.3), ((46.6, 33.6), (45.0, 38.5))),
    "Golan": ((33.0, 35.75), ((33.0, 35.45), (33.0, 36.2))),
    "Abkhazia": ((43.0, 41.2), ((42.3, 42.3), (43.9, 40.9))),
    "South Ossetia": ((42.4, 44.1), ((41.8, 44.0), (43.0, 44.3))),
    "Kosovo": ((42.6, 20.9), ((43.5, 21.3), (41.8, 20.0), (41.9, 21.7))),
    "Western Sahara": ((26.0, -13.0), ((29.0, -9.5), (25.0, -8.0), (20.0, -12.5))),
    "Kashmir valley": ((34.1, 75.0), ((32.9, 72.5), (32.2, 76.9))),
    "Gilgit": ((35.9, 74.3), ((34.6, 71.8), (37.2, 76.8))),
    "Arunachal Pradesh": ((28.0, 94.5), ((26.8, 93.5), (29.6, 94.5))),
    "Transnistria": ((47.78, 29.02), ((47.8, 28.5), (47.8, 29.6))),
    "northern Cyprus": ((35.27, 33.3), ((34.9, 33.2),)),
    "West Bank": ((31.95, 35.2), ((31.95, 34.85), (32.0, 35.9))),
    "Somaliland": ((9.6, 45.2), ((8.7, 49.8), (9.4, 42.4))),
    "Abyei": ((9.8, 28.5), ((10.6, 28.5), (9.0, 28.5))),
    "Essequibo": ((5.5, -59.5), ((6.0, -57.8), (6.3, -62.3))),
}


@pytest.mark.parametrize("name", DISPUTED)
def test_what_is_disputed_is_dashed_on_every_side_and_settled_on_none(name: str) -> None:
    """The way out of it to each neighbour crosses a dashed line, or the sea, and no line that is drawn as settled."""
    inside, neighbours = DISPUTED[name]
    for neighbour in neighbours:
        found = crossed(inside, neighbour)
        assert found["border"] == 0, (neighbour, found)
        overland = name != "Crimea" or neighbour[1] < 36
        assert any(found[kind] for kind in DASHED) == overland, (neighbour, found)


def test_crimea_is_drawn_in_no_state() -> None:
    """It is land with a dashed line to the north and the sea elsewhere; no file has an outline of a state that could hold it."""
    assert is_land(DISPUTED["Crimea"][0])
    assert all(piece.keys() == {"scale", "land", "lines"} for name, piece in pieces().items() if name != "areas.json.gz")
    assert all(set(place.split(".")) & {"sy", "ua"} and "-" in place for place in pieces()["areas.json.gz"]["areas"])


def test_a_settled_boundary_is_drawn_as_settled() -> None:
    """Dashes are for what is disputed: from Syria to Turkey, from Ukraine to Poland, from Iraq to Iran is a plain line."""
    for start, end in (((36.0, 38.5), (37.5, 38.5)), ((50.0, 25.0), (50.0, 22.0)), ((33.0, 45.0), (33.0, 47.0))):
        found = crossed(start, end)
        assert found["border"] % 2 == 1, found
        assert not any(found[kind] for kind in DASHED), found


def test_no_outline_of_a_place_settles_what_is_disputed() -> None:
    """A governorate of which a part is disputed has no outline; it is shown as a circle."""
    assert "sy.quneitra-governorate" not in pieces()["areas.json.gz"]["areas"]


def test_the_base_map_is_small() -> None:
    """The whole world ships in the package, and no piece keeps a poor line waiting."""
    assert ARCHIVE.stat().st_size <= BUDGET
    with zipfile.ZipFile(ARCHIVE) as archive:
        assert max(each.file_size for each in archive.infolist()) <= 80_000


@pytest.mark.soak
def test_the_base_map_is_what_its_script_makes() -> None:
    """Whoever has Natural Earth can make the same bytes."""
    import subprocess
    import sys

    source = Path("/usr/share/qgis/resources/data/world_map.gpkg")
    if not source.exists():
        pytest.skip(f"no {source} (apt-get install qgis-common)")
    assert subprocess.run([sys.executable, ROOT / "scripts/make_basemap.py", "--check"], check=False).returncode == 0
