"""Putting a log on a stick, or anywhere: the same state of a log is the same files, and what is there already is left alone.

Order of writing: archived files, tiles and bundles; then the checkpoint, then the manifest; then what no longer belongs there is
taken away. Each file is written under another name, synced and put in its place. A stick pulled out in between has either the
state before or one that says that it is unfinished, and the next export completes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from truceline import __version__
from truceline.errors import BundleError, ForkError, RolledBackError
from truceline.ledger.disk.archive import make_folder, sync_file
from truceline.ledger.evidence import REGISTERED
from truceline.ledger.exchange import layout
from truceline.ledger.exchange.stick import Stick
from truceline.ledger.heads.heads import signed_head
from truceline.ledger.heads.log_keys import keys_of
from truceline.ledger.kernel.merkle import TILE_WIDTH
from truceline.ledger.leaf.entries import OPEN_COMPARTMENT
from truceline.ledger.notes.checkpoint import Checkpoint, parse_checkpoint
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.plain import MAX_BYTES
from truceline.ledger.notes.tile_files import CHECKPOINT, bundle, entries_path, tile_path
from truceline.ledger.proofs import root_of
from truceline.ledger.store import Store

Watch = Callable[[int, int | None], None]


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an export: the folder, the state of the log in it, how many files were new and how many were there.

    ``withheld`` archived files that entries name and ``evidence`` files that they only commit themselves to stay here.
    """

    folder: Path
    size: int
    root: str
    new: int
    kept: int
    withheld: int
    evidence: int


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What the entries name: archived files that come along, how many do not, the pieces of evidence, the sealed titles."""

    blobs: tuple[str, ...]
    withheld: int
    evidence: int
    disclosures: tuple[str, ...]


def write(store: Store, place: Path, *, compartments: frozenset[str] = frozenset(), watch: Watch) -> Written:
    """Write the log of a record into its folder under ``place``, with the archived files that are open or of ``compartments``.

    Raises: RolledBackError or ForkError where the stick has a head of this log that ours does not continue; BundleError where
    the folder there is not one of ours or cannot be written.
    """
    note = signed_head(store)
    tree = parse_checkpoint(parse_note(note).text)
    target = _Target(Stick(place / layout.folder_name(tree.origin)))
    _check_before(target.stick, store, tree)
    named = _named(store, tree.size, compartments)
    total = len(named.blobs) + 2 * -(-tree.size // TILE_WIDTH) + 2
    blobs = []
    for digest in named.blobs:
        blobs.append(layout.Blob(digest, target.put_archived(digest, store.files.chunks(digest))))
        watch(target.done, total)
    for name, data in _tiles(store, tree.size):
        target.put(name, data)
        watch(target.done, total)
    target.settle()
    target.put(CHECKPOINT, note.encode())
    manifest = layout.Manifest(
        format=layout.FORMAT,
        software=f"truceline {__version__}",
        kind=store.kind,
        theatre=store.theatre,
        origin=tree.origin,
        size=tree.size,
        root=tree.root.hex(),
        compartments=tuple(sorted(compartments)),
        vkeys=tuple(map(str, keys_of(store, tree.origin))),
        blobs=tuple(blobs),
        disclosures=named.disclosures,
        withheld=named.withheld,
    )
    target.put(layout.MANIFEST, layout.encode(manifest))
    target.settle()
    target.tidy()
    return Written(
        folder=target.stick.folder,
        size=tree.size,
        root=tree.root.hex(),
        new=target.new,
        kept=target.kept,
        withheld=named.withheld,
        evidence=named.evidence,
    )


class _Target:
    """A folder that is being written."""

    def __init__(self, stick: Stick) -> None:
        self.stick = stick
        self.new = self.kept = 0
        self._names: set[str] = set()
        self._unsynced: set[Path] = set()

    @property
    def done(self) -> int:
        """How many files were looked at."""
        return self.new + self.kept

    def put(self, name: str, data: bytes) -> None:
        """Have ``data`` lie under ``name``."""
        self._names.add(name)
        if self.stick.is_file(name) and self.stick.size(name) == len(data) and self.stick.read(name, len(data)) == data:
            self.kept += 1
        else:
            self._write(name, [data])

    def put_archived(self, digest: str, pieces: Iterable[bytes]) -> int:
        """Have an archived file lie under its digest, and return its size in bytes."""
        name = layout.blob_path(digest)
        self._names.add(name)
        if self.stick.is_file(name) and self.stick.sha256(name) == digest:
            self.kept += 1
            return self.stick.size(name)
        return self._write(name, pieces)

    def _write(self, name: str, pieces: Iterable[bytes]) -> int:
        place = self.stick.path(name)
        waiting = place.with_name(f".{place.name}.new")
        size = 0
        try:
            if not place.parent.is_dir():
                make_folder(place.parent)
            self.stick.path(name)  # a folder on the way may have become a link meanwhile
            waiting.unlink(missing_ok=True)
            with waiting.open("xb") as out:
                for piece in pieces:
                    size += out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            waiting.replace(place)
            self._unsynced.add(place.parent)
        except OSError as error:
            message = f"{place} cannot be written: {error.strerror or error}; make room there and export again"
            raise BundleError(message) from error
        self.new += 1
        return size

    def settle(self) -> None:
        """Have the disk know the names of all that was written so far."""
        for folder in self._unsynced:
            sync_file(folder)
        self._unsynced.clear()

    def tidy(self) -> None:
        """Take away what does not belong to this state: part-filled tiles of an earlier one, and files half written."""
        for place in sorted(_files(self.stick.folder)):
            if place.relative_to(self.stick.folder).as_posix() not in self._names:
                place.unlink()
        for folder in sorted((f for f in self.stick.folder.rglob("*") if f.is_dir() and not f.is_symlink()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, and links as what they are, never what they point at."""
    for each in folder.rglob("*"):
        if each.is_symlink() or not each.is_dir():
            yield each


