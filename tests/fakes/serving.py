"""The command that opens a room, as a person starts it: a real process, a real port, stopped by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WAIT_S = 60


@contextmanager
def serving(*arguments: str, here: Path | None = None, env: dict[str, str] | None = None) -> Iterator[str]:
    """Start the command and yield the address that it says; it must end by itself once it is told to."""
    started = subprocess.Popen(
        [sys.executable, "-m", "truceline", *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=env or {**os.environ},
        cwd=here,
    )
    assert started.stderr is not None
    said = []
    try:
        for line in started.stderr:
            said.append(line)
            if "http://" in line:
                yield "http://" + line.partition("http://")[2].split("/", 1)[0]
                break
        else:
            pytest.fail("".join(said))
        started.send_signal(signal.SIGINT)
        started.stderr.read()
        assert started.wait(WAIT_S) in {0, 130, -signal.SIGINT}
    finally:
        started.kill()
        started.wait()
        started.stderr.close()
