"""Tiles as files: ``{z}/{x}/{y}.png`` (or jpg, jpeg, webp) below one folder."""

from __future__ import annotations

from pathlib import Path

from truceline.web.maps.tiles.picture import LARGEST, Picture, picture

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")


class FolderTiles:
    """A folder of tiles. Paths are made of numbers alone, and a link that leads out of the folder is not followed."""

    def __init__(self, folder: Path, zooms: tuple[int, int]) -> None:
        self._folder = folder
        self.zooms = zooms
        self.attribution = ""

    @classmethod
    def opened(cls, folder: Path) -> FolderTiles | None:
        """Return the tiles of a folder; None where it has none."""
        zooms = sorted(int(child.name) for child in folder.iterdir() if child.is_dir() and child.name.isdecimal())
        return cls(folder.resolve(), (zooms[0], zooms[-1])) if zooms else None

    def tile(self, zoom: int, x: int, y: int) -> Picture | None:
        """Return one tile, None where there is none."""
        for ending in ENDINGS:
            place = (self._folder / f"{zoom:d}" / f"{x:d}" / f"{y:d}{ending}").resolve()
            if place.is_relative_to(self._folder) and place.is_file() and place.stat().st_size <= LARGEST:
                return picture(place.read_bytes())
        return None
