"""The logs of others inside a record: ``.truceline/peers/<SHA-256 of the origin>/``, in the layout in which they came.

What comes on a stick is first copied aside, file by file under names that we know beforehand, and checked there: what is checked
is what is kept, whatever the stick shows when it is read again. Only then is the key believed (when the log is met for the first
time), the head held against the one known, and the copy put in place. Until then nothing of a record has changed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from truceline.errors import BundleError, NoteError
from truceline.ledger.disk.archive import CHUNK_BYTES, make_folder
from truceline.ledger.exchange import copies, layout
from truceline.ledger.exchange.checking import Brought, Watch
from truceline.ledger.exchange.stick import Stick
from truceline.ledger.heads.peers import accept_peer_note, peer_head, peer_keys, trust_peer
from truceline.ledger.heads.succession import successions
from truceline.ledger.kernel.merkle import TILE_WIDTH
from truceline.ledger.leaf.bodies import LogSuccessor
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import parse_note, verify_note
from truceline.ledger.notes.tile_files import CHECKPOINT
from truceline.ledger.proofs import consistency_proof
from truceline.ledger.store import Store

SPARE_BYTES = 64 * 1024 * 1024
"""As much stays free on the disk when a stick is taken in."""
_PLAIN = re.compile(r"[\w.-]{1,80}", re.ASCII)


class GoesOn(msgspec.Struct, frozen=True, kw_only=True):
    """A log known here, from whose first ``size`` entries the one brought goes on under a new origin.

    ``lost``: how many entries more the copy known here has; ``is_endorsed``: a key known of the old log has signed that.
    """

    origin: str
    size: int
    lost: int
    is_endorsed: bool


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A log that was taken in: the state brought, the state held before (0: none), and the keys believed for the first time."""

    origin: str
    size: int
    root: str
    before: int
    new_keys: tuple[str, ...]
    goes_on: tuple[GoesOn, ...] = ()


def origins_on(place: Path) -> tuple[Path, ...]:
    """Return the folders of logs on a stick, in order.

    Raises: BundleError where there is none.
    """
    try:
        found = tuple(sorted(each for each in place.iterdir() if layout.FOLDER_NAME.fullmatch(each.name)))
    except OSError as error:
        message = f"{place} cannot be read: {error.strerror or error}; expected the folder that `truceline exchange export` wrote"
        raise BundleError(message) from error
    if not found:
        message = f"{place} holds no log; expected the folder that `truceline exchange export` wrote"
        raise BundleError(message)
    return found


def folder_of(origin: str) -> str:
    """Return the name of the folder of a log."""
    return layout.folder_name(origin)


def is_own(store: Store, folder: Path) -> bool:
    """Say whether a folder on a stick is that of this record's own log."""
    origins = (store.origin, *(each.body.origin for each in successions(store)))
    return folder.name in {layout.folder_name(origin) for origin in origins}


def take_in(store: Store, folder: Path, *, key: VerifierKey | None = None, watch: Watch) -> tuple[Met, Brought]:
    """Take in the log of another office from its folder on a stick; return what was met, and the checked copy kept here.

    ``key`` is the one that its keeper gave, where it did.

    Raises: BundleError where it is not what it should be; ForkError, RolledBackError after evidence was written. Then nothing was
    taken.
    """
    copies.finish(store)
    offered = Brought(Stick(folder))
    _check_kind(store, offered)
    believed = _believed(store, offered, key)
    offered.check_signed(believed)
    offered.manifest = copies.allowed(store, offered.manifest)
    aside = _copy_aside(store, offered, watch)
    try:
        brought = Brought(Stick(aside, folder))
        if str(brought.note) != str(offered.note):
            message = f"{folder} changed while it was read; nothing was taken"
            raise BundleError(message)
        brought.check(watch)
        goes_on = tuple(_goes_on(store, brought, each) for each in brought.successions if peer_keys(store, each.old_origin))
        return _put_in_place(store, brought, believed, goes_on, str(folder / CHECKPOINT))
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def problems(store: Store) -> Iterator[tuple[str, str]]:
    """Compute every log of others anew that lies in this record; yield where and what does not hold."""
    for each in copies.folders(store):
        try:
            mirror = Brought(Stick(each))
            mirror.check_signed(peer_keys(store, mirror.origin))
            mirror.check(_unwatched)
            _check_known(store, mirror)
        except BundleError as error:
            yield f"peer {each.name}", str(error)


