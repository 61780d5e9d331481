"""Work on records of which every step that changes the disk can be made to fail, or to be the last thing that the process did.

Python tells of every file that is opened for writing, renamed, linked or removed before it is done (``sys.addaudithook``), the
log of every stage of its transactions as soon as it is done. Failing before a step is failing after the one in front of it.
Each piece of work is run in a process of its own, in a folder with ``record``, ``west`` (another office's) and ``keys``.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fakes.two_offices import unwatched
from fakes.two_parties import NOON
from truceline.ledger import Record, rekeying
from truceline.ledger.care.backups import back_up
from truceline.ledger.care.restoring import restore
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.stamps.timestamps import attach
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.client import submit
from truceline.workflow.exchanging import export_record, import_records

KILLED = 9
FAILED = 7
_CHANGING = frozenset({"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Steps:
    """Counts the steps inside a folder; at number ``at`` the process ends, or an error is raised. 0: undisturbed."""

    def __init__(self, within: Path, at: int, how: str) -> None:
        self.done = 0
        self._within = str(within)
        self._at = at
        self._how = how

    def step(self, _name: str = "") -> None:
        """Take a step, or fail."""
        self.done += 1
        if self.done == self._at:
            if self._how == "killed":
                os._exit(KILLED)
            raise OSError(errno.EIO, "the disk makes a noise")

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Look at what Python is about to do."""
        is_change = event in _CHANGING or (event == "open" and self._writes(arguments))
        if is_change and any(str(each).startswith(self._within) for each in arguments[:2]):
            self.step()

    def _writes(self, arguments: tuple[Any, ...]) -> bool:
        _, mode, flags = arguments
        return bool(mode and set(mode) & set("wxa+")) or (isinstance(flags, int) and bool(flags & _WRITING))


def witness(case: Path, hooked: Callable[[Record], Record]) -> None:
    """Have a witness cosign over HTTP; its address is in a file."""
    with hooked(Record.open(case / "record")) as record:
        prepared = requests.prepare(record, by="tester", at=NOON, is_now=True)
        submit(record, prepared, (case / "address").read_text())


def stamp(case: Path, hooked: Callable[[Record], Record]) -> None:
    """Attach a time stamp that came as a file."""
    with hooked(Record.open(case / "record")) as record:
        attach(record, (case / "now.tsr").read_bytes(), "now.tsr", by="ann", trust=(case / "root.pem").read_bytes())


def backup(case: Path, hooked: Callable[[Record], Record]) -> None:
    """Back the record up into a file."""
    with hooked(Record.open(case / "record")) as record:
        back_up(record, case / "made.tlb")


def backup_folder(case: Path, hooked: Callable[[Record], Record]) -> None:
    """Back the record up into a folder."""
    with hooked(Record.open(case / "record")) as record:
        back_up(record, case / "made.tlb", as_folder=True)


def restored(case: Path, _hooked: Callable[[Record], Record]) -> None:
    """Make a record of a backup."""
    restore(case / "kept.tlb", case / "again")


def exported(case: Path, hooked: Callable[[Record], Record]) -> None:
    """Put the log on a stick that has an older state of it."""
    with hooked(Record.open(case / "record")) as record:
        export_record(record, case / "stick", watch=unwatched)


def imported(case: Path, hooked: Callable[[Record], Record]) -> None:
    """Take the log in at the other office, which has an older state of it."""
    with hooked(Record.open(case / "west")) as record:
        import_records(record, case / "newer", by="west", watch=unwatched)


WORK: dict[str, Callable[[Path, Callable[[Record], Record]], None]] = {
    each.__name__: each for each in (witness, stamp, backup, backup_folder, restored, exported, imported)
}


def run(name: str, folder: str, at: int, how: str) -> None:
    """Do a piece of work in this process, disturbed at a step; how many steps were taken is left in ``steps``."""
    case = Path(folder)
    os.environ["TRUCELINE_KEYS"] = str(case / "keys")
    steps = Steps(case, at, how)

    def hooked(record: Record) -> Record:
        record.log.at_stage = steps.step
        return record

    sys.addaudithook(steps.hook)
    try:
        WORK[name](case, hooked)
    except Exception:  # whatever it is told as, the process is over
        if not at:
            raise
        os._exit(FAILED)
    count = steps.done
    (case / "steps").write_text(str(count))


def rekey(folder: str, name: str, at: int) -> None:
    """Change the key of a compartment, and end the process at a step; the number of steps is left in ``steps``."""
    case = Path(folder)
    os.environ["TRUCELINE_KEYS"] = str(case / "keys")
    with Record.open(case / "record") as record:
        steps = Steps(case, at, "killed")
        sys.addaudithook(steps.hook)
        record.log.at_stage = steps.step
        rekeying.rotate(record, Compartments(record.origin).id_of(name), by="ben", at_once=True)
        count = steps.done
    (case / "steps").write_text(str(count))
