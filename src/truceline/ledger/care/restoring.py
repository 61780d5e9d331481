"""Restoring: make a record from a backup, or only say whether one could be made. The backup may come from anybody.

Everything is written beside its place under a name of nobody's, hashed on its way, and verified as a whole, from the leaves up;
only then does it get its name. Tables that are folded from the log are folded anew, whatever the backup had in them. What had
been ordered to go is taken out again, by the orders in the backup and by those in a newer copy that is named.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import sqlalchemy as sa

from truceline.errors import BundleError, NoteError, RecordBusyError, RecordError, UsageError
from truceline.ledger import orders_since, redactions, settings
from truceline.ledger.care.backup_file import (
    CHECKPOINT,
    DATABASE,
    SETTINGS,
    BackedUp,
    Manifest,
    Source,
    opened_backup,
    pieces,
    read_manifest,
)
from truceline.ledger.care.foreign_database import check_database
from truceline.ledger.checking.check import Problem, Verification
from truceline.ledger.disk.archive import sync_file, sync_folders
from truceline.ledger.heads import high_water
from truceline.ledger.heads.log_keys import keys_of, origin_of
from truceline.ledger.kernel.log import Log
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.record import Record
from truceline.ledger.store import FOLDER, Store

Watch = Callable[[int, int | None], None]
SPARE_BYTES = 16 * 1024 * 1024
SHOWN = 5
_SEALED = sa.table("disclosure", sa.column("digest", sa.Text))


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was checked whole. ``folder`` is where the record is now, None where it was only checked.

    ``behind``: by how many entries the log was seen to reach further on this machine; ``taken_out``: how many sealed values and
    files its own log had ordered to go and were still there, ``taken_out_since``: how many a newer copy ordered;
    ``signed_size``: how many entries its newest signed checkpoint covers.
    """

    manifest: Manifest
    verification: Verification
    folder: str | None
    behind: int
    taken_out: int
    taken_out_since: int
    signed_size: int | None


def restore(
    backup: Path, folder: Path | None, *, newer: Store | None = None, watch: Watch = lambda _done, _total: None
) -> Restored:
    """Check a backup whole and, where ``folder`` is given, make a record of it there; otherwise nothing is left of it.

    ``newer`` is a newer copy of the same record, whose orders to take something out count too. Raises: BundleError where anything
    about the backup is not as it must be, UsageError where ``folder`` is taken, RecordError where the disk is full.
    """
    if folder is not None:
        _refuse_taken(folder)
    with opened_backup(backup) as source, _beside(folder, backup) as waiting:
        manifest = read_manifest(source, backup)
        _check_room(manifest, waiting)
        total = sum(file.size for file in manifest.files)
        _unpack(source, manifest, waiting, backup, lambda done: watch(done, 2 * total))
        with _said(backup):
            # Everything is gone through a second time, entry by entry.
            part = lambda done, size: watch(total + total * done // max(size or 0, 1), 2 * total)  # noqa: E731
            found = _verified(manifest, waiting, backup, newer, part)
        if folder is None:
            return found
        sync_folders(waiting)
        _put_in_place(waiting, folder)
    return msgspec.structs.replace(found, folder=str(folder))


def _refuse_taken(folder: Path) -> None:
    """Raise UsageError where anything is there but an empty folder."""
    if os.path.lexists(folder) and not (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())):
        message = f"{folder} exists already and is not empty; name a new folder for the restored record"
        raise UsageError(message)


