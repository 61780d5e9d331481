"""Raster tiles in a PMTiles file.

Source: PMTiles specification, version 3: header, directories of varints, tile ids along a Hilbert curve.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from truceline.web.maps.tiles.picture import DEEPEST, LARGEST, Picture, picture

HEADER = 127
RASTER = {2, 3, 4}
PLAIN, GZIP = 1, 2
LARGEST_DIRECTORY = 1_000_000
LARGEST_UNPACKED = 8_000_000
"""A directory that unpacks to more is not read: a small one may claim to hold everything."""
MOST_ENTRIES = 200_000
DEEPEST_DIRECTORY = 4
FURTHEST = 1 << 62
"""No file reaches further."""


class Header(NamedTuple):
    """The parts of the header that are used. Positions are bytes from the start of the file."""

    root: int
    root_length: int
    leaves: int
    data: int
    packing: int
    tile_packing: int
    kind: int
    zooms: tuple[int, int]


class Entry(NamedTuple):
    """One line of a directory; ``run`` 0: it points to another directory."""

    tile: int
    run: int
    length: int
    offset: int


class PMTiles:
    """A PMTiles file with pictures."""

    def __init__(self, path: Path, header: Header) -> None:
        self._path = path
        self._header = header
        self.zooms = header.zooms
        self.attribution = ""

    @classmethod
    def opened(cls, path: Path) -> PMTiles | None:
        """Return the tiles of a file; None where it is no PMTiles of version 3 with uncompressed pictures."""
        with path.open("rb") as file:
            header = _header(file.read(HEADER))
        return cls(path, header) if header else None

    def tile(self, zoom: int, x: int, y: int) -> Picture | None:
        """Return one tile, None where there is none or the file is broken there."""
        wanted = tile_id(zoom, x, y)
        at, length = self._header.root, self._header.root_length
        for _ in range(DEEPEST_DIRECTORY):
            entry = _entry(self._directory(at, length), wanted)
            if entry is None:
                return None
            if entry.run:
                content = self._read(self._header.data + entry.offset, entry.length, LARGEST)
                return picture(content) if content else None
            at, length = self._header.leaves + entry.offset, entry.length
        return None

    def _directory(self, at: int, length: int) -> list[Entry]:
        packed = self._read(at, length, LARGEST_DIRECTORY)
        return _entries(_unpacked(packed) if self._header.packing == GZIP else packed)

    def _read(self, at: int, length: int, most: int) -> bytes:
        if length > most or at > FURTHEST:
            return b""
        with self._path.open("rb") as file:
            file.seek(at)
            return file.read(length)


def tile_id(zoom: int, x: int, y: int) -> int:
    """Return the number of a tile: those of smaller zooms first, then along a Hilbert curve.

    >>> [tile_id(0, 0, 0), tile_id(1, 0, 0), tile_id(1, 0, 1), tile_id(1, 1, 1), tile_id(1, 1, 0), tile_id(2, 0, 0)]
    [0, 1, 2, 3, 4, 5]
    """
    number = ((1 << 2 * zoom) - 1) // 3
    side = 1 << zoom >> 1
    while side:
        right, low = int(bool(x & side)), int(bool(y & side))
        number += side * side * ((3 * right) ^ low)
        if not low:
            if right:
                x, y = side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))
            x, y = y & (side - 1), x & (side - 1)
        side >>= 1
    return number


def _header(head: bytes) -> Header | None:
    if len(head) < HEADER or head[:8] != b"PMTiles\x03":
        return None
    root, root_length, _, _, leaves, _, data = struct.unpack("<7Q", head[8:64])
    packing, tile_packing, kind, least, most = head[97:102]
    if packing not in {PLAIN, GZIP} or tile_packing not in {0, PLAIN} or kind not in RASTER or max(least, most) > DEEPEST:
        return None
    if max(root, root_length, leaves, data) > FURTHEST:
        return None
    return Header(root, root_length, leaves, data, packing, tile_packing, kind, (least, most))


def _unpacked(packed: bytes) -> bytes:
    """Return what gzip holds; nothing where it is broken or holds too much."""
    reader = zlib.decompressobj(wbits=31)
    try:
        found = reader.decompress(packed, LARGEST_UNPACKED)
    except zlib.error:
        return b""
    return b"" if reader.unconsumed_tail else found


def _entries(content: bytes) -> list[Entry]:
    """Return the lines of a directory; none where it is broken. Columns follow each other: ids, runs, lengths, offsets."""
    numbers = _varints(content)
    count = numbers[0] if numbers else 0
    if not 0 < count <= MOST_ENTRIES or len(numbers) < 1 + 4 * count:
        return []
    steps, runs, lengths, told = (numbers[1 + n * count : 1 + (n + 1) * count] for n in range(4))
    found: list[Entry] = []
    tile = end = 0
    for step, run, length, offset in zip(steps, runs, lengths, told, strict=True):
        tile += step
        start = end if offset == 0 else offset - 1
        found.append(Entry(tile, run, length, start))
        end = start + length
    return found


def _varints(content: bytes) -> list[int]:
    found: list[int] = []
    value = shift = 0
    for byte in content:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(value)
            value = shift = 0
        elif shift > 63:
            return []
    return found


def _entry(entries: list[Entry], wanted: int) -> Entry | None:
    """Return the line that holds a tile, or that leads to it."""
    place = bisect_right(entries, wanted, key=lambda entry: entry.tile) - 1
    if place < 0:
        return None
    found = entries[place]
    return found if not found.run or wanted < found.tile + found.run else None
