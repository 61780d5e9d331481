"""Tiles in an MBTiles file: an SQLite database with a table of pictures.

Source: MBTiles 1.3 (rows are counted from the south).
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path
from urllib.parse import quote

from truceline.web.maps.tiles.picture import DEEPEST, LARGEST, Picture, picture

LONGEST = 300
ONE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? AND length(tile_data) <= ?"
SAID = "SELECT value FROM metadata WHERE name = ? AND length(value) <= ?"
SOME_STEPS = 5_000_000
"""Steps of SQLite's machine after which a question is given up: a file may hold a view that never ends."""


class MBTiles:
    """An MBTiles file, opened for reading alone and with nothing in it run."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._turn = threading.Lock()
        self.zooms = (self._number("minzoom", 0), self._number("maxzoom", DEEPEST))
        self.attribution = self._said("attribution")

    @classmethod
    def opened(cls, path: Path) -> MBTiles | None:
        """Return the tiles of a file; None where it is no such database, or holds no raster tiles."""
        try:
            base = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            base.execute("PRAGMA trusted_schema = OFF")
            base.set_progress_handler(lambda: 1, SOME_STEPS)
            found = cls(base)
            return None if found._said("format") in {"pbf", "mvt"} or not found._has_tiles() else found
        except sqlite3.Error:
            return None

    def tile(self, zoom: int, x: int, y: int) -> Picture | None:
        """Return one tile, None where there is none."""
        found = self._one(ONE, zoom, x, (1 << zoom) - 1 - y, LARGEST)
        return picture(found) if isinstance(found, bytes) else None

    def _has_tiles(self) -> bool:
        return self._base.execute("SELECT 1 FROM sqlite_master WHERE name = 'tiles'").fetchone() is not None

    def _number(self, name: str, otherwise: int) -> int:
        said = self._said(name)
        return min(int(said), DEEPEST) if said.isdecimal() else otherwise

    def _said(self, name: str) -> str:
        found = self._one(SAID, name, LONGEST)
        return found if isinstance(found, str) else ""

    def _one(self, question: str, *asked: object) -> object:
        with self._turn, contextlib.suppress(sqlite3.Error):
            row = self._base.execute(question, asked).fetchone()
            return row[0] if row else None
        return None
