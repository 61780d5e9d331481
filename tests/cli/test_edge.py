"""What reaches the edge of the command line: names that cannot be, words that are no text, Ctrl-C: one message, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakes.command_line import Run
from truceline.cli.app import _is_named

LONG = "a" * 300
ODD = os.fsdecode(b"a\xff")


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", LONG),
        ("read", LONG),
        ("restore", LONG, "--check"),
        ("prove", "i1", "-o", LONG),
        ("verify", "--record", LONG),
        ("doctor", "--record", LONG),
        ("init", LONG),
        ("init", "/proc/x"),
        ("witness", "show", "--folder", LONG),
        ("backup", LONG),
        ("backup", "nowhere/backup.tlb"),
        ("keys", "trust", "+" * 5000),
    ],
    ids=lambda words: " ".join(words)[:24],
)
def test_a_name_that_cannot_be_is_told_in_one_message(truceline: Run, record: Path, words: tuple[str, ...]) -> None:
    """It says which name and why, advises nothing about the disk, and ends as what was used wrongly or cannot be read."""
    where = () if "--record" in words or words[0] in {"init", "witness"} else ("--record", str(record))
    done = truceline(*words, *where)
    assert done.code in {2, 3, 4}, done
    assert done.err.startswith("truceline: ") or "Usage" in done.err
    assert "free the disk" not in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("call", "--about", ODD, "--words", "shells fell"),
        ("call", "--about", "i1", "--words", ODD),
        ("call", "--about", "i1", "--words", "shells fell", "--caller", ODD),
        ("redact", "ask", ODD, "--basis", "law"),
    ],
    ids=lambda words: f"{words[0]} {words[-2]}",
)
def test_a_word_that_is_no_text_is_named_by_its_place(truceline: Run, record: Path, words: tuple[str, ...]) -> None:
    """Half a character cannot be written down; nothing is, and the number of the word says which one to type again."""
    done = truceline(*words, "--record", str(record))
    assert done.code == 2, done
    assert f"word {words.index(ODD) + 1} after truceline, a\\xff, is no UTF-8" in done.err


def test_a_file_whose_name_is_no_text_can_be_evidence(truceline: Run, record: Path, tmp_path: Path) -> None:
    """Its bytes are what counts; the odd byte of the name is shown escaped."""
    file = tmp_path / ODD
    file.write_bytes(b"seen")
    done = truceline("evidence", "add", str(file), "--by", "ann", "--record", str(record))
    assert done.code == 0, done
    listed = truceline("evidence", "list", "--json", "--record", str(record))
    assert [line["name"] for line in listed.lines] == ["a\\xff"]


def test_what_a_message_quotes_does_not_steer_the_terminal(truceline: Run, record: Path) -> None:
    """An escape in a name that somebody made up is shown, not obeyed."""
    done = truceline("show", "\x1b[2Jincident", "--record", str(record))
    assert done.code == 4
    assert "\x1b" not in done.err


@pytest.mark.parametrize("words", [("timestamp", "attach"), ("timestamp", "verify", "--ca")], ids=" ".join)
def test_a_time_stamp_or_certificate_without_end_is_refused(truceline: Run, record: Path, words: tuple[str, ...]) -> None:
    """No more of it is read than shows that it can be none."""
    done = truceline(*words, "/dev/zero", "--record", str(record))
    assert done.code == 3
    assert "/dev/zero: longer than 1000000 bytes" in done.err


@pytest.mark.parametrize(
    ("file", "is_theirs"),
    [
        ("here", True),
        ("here/below", True),
        ("/away/x", True),
        ("therein", False),
        ("hereafter", False),
        ("/usr/share/x", False),
        (None, False),
        (3, False),
    ],
)
def test_only_a_file_that_was_named_is_laid_to_whoever_typed(file: object, is_theirs: bool) -> None:  # noqa: FBT001 - a case
    """What the program itself lacks is a fault in it, and shows itself whole."""
    assert _is_named(file, ["show", "here", "--json", "--record=/away"]) is is_theirs


STOPPED_AT = """
import os, signal, sys
where = sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever began the tests in the background ignores it
sys.addaudithook(lambda what, about: os.kill(os.getpid(), signal.SIGINT) if what == "import" and about[0] == where else None)
from truceline.cli import main
main()
"""


@pytest.mark.parametrize("where", ["truceline.cli.app", "truceline.cli.options", "sqlalchemy", "truceline.workflow.rebuilding"])
def test_ctrl_c_ends_with_one_sentence_however_early(record: Path, where: str) -> None:
    """Also while parts of the program are still being loaded: exit code 130, and no traceback."""
    command = [sys.executable, "-c", STOPPED_AT, where, "rebuild", "--record", str(record)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
