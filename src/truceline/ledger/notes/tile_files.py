"""The files of a log that is copied: tiles of hashes and bundles of entries. Source: C2SP tlog-tiles.

Level 0 has the leaf hashes; a tile of level n + 1 has the roots of full tiles of level n. Entries are bundled like level 0.

>>> tile_path(0, 1234067), tile_path(1, 0, 17), entries_path(273, 112)
('tile/0/x001/x234/067', 'tile/1/000.p/17', 'tile/entries/273.p/112')
>>> parse_tile_path("tile/entries/x001/273.p/112")
TilePath(level=None, number=1273, width=112)
>>> [str(path) for path in paths_of(257)]
['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1', 'tile/entries/000', 'tile/entries/001.p/1']
>>> entries_in(bundle([b"one", b""]))
(b'one', b'')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.plain import shown

WIDTH = 256
MAX_LEVEL = 63
MAX_ENTRY = 2**16 - 1
MAX_BUNDLE = WIDTH * (2 + MAX_ENTRY)
CHECKPOINT = "checkpoint"
ENTRIES = "entries"

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?", re.ASCII
)


class TilePath(msgspec.Struct, frozen=True):
    """Which file: the level (None: a bundle of entries), its number on that level, and how many it holds."""

    level: int | None
    number: int
    width: int = WIDTH

    def __str__(self) -> str:
        level = ENTRIES if self.level is None else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_numbered(self.number)}{part}"

    @property
    def is_full(self) -> bool:
        """Whether it holds all it ever can, and so never changes."""
        return self.width == WIDTH


def _numbered(number: int) -> str:
    """Write a number in groups of three digits, each but the last with an ``x`` in front."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile of hashes."""
    return str(TilePath(level, number, width))


def entries_path(number: int, width: int = WIDTH) -> str:
    """Return the path of a bundle of entries."""
    return str(TilePath(None, number, width))


def parse_tile_path(path: str) -> TilePath:
    """Read a path; there is one spelling for each file, so nothing outside of ``tile/`` can be named.

    Raises: NoteError.
    """
    found = _PATH.fullmatch(path)
    if found:
        level = None if found["level"] == ENTRIES else int(found["level"])
        parsed = TilePath(level, int(found["number"].replace("x", "").replace("/", "")), int(found["width"] or WIDTH))
        if str(parsed) == path and (level or 0) <= MAX_LEVEL and (parsed.width < WIDTH or not found["width"]):
            return parsed
    message = f"{shown(path)} is no path of a tile; expected tile/LEVEL/NUMBER or tile/entries/NUMBER, as in tile/0/x001/234.p/17"
    raise NoteError(message)


def paths_of(size: int) -> Iterator[TilePath]:
    """Yield the files of a log of this size: tiles level by level, then bundles, each in order, the part-filled ones last."""
    level, count = 0, size
    while count:
        yield from _row(level, count)
        level, count = level + 1, count // WIDTH
    yield from _row(None, size)


def _row(level: int | None, count: int) -> Iterator[TilePath]:
    full, rest = divmod(count, WIDTH)
    for number in range(full):
        yield TilePath(level, number)
    if rest:
        yield TilePath(level, full, rest)


def bundle(entries: Iterable[bytes]) -> bytes:
    """Put entries one after another, the length of each in two bytes before it.

    Raises: NoteError where one is longer than 65,535 bytes.
    """
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            message = f"an entry of {len(entry)} bytes fits into no bundle; at most {MAX_ENTRY} do"
            raise NoteError(message)
        parts.append(len(entry).to_bytes(2, "big") + entry)
    return b"".join(parts)


def entries_in(data: bytes, where: str = "bundle", *, width: int | None = None) -> tuple[bytes, ...]:
    """Take a bundle apart; ``width`` is how many entries it must hold, where that is known.

    Raises: NoteError.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data) and len(entries) <= WIDTH:
        start = at + 2
        end = start + int.from_bytes(data[at:start], "big")
        if max(start, end) > len(data):
            message = f"{where}: cut off inside entry {len(entries)} at byte {at}"
            raise NoteError(message)
        entries.append(data[start:end])
        at = end
    if len(entries) > WIDTH or (width is not None and len(entries) != width):
        message = f"{where}: {len(entries)} entries; expected {f'at most {WIDTH}' if width is None else width}"
        raise NoteError(message)
    return tuple(entries)
