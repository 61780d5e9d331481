"""A bad day for files: each fault is one clear message, nothing is lost, and the rest goes on."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes.command_line import Done, Run

GOOD = "Shells fell on the town of Idlib on 19 September 2016, residents said.\n"


def empty(folder: Path) -> Path:
    file = folder / "empty.txt"
    file.write_bytes(b"")
    return file


def wrong_encoding(folder: Path) -> Path:
    file = folder / "legacy.txt"
    file.write_bytes("قالت اللجنة إن القصف أصاب القافلة".encode("windows-1256"))
    return file


def nul_bytes(folder: Path) -> Path:
    file = folder / "nul.txt"
    file.write_bytes(b"A spokesman\x00 said so.")
    return file


def huge(folder: Path) -> Path:
    file = folder / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    return file


def zipped(folder: Path) -> Path:
    file = folder / "packed.txt"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", GOOD)
    return file


def broken_line(folder: Path) -> Path:
    file = folder / "lines.jsonl"
    lines = [
        json.dumps({"id": f"l{number}", "text": f"A spokesman said that {number} trucks left.", "lang": "en"})
        for number in range(1, 21)
    ]
    lines[16] = lines[16][:20]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def pipe(folder: Path) -> Path:
    file = folder / "a.txt"
    os.mkfifo(file)
    return file


def endless(folder: Path) -> Path:
    file = folder / "a.txt"
    file.symlink_to("/dev/zero")
    return file


def deep_line(folder: Path) -> Path:
    file = folder / "deep.jsonl"
    file.write_text('{"text": "x", "y": ' + "[" * 30_000 + "]" * 30_000 + "}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (empty, "empty.txt"),
        (wrong_encoding, "legacy.txt"),
        (nul_bytes, "nul.txt"),
        (huge, "huge.txt"),
        (zipped, "packed.txt"),
        (broken_line, "17"),
        (pipe, "a.txt is no plain file"),
        (endless, "a.txt is no plain file"),
        (deep_line, "line 1"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(
    truceline: Run, tmp_path: Path, make: Callable[[Path], Path], named: str
) -> None:
    """Exit 3, file and place and what was expected in one message, no traceback; the good report beside it is in the record."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "zz-good.txt").write_text(GOOD, encoding="utf-8")
    file = make(inbox)
    done = truceline("ingest", inbox)
    assert done.code == 3
    assert file.name in done.err
    assert named in done.err
    assert "expected" in done.err or "--encoding" in done.err
    assert "Traceback" not in done.err
    assert "zz-good" in reports(truceline)
    assert truceline("verify").code == 0


@pytest.mark.parametrize("name", ["a" * 300, "d/" * 3000, "x\udcff"])
@pytest.mark.parametrize(
    "command",
    [
        ("read",),
        ("ingest",),
        ("evidence", "add"),
        ("agreement", "check"),
        ("actors", "convert", "--from", "ucdp"),
        ("actors", "check"),
        ("movements", "import", "--map", "log.csv"),
        ("observations", "import", "--map", "log.csv"),
        ("read", "log.csv", "--theatre"),
    ],
    ids=" ".join,
)
def test_a_name_under_which_no_file_can_be_is_one_message(
    truceline: Run, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    """Exit 3 as for a file that is not there, with the name; no traceback, and nothing is made."""
    (tmp_path / "log.csv").write_text("id,text\n", encoding="utf-8")
    if command[0] in {"evidence", "movements", "observations"}:
        truceline("init")
    there = sorted(tmp_path.rglob("*.toml"))
    done = truceline(*command, name)
    assert done.code == 3
    assert name.rstrip("/").encode("utf-8", "backslashreplace").decode() in done.err
    assert "Traceback" not in done.err
    assert sorted(tmp_path.rglob("*.toml")) == there


@pytest.mark.parametrize("name", ["a" * 300, "d/" * 3000])
def test_a_name_under_which_no_record_can_be_is_one_message(truceline: Run, name: str) -> None:
    """As where no record is."""
    for code, *command in ((4, "status", "--record"), (4, "ingest", ".", "--record"), (2, "init"), (2, "demo", "--record")):
        done = truceline(*map(str, command), name)
        assert done.code == code
        assert name.rstrip("/") in done.err


@pytest.mark.parametrize("command", [("actors", "check"), ("init", "there", "--theatre")], ids=str)
def test_a_folder_whose_name_is_no_text_is_told_to_be_renamed(truceline: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    """What another system wrote onto a stick may have any bytes in its name, which could stand in no entry."""
    named = tmp_path / "x\udcff"
    named.mkdir()
    (named / "pack.yaml").write_text('name: x\ntitle: X\nversion: "1"\n', encoding="utf-8")
    done = truceline(*command, named)
    assert done.code == 3
    assert "x\\udcff" in done.err
    assert "rename" in done.err


def test_of_twenty_lines_nineteen_are_kept_when_one_is_broken(truceline: Run, tmp_path: Path) -> None:
    """Line 17 is named; the sixteen before and the three after are in the record."""
    truceline("ingest", broken_line(tmp_path))
    assert reports(truceline) == {f"l{number}" for number in range(1, 21) if number != 17}


def test_the_right_encoding_can_be_named(truceline: Run, tmp_path: Path) -> None:
    """What was refused is read with --encoding, word for word."""
    file = wrong_encoding(tmp_path)
    assert truceline("ingest", file).code == 3
    assert truceline("ingest", file, "--encoding", "windows-1256").code == 0
    done = truceline("claim", "add", "--report", "legacy", "--find", "القصف أصاب القافلة")
    assert done.code == 0


def test_an_impossible_date_is_said_and_the_report_kept_without_one(truceline: Run, tmp_path: Path) -> None:
    """Nothing is guessed: the report has no date, and the message says how to give one."""
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"id": "one", "text": GOOD, "published_at": "2016-02-31"}) + "\n", encoding="utf-8")
    done = truceline("ingest", file)
    assert "2016-02-31" in done.err
    claims = truceline("claims", "--json").lines
    assert {claim["published_at"] for claim in claims} == {None}