def _check_before(stick: Stick, store: Store, tree: Checkpoint) -> None:
    """Refuse to write over a head of this log that is not the beginning of ours: ours is then the old or the wrong copy."""
    if not stick.has(CHECKPOINT):
        if stick.folder.exists() and any(each.name not in {"tile", layout.BLOB_FOLDER} for each in stick.folder.iterdir()):
            message = f"{stick.folder} holds something else; expected a folder that export makes; nothing was written"
            raise BundleError(message)
        return
    note = parse_note(stick.read(CHECKPOINT, MAX_BYTES), str(stick.folder / CHECKPOINT))
    there = parse_checkpoint(note.text, str(stick.folder / CHECKPOINT))
    verify_note(note, keys_of(store, tree.origin), str(stick.folder / CHECKPOINT))
    if there.size > tree.size:
        message = (
            f"{stick.folder} has this log with {there.size:,} entries, the record has {tree.size:,}: the record is an old copy; "
            "go on with the newer one; nothing was written"
        )
        raise RolledBackError(message)
    root = store.log.tree().root_over(0, there.size) if there.size else there.root
    if root != there.root:
        message = (
            f"{stick.folder} has this log with root {there.root.hex()} at {there.size:,} entries, the record has {root.hex()}: "
            "two histories of one log; keep both and compare them; nothing was written"
        )
        raise ForkError(message)


def _named(store: Store, size: int, compartments: frozenset[str]) -> Named:
    """Walk through the entries for what they name; what lies encrypted comes along only for a compartment that was asked for."""
    along: set[str] = set()
    every: set[str] = set()
    disclosures = []
    evidence = 0
    for batch in store.log.batches(0, size):
        for entry in batch:
            named = entry.body.archived()
            every.update(named)
            evidence += entry.kind == REGISTERED
            if entry.co in compartments:
                along.update(named)
            elif entry.co == OPEN_COMPARTMENT:
                along.update(digest for digest in named if not store.files.is_locked(digest))
            if entry.kind == "report.archived" and entry.sealed and entry.co in compartments | {OPEN_COMPARTMENT}:
                title = store.log.disclosures(entry.idx).get("title")
                disclosures += [title.encoded] if title else []
    # What was taken out lawfully, or lies under a key that is not here, stays named in the log and does not come along.
    present = tuple(sorted(digest for digest in along if store.files.holds(digest)))
    return Named(blobs=present, withheld=len(every) - len(present), evidence=evidence, disclosures=tuple(sorted(disclosures)))


def _tiles(store: Store, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield the bundles of entries, then the tiles of hashes, of a log of this size."""
    row: list[bytes] = []
    leaves: list[bytes] = []
    number = 0
    for batch in store.log.batches(0, size):
        for entry in batch:
            row.append(entry.leaf_hash)
            leaves.append(entry.leaf)
            if len(leaves) == TILE_WIDTH:
                yield entries_path(number), bundle(leaves)
                number, leaves = number + 1, []
    if leaves:
        yield entries_path(number, len(leaves)), bundle(leaves)
    yield from tiles_over(row)


def tiles_over(hashes: list[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the tiles over these leaf hashes, level by level."""
    level, row = 0, hashes
    while row:
        above = []
        for at in range(0, len(row), TILE_WIDTH):
            part = row[at : at + TILE_WIDTH]
            yield tile_path(level, at // TILE_WIDTH, len(part)), b"".join(part)
            if len(part) == TILE_WIDTH:
                above.append(root_of(part))
        level, row = level + 1, above
