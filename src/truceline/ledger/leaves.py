"""Leaves while they are made: everything but the time is written before the log is locked, the time is put in under the lock.

A leaf is canonical JSON with its keys in order, so that it is three pieces with ``at`` between the first two and ``clk``, where
the clock is to be told apart from it, between the last two. That the pieces together are what ``canonical`` would write for
the whole is tested against the plain way.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import msgspec

from truceline.errors import EncodingError
from truceline.ledger import canonical
from truceline.ledger.entries import VERSION, Draft, fresh_id, keyed_id
from truceline.ledger.vault import Locked

Lock = Callable[[str, str, str], Locked]
"""Encrypts a disclosure: compartment, digest, encoded (``Vault.lock``)."""


class Opening(msgspec.Struct, frozen=True):
    """Origin and time of the first entry of a log."""

    log: str
    at_ms: int


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with its id, its leaf in three pieces, and its sealed values locked.

    ``is_new`` says that the id was made just now and stands nowhere yet.
    """

    draft: Draft
    id: str
    is_new: bool
    first: bytes
    middle: bytes
    last: bytes
    locked: tuple[tuple[str, Locked], ...] = ()

    def leaf(self, at: bytes, clk: bytes | None) -> bytes:
        """Return the leaf with its time (as the log writes it, ASCII), and with the clock's where that is another.

        Raises: EncodingError where it is longer than a leaf may be.
        """
        if clk is None:
            return b"%b%b%b%b" % (self.first, at, self.middle, self.last)
        leaf = b'%b%b%b,"clk":"%b"%b' % (self.first, at, self.middle, clk, self.last)
        _check_length(self.draft, self.id, len(leaf))
        return leaf


def prepare(draft: Draft, opening: Opening, lock: Lock) -> Prepared:
    """Do all of an append that needs no lock.

    Raises: EncodingError where the leaf is longer than a leaf may be, or a value has no canonical form.
    """
    is_new = draft.id is None and draft.key is None
    entry_id = draft.id or (keyed_id(opening.log, opening.at_ms, draft.kind, draft.key) if draft.key else fresh_id())
    begin = b"{"
    middle = b'","body":%b,"by":%b' % (canonical.encode_struct(draft.body), _quoted(draft.by))
    written_id = b'"%b"' % entry_id.encode("ascii") if draft.id is None else canonical.encode(entry_id)
    co, kind, log = _quoted(draft.co), _quoted(draft.kind), _quoted(opening.log)
    last = b',"co":%b,"id":%b,"kind":%b,"log":%b' % (co, written_id, kind, log)
    end = b',"v":%d}' % VERSION
    if draft.refs:
        end = b',"refs":%b%b' % (canonical.encode(list(draft.refs)), end)
    if draft.sealed:
        begin, end = with_commitments(draft, begin, end, len(middle) + len(last) + TIME_BYTES)
    first = begin + b'"at":"'
    _check_length(draft, entry_id, len(first) + TIME_BYTES + len(middle) + len(last) + len(end))
    return Prepared(
        draft=draft,
        id=entry_id,
        is_new=is_new,
        first=first,
        middle=middle,
        last=last + end,
        locked=tuple((sealed.digest, lock(draft.co, sealed.digest, sealed.encoded)) for sealed in draft.sealed),
    )


TIME_BYTES = 24


def with_commitments(draft: Draft, begin: bytes, end: bytes, _rest: int) -> tuple[bytes, bytes]:
    """Finish the header of a leaf that has sealed values: put in their digests, and whatever hides how many and how long they are.

    ``begin`` is the leaf before ``at``, ``end`` what stands behind ``log`` (``refs`` and ``v``), ``rest`` the length of all else.
    """
    # Sorted, so that the order tells nothing about which digest belongs to which name.
    digests: list[canonical.Json] = sorted(sealed.digest for sealed in draft.sealed)
    return begin + b'"_sd":%b,"_sd_alg":"sha-256",' % canonical.encode(digests), end


@functools.lru_cache(maxsize=1024)
def _quoted(text: str) -> bytes:
    """Return a text as canonical JSON; the same few stand in every leaf."""
    return canonical.encode(text)


def _check_length(draft: Draft, entry_id: str, length: int) -> None:
    if length > canonical.MAX_LEAF_BYTES:
        what = f"entry {draft.kind} {draft.key or entry_id}"
        message = f"{what} would be {length} bytes; at most {canonical.MAX_LEAF_BYTES} fit a leaf"
        raise EncodingError(message)
