"""Changing the key of a compartment: what is sealed in it is locked under a new key, and the old one is taken away.

In this order: the reference keys of the old keys are kept beside them, so that ids and decoys made from them stay; the new key
is written in front of the old ones, which still unlock; an entry says who changed it; the own keys of all values and files are
wrapped anew, in batches, each in a transaction; last the old keys are overwritten. A file in the folder of the record stands from
before the first step until the last is done: whoever opens the record next, with the keys, goes on.

Other processes may have locked something with the old key and be waiting to write it. Sealed values are locked anew by whoever
writes them, once it is their turn (``log.py``). A confidential file may wait for hours behind others that are taken in with
it: the old key goes only when none waits that it locks, and some time after the new one came, when everybody who read the key
file before has put down what they locked; then all is looked through once more.
"""

from __future__ import annotations

import base64
import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from truceline.errors import NotFoundError, RecordBrokenError, UsageError
from truceline.ledger.disk.archive import LOCKED, sync_file
from truceline.ledger.kernel.batch import stamp
from truceline.ledger.kernel.log import utc_now
from truceline.ledger.leaf.bodies import CompartmentRekeyed
from truceline.ledger.leaf.entries import Draft
from truceline.ledger.numbered import append_next, numbered
from truceline.ledger.redactions import scrub
from truceline.ledger.sealed import keyring
from truceline.ledger.sealed.locked_files import read_head, rewrapped
from truceline.ledger.sealed.vault import name_of
from truceline.ledger.store import FOLDER, Store

KIND = "compartment.rekeyed"
MARK = "rekeying."
BATCH = 500
SETTLED = dt.timedelta(seconds=90)
"""So long after the new key came, whoever locks with the old one has at least begun to write the file down."""
LEFT_S = 48 * 3600.0
"""A file that has waited so long was left by a crash."""
_SEALED = sa.table(
    "disclosure", sa.column("digest", sa.Text), sa.column("compartment", sa.Text), sa.column("wrapped_key", sa.LargeBinary)
)


class Rekeying(msgspec.Struct, frozen=True, kw_only=True):
    """A change of key that was begun, as the file in the folder of the record says it. Keys are meant by their names, in hex."""

    compartment: str
    by: str
    begun: str
    key: str
    old: tuple[str, ...]


class Rekeyed(msgspec.Struct, frozen=True, kw_only=True):
    """What was done now: values and files wrapped anew. ``is_done``: the old keys are gone; else they go not before ``due``.

    ``is_awaited``: they cannot go yet, since somebody is taking in a confidential file that they lock.
    """

    compartment: str
    key: str
    values: int
    files: int
    is_done: bool
    due: str
    is_awaited: bool = False


def rotate(store: Store, compartment: str, *, by: str, at_once: bool = False) -> Rekeyed:
    """Change the key of a compartment (its opaque id). ``at_once``: nobody else has the record open, the old key goes now.

    Raises: NotFoundError where the key is not here, UsageError where it is being changed already.
    """
    store.refuse_read_only()
    with store.log.writing():  # of two who change it at once, the second finds the mark of the first
        begun = _begin(store, compartment, by)
    return _carry_on(store, begun, at_once=at_once)


def _begin(store: Store, compartment: str, by: str) -> Rekeying:
    """Write mark, reference keys and new key, in this order."""
    keys = store.vault.keys(compartment)
    if not keys:
        message = f"the key of compartment {compartment} is not here (looked for {store.vault.file(compartment)}); ask who has it"
        raise NotFoundError(message)
    if _mark(store, compartment).exists():
        message = f"the key of compartment {compartment} is being changed already; open the record to have that finished"
        raise UsageError(message)
    fresh = ChaCha20Poly1305.generate_key()
    old = tuple(name_of(key).hex() for key in keys)
    begun = Rekeying(compartment=compartment, by=by, begun=stamp(utc_now()), key=name_of(fresh).hex(), old=old)
    _write_mark(store, begun)
    keyring.write_secret(
        store.vault.references_file(compartment), b"".join(store.vault.reference_keys(compartment)), replace=True
    )
    # A crash before this leaves a mark that names a key nobody has: nothing was changed.
    keyring.write_secret(store.vault.file(compartment), b"".join((fresh, *keys)), replace=True)
    return begun


def finish(store: Store, *, at_once: bool = False) -> list[Rekeyed]:
    """Go on with every change of key that was begun and whose key is here."""
    done = []
    for mark in sorted((store.folder / FOLDER).glob(f"{MARK}*")):
        begun = _read_mark(mark)
        if begun is not None and _is_under_way(store, begun):
            done.append(_carry_on(store, begun, at_once=at_once))
    return done


def _is_under_way(store: Store, begun: Rekeying) -> bool:
    """Say whether the new key is here; a mark whose key was never written is removed."""
    with store.log.writing():  # else it may be about to be written
        names = [name_of(key).hex() for key in store.vault.keys(begun.compartment)]
        if begun.key not in names and set(begun.old) <= set(names):
            _mark(store, begun.compartment).unlink(missing_ok=True)
    return begun.key in names


def outdated(store: Store) -> dict[str, int]:
    """Return the compartments of which only older keys are here, each with the entry that says that its key was changed."""
    newest = {entry.co: entry for entry in numbered(store, KIND)}
    found = {}
    for co, entry in newest.items():
        here = {name_of(key).hex() for key in store.vault.keys(co)}
        if here and isinstance(entry.body, CompartmentRekeyed) and entry.body.key not in here:
            found[co] = entry.idx
    return found


