"""Writing the page: never over anything that is not a page of ours, and never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.command_line import Run


@pytest.mark.parametrize("name", ["notes.txt", "mine.html"])
def test_a_file_of_ones_own_is_not_written_over(record: Path, truceline: Run, tmp_path: Path, name: str) -> None:
    """Whatever its name ends with."""
    own = tmp_path / name
    own.write_text("<html>years of notes</html>", encoding="utf-8")
    done = truceline("report", own, "--record", record)
    assert done.code == 2
    assert "nothing was written" in done.err
    assert own.read_text(encoding="utf-8") == "<html>years of notes</html>"


def test_a_page_of_ours_is_written_anew(record: Path, truceline: Run, tmp_path: Path) -> None:
    """The second day's page takes the place of the first, in any language."""
    out = tmp_path / "page.html"
    for lang in ("en", "ar", "en"):
        assert truceline("report", out, "--record", record, "--with-proposals", "--lang", lang).code == 0
    assert [file.name for file in tmp_path.iterdir() if "page" in file.name] == ["page.html"]


@pytest.mark.parametrize("out", ["missing/o.html", ".", "east.txt/o.html"])
def test_a_place_that_cannot_be_written_is_said(record: Path, truceline: Run, tmp_path: Path, out: str) -> None:
    """A folder that is not there, a folder in the place of the file, a file in the place of the folder."""
    (tmp_path / "east.txt").write_text("x", encoding="utf-8")
    done = truceline("report", out, "--record", record)
    assert done.code == 2
    assert "expected" in done.err


def test_a_disk_that_refuses_is_said(record: Path, truceline: Run) -> None:
    """Where the system forbids it, its reason stands in the message."""
    done = truceline("report", "/proc/o.html", "--record", record)
    assert done.code == 2
    assert "cannot be written" in done.err