def test_a_wrong_date_on_the_line_is_refused_before_anything_is_made(truceline: Run, tmp_path: Path) -> None:
    """Exit 2 and no half-made record."""
    file = tmp_path / "a.txt"
    file.write_text(GOOD, encoding="utf-8")
    done = truceline("ingest", file, "--published", "2016-02-31")
    assert done.code == 2
    assert not (tmp_path / "truceline.toml").exists()


def test_a_file_that_is_not_there_is_refused_before_anything_is_made(truceline: Run, tmp_path: Path) -> None:
    """A slip in a name makes no record."""
    done = truceline("ingest", "nowhere.txt")
    assert done.code == 3
    assert "nowhere.txt" in done.err
    assert not (tmp_path / "truceline.toml").exists()


def test_scripts_of_a_page_are_never_text(truceline: Run, tmp_path: Path) -> None:
    """HTML is read for its words only; nothing in it is run or kept as words."""
    file = tmp_path / "page.html"
    file.write_text(f"<html><body><script>alert('x')</script><p>{GOOD}</p></body></html>", encoding="utf-8")
    done = truceline("read", file, "--json")
    assert done.code == 0
    assert "alert" not in done.out


def test_turned_text_is_kept_as_it_is_and_said(truceline: Run, tmp_path: Path) -> None:
    """Override characters stay in the archived text, and the reviewer is told where."""
    file = tmp_path / "turned.txt"
    file.write_text("A spokesman said that \u202enobody\u202c was hurt.\n", encoding="utf-8")
    done = truceline("ingest", file)
    assert done.code == 0
    assert "U+202E" in done.err
    assert truceline("claim", "add", "--report", "turned", "--find", "\u202enobody\u202c").code == 0


def test_the_same_report_twice_is_said_and_kept_once(truceline: Run, tmp_path: Path) -> None:
    """Also within one run, from two folders."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.txt").write_text(GOOD, encoding="utf-8")
    first = truceline("ingest", "a", "b")
    assert "already in the record" in first.err
    size = truceline("verify", "--json").lines[0]["size"]
    again = truceline("ingest", "a")
    assert (again.code, "1 report already in the record" in again.err) == (0, True)
    assert truceline("verify", "--json").lines[0]["size"] == size


def test_an_id_that_stands_for_two_texts_is_refused_with_both_named(truceline: Run, tmp_path: Path) -> None:
    """The first stays as it is; the second is told how to come in."""
    for folder, text in (("a", GOOD), ("b", GOOD + "More.\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.txt").write_text(text, encoding="utf-8")
    truceline("ingest", "a")
    done: Done = truceline("ingest", "b")
    assert done.code == 3
    assert 'report id "r"' in done.err
    assert "there" in done.err
    assert "here" in done.err
    assert reports(truceline) == {"r"}


def test_a_report_of_a_demonstration_never_enters_a_real_record(truceline: Run, tmp_path: Path) -> None:
    """What was written for an exercise can never be taken for something that happened."""
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"id": "one", "text": GOOD, "kind": "demonstration"}) + "\n", encoding="utf-8")
    done = truceline("ingest", file)
    assert done.code == 3
    assert "of kind demonstration" in done.err
    assert truceline("ingest", file, "--record", tmp_path / "other", "--kind", "demonstration").code == 0


def reports(truceline: Run) -> set[str]:
    """The ids of the reports that the sources of the record list."""
    sources = truceline("sources", "--json", "--with-proposals").lines
    return {report for source in sources if source["part"] == "publisher" for report in source["reports"]}
