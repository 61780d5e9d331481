"""Tiles of a mission: served as pictures, and nothing else that somebody may have put into the files."""

from __future__ import annotations

import gzip
import sqlite3
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("room")


def png(width: int = 1, height: int = 1) -> bytes:
    """Return a small PNG that says how large it is."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def folder(at: Path, content: bytes = png()) -> Path:
    """Return a folder with one tile, 3/4/2."""
    place = at / "street/3/4"
    place.mkdir(parents=True)
    (place / "2.png").write_bytes(content)
    return at


def mbtiles(at: Path, content: bytes = png()) -> Path:
    """Return a folder with an MBTiles file that has one tile, 3/4/2 (row 5 from the south)."""
    base = sqlite3.connect(at / "street.mbtiles")
    base.execute("CREATE TABLE metadata (name text, value text)")
    base.execute("CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)")
    base.execute("INSERT INTO tiles VALUES (3, 4, 5, ?)", (content,))
    base.executemany("INSERT INTO metadata VALUES (?, ?)", [("format", "png"), ("minzoom", "3"), ("maxzoom", "3")])
    base.commit()
    base.close()
    return at


def varint(number: int) -> bytes:
    """Return a number as PMTiles writes it."""
    found = b""
    while number >= 0x80:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


def pmtiles(at: Path, content: bytes = png(), directory: bytes | None = None) -> Path:
    """Return a folder with a PMTiles file that has one tile, 3/4/2."""
    from truceline.web.maps.tiles.pmtiles import tile_id

    plain = b"".join(map(varint, (1, tile_id(3, 4, 2), 1, len(content), 1)))
    packed = gzip.compress(plain if directory is None else directory)
    start = 127 + len(packed)
    numbers = (127, len(packed), start, 0, start, 0, start, len(content), 1, 1, 1)
    head = b"PMTiles\x03" + struct.pack("<11Q", *numbers) + bytes([1, 2, 1, 2, 3, 3])
    (at / "street.pmtiles").write_bytes(head.ljust(127, b"\0") + packed + content)
    return at


MAKERS = [folder, mbtiles, pmtiles]
Maker = Callable[..., Path]


def tile(made: Path, *, zoom: int = 3, x: int = 4, y: int = 2) -> object:
    """Return a tile of the set "street", None where there is none."""
    from truceline.web.maps.tiles import found_in

    found = found_in(made).get("street")
    return found.tile(zoom, x, y) if found else None


@pytest.mark.parametrize("make", MAKERS)
def test_a_tile_is_served_as_the_picture_that_it_is(make: Maker, tmp_path: Path) -> None:
    """A folder, MBTiles and PMTiles give the same tile at the same place, and nothing at another."""
    from truceline.web.maps.tiles import Picture

    assert tile(make(tmp_path)) == Picture(png(), "image/png")
    assert tile(tmp_path, x=5) is None
    assert tile(tmp_path, zoom=9, x=4, y=2) is None


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        png(60_000, 60_000),
        png() + bytes(2_000_000),
        b"",
        b"\xff\xd8\xff\xe0" + bytes(40),
        b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\xff\xff\xff\xff\xff\xff\0\0",
    ],
    ids=["svg", "page", "huge picture", "huge file", "nothing", "cut jpeg", "huge webp"],
)
@pytest.mark.parametrize("make", MAKERS)
def test_what_is_no_picture_of_a_tiles_size_is_not_served(make: Maker, content: bytes, tmp_path: Path) -> None:
    """A script, and a picture that would fill the reader's memory, stay in their file."""
    assert tile(make(tmp_path, content)) is None


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A tile is in the folder of tiles or it is none."""
    (tmp_path / "secret.png").write_bytes(png())
    tiles = tmp_path / "tiles"
    (tiles / "street/3/4").mkdir(parents=True)
    (tiles / "street/3/4/2.png").symlink_to(tmp_path / "secret.png")
    assert tile(tiles) is None


def test_a_directory_that_unpacks_to_far_too_much_is_not_read(tmp_path: Path) -> None:
    """Sixty million zeros in a few kilobytes, and a count of four thousand million tiles, give no tile and take no memory."""
    assert tile(pmtiles(tmp_path, directory=bytes(60_000_000))) is None
    assert tile(pmtiles(tmp_path, directory=varint(1 << 32) + bytes(100))) is None


def test_a_directory_that_leads_to_itself_ends(tmp_path: Path) -> None:
    """A file that says that each directory is another one is given up after a few steps."""
    loop = b"".join(map(varint, (1, 0, 0, 40, 1)))
    made = pmtiles(tmp_path, directory=loop)
    content = bytearray((made / "street.pmtiles").read_bytes())
    content[40:48] = struct.pack("<Q", 127)  # leaves begin where the root does
    (made / "street.pmtiles").write_bytes(bytes(content))
    assert tile(made) is None


def test_a_tile_beyond_every_file_is_none(tmp_path: Path) -> None:
    """A position of more bytes than a disk can have is no fault of the room."""
    from truceline.web.maps.tiles.pmtiles import tile_id

    far = b"".join(map(varint, (1, tile_id(3, 4, 2), 1, 9, (1 << 63) + 5)))
    assert tile(pmtiles(tmp_path, directory=far)) is None


@pytest.mark.parametrize("cut", [0, 8, 60, 126, 130, 150])
def test_a_file_that_was_cut_off_gives_no_tile(cut: int, tmp_path: Path) -> None:
    """A copy that stopped half-way does no harm."""
    made = pmtiles(tmp_path)
    file = made / "street.pmtiles"
    file.write_bytes(file.read_bytes()[:cut])
    assert tile(made) is None


def test_a_database_that_never_answers_is_given_up(tmp_path: Path) -> None:
    """A view in place of the table of tiles may be a question without end."""
    base = sqlite3.connect(tmp_path / "street.mbtiles")
    base.execute("CREATE TABLE metadata (name text, value text)")
    base.execute(
        "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i + 99 AS zoom_level, 4 AS tile_column, 5 AS tile_row, x'00' AS tile_data FROM n"
    )
    base.commit()
    base.close()
    assert tile(tmp_path) is None


def test_files_that_are_no_tiles_are_passed_over(tmp_path: Path) -> None:
    """A folder may hold a note, a database of something else, or tiles of lines instead of pictures."""
    from truceline.web.maps.tiles import found_in

    (tmp_path / "note.txt").write_text("tiles come on Monday")
    (tmp_path / "other.mbtiles").write_bytes(b"no database")
    (tmp_path / "vector.pmtiles").write_bytes(b"PMTiles\x03" + bytes(91) + bytes([1, 1, 1, 3, 5]) + bytes(24))
    assert found_in(tmp_path) == {}


@pytest.mark.parametrize(
    "address",
    [
        "/tiles/street/3/4/2",
        "/tiles/street/..%2f..%2f3/4/2",
        "/tiles/../street/3/4/2",
        "/tiles/street/3/4/2.png",
        "/tiles/street/3/-4/2",
        "/tiles/street/99999999999999999999/1/1",
        "/tiles/street/30/1073741823/1",
        "/map/base/..%2f..%2fsettings.py",
        "/map/base/cell/1/2/3.json",
        "/map/base/",
    ],
)
def test_an_address_that_leads_elsewhere_leads_nowhere(address: str, client_as: Callable[..., object]) -> None:
    """Neither names nor numbers out of range reach a file."""
    assert client_as("observer").get(address).status_code == 404  # type: ignore[attr-defined]
