"""What lies in a folder of reports and is no file, or no end of one: named, never waited for, and the rest is read."""

from __future__ import annotations

import os
import shutil
import threading
import tracemalloc
from pathlib import Path, PosixPath

import pytest

from truceline.errors import InputError
from truceline.model import Fault
from truceline.reader.formats import Incoming, Options, read_path
from truceline.reader.formats.plain_files import NotPlainError, open_plain

GOOD = "It burned.\n"
SMALL = 1024 * 1024


def found_in(folder: Path, options: Options | None = None) -> tuple[list[Fault], list[str]]:
    """Return the faults of a path, and the ids of the reports that were read."""
    items = list(read_path(folder, options=options))
    return [i for i in items if isinstance(i, Fault)], [i.report.id for i in items if isinstance(i, Incoming)]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with one good report, the last in order."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "zz-good.txt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.jsonl"])
def test_a_pipe_in_a_folder_is_not_waited_for(inbox: Path, name: str) -> None:
    """Nobody writes into it; it is named, and the report behind it is read."""
    os.mkfifo(inbox / name)
    (fault,), reports = found_in(inbox)
    assert fault.code == "not_plain"
    assert f"{name} is no plain file but a pipe" in fault.message
    assert "expected" in fault.message
    assert reports == ["zz-good"]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.jsonl"])
def test_a_link_to_a_device_without_end_is_not_read(inbox: Path, name: str) -> None:
    """Neither in a folder nor where it is named itself."""
    (inbox / name).symlink_to("/dev/zero")
    (fault,), reports = found_in(inbox)
    assert f"{name} is no plain file but a device" in fault.message
    assert reports == ["zz-good"]
    assert found_in(inbox / name) == ([fault], [])


def test_a_link_to_a_pipe_is_a_pipe(inbox: Path, tmp_path: Path) -> None:
    """What counts is what would be opened."""
    os.mkfifo(tmp_path / "pipe")
    (inbox / "a.txt").symlink_to(tmp_path / "pipe")
    (fault,), reports = found_in(inbox)
    assert fault.code == "not_plain"
    assert reports == ["zz-good"]


def test_a_pipe_that_somebody_names_is_read(tmp_path: Path) -> None:
    """What another program gives can be read like a file (`truceline read <(...)`)."""
    pipe = tmp_path / "given.txt"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(GOOD,))
    writer.start()
    (item,) = read_path(pipe)
    writer.join()
    assert isinstance(item, Incoming)
    assert item.report.text == GOOD


def test_a_pipe_that_somebody_names_is_read_to_the_limit_and_no_further(tmp_path: Path) -> None:
    """A program that goes on and on does not fill the memory."""
    pipe = tmp_path / "given.txt"
    os.mkfifo(pipe)
    written: list[int] = []

    def write() -> None:
        with pipe.open("wb", buffering=0) as into:
            try:
                while True:
                    written.append(into.write(b"It burned. " * 1000))
            except BrokenPipeError:
                return

    writer = threading.Thread(target=write)
    writer.start()
    (fault,), _ = found_in(pipe, Options(largest_file=SMALL))
    writer.join()
    assert fault.code == "too_large"
    assert sum(written) < 2 * SMALL


def test_a_file_that_says_it_has_no_bytes_is_read_to_the_limit_and_no_further(inbox: Path) -> None:
    """The system makes up files of which it tells no size; the limit holds for what is read."""
    made_up = Path("/proc/self/environ")
    if not made_up.exists():
        pytest.skip("this system makes up no files")
    assert made_up.stat().st_size == 0
    (inbox / "a.txt").symlink_to(made_up)
    (fault,), reports = found_in(inbox, Options(largest_file=16))
    assert fault.code == "too_large"
    assert reports == ["zz-good"]


def test_a_file_that_is_larger_than_it_says_costs_no_more_than_the_limit(inbox: Path) -> None:
    """The memory in use stays near the limit, whatever the file holds."""
    pagemap = Path("/proc/self/pagemap")
    if not pagemap.exists():
        pytest.skip("this system makes up no files")
    (inbox / "a.txt").symlink_to(pagemap)  # 0 bytes as it says, and hundreds of gigabytes
    tracemalloc.start()
    (fault,), reports = found_in(inbox, Options(largest_file=SMALL))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fault.code in {"too_large", "unreadable"}
    assert peak < 4 * SMALL
    assert reports == ["zz-good"]


class Exchanged(PosixPath):
    """A file that becomes a pipe as soon as somebody has looked at it."""

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """Say what the file is, then put a pipe in its place."""
        seen = super().stat(follow_symlinks=follow_symlinks)
        self.unlink()
        os.mkfifo(self)
        return seen


def test_what_takes_the_place_of_a_file_meanwhile_is_looked_at_when_it_is_open(inbox: Path) -> None:
    """Between looking and opening a file can become a pipe; opening does not wait, and nothing of it is read."""
    path = Exchanged(inbox / "a.txt")
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(NotPlainError, match="a pipe"):
        open_plain(path)


def test_a_folder_inside_a_folder_without_end_is_read_to_the_end(inbox: Path) -> None:
    """However deep somebody nested it; behind the last level that the system lets anybody name it is said so."""
    here = os.open(inbox, os.O_RDONLY)
    for _ in range(2100):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    faults, reports = found_in(inbox)
    assert [fault.code for fault in faults] == ["unreadable"]
    assert reports == ["zz-good"]
    _flatten(inbox)


def _flatten(folder: Path) -> None:
    """Take a nesting apart from above, since what tidies up after tests cannot go so deep."""
    held = folder.with_name("held")
    while (folder / "d").exists():
        (folder / "d").rename(held)
        if (held / "d").exists():
            (held / "d").rename(folder / "d")
        shutil.rmtree(held)


def test_a_record_and_links_to_folders_are_passed_over(inbox: Path, tmp_path: Path) -> None:
    """What was made by us is no report, and a link may lead anywhere."""
    (tmp_path / "else").mkdir()
    (tmp_path / "else/a.txt").write_text(GOOD, encoding="utf-8")
    (inbox / "linked").symlink_to(tmp_path / "else")
    (inbox / "record").mkdir()
    (inbox / "record/truceline.toml").touch()
    (inbox / "record/a.txt").write_text(GOOD, encoding="utf-8")
    (inbox / "below").mkdir()
    (inbox / "below/b.txt").write_text(GOOD, encoding="utf-8")
    assert found_in(inbox) == ([], ["b", "zz-good"])


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000 + "b", "absent.txt", "zz-good.txt/below"])
def test_a_name_under_which_nothing_can_be_is_refused(inbox: Path, name: str) -> None:
    """With the name, and what was expected, and before anything is read."""
    with pytest.raises(InputError, match=r"expected .*\.txt") as refused:
        read_path(inbox / name)
    assert str(inbox / name) in str(refused.value)


def test_a_name_that_is_no_text_is_named_and_the_rest_is_read(inbox: Path) -> None:
    """A stick that another system wrote may have any bytes in its names; the message can be printed."""
    folder = inbox / "d\udcff"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "b\udcfe.txt").write_text(GOOD, encoding="utf-8")
    (fault,), reports = found_in(inbox)
    assert fault.code == "hidden_in_name"
    assert fault.message.encode("utf-8")
    assert reports == ["a", "zz-good"]
