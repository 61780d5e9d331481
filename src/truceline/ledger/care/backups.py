"""Backups: everything a record consists of, as it was at one moment, while others go on writing. Never a key.

First the database is copied as of one moment, then the archive, whose files were all there before an entry named them. A file
that is redacted meanwhile would be missing: then the whole is begun anew. What was appended later is not in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from truceline import __version__
from truceline.errors import ForkError, NotFoundError, RecordBrokenError, RecordBusyError, RecordError
from truceline.ledger import settings
from truceline.ledger.care.backup_file import CHECKPOINT, DATABASE, SETTINGS, VERSION, WHAT, Manifest
from truceline.ledger.care.backup_writer import Writer, new_backup
from truceline.ledger.care.snapshots import Snapshot, take_snapshot
from truceline.ledger.disk.archive import CHUNK_BYTES
from truceline.ledger.heads import heads
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.store import Store

Watch = Callable[[int, int | None], None]
TRIES = 3


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was written: what it says of itself, and the SHA-256 (hex) of that, which is worth noting down."""

    manifest: Manifest
    manifest_sha256: str
    is_signed: bool


class _GoneError(Exception):
    """An archived file went away while we copied: it was redacted."""


def back_up(store: Store, place: Path, *, as_folder: bool = False, watch: Watch = lambda _done, _total: None) -> Made:
    """Write a backup to ``place``, whole or not at all.

    Raises: UsageError where something is there already, RecordError where it cannot be written.
    """
    note = _newest_checkpoint(store)
    for _ in range(TRIES):
        try:
            return _written(store, place, note, watch, as_folder=as_folder)
        except _GoneError:
            continue
    message = f"files of the archive went away {TRIES} times while {place} was written; back up when nobody redacts"
    raise RecordBusyError(message)


def _newest_checkpoint(store: Store) -> str | None:
    """Return the checkpoint of the log as it is, signed now where the key is on this machine; else the newest there is."""
    try:
        return heads.signed_head(store)
    except (RecordBrokenError, ForkError):
        raise
    except (NotFoundError, RecordError):
        return heads.newest_head(store)


def _written(store: Store, place: Path, note: str | None, watch: Watch, *, as_folder: bool) -> Made:
    database = place.with_name(f".{place.name[:80]}.{secrets.token_hex(6)}.sqlite")
    try:
        with new_backup(place, as_folder=as_folder) as writer:
            snapshot = take_snapshot(store, database, lambda copied: watch(copied, None))
            _put_all(writer, store, database, note, watch)
            manifest, digest = writer.finish(_manifest(store, snapshot))
    finally:
        for left in (database, *(database.with_name(f"{database.name}-{end}") for end in ("wal", "shm", "journal"))):
            left.unlink(missing_ok=True)
    return Made(manifest=manifest, manifest_sha256=digest, is_signed=note is not None)


def _manifest(store: Store, snapshot: Snapshot) -> Manifest:
    return Manifest(
        what=WHAT,
        v=VERSION,
        origin=store.origin,
        kind=store.kind,
        theatre=store.theatre,
        size=snapshot.size,
        root=snapshot.root,
        schema=snapshot.schema,
        software=f"truceline {__version__}",
        made_at=stamp(utc_now()),
        files=(),
    )


def _put_all(writer: Writer, store: Store, database: Path, note: str | None, watch: Watch) -> None:
    files = list(store.files.stored())
    done = database.stat().st_size  # it was copied once already
    total = 2 * done + sum(_size_of(file) for _, file in files)

    def passing(source: Path) -> Iterator[bytes]:
        nonlocal done
        with _there(source) as opened:
            while piece := opened.read(CHUNK_BYTES):
                done += len(piece)
                watch(done, total)
                yield piece

    # Said anew: where the database was must not lead whoever restores the backup to it.
    said = settings.Settings(kind=store.kind, theatre=store.theatre, created=store.opened.at, origin=store.origin)
    writer.put(SETTINGS, [settings.text_of(said).encode()])
    if note is not None:
        writer.put(CHECKPOINT, [note.encode()])
    writer.put(DATABASE, passing(database))
    for _, file in files:
        writer.put(f"archive/{file.parent.name}/{file.name}", passing(file))


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError as error:
        raise _GoneError from error


def _there(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except FileNotFoundError as error:
        raise _GoneError from error
