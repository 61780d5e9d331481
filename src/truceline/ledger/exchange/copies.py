"""The copies of other offices' logs inside a record: ``.truceline/peers/<SHA-256 of the origin>/``, in the layout they came in.

A copy that was checked takes the place of the one before under a name that says that it is whole: what a crash leaves in the
middle of that is gone on with when the record is next opened. What was ordered to go from our record goes from the copies too,
from their blobs and from the sealed values in their manifests; their leaves hold no words and stay.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from truceline.errors import BundleError
from truceline.ledger.disk.archive import make_folder, overwrite, sync_file, sync_folders
from truceline.ledger.exchange import layout
from truceline.ledger.exchange.checking import Brought
from truceline.ledger.exchange.stick import Stick
from truceline.ledger.kernel.orders import orders_in
from truceline.ledger.leaf.disclosures import digest_of
from truceline.ledger.notes.tile_files import CHECKPOINT
from truceline.ledger.store import FOLDER, Store

PEERS = "peers"
WHOLE = ".whole"
STALE_S = 24 * 3600.0
"""A copy aside that is older than this was left by a crash."""


def peers_folder(store: Store) -> Path:
    """Return where the logs of others lie, whether there are any or not."""
    return store.folder / FOLDER / PEERS


def folders(store: Store) -> tuple[Path, ...]:
    """Return the folders of the copies, in order."""
    top = peers_folder(store)
    return tuple(sorted(each for each in top.iterdir() if layout.FOLDER_NAME.fullmatch(each.name))) if top.is_dir() else ()


def held(store: Store, origin: str) -> Brought | None:
    """Return the copy that we have of another log, None where there is none."""
    folder = peers_folder(store) / layout.folder_name(origin)
    return Brought(Stick(folder)) if folder.is_dir() else None


def put(aside: Path, folder: Path) -> None:
    """Let a checked copy take the place of the one before; after a crash in the middle ``finish`` goes on with it."""
    sync_folders(aside, with_files=True)
    whole = _whole(folder)
    aside.rename(whole)
    sync_file(whole.parent)
    _move(whole, folder)


def finish(store: Store) -> None:
    """Go on with what a crash interrupted, and remove what it left aside."""
    top = peers_folder(store)
    if not top.is_dir() or not any(each.name.startswith(".") for each in top.iterdir()):
        return
    with store.log.writing():  # nobody else is in the middle of it
        for each in sorted(top.iterdir()):
            name = each.name.removeprefix(".").removesuffix(WHOLE)
            if each.name.startswith(".") and each.name.endswith(WHOLE) and layout.FOLDER_NAME.fullmatch(name):
                _move(each, top / name)
            elif each.name.startswith(".") and time.time() - each.stat().st_mtime > STALE_S:
                shutil.rmtree(each, ignore_errors=True)


def allowed(store: Store, manifest: layout.Manifest) -> layout.Manifest:
    """Return a manifest without what was ordered to go from our record: that is not taken in again."""
    with store.log.reading():
        ordered = set(orders_in(store.connection))
        if ordered:
            ordered.update(blob.sha256 for blob in manifest.blobs if store.order_on(blob.sha256))
    return _without(manifest, {what for what in ordered if not store.files.holds(what)})


def withdraw(store: Store, gone: Collection[str]) -> int:
    """Remove files (SHA-256, hex) and sealed values (digests) from every copy for good; say how many files were there."""
    count = 0
    for folder in folders(store) if gone else ():
        for sha256 in filter(layout.FOLDER_NAME.fullmatch, gone):
            place = folder / layout.blob_path(sha256)
            count += place.is_file()
            overwrite(place)
        with suppress(BundleError):  # a copy that is damaged: verifying says so, and what was to go is gone
            stick = Stick(folder)
            manifest = layout.parse(stick.read(layout.MANIFEST, layout.MAX_MANIFEST), str(folder / layout.MANIFEST))
            left = _without(manifest, gone)
            if left != manifest:
                _write_manifest(folder, left)
    return count


def _without(manifest: layout.Manifest, gone: Collection[str]) -> layout.Manifest:
    blobs = tuple(blob for blob in manifest.blobs if blob.sha256 not in gone)
    disclosures = tuple(each for each in manifest.disclosures if digest_of(each) not in gone)
    if (blobs, disclosures) == (manifest.blobs, manifest.disclosures):
        return manifest
    withheld = manifest.withheld + len(manifest.blobs) - len(blobs)
    return msgspec.structs.replace(manifest, blobs=blobs, disclosures=disclosures, withheld=withheld)


def _write_manifest(folder: Path, manifest: layout.Manifest) -> None:
    """Write a manifest in place of one with words in it that go, of which nothing is left."""
    waiting, place = folder / f".{layout.MANIFEST}.new", folder / layout.MANIFEST
    waiting.write_bytes(layout.encode(manifest))
    sync_file(waiting)
    with place.open("r+b") as before:
        length = os.fstat(before.fileno()).st_size
        waiting.replace(place)
        before.write(bytes(length))
        before.flush()
        os.fsync(before.fileno())
    sync_file(folder)


def _whole(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{WHOLE}")


def _move(whole: Path, folder: Path) -> None:
    """Move the files of a whole copy to their places, head and manifest last; then take away tiles of the state before."""
    make_folder(folder, 0o700)
    last = (CHECKPOINT, layout.MANIFEST)
    rest = sorted(name for name in _names(whole) if name not in last)
    touched = {folder}
    for name in (*rest, *(name for name in last if (whole / name).exists())):
        place = folder / name
        if not place.parent.is_dir():
            make_folder(place.parent, 0o700)
        (whole / name).replace(place)
        touched.add(place.parent)
    for each in sorted(touched):
        sync_file(each)
    _tidy(folder)
    shutil.rmtree(whole)
    sync_file(folder.parent)


def _names(folder: Path) -> Iterator[str]:
    return (each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def _tidy(folder: Path) -> None:
    """Take away part-filled tiles of an earlier state."""
    kept = {name for name, _ in Brought(Stick(folder)).files()}
    for place in sorted((folder / "tile").rglob("*")):
        if place.is_file() and place.relative_to(folder).as_posix() not in kept:
            place.unlink()