def _check_known(store: Store, mirror: Brought) -> None:
    """Hold a copy against the newest head known of its log."""
    known = peer_head(store, mirror.origin)
    if known is not None and known.tree.size <= mirror.tree.size:
        root = mirror.tree_over.root_over(0, known.tree.size)
        if root != known.tree.root:
            message = f"root at {known.tree.size} entries {root.hex()}; the head known is {known.tree.root.hex()}"
            raise BundleError(message)


def _check_kind(store: Store, offered: Brought) -> None:
    """Refuse a log of something else: it would be taken for what it is not."""
    where, manifest = offered.stick.folder / layout.MANIFEST, offered.manifest
    if manifest.kind != store.kind:
        message = (
            f"{where}: a record of kind {manifest.kind}; this one is of kind {store.kind}; records of two kinds are never mixed; "
            f"make one with `truceline init --kind {manifest.kind}` and import there; nothing was taken"
        )
        raise BundleError(message)
    if manifest.theatre != store.theatre:
        # Only a plain name stands in a command that somebody may copy into a shell.
        named = f" with `truceline init --theatre {manifest.theatre}`" if _PLAIN.fullmatch(manifest.theatre) else ""
        message = (
            f"{where}: a record of the theatre {manifest.theatre!a:.80}; this one is of {store.theatre!a}: places and actors "
            f"would be read wrongly; make one{named} and import there; nothing was taken"
        )
        raise BundleError(message)


def _believed(store: Store, offered: Brought, key: VerifierKey | None) -> tuple[VerifierKey, ...]:
    """Return the keys by which a log is checked: those trusted, the one given, else (when it is met first) those it brings."""
    given = () if key is None else (key,)
    if key is not None and key.name != offered.origin:
        message = f"the key given is of {key.name!a}; {offered.stick.folder} holds the log {offered.origin!a}; nothing was taken"
        raise BundleError(message)
    return tuple(dict.fromkeys((*peer_keys(store, offered.origin), *given))) or offered.keys()


