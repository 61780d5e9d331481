"""Tiles in an MBTiles file: an SQLite database with a table of pictures.

Source: MBTiles 1.3 (rows are counted from the south).
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

from truceline.web.maps.tiles.picture import DEEPEST, LARGEST, Picture, picture

LONGEST = 300
ONE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? AND length(tile_data) <= ?"
SAID = "SELECT value FROM metadata WHERE name = ? AND length(value) <= ?"
TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'tiles'"
LINES = frozenset({"pbf", "mvt"})
MOST_STEPS = 5_000_000
"""Steps of SQLite's machine after which a question is given up: a file may hold a view that never ends."""


class MBTiles:
    """An MBTiles file, opened for reading alone and for one question at a time, with nothing in it trusted."""

    def __init__(self, path: Path) -> None:
        self._address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self.zooms = (self._number("minzoom", 0), self._number("maxzoom", DEEPEST))
        self.attribution = self._said("attribution")

    @classmethod
    def opened(cls, path: Path) -> MBTiles | None:
        """Return the tiles of a file; None where it is no such database, or holds lines instead of pictures."""
        found = cls(path)
        return found if found._one(TABLE) and found._said("format") not in LINES else None

    def tile(self, zoom: int, x: int, y: int) -> Picture | None:
        """Return one tile, None where there is none."""
        found = self._one(ONE, zoom, x, (1 << zoom) - 1 - y, LARGEST)
        return picture(found) if isinstance(found, bytes) else None

    def _number(self, name: str, otherwise: int) -> int:
        said = self._said(name)
        return min(int(said), DEEPEST) if said.isascii() and said.isdecimal() else otherwise

    def _said(self, name: str) -> str:
        found = self._one(SAID, name, LONGEST)
        return found if isinstance(found, str) else ""

    def _one(self, question: str, *asked: object) -> object:
        """Return the first answer to a question, None where there is none or the file is broken."""
        try:
            with contextlib.closing(sqlite3.connect(self._address, uri=True)) as base:
                base.execute("PRAGMA trusted_schema = OFF")
                base.set_progress_handler(lambda: 1, MOST_STEPS)
                row = base.execute(question, asked).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row else None
