"""Attacks on what the reader pins: a file that holds no key does not pass for one that does, and one without end has a limit."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes import hand_made_bundle as hand
from truceline.ledger import verify_bundle

WAYS = ("--policy", "--vkey", "--tsa-ca")
EMPTY = {"nothing": "", "comments": "# the key of the ministry\n\n# to be put in here\n"}
MEMORY = 1_500_000_000


def by_file(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the one file as a stranger does, with so much memory and no more."""
    return ran([sys.executable, "-I", "-S", verify_bundle.__file__, *arguments], folder)


def by_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``truceline verify``."""
    return ran([sys.executable, "-m", "truceline", "verify", *arguments], folder)


def ran(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder that holds a good bundle."""
    (folder / "x.tlp").write_bytes(hand.packed(hand.members()))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    return subprocess.run(
        command, cwd=folder, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=60, preexec_fn=limit
    )


Run = Callable[..., subprocess.CompletedProcess[str]]
either = pytest.mark.parametrize("run", [by_file, by_command])


@either
@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY)
def test_a_file_of_keys_without_a_key_is_refused(run: Run, text: str, tmp_path: Path) -> None:
    """Else nothing would be pinned without a word, and keys that came with the bundle would be believed."""
    (tmp_path / "mine.vkey").write_text(text)
    done = run(tmp_path, "x.tlp", "--vkey", "mine.vkey")
    assert (done.returncode, done.stdout) == (3, "")
    assert "mine.vkey: holds no key; expected verifier keys, one a line" in done.stderr
    done = run(tmp_path, "x.tlp", "--vkey", hand.LOG.vkey, "--vkey", "mine.vkey")
    assert (done.returncode, done.stdout) == (3, "")


@pytest.mark.parametrize("way", WAYS)
def test_an_option_that_was_left_empty_is_no_option_left_out(way: str, tmp_path: Path) -> None:
    """As a shell makes it of a variable that nobody set."""
    done = by_file(tmp_path, "x.tlp", way, "")
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "verify: '' cannot be read: No such file or directory\n")


@either
@pytest.mark.parametrize("way", ["", *WAYS])
def test_a_file_that_breaks_off_while_it_is_read_is_named(run: Run, way: str, tmp_path: Path) -> None:
    """An error in reading, unlike one in opening, does not say by itself where it was."""
    odd = "/proc/self/mem"
    done = run(tmp_path, *(["x.tlp", way, odd] if way else [odd]))
    assert (done.returncode, done.stdout) == (3, "")
    assert odd in done.stderr
    assert "None" not in done.stderr
    assert "cannot be read: Input/output error" in done.stderr


@either
@pytest.mark.parametrize("way", ["", *WAYS])
def test_a_device_without_an_end_is_not_read_to_it(run: Run, way: str, tmp_path: Path) -> None:
    """It is refused by its name after as many bytes as show that it is too long."""
    done = run(tmp_path, *(["x.tlp", way, "/dev/zero"] if way else ["/dev/zero"]))
    assert (done.returncode, done.stdout) == (3, "")
    assert "/dev/zero" in done.stderr
    assert ("has more than 1000000 bytes" if way else "at most 200000000 are read") in done.stderr
    assert len(done.stderr) < 400


@either
def test_a_pipe_is_a_file_while_somebody_writes(run: Run, tmp_path: Path) -> None:
    """Keys may come out of another program."""
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(hand.POLICY,))
    writer.start()
    done = run(tmp_path, "x.tlp", "--policy", "pipe", "--level", "2")
    writer.join()
    assert (done.returncode, done.stderr) == (0, "")
