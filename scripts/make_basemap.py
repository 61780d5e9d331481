"""Make the offline base map that the package ships, from Natural Earth as Debian's qgis-common has it (public domain).

For developers; truceline itself never runs this. The same input gives the same bytes. Written is one file of JSON pieces, each
compressed: an overview of the world, a piece for each cell of ten degrees with all detail, and the areas of places of the packs.
What is in them, and how disputed territories are treated, stands in docs/formats/base-map.md; which they are, in
basemap/disputes.toml.

    python scripts/make_basemap.py --check
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from basemap.geopackage import Claim, Unit, claims, units  # a script's own folder
from basemap.topology import GRID, Edge, Point, area, clipped_line, clipped_ring, closed, edges, joined, simpler, snapped

HERE = Path(__file__).parent
SOURCE = Path("/usr/share/qgis/resources/data/world_map.gpkg")
TARGET = HERE.parent / "src/truceline/web/maps/basemap.zip"
CELL = 10
OVERLAP = GRID // 50
"""Land of neighbouring cells overlaps by two kilometres, so that no seam of sea shows between them."""
OVERVIEW = {"tolerance": 0.07, "scale": 100, "least": 0.04}
DETAIL = {"tolerance": 0.0008, "scale": 1000, "least": 0.0}
SOUTH_END = -60
KINDS = ("border", "disputed", "disputed_inside", "claim", "claim_covered", "division")

Pieces = dict[str, list[list[Point]]]


class Disputes(NamedTuple):
    """The territories of disputes.toml: divisions by owner key, boxes in grid units, numbers of lines drawn and not drawn."""

    units: frozenset[str]
    boxes: tuple[tuple[int, int, int, int], ...]
    lines: frozenset[int]
    covered: frozenset[int]

    def has(self, unit: Unit) -> bool:
        """Say whether a division is, or is part of, such a territory."""
        return unit.state in self.units or f"{unit.state}:{unit.name}" in self.units

    def crosses(self, edge: Edge) -> bool:
        """Say whether the middle of an edge lies in a box."""
        x, y = (edge[0][0] + edge[1][0]) / 2, (edge[0][1] + edge[1][1]) / 2
        return any(west <= x <= east and south <= y <= north for west, south, east, north in self.boxes)


def disputes(path: Path) -> Disputes:
    """Read disputes.toml."""
    listed = tomllib.loads(path.read_text("utf-8"))["territory"]
    return Disputes(
        units=frozenset(unit for each in listed for unit in each.get("units", ())),
        boxes=tuple(tuple(round(side * GRID) for side in each["box"]) for each in listed if "box" in each),
        lines=frozenset(number for each in listed for number in each.get("lines", ())),
        covered=frozenset(number for each in listed for number in each.get("covered", ())),
    )


def kind_of(edge: Edge, owners: Sequence[Unit], disputed: Disputes) -> str:
    """Return how an edge between two divisions is drawn; ``shore`` where it has land on one side only."""
    if len(owners) < 2:
        return "shore"
    left, right = owners[0], owners[1]
    is_border = left.state != right.state
    if disputed.has(left) != disputed.has(right) or (is_border and (disputed.has(left) or disputed.crosses(edge))):
        return "disputed" if is_border else "disputed_inside"
    return "border" if is_border else "division"


def world(found: Sequence[Unit], contested: Sequence[Claim], disputed: Disputes) -> tuple[list[list[Point]], Pieces]:
    """Return the rings of the land and the lines of each kind."""
    by_fid = {unit.fid: unit for unit in found}
    sides = edges((unit.fid, snapped(ring)) for unit in found for ring in unit.rings)
    sorted_out: dict[str, list[Edge]] = defaultdict(list)
    for edge, owners in sides.items():
        sorted_out[kind_of(edge, [by_fid[owner] for owner in owners], disputed)].append(edge)
    land = closed(sorted_out.pop("shore"))
    lines = {kind: joined(sorted_out[kind]) for kind in sorted(sorted_out)}
    for claim in contested:
        kind = "claim_covered" if claim.fid in disputed.covered else "claim"
        once = joined(edges((claim.fid, snapped(line)) for line in claim.lines))  # some are there and back again
        lines.setdefault(kind, []).extend(simpler(line, 0.002 * GRID) for line in once)
    return land, lines


def piece(land: Iterable[Sequence[Point]], lines: Pieces, *, tolerance: float, scale: int, least: float) -> dict[str, object]:
    """Return what a file holds: rings and lines as differences of whole numbers, ``scale`` to a degree."""
    rings = (simpler(ring, tolerance * GRID) for ring in land if area(ring) > least)
    told = {kind: [_packed(simpler(line, tolerance * GRID), scale) for line in lines[kind]] for kind in KINDS if lines.get(kind)}
    return {
        "scale": scale,
        "land": [packed for ring in rings if len(packed := _packed(ring, scale)) > 6],
        "lines": {kind: [line for line in several if len(line) > 2] for kind, several in told.items()},
    }


def _packed(line: Sequence[Point], scale: int) -> list[int]:
    """Return x, y of the first point and then the steps, points that fall together left out."""
    found: list[int] = []
    at: tuple[int, int] | None = None
    for x, y in line:
        point = (round(x * scale / GRID), round(y * scale / GRID))
        if point != at:
            found += point if at is None else (point[0] - at[0], point[1] - at[1])
        at = point
    return found


def cells(land: Sequence[list[Point]], lines: Pieces) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the pieces with all detail, each with its name: the degrees of its south-western corner."""
    step = CELL * GRID
    for lat in range(SOUTH_END, 90, CELL):
        high = (-181 * GRID, lat * GRID - OVERLAP, 181 * GRID, lat * GRID + step + OVERLAP)
        strip = [part for ring in land if (part := _cut(ring, high))]
        for lon in range(-180, 180, CELL):
            west, south = lon * GRID, lat * GRID
            wide = (west - OVERLAP, south - OVERLAP, west + step + OVERLAP, south + step + OVERLAP)
            exact = (west, south, west + step, south + step)
            rings = [part for ring in strip if (part := _cut(ring, wide))]
            if rings:
                inside = {kind: [part for line in lines.get(kind, ()) for part in clipped_line(line, exact)] for kind in KINDS}
                yield f"cell/{lon}/{lat}.json", piece(rings, inside, **DETAIL)  # type: ignore[arg-type]