@contextmanager
def _beside(folder: Path | None, backup: Path) -> Iterator[Path]:
    """Give a folder on the disk where the record will be, and remove it unless it was given its name."""
    try:
        if folder is None:
            waiting = Path(tempfile.mkdtemp(prefix="truceline-check-"))
        else:
            folder.parent.mkdir(parents=True, exist_ok=True)
            waiting = folder.with_name(f".{folder.name[:80]}.{secrets.token_hex(6)}")
            waiting.mkdir(mode=0o700)
    except OSError as error:
        message = f"no place to unpack {backup}: {error.strerror or error}"
        raise RecordError(message) from error
    try:
        yield waiting
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _check_room(manifest: Manifest, waiting: Path) -> None:
    needed = sum(file.size for file in manifest.files) + SPARE_BYTES
    free = shutil.disk_usage(waiting).free
    if needed > free:
        message = f"the backup needs {needed:,} bytes in {waiting.parent}, where {free:,} are free; nothing was written"
        raise RecordError(message)


def _unpack(source: Source, manifest: Manifest, waiting: Path, backup: Path, tell: Callable[[int], None]) -> None:
    """Write every file of the backup into ``waiting``, hashed on its way."""
    done = 0
    try:
        (waiting / FOLDER).mkdir(mode=0o700)
        for file in manifest.files:
            place = _place_of(file, waiting)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with place.open("xb") as out:
                for piece in pieces(source, file, backup):
                    out.write(piece)
                    done += len(piece)
                    tell(done)
                out.flush()
                os.fsync(out.fileno())
            place.chmod(0o600)
    except OSError as error:
        message = f"{backup} could not be unpacked in {waiting.parent}: {error.strerror or error}; nothing is left of it"
        raise RecordError(message) from error


def _place_of(file: BackedUp, waiting: Path) -> Path:
    """Return where a file of a backup goes; its name was checked to be one that a backup may have."""
    return waiting / file.path if file.path in (SETTINGS, CHECKPOINT) else waiting / FOLDER / file.path


@contextmanager
def _said(backup: Path) -> Iterator[None]:
    """Turn what is wrong with the record inside into what is wrong with the backup."""
    try:
        yield
    except RecordBusyError:
        raise
    except (RecordError, NoteError, sqlite3.DatabaseError, sa.exc.DatabaseError) as error:
        message = f"{backup}: {error}; nothing was restored"
        raise BundleError(message) from error


def _verified(manifest: Manifest, waiting: Path, backup: Path, newer: Store | None, watch: Watch) -> Restored:
    database = waiting / FOLDER / DATABASE
    schema = check_database(database, f"{backup}: {DATABASE}")
    with closing(Record(waiting, Log(database))) as record:
        if record.log.opening() is None or record.origin != manifest.origin:
            message = f"{backup}: the log in it is not {manifest.origin!a:.200}, as its manifest says; nothing was restored"
            raise BundleError(message)
        # Said anew, never as it came: it could name a database that somebody else keeps.
        said = settings.Settings(kind=record.kind, theatre=record.theatre, created=record.opened.at, origin=record.origin)
        settings.write(waiting / settings.NAME, said)
        record.rebuild()
        erased = redactions.carry_out(record)
        verification = record.verify(size=manifest.size, root=manifest.root, watch=watch)
        _check_whole(verification, manifest, backup)
        _check_said(manifest, record, schema, backup)
        signed = _signed_size(record, waiting / CHECKPOINT)
        # Verified before this: the log of an older copy has no order for what a newer one ordered.
        since = _take_out(record, newer) if newer is not None else 0
        return Restored(
            manifest=manifest,
            verification=verification,
            folder=None,
            behind=_behind(record),
            taken_out=erased.values + erased.files,
            taken_out_since=since,
            signed_size=signed,
        )


def _check_said(manifest: Manifest, record: Record, schema: int, backup: Path) -> None:
    """Refuse a manifest that says of the log what the log does not: an exercise must not pass for actual monitoring."""
    for name, said, found in (
        ("kind", manifest.kind, record.kind),
        ("theatre", manifest.theatre, record.theatre),
        ("schema", manifest.schema, schema),
    ):
        if said != found:
            message = f"{backup}: {name} is {said!a:.80} in its manifest and {found!a:.80} in the log; nothing was restored"
            raise BundleError(message)


