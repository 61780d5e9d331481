"""Made once for a whole run of tests, however many processes share it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first process to ask for it fills with ``make``; the others wait, and only read in it."""
    here = factory.getbasetemp()
    shared = here.parent if here.name.startswith("popen-") else here  # a folder for each process of xdist lies in that of the run
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := shared / f"{name}.made").exists():
            (shared / name).mkdir(exist_ok=True)
            make(shared / name)
            done.touch()
    return shared / name
