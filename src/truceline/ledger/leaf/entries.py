"""Entries: what is appended to the log, the leaf it becomes, and how a leaf is read back.

A caller makes a ``Draft``; the log gives it its place and time and writes the *leaf*, canonical JSON, which is the only copy of
what the entry says. The id of an entry is made by the client and is what makes appending twice harmless: the same id with
the same content is the same entry. It is a UUID of version 7; where the act has a natural key (a report's id, a claim's id) it is
made from that key, so that an interrupted run that starts again makes the same ids.
"""

from __future__ import annotations

import hashlib
import os
import time
from typing import Generic, TypeVar

import msgspec

from truceline.errors import EncodingError, RecordBrokenError, UsageError
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import BODIES, Body
from truceline.ledger.leaf.disclosures import Disclosure
from truceline.ledger.proofs import leaf_hash

VERSION = 1
OPEN_COMPARTMENT = "open"

B = TypeVar("B")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Something to append. ``by`` is who stands behind it, ``refs`` are hashes of leaves it stands on.

    ``key`` is its natural key, from which the id is made; ``id`` is given instead by a client that keeps its own.
    ``sealed`` are values to which the leaf only commits itself; their names are paths into the body (``caller``, ``via.0.name``).
    """

    kind: str
    body: Body
    by: str
    key: str | None = None
    id: str | None = None
    refs: tuple[str, ...] = ()
    sealed: tuple[Disclosure, ...] = ()
    co: str = OPEN_COMPARTMENT


class Leaf(msgspec.Struct, Generic[B], frozen=True, kw_only=True, omit_defaults=True):
    """A leaf as it is read: the header that every entry has, and its body."""

    v: int
    log: str
    kind: str
    id: str
    at: str
    by: str
    co: str
    body: B
    clk: str | None = None
    refs: tuple[str, ...] = ()
    sd: tuple[str, ...] = msgspec.field(default=(), name="_sd")
    sd_alg: str | None = msgspec.field(default=None, name="_sd_alg")
    pad: str | None = None
    sig: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the log with its place. ``leaf`` are its bytes, of which everything else here is a reading."""

    idx: int
    leaf: bytes
    leaf_hash: bytes
    id: str
    kind: str
    at: str
    by: str
    co: str
    body: Body
    refs: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()


def leaf_bytes(  # noqa: PLR0913 - the parts of a header
    draft: Draft, *, log: str, entry_id: str, at: str, clk: str | None, blanks: tuple[str, ...] = (), pad: str | None = None
) -> bytes:
    """Return the leaf of a draft, written the plain way; ``blanks`` are its decoys, ``pad`` what fills it up.

    Raises: EncodingError where it is longer than a leaf may be, or has a value without canonical form.
    """
    leaf = Leaf(
        v=VERSION,
        log=log,
        kind=draft.kind,
        id=entry_id,
        at=at,
        clk=clk,
        by=draft.by,
        co=draft.co,
        refs=draft.refs,
        body=draft.body,
        # Sorted, so that the order tells nothing about which digest belongs to which name.
        sd=tuple(sorted((*(sealed.digest for sealed in draft.sealed), *blanks))),
        sd_alg="sha-256" if draft.sealed or blanks else None,
        pad=pad,
    )
    data = canonical.encode_struct(leaf)
    if len(data) > canonical.MAX_LEAF_BYTES:
        what = f"entry {draft.kind} {draft.key or entry_id}"
        message = f"{what} would be {len(data)} bytes; at most {canonical.MAX_LEAF_BYTES} fit a leaf"
        raise EncodingError(message)
    return data


def check_draft(draft: Draft) -> None:
    """Refuse a draft that no log takes.

    Raises: UsageError.
    """
    expected = BODIES.get(draft.kind)
    if expected is None:
        message = f"no kind of entry {draft.kind!r}; known are {', '.join(sorted(BODIES))}"
        raise UsageError(message)
    if type(draft.body) is not expected:
        message = f"entry {draft.kind} has a body {type(draft.body).__name__}; expected {expected.__name__}"
        raise UsageError(message)
    if not draft.by:
        message = f"entry {draft.kind} {draft.key or ''} says nobody stands behind it; expected `by`"
        raise UsageError(message)


def keyed_id(log: str, opened_ms: int, kind: str, key: str) -> str:
    """Return the id that an act with this natural key has in this log, whoever makes it and however often.

    A UUID of version 7 whose time is that of the opening of the log and whose other 74 bits are from SHA-256.
    """
    digest = hashlib.sha256(f"{log}\n{kind}\n{key}".encode("utf-8", "surrogatepass")).digest()
    return _uuid7(opened_ms, int.from_bytes(digest[:10], "big"))


