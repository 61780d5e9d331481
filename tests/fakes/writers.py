"""Writers and readers of one record, each in a process of its own, and what each was told, for tests that kill or compare them.

What a process was told goes into a file, one line an answer, written at once and whole, so that it outlives a kill. Times are of
the machine's steady clock, the same for all processes.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import msgspec

from fakes.forking import Child
from truceline.errors import RecordBusyError
from truceline.ledger import Draft, Record
from truceline.ledger.leaf import drafts
from truceline.model import Link


class Told(msgspec.Struct, frozen=True):
    """One answer. A writer's: keys, their places and leaf hashes. A reader's: the key it looked for, and the place or none."""

    who: str
    keys: tuple[str, ...]
    places: tuple[int, ...]
    hashes: tuple[str, ...]
    begun_ns: int
    ended_ns: int
    size: int = 0


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a process is to do, and where it writes down what it was told; ``begin_s`` and ``end_s`` are of the steady clock.

    With ``go`` it opens the record, says so (``out`` with ``.open``), and begins when there is a file of that name.
    """

    target: str
    who: str
    out: str
    begin_s: float
    end_s: float
    batch: int = 1
    keys: tuple[str, ...] = ()
    seed: int = 0
    go: str = ""


def draft(key: str) -> Draft:
    """Return a small entry that says ``key`` and has an id made from it."""
    link = Link(claim=key, incident="i1", outcome="linked", why=f"same place and day as {key}")
    return msgspec.structs.replace(drafts.linked(link), key=key)


def started(verb: str, job: Job) -> Child:
    """Start a process that does one of ``write``, ``read``, ``share``."""
    return Child(do, verb, msgspec.to_builtins(job))


def heard(file: Path) -> list[Told]:
    """Return what a process was told; half a line, cut off by a kill, is not counted."""
    if not file.exists():
        return []
    lines = file.read_bytes().splitlines(keepends=True)
    return [msgspec.json.decode(line, type=Told) for line in lines if line.endswith(b"\n")]


def do(verb: str, told: dict[str, object]) -> None:
    """Do the job, in the process that was started for it."""
    job = msgspec.convert(told, Job)
    out = os.open(job.out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        with Record.open(job.target) as record:
            Path(f"{job.out}.open").touch()
            while job.go and not Path(job.go).exists():
                time.sleep(0.005)
            begin_s = time.monotonic() if job.go else job.begin_s
            _VERBS[verb](record, msgspec.structs.replace(job, end_s=job.end_s - job.begin_s + begin_s), out)
    except RecordBusyError:
        os._exit(75)


def _write(record: Record, job: Job, out: int) -> None:
    """Append batches of new entries until the time is over."""
    number = 0
    while time.monotonic() < job.end_s:
        _append(record, job, out, tuple(f"{job.who}.{number + at}" for at in range(job.batch)))
        number += job.batch


def _share(record: Record, job: Job, out: int) -> None:
    """Append entries that others append too, and ask where they stand, in an order of one's own."""
    chance = random.Random(job.seed)
    for key in chance.sample(job.keys, len(job.keys)):
        if chance.random() < 0.5:
            _append(record, job, out, (key,))
        _look_for(record, job, out, chance.choice(job.keys))
        if time.monotonic() > job.end_s:
            return


def _read(record: Record, job: Job, out: int) -> None:
    """Read all of it over and over; half an append is never seen."""
    while time.monotonic() < job.end_s:
        begun = time.monotonic_ns()
        with record.log.reading():
            size, links = record.size, len(record.links())
        if size != 1 + links:
            os._exit(76)
        _say(out, Told(job.who, (), (), (), begun, time.monotonic_ns(), size))


def _append(record: Record, job: Job, out: int, keys: tuple[str, ...]) -> None:
    begun = time.monotonic_ns()
    places = record.append([draft(key) for key in keys])
    ended = time.monotonic_ns()
    hashes = tuple(record.entry(place).leaf_hash.hex() for place in places)
    _say(out, Told(job.who, keys, places, hashes, begun, ended))


def _look_for(record: Record, job: Job, out: int, key: str) -> None:
    begun = time.monotonic_ns()
    places = tuple(link.entry for link in record.links() if link.link.claim == key)
    _say(out, Told(job.who, (key,), places, (), begun, time.monotonic_ns()))


def _say(out: int, told: Told) -> None:
    os.write(out, msgspec.json.encode(told) + b"\n")


_VERBS = {"write": _write, "read": _read, "share": _share}
