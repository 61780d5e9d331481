"""The key of a log: made when it is first needed, said in the log itself, and exchanged in sight of everybody.

``key.added`` says the first key, ``key.rotated`` each later one, ``log.successor`` the one of a new origin. The secret lies in
the key folder (``keyring.py``). A machine without it signs nothing: it never makes another key by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from truceline.errors import NotFoundError, RecordError, UsageError
from truceline.ledger.heads import high_water
from truceline.ledger.leaf.bodies import KeyAdded, KeyRotated, LogSuccessor
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.notes.keys import VerifierKey, parse_vkey
from truceline.ledger.notes.signing import LOG_KEY, Signer, load_signer, log_signer, store_signer
from truceline.ledger.numbered import by_number
from truceline.ledger.sealed import keyring
from truceline.ledger.store import Store

NEXT_KEY = "log.key.next"
ROTATION = "truceline/key/v1"


class LogKey(msgspec.Struct, frozen=True):
    """A key of the log, from the entry ``idx`` on that says so."""

    idx: int
    key: VerifierKey

    @property
    def origin(self) -> str:
        """The origin it signs for."""
        return self.key.name


def origin_of(store: Store) -> str:
    """Return the origin that the log's checkpoints have now: its first one, or that of the last ``log.successor``."""
    origin = store.origin
    for entry in counted(store, "log.successor"):
        assert isinstance(entry.body, LogSuccessor), "the kind says the type"
        origin = entry.body.origin
    return origin


def counted(store: Store, kind: str) -> Iterator[Entry]:
    """Yield the entries of a counted kind of which there are few, the first one first."""
    number = 1
    while True:
        try:
            entry = by_number(store, kind, number)
        except NotFoundError:
            return
        yield entry
        number += 1


def log_keys(store: Store) -> tuple[LogKey, ...]:
    """Return all keys of the log, in the order in which they came into use."""
    found = []
    for kind in ("key.added", "key.rotated", "log.successor"):
        for entry in counted(store, kind):
            body = entry.body
            assert isinstance(body, KeyAdded | KeyRotated | LogSuccessor), "the kind says the type"
            found.append(LogKey(entry.idx, parse_vkey(body.vkey, f"entry {entry.idx}")))
    return tuple(sorted(found, key=lambda each: each.idx))


def keys_of(store: Store, origin: str) -> tuple[VerifierKey, ...]:
    """Return the keys that have signed for an origin, the newest last."""
    return tuple(each.key for each in log_keys(store) if each.origin == origin)


def current_key(store: Store) -> VerifierKey | None:
    """Return the key that signs now, None where none was needed yet."""
    known = keys_of(store, origin_of(store))
    return known[-1] if known else None


def signer_of(store: Store, *, by: str = "truceline") -> Signer:
    """Return the signer of the log; its key is made, and said in the log, when it is first needed.

    Raises: NotFoundError where the key lies on another machine, UsageError where the log was succeeded, NoteError.
    """
    origin, known = origin_of(store), current_key(store)
    _check_not_frozen(origin)
    if known is None:
        signer = log_signer(origin)
        store.append([Draft(kind="key.added", body=KeyAdded(vkey=str(signer.vkey)), by=by, key="1")])
        return signer
    return _signer_with(origin, known)


def rotate(store: Store, *, by: str, is_lost: bool = False) -> VerifierKey:
    """Put a new key in the place of the one that signs, and say so in the log; the old key signs it, unless it is lost.

    Raises: NotFoundError where the old key is not here and was not said to be lost.
    """
    origin = origin_of(store)
    old = signer_of(store, by=by) if not is_lost else None
    known = current_key(store)
    if known is None:
        message = f"the log {origin} has no key yet; `truceline keys` makes one"
        raise UsageError(message)
    fresh = Signer.fresh(origin)
    folder = keyring.folder_of(origin)
    # A crash from here on leaves a next key that no entry names, or one that _signer_with puts in its place.
    store_signer(folder / NEXT_KEY, fresh, replace=True)
    text = f"{ROTATION}\n{known}\n{fresh.vkey}\n"
    note = f"{text}\n{old.sign(text)}" if old else None
    body = KeyRotated(vkey=str(fresh.vkey), old=str(known), note=note)
    number = sum(1 for _ in counted(store, "key.rotated")) + 1
    store.append([Draft(kind="key.rotated", body=body, by=by, key=str(number))])
    _put_in_place(folder, fresh)
    return fresh.vkey


def _signer_with(origin: str, known: VerifierKey) -> Signer:
    folder = keyring.folder_of(origin)
    waiting = _loaded(folder / NEXT_KEY)
    if waiting is not None and waiting.vkey == known:
        return _put_in_place(folder, waiting)
    signer = _loaded(folder / LOG_KEY)
    if signer is None or signer.vkey != known:
        message = (
            f"the key that signs this log is not on this machine: {known.name} ({known.key_id.hex()}), looked for in {folder}; "
            f"copy {LOG_KEY} there from where the record is kept. If it is lost for good: `truceline keys rotate --lost`"
        )
        raise NotFoundError(message)
    return signer


def _put_in_place(folder: Path, signer: Signer) -> Signer:
    store_signer(folder / LOG_KEY, signer, replace=True)
    (folder / NEXT_KEY).unlink(missing_ok=True)
    return signer


def _loaded(file: Path) -> Signer | None:
    return load_signer(file) if file.exists() else None


def _check_not_frozen(origin: str) -> None:
    mark = high_water.read(origin)
    if mark is not None and mark.successor is not None:
        message = (
            f"the log {origin} is frozen at {mark.size:,} entries: it goes on as {mark.successor}; "
            "this copy can be read, but signs nothing any more"
        )
        raise RecordError(message)
