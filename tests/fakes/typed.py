"""A command typed at a prompt: a process of its own, forked from one that has imported everything already."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from fakes.forking import Child
from truceline.cli.app import run
from truceline.cli.sections import SECTIONS
from truceline.workflow.packs import load_theatre
from truceline.workflow.reading import reader_for

THEATRES = ("syria_2016", str(Path(__file__).parents[2] / "docs/examples/ardun"))
"""The theatres that the guides use."""


def prepare() -> None:
    """Load every command, and the reader of each theatre with its language model: seconds, once, and not for each command."""
    for commands in SECTIONS.values():
        for command in commands:
            command.load()
    for theatre in THEATRES:
        reader_for(load_theatre(theatre).theatre)


def type_in(words: list[str], folder: Path, env: dict[str, str], keys: str) -> subprocess.CompletedProcess[str]:
    """Run ``truceline WORDS`` in ``folder`` with just the environment ``env`` and ``keys`` piped into it."""
    asked, out, err = (folder / f".typed-{name}" for name in ("in", "out", "err"))
    asked.write_text(keys, encoding="utf-8")
    code = Child(answer, words, str(folder), env, str(asked), str(out), str(err), like=__name__).join()
    done = subprocess.CompletedProcess(words, code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))
    for file in (asked, out, err):
        file.unlink()
    return done


def answer(  # noqa: PLR0917 - the helper calls it with a list
    words: list[str], folder: str, env: dict[str, str], asked: str, out: str, err: str
) -> None:
    """Be that process: its own folder, environment and streams, and the exit code that the command line ends with."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    for number, path, flags in ((0, asked, os.O_RDONLY), (1, out, os.O_WRONLY | os.O_CREAT), (2, err, os.O_WRONLY | os.O_CREAT)):
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    try:
        run(words)
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)