def _copy_aside(store: Store, offered: Brought, watch: Watch) -> Path:
    """Copy the files of a state to a folder beside the logs of others."""
    target = copies.peers_folder(store) / f".{layout.folder_name(offered.origin)}.{secrets.token_hex(6)}"
    total = len(offered.manifest.blobs) + 2 * -(-offered.tree.size // TILE_WIDTH)
    mirror = Stick(copies.peers_folder(store) / layout.folder_name(offered.origin))
    _check_room(store, offered)
    try:
        make_folder(target, 0o700)
        for number, (name, limit) in enumerate(offered.files(), 1):
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if name == layout.MANIFEST:
                place.write_bytes(layout.encode(offered.manifest))
            elif not (name.startswith(layout.BLOB_FOLDER) and _linked(mirror, name, place)):
                _copy(offered.stick, name, limit, place)
            watch(number, total)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        message = f"{target} cannot be written: {error.strerror or error}; make room and import again; nothing was taken"
        raise BundleError(message) from error
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return target


def _check_room(store: Store, offered: Brought) -> None:
    needed = sum(blob.size for blob in offered.manifest.blobs)
    free = shutil.disk_usage(store.folder).free
    if needed + SPARE_BYTES > free:
        message = (
            f"{offered.stick.folder / layout.MANIFEST} announces {needed:,} bytes of files; the disk of {store.folder} has "
            f"{free:,} free; make room and import again; nothing was taken"
        )
        raise BundleError(message)


def _linked(mirror: Stick, name: str, place: Path) -> bool:
    """Give an archived file that we have already a second name, and say whether that was done; it is hashed again too."""
    if not mirror.is_file(name):
        return False
    try:
        os.link(mirror.path(name), place)
    except OSError:
        return False
    return True


def _copy(stick: Stick, name: str, limit: int, place: Path) -> None:
    left = limit
    with stick.open(name, limit) as source, place.open("xb") as out:
        while left >= 0 and (piece := source.read(min(CHUNK_BYTES, left + 1))):
            left -= len(piece)
            out.write(piece)
    if left < 0:
        message = f"{stick.folder / name} grew while it was read; nothing was taken"
        raise BundleError(message)


def _goes_on(store: Store, brought: Brought, body: LogSuccessor) -> GoesOn:
    """Hold a log that goes on from one that is known here against the copy of that one: it must begin as that one did.

    Raises: BundleError.
    """
    try:
        is_endorsed = body.note is not None and bool(verify_note(parse_note(body.note), peer_keys(store, body.old_origin)))
    except NoteError:
        is_endorsed = False
    known = copies.held(store, body.old_origin)
    if known is None:
        return GoesOn(origin=body.old_origin, size=body.size, lost=0, is_endorsed=is_endorsed)
    known.check(_unwatched)
    common = min(known.tree.size, body.size)
    ours, theirs = known.tree_over.root_over(0, common), brought.tree_over.root_over(0, common)
    if ours != theirs:
        message = (
            f"{brought.stick.shown} says that it goes on from the log {body.old_origin!a}, but the root of the first {common:,} "
            f"entries is {theirs.hex()} there and {ours.hex()} in the copy known here; keep the stick; nothing was taken"
        )
        raise BundleError(message)
    return GoesOn(origin=body.old_origin, size=body.size, lost=known.tree.size - common, is_endorsed=is_endorsed)


def _put_in_place(
    store: Store, brought: Brought, believed: Sequence[VerifierKey], goes_on: tuple[GoesOn, ...], where: str
) -> tuple[Met, Brought]:
    """Hold a checked copy against the head known, and let it take the place of the copy before."""
    before = copies.held(store, brought.origin)
    new_keys = [key for key in believed if key not in peer_keys(store, brought.origin)]
    for key in new_keys:
        trust_peer(store, key)
    try:
        accept_peer_note(store, str(brought.note), _proof(brought, before), hashes=brought.tree_over.root_over, where=where)
    except NoteError as error:
        raise BundleError(str(error)) from error
    met = Met(
        origin=brought.origin,
        size=brought.tree.size,
        root=brought.tree.root.hex(),
        before=before.tree.size if before else 0,
        new_keys=tuple(map(str, new_keys)),
        goes_on=goes_on,
    )
    if before is not None and before.tree.size > brought.tree.size:
        before.check(_unwatched)
        return met, before
    folder = copies.peers_folder(store) / layout.folder_name(brought.origin)
    with store.log.writing():  # of two who import at once, one waits
        copies.put(brought.stick.folder, folder)
    brought.stick = Stick(folder)
    return met, brought


def _proof(brought: Brought, before: Brought | None) -> Callable[[int, int], Sequence[bytes]]:
    """Return how to show that the smaller of two heads is the beginning of the larger one, from whichever copy is the longer."""

    def between(old: int, new: int) -> Sequence[bytes]:
        if new <= brought.tree.size:
            return consistency_proof(old, new, brought.tree_over.root_over)
        if before is None or before.tree.size < new:
            return ()
        before.check(_unwatched)
        return consistency_proof(old, new, before.tree_over.root_over)

    return between


def _unwatched(_done: int, _total: int | None) -> None:
    """Watch nothing."""