def _cut(ring: Sequence[Point], box: tuple[int, int, int, int]) -> list[Point]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    if max(xs) < box[0] or min(xs) > box[2] or max(ys) < box[1] or min(ys) > box[3]:
        return []
    if min(xs) >= box[0] and max(xs) <= box[2] and min(ys) >= box[1] and max(ys) <= box[3]:
        return list(ring)
    return clipped_ring(ring, box)


def areas(found: Sequence[Unit]) -> dict[str, object]:
    """Return the outlines of places of the packs, by place id."""
    wanted = dict(line.split("\t") for line in (HERE / "basemap/areas.tsv").read_text("utf-8").splitlines() if line[0] != "#")
    by_key = {f"{unit.state}:{unit.name}": unit for unit in found}
    if missing := sorted(set(wanted.values()) - by_key.keys()):
        message = f"areas.tsv names {', '.join(missing)}; expected STATE:NAME of a division in the GeoPackage"
        raise SystemExit(message)
    shown = {
        place: [_packed(simpler(snapped(r), 0.004 * GRID), 1000) for r in by_key[key].rings] for place, key in wanted.items()
    }
    return {"scale": 1000, "areas": {place: [r for r in rings if len(r) > 6] for place, rings in sorted(shown.items())}}


def written(pieces: Iterable[tuple[str, dict[str, object]]]) -> bytes:
    """Return the archive: members compressed as they are served, in one order, without dates."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(pieces):
            text = json.dumps(content, separators=(",", ":")).encode()
            archive.writestr(zipfile.ZipInfo(f"{name}.gz"), gzip.compress(text, 9, mtime=0))
    return kept.getvalue()


def made(source: Path) -> bytes:
    """Return the whole base map."""
    found = [unit for unit in units(source) if unit.state != "ATA"]
    disputed = disputes(HERE / "basemap/disputes.toml")
    land, lines = world(found, claims(source), disputed)
    overview = {kind: several for kind, several in lines.items() if kind not in {"division", "disputed_inside"}}
    overview["disputed_inside"] = lines.get("disputed_inside", [])
    return written(
        [
            ("world.json", piece(land, overview, **OVERVIEW)),  # type: ignore[arg-type]
            ("areas.json", areas(found)),
            *cells(land, lines),
        ]
    )


def main() -> int:
    """Write the base map, or say whether the one in the package is the one that would be written."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--source", type=Path, default=SOURCE, help="world_map.gpkg of Debian's qgis-common")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the package has another base map")
    given = parser.parse_args()
    if not given.source.is_file():
        print(f"{given.source} is not there; install Debian's qgis-common, or give --source", file=sys.stderr)
        return 3
    content = made(given.source)
    if given.check:
        return 0 if TARGET.read_bytes() == content else 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(content)
    print(f"{TARGET.name}: {len(content)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
