"""A folder that nobody can write into: its leave to write is taken away, and so is root's power to write all the same."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fakes.asking import said
from truceline.ledger import Record

DATABASE = Path(".truceline", "ledger.sqlite")
_VERSION_3 = 0x20080522
_OVERRIDING = (1 << 1) | (1 << 2) | (1 << 3)
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER: what lets root write where nobody has leave to. Source: capabilities(7)."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def give_up_overriding() -> None:
    """Let what may be written be decided by permissions alone, in this process from now on, also for root."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = _Header(_VERSION_3, 0), (_Data * 2)()
    if libc.capget(ctypes.byref(header), ctypes.byref(data)) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    for field in ("effective", "permitted", "inheritable"):
        setattr(data[0], field, getattr(data[0], field) & ~_OVERRIDING)
    if libc.capset(ctypes.byref(header), ctypes.byref(data)) != 0:
        raise OSError(ctypes.get_errno(), "capset")


@contextmanager
def read_only(top: Path) -> Iterator[None]:
    """Take the leave to write from a folder and all in it, meanwhile."""
    places = [top, *sorted(top.rglob("*"))]
    before = [(place, place.stat().st_mode) for place in places]
    for place, mode in before:
        place.chmod(mode & 0o7555)
    try:
        yield
    finally:
        for place, mode in before:
            if place.exists():
                place.chmod(mode)


def run_all(folder: str, keys: str, commands: list[list[str]]) -> list[str]:
    """Run commands where leave to write decides, and return what each wrote; what went wrong begins with ``exit``."""
    os.environ["TRUCELINE_KEYS"] = keys
    give_up_overriding()
    os.chdir(Path(folder).parent)
    return [said(*command, "--record", folder) for command in commands]


def changing(folder: str) -> None:
    """Read a record whose database may not be written, have somebody else touch it, and read on."""
    give_up_overriding()
    file = Path(folder) / DATABASE
    file.chmod(0o400)
    with Record.open(folder) as record:
        record.claims()
        os.utime(file, ns=(1, 1))
        record.claims()