def _carry_on(store: Store, begun: Rekeying, *, at_once: bool) -> Rekeyed:
    _say(store, begun)
    is_settled = not _waiting(store, begun)  # looked at first: what waits no more is in its place
    values, files = _rewrap_values(store, begun), _rewrap_files(store, begun)
    due = dt.datetime.fromisoformat(begun.begun) + SETTLED
    is_done = is_settled and (at_once or utc_now() >= due) and scrub(store)
    if is_done:
        _take_away(store, begun)
    return Rekeyed(
        compartment=begun.compartment,
        key=begun.key,
        values=values,
        files=files,
        is_done=is_done,
        due=stamp(due),
        is_awaited=not is_settled,
    )


def _take_away(store: Store, begun: Rekeying) -> None:
    """Overwrite the old keys, unless another process has done so; nobody begins another change meanwhile."""
    mark = _mark(store, begun.compartment)
    with store.log.writing():
        if _read_mark(mark) == begun:
            keys = store.vault.keys(begun.compartment)
            kept = [key for key in keys if name_of(key).hex() == begun.key or name_of(key).hex() not in begun.old]
            keyring.scrub_secret(store.vault.file(begun.compartment), b"".join(kept))
            mark.unlink(missing_ok=True)
            sync_file(mark.parent)


def _say(store: Store, begun: Rekeying) -> None:
    """Say it in the log, once."""
    body = CompartmentRekeyed(key=begun.key, old=begun.old)
    with store.log.writing():
        if body not in [entry.body for entry in numbered(store, KIND)]:
            append_next(store, KIND, lambda _number: Draft(kind=KIND, body=body, by=begun.by, co=begun.compartment))


def _rewrap_values(store: Store, begun: Rekeying) -> int:
    """Wrap the own keys of all values anew that are wrapped under an old key; return how many were."""
    count, last = 0, ""
    while True:
        with store.log.writing():
            query = (
                sa.select(_SEALED.c.digest, _SEALED.c.wrapped_key)
                .where(_SEALED.c.compartment == begun.compartment, _SEALED.c.digest > last)
                .order_by(_SEALED.c.digest)
                .limit(BATCH)
            )
            rows = store.connection.execute(query).all()
            for digest, wrapped in rows:
                count += _rewrap_value(store, begun, digest, bytes(wrapped))
        if len(rows) < BATCH:
            return count
        last = rows[-1].digest


def _rewrap_value(store: Store, begun: Rekeying, digest: str, wrapped: bytes) -> bool:
    if not _is_old(begun, wrapped):
        return False
    try:
        own = store.vault.unwrap(begun.compartment, digest, wrapped)
    except RecordBrokenError:
        return False  # it stays as it is; once the old key is gone it reads as withheld
    assert own is not None, "its key was read a moment ago"
    fresh = store.vault.wrap(begun.compartment, digest, own)
    store.connection.execute(sa.update(_SEALED).where(_SEALED.c.digest == digest).values(wrapped_key=fresh))
    return True


def _rewrap_files(store: Store, begun: Rekeying) -> int:
    count = 0
    for digest in list(_locked(store)):
        with store.log.writing():  # nobody takes the file out meanwhile
            if store.files.holds(digest) and _is_of(store, begun, digest):
                count += _rewrap_file(store, digest)
    return count


def _rewrap_file(store: Store, digest: str) -> bool:
    try:
        with store.files.opened(digest) as source:
            store.files.rewrite(digest, rewrapped(store.vault, digest, source))
    except RecordBrokenError:
        return False  # as for a damaged value: a record must not become one that cannot be opened for it
    return True


def _locked(store: Store) -> Iterator[str]:
    return (digest for digest, file in store.files.stored() if file.suffix == LOCKED)


def _is_of(store: Store, begun: Rekeying, digest: str) -> bool:
    """Say whether a file lies encrypted under an old key of the compartment; a damaged one is left for verification to name."""
    try:
        with store.files.opened(digest) as source:
            head = read_head(digest, source)
    except RecordBrokenError:
        return False
    return head.compartment == begun.compartment and _is_old(begun, base64.b64decode(head.wrapped_key))


def _waiting(store: Store, begun: Rekeying) -> bool:
    """Say whether a confidential file is being taken in that an old key of the compartment locks, or that cannot be told yet."""
    for file in store.files.locked_waiting():
        try:
            is_left = time.time() - file.stat().st_mtime > LEFT_S
            with file.open("rb") as source:
                head = read_head(file.name, source)
        except FileNotFoundError:
            continue  # it went to its place meanwhile, where it is found
        except RecordBrokenError:  # its beginning was not written yet
            if not is_left:
                return True
            continue
        if not is_left and head.compartment == begun.compartment and _is_old(begun, base64.b64decode(head.wrapped_key)):
            return True
    return False


def _is_old(begun: Rekeying, wrapped: bytes) -> bool:
    return any(wrapped.startswith(bytes.fromhex(name)) for name in begun.old)


def _mark(store: Store, compartment: str) -> Path:
    return store.folder / FOLDER / f"{MARK}{compartment}"


def _write_mark(store: Store, begun: Rekeying) -> None:
    file = _mark(store, begun.compartment)
    waiting = file.with_name(f".{file.name}.new")
    waiting.write_bytes(msgspec.json.encode(begun))
    sync_file(waiting)
    waiting.replace(file)
    sync_file(file.parent)


def _read_mark(file: Path) -> Rekeying | None:
    """Return what a mark says, None where another process has just come to the end of it."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Rekeying)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        message = f"{file} cannot be read: {error}; it says which key of a compartment was being changed; put a copy of it there"
        raise RecordBrokenError(message) from error
