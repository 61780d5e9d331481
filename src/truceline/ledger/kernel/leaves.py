"""Leaves while they are made: everything but the time is written before the log is locked, the time is put in under the lock.

A leaf is canonical JSON with its keys in order, so that it is three pieces with ``at`` between the first two and ``clk``, where
the clock is to be told apart from it, between the last two. That the pieces together are what ``canonical`` would write for
the whole is tested against the plain way.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import msgspec

from truceline.errors import EncodingError
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.entries import VERSION, Draft, fresh_ids, keyed_id
from truceline.ledger.sealed.decoys import ALWAYS, decoys, known_decoys, padding, repadded
from truceline.ledger.sealed.vault import Locked, Vault


class Opening(msgspec.Struct, frozen=True):
    """Origin and time of the first entry of a log."""

    log: str
    at_ms: int


class Prepared(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A draft with its id, its leaf as it stands before and behind the time, and its sealed values locked.

    ``cut`` is where in ``rest`` the clock goes. ``is_new`` says that the id was made just now and stands nowhere yet.
    """

    draft: Draft
    id: str
    is_new: bool
    first: bytes
    rest: bytes
    cut: int
    locked: tuple[tuple[str, Locked], ...] = ()
    decoys: frozenset[str] = frozenset()

    def leaf(self, at: bytes, clk: bytes | None) -> bytes:
        """Return the leaf with its time (as the log writes it, ASCII), and with the clock's where that is another.

        Raises: EncodingError where it is longer than a leaf may be.
        """
        if clk is None:
            return self.first + at + self.rest
        clock = b',"clk":"%b"' % clk
        middle, last = self.rest[: self.cut], self.rest[self.cut :]
        length = len(self.first) + len(at) + len(self.rest) + len(clock)
        leaf = b"%b%b%b%b%b" % (self.first, at, middle, clock, repadded(last, length))
        _check_length(self.draft, self.id, len(leaf))
        return leaf


def prepare(drafts: Sequence[Draft], opening: Opening, vault: Vault) -> list[Prepared]:
    """Do all of an append that needs no lock.

    Raises: EncodingError where a leaf is longer than a leaf may be, or a value has no canonical form.
    """
    return [_prepared(draft, new_id, opening, vault) for draft, new_id in zip(drafts, fresh_ids(len(drafts)), strict=True)]


def _prepared(draft: Draft, new_id: str, opening: Opening, vault: Vault) -> Prepared:
    is_new = draft.id is None and draft.key is None
    entry_id = new_id if is_new else _given_id(draft, opening) or new_id
    begin = b"{"
    middle = b'","body":%b,"by":%b' % (canonical.encode_struct(draft.body), _quoted(draft.by))
    written_id = b'"%b"' % entry_id.encode("ascii") if draft.id is None else canonical.encode(entry_id)
    before_id, behind_id = _around_id(draft.co, draft.kind, opening.log)
    last = before_id + written_id + behind_id
    end = _END
    if draft.refs:
        end = b',"refs":%b%b' % (canonical.encode(list(draft.refs)), end)
    blanks: tuple[str, ...] = ()
    if draft.sealed or draft.kind in ALWAYS:
        blanks = decoys(vault, draft.co, entry_id, len(draft.sealed))
        digests = (*(sealed.digest for sealed in draft.sealed), *blanks)
        begin, end = with_commitments(digests, begin, end, len(middle) + len(last) + TIME_BYTES)
    first = begin + b'"at":"'
    rest = b"%b%b%b" % (middle, last, end)
    _check_length(draft, entry_id, len(first) + TIME_BYTES + len(rest))
    if _NUL in rest:
        _check_texts(draft, b"{" + rest[2:])
    return Prepared(
        draft=draft,
        id=entry_id,
        is_new=is_new,
        first=first,
        rest=rest,
        cut=len(middle),
        locked=lock_all(draft, vault) if draft.sealed else (),
        decoys=known_decoys(vault, draft.co, entry_id) if blanks else frozenset(),
    )


def _given_id(draft: Draft, opening: Opening) -> str | None:
    """Return the id that a client gave, or the one that follows from the natural key."""
    return draft.id or (keyed_id(opening.log, opening.at_ms, draft.kind, draft.key) if draft.key else None)


def lock_all(draft: Draft, vault: Vault) -> tuple[tuple[str, Locked], ...]:
    """Return the sealed values of a draft by digest, locked with the key that locks in its compartment now."""
    return tuple((sealed.digest, vault.lock(draft.co, sealed.digest, sealed.encoded)) for sealed in draft.sealed)


TIME_BYTES = 24
_NUL = b"\\u0000"
_END = b',"v":%d}' % VERSION


def with_commitments(digests: Sequence[str], begin: bytes, end: bytes, rest: int) -> tuple[bytes, bytes]:
    """Finish the header of a leaf that has sealed values: put in their digests and decoys, and fill it up.

    ``begin`` is the leaf before ``at``, ``end`` what stands behind ``log`` (``refs`` and ``v``), ``rest`` the length of all else.
    """
    # Sorted, so that the order tells nothing about which digest belongs to which name, or to none.
    begin += b'"_sd":%b,"_sd_alg":"sha-256",' % canonical.encode([*sorted(digests)])
    return begin, padding(len(begin) + len(b'"at":"') + rest + len(end)) + end


@functools.lru_cache(maxsize=1024)
def _around_id(co: str, kind: str, log: str) -> tuple[bytes, bytes]:
    """Return what stands before and behind the id; there are few of each."""
    return b',"co":%b,"id":' % _quoted(co), b',"kind":%b,"log":%b' % (_quoted(kind), _quoted(log))


@functools.lru_cache(maxsize=1024)
def _quoted(text: str) -> bytes:
    """Return a text as canonical JSON; the same few stand in every leaf."""
    return canonical.encode(text)


def _check_length(draft: Draft, entry_id: str, length: int) -> None:
    if length > canonical.MAX_LEAF_BYTES:
        what = f"entry {draft.kind} {draft.key or entry_id}"
        message = f"{what} would be {length} bytes; at most {canonical.MAX_LEAF_BYTES} fit a leaf"
        raise EncodingError(message)


def _check_texts(draft: Draft, leaf: bytes) -> None:
    """Refuse U+0000 in a text: PostgreSQL keeps none, and a record must be able to move from one database to another.

    ``leaf`` is that of the draft without its time.
    """
    where = next(_nuls(msgspec.json.decode(leaf), ""), None)
    if where is not None:
        what = f"entry {draft.kind} {draft.key or ''}".strip()
        message = f"{what} has the character U+0000 in {where[1:]}; no database keeps it in every table; take it out"
        raise EncodingError(message)


def _nuls(value: canonical.Json, where: str) -> Iterator[str]:
    """Yield the path to each text with U+0000 in it."""
    if isinstance(value, str) and "\0" in value:
        yield where
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _nuls(part, f"{where}.{place}")
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _nuls(part, f"{where}.{name}")