def _check_whole(verification: Verification, manifest: Manifest, backup: Path) -> None:
    problems = [problem.message for problem in verification.problems if not _is_only_old(problem)]
    if verification.size != manifest.size:
        problems.append(f"the log has {verification.size} entries; the manifest says {manifest.size}")
    if problems:
        more = f" and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        message = f"{backup} does not hold together: {'; '.join(problems[:SHOWN])}{more}; nothing was restored; take another copy"
        raise BundleError(message)


def _is_only_old(problem: Problem) -> bool:
    """Say whether all that is wrong is that this machine saw more of the log: that is told, and no fault of the backup."""
    return (
        problem.where == "log" and "but the high-water mark" in problem.message and "has another history" not in problem.message
    )


def _signed_size(record: Record, file: Path) -> int | None:
    """Check the checkpoint that came with the backup against the log in it, and return its size; None where there is none.

    Raises: NoteError.
    """
    if not file.exists():
        return None
    note = parse_note(file.read_bytes(), CHECKPOINT)
    checkpoint = parse_checkpoint(note.text, CHECKPOINT)
    verify_note(note, keys_of(record, checkpoint.origin), CHECKPOINT)
    root = record.log.tree().root_over(0, checkpoint.size) if 0 < checkpoint.size <= record.size else None
    if root != checkpoint.root:
        here = root.hex() if root else f"a log of {record.size} entries"
        message = f"{CHECKPOINT}: root of {checkpoint.size} entries {checkpoint.root.hex()}, found {here}"
        raise NoteError(message)
    file.unlink()
    return checkpoint.size


def _behind(record: Record) -> int:
    """Return by how many entries this log was seen to reach further on this machine."""
    mark = high_water.read(origin_of(record))
    return max(0, mark.size - record.size) if mark is not None else 0


def _take_out(record: Record, newer: Store) -> int:
    """Remove what a newer copy of the log ordered to go since; return how much of it was there."""
    _check_newer(newer, record)
    ordered = redactions.ordered(newer)
    files = [sha256 for sha256 in _ordered_files(record, newer, ordered) if record.files.holds(sha256)]
    with record.log.writing():
        count = record.files.erase(files)
        count += sum(
            record.connection.execute(sa.delete(_SEALED).where(_SEALED.c.digest == digest)).rowcount for digest in ordered
        )
    redactions.scrub(record)
    orders_since.keep(record, newer)
    return count


def _check_newer(newer: Store, record: Record) -> None:
    """Refuse what is not the same log gone on. Raises: UsageError."""
    goes_on = newer.origin == record.origin and newer.size >= record.size
    if not goes_on or newer.log.tree().root_over(0, record.size).hex() != record.root:
        here = f"{record.origin} with {record.size} entries and the root {record.root}"
        message = f"{newer.folder} is no newer copy of what is in the backup, {here}; name the record it was made of"
        raise UsageError(message)


def _ordered_files(record: Record, newer: Store, ordered: Iterable[str]) -> set[str]:
    """Return the files that orders in the newer copy are about, named in the open or under seal.

    Where a seal cannot be opened here, what no entry names and the newer copy no longer has is taken for it: the backup
    still has it, should that have been wrong.
    """
    in_the_open = {what for what in ordered if redactions.IS_HASH.fullmatch(what)}
    opened = [record.log.disclosed(what) for what in ordered if what not in in_the_open]
    files = in_the_open | {sealed.value for sealed in opened if sealed is not None and sealed.name == "sha256"}
    if None in opened:
        files |= {sha256 for sha256, _ in record.files.stored()} - redactions.users(record).keys()
    return {sha256 for sha256 in files if not newer.files.holds(sha256)}


def _put_in_place(waiting: Path, folder: Path) -> None:
    _refuse_taken(folder)
    try:
        waiting.rename(folder)  # onto an empty folder too
        sync_file(folder.parent)
    except OSError as error:
        message = f"{folder} could not be made: {error.strerror or error}; nothing is left of it"
        raise RecordError(message) from error