def fresh_id() -> str:
    """Return a new UUID of version 7 (RFC 9562, 5.7)."""
    return fresh_ids(1)[0]


def fresh_ids(count: int) -> list[str]:
    """Return new UUIDs of version 7; made together they cost a fifth."""
    when = f"{time.time_ns() // 1_000_000:012x}"
    begin, chance = f"{when[:8]}-{when[8:]}-7", os.urandom(10 * count).hex()
    parts = [chance[at : at + 20] for at in range(0, 20 * count, 20)]
    return [f"{begin}{part[:3]}-{_VARIANT[part[3]]}{part[4:7]}-{part[7:19]}" for part in parts]


_VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
_VERSION_7 = 0x7 << 76 | 0x2 << 62
_FREE_BITS = (2**80 - 1) & ~(0xF << 76) & ~(0x3 << 62)


def _uuid7(milliseconds: int, rest: int) -> str:
    digits = f"{(milliseconds & (2**48 - 1)) << 80 | rest & _FREE_BITS | _VERSION_7:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


_HEADERS: msgspec.json.Decoder[Leaf[msgspec.Raw]] = msgspec.json.Decoder(Leaf[msgspec.Raw])
_DECODERS: dict[str, msgspec.json.Decoder[Leaf[Body]]] = {
    kind: msgspec.json.Decoder(Leaf[body])  # type: ignore[valid-type]  # the type is chosen at run time
    for kind, body in BODIES.items()
}


def read_header(idx: int, leaf: bytes) -> Leaf[msgspec.Raw]:
    """Read a leaf but leave its body undecoded.

    Raises: RecordBrokenError where it is no leaf.
    """
    if not isinstance(leaf, bytes):  # a damaged page may hold anything
        message = f"entry {idx} has {leaf!r:.40} for a leaf; expected bytes"
        raise RecordBrokenError(message)
    try:
        return _HEADERS.decode(leaf)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"entry {idx} is no leaf: {error}"
        raise RecordBrokenError(message) from error


def read_entry(idx: int, leaf: bytes) -> Entry:
    """Read a stored leaf with its body, and hash it.

    Raises: RecordBrokenError where it is not what an entry of its kind looks like.
    """
    kind = read_header(idx, leaf).kind
    decoder = _DECODERS.get(kind)
    if decoder is None:
        message = f"entry {idx} is of kind {kind!r}, which this version does not know; a newer truceline may read it"
        raise RecordBrokenError(message)
    try:
        read = decoder.decode(leaf)
    except (ValueError, RecursionError) as error:
        message = f"entry {idx} ({kind}) cannot be read: {error}"
        raise RecordBrokenError(message) from error
    return Entry(
        idx=idx,
        leaf=leaf,
        leaf_hash=leaf_hash(leaf),
        id=read.id,
        kind=read.kind,
        at=read.at,
        by=read.by,
        co=read.co,
        body=read.body,
        refs=read.refs,
        sealed=read.sd,
    )


def same_content(
    stored: Leaf[msgspec.Raw],
    leaf: bytes,
    known: dict[str, Disclosure],
    sealed: tuple[Disclosure, ...],
    decoys: frozenset[str] = frozenset(),
) -> str | None:
    """Say where a leaf given again under the id of ``stored`` differs in content, or None if it does not.

    Time, salts, decoys and padding are not content. ``known`` are the disclosures of the stored entry that still exist and can be
    read here; a sealed value that was deleted cannot be compared and counts as equal. ``decoys`` are digests that stand for none.
    """
    again = read_header(-1, leaf)
    for what in ("kind", "by", "co", "refs"):
        if getattr(stored, what) != getattr(again, what):
            return f"{what} {getattr(stored, what)!r} stands there, {getattr(again, what)!r} was given"
    if bytes(stored.body) != bytes(again.body):
        return f"body {_shortened(stored.body)} stands there, {_shortened(again.body)} was given"
    most = sum(digest not in decoys for digest in stored.sd)
    if not len(known) <= len(sealed) <= most:
        return f"{len(known)} sealed values stand there, {len(sealed)} were given"
    values = {disclosure.name: disclosure.value for disclosure in sealed}
    differing = [name for name, there in known.items() if values.get(name) != there.value]
    return f"sealed values differ: {', '.join(sorted(differing))}" if differing else None


def _shortened(raw: msgspec.Raw) -> str:
    text = bytes(raw).decode("utf-8", "replace")
    return text if len(text) <= 300 else f"{text[:300]}..."
