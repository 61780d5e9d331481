"""The files of a copied log: one name for each, and no name that leads elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from truceline.errors import NoteError
from truceline.ledger.kernel.merkle import TILE_WIDTH, new_tiles
from truceline.ledger.notes.tile_files import TilePath, bundle, entries_in, entries_path, parse_tile_path, paths_of, tile_path

PATHS = st.builds(TilePath, st.none() | st.integers(0, 63), st.integers(0, 10**18), st.integers(1, 256))


@given(PATHS)
@example(TilePath(0, 1234067))
@example(TilePath(None, 0, 1))
def test_every_file_has_one_name(path: TilePath) -> None:
    """Writing and reading it agree."""
    assert parse_tile_path(str(path)) == path


def test_names_are_those_of_the_specification() -> None:
    """Its examples."""
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert entries_path(0, 112) == "tile/entries/000.p/112"
    assert TilePath(0, 0).is_full
    assert not TilePath(0, 0, 255).is_full


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "checkpoint",
            "tile",
            "tile/0/0",
            "tile/00/000",
            "tile/64/000",
            "tile/100/000",
            "tile/-1/000",
            "tile/0/0000",
            "tile/0/x000/000",
        ),
        *(
            "tile/0/001/234",
            "tile/0/x001/x234",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/007",
            "tile/0/000.p/300",
            "tile/0/000.p",
        ),
        *(
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/../000",
            "tile/0/..",
            "../tile/0/000",
            "tile/0/000\n",
            "tile/0/٠٠٠",
            "tile/entries/000\x00",
        ),
        *("tile/0/" + "x001/" * 9 + "000", "tile/0/" + "x001/" * 100_000 + "000", "TILE/0/000", "tile/entries/../../etc/passwd"),
    ],
)
def test_any_other_name_is_refused(path: str) -> None:
    """No second spelling, nothing outside of the folder, and nothing endless."""
    with pytest.raises(NoteError, match="no path of a tile"):
        parse_tile_path(path)


def test_a_log_of_seventy_thousand_has_the_files_that_the_specification_counts() -> None:
    """273 full tiles and one of 112 at level 0, one full and one of 17 at level 1, one of 1 at level 2."""
    paths = list(paths_of(70_000))
    tiles = [path for path in paths if path.level is not None]
    assert sum(path.level == 0 and path.is_full for path in tiles) == 273
    assert [str(path) for path in tiles if not path.is_full] == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert [path.number for path in paths if path.level is None] == list(range(274))
    assert [str(path) for path in paths_of(256)] == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
    assert list(paths_of(0)) == []


@given(st.integers(0, 200_000))
def test_full_tiles_are_those_that_the_log_keeps(size: int) -> None:
    """What is stored and what is given out are the same tiles."""
    full = {(path.level, path.number) for path in paths_of(size) if path.level is not None and path.is_full}
    assert full == set(new_tiles(0, size))
    assert sum(path.width for path in paths_of(size) if path.level is None) == size
    assert TILE_WIDTH == 256


@given(st.lists(st.binary(max_size=40), max_size=256))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    """Empty entries too."""
    assert entries_in(bundle(entries), width=len(entries)) == tuple(entries)


def test_a_bundle_that_is_cut_off_or_too_long_is_refused() -> None:
    """With the entry and the byte."""
    with pytest.raises(NoteError, match="cut off inside entry 1 at byte 5"):
        entries_in(bundle([b"one"]) + b"\x00\x04two")
    with pytest.raises(NoteError, match="cut off inside entry 0 at byte 0"):
        entries_in(b"\x00")
    with pytest.raises(NoteError, match="257 entries; expected at most 256"):
        entries_in(bytes(2 * 10_000))
    with pytest.raises(NoteError, match="2 entries; expected 3"):
        entries_in(bytes(4), width=3)
    with pytest.raises(NoteError, match="65536 bytes fits into no bundle"):
        bundle([bytes(65_536)])
    assert entries_in(bundle([bytes(65_535)])) == (bytes(65_535),)
