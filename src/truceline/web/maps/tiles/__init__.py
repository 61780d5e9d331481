"""Raster tiles from a mission's own folder: ``{z}/{x}/{y}`` files, MBTiles, or PMTiles. Nothing is ever fetched from elsewhere.

What is given is a folder or one file. A folder that holds numbered folders is one set; else each ``.mbtiles`` and ``.pmtiles``
file and each folder of numbered folders in it is a set, called by its name. The files are somebody else's work: nothing in them
is trusted beyond being a picture of a bounded size.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from truceline.web.maps.tiles.folder import FolderTiles
from truceline.web.maps.tiles.mbtiles import MBTiles
from truceline.web.maps.tiles.picture import DEEPEST, Picture
from truceline.web.maps.tiles.pmtiles import PMTiles
from truceline.web.settings import ENVIRONMENT

__all__ = ["DEEPEST", "Picture", "TileSet", "found_in", "tile_sets"]

TileSet = FolderTiles | MBTiles | PMTiles
MOST_SETS = 12


@functools.cache
def tile_sets() -> dict[str, TileSet]:
    """Return the tile sets of this room by name, as they were when first asked for."""
    return found_in(ENVIRONMENT.tiles) if ENVIRONMENT.tiles is not None else {}


def found_in(given: Path) -> dict[str, TileSet]:
    """Return the sets of a folder or file by name, in the order of names; what cannot be read as tiles is left out."""
    several = sorted(given.iterdir()) if given.is_dir() and not _is_numbered(given) else [given]
    opened = ((_name(path), _opened(path)) for path in several)
    return dict([(name, tiles) for name, tiles in opened if tiles is not None][:MOST_SETS])


def _opened(path: Path) -> TileSet | None:
    if path.is_dir():
        return FolderTiles.opened(path) if _is_numbered(path) else None
    if path.suffix == ".mbtiles":
        return MBTiles.opened(path)
    return PMTiles.opened(path) if path.suffix == ".pmtiles" else None


def _is_numbered(folder: Path) -> bool:
    return any(child.is_dir() and child.name.isdecimal() for child in folder.iterdir())


def _name(path: Path) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", path.stem).strip("-") or "tiles"
