"""Evidence: files kept beside the reports, and the chain of custody of everything kept.

A file is in the archive under its own SHA-256. The log only commits itself to which file it is, by sealed values: the bare digest
would tell whoever holds a leaked copy that this record has it too. Whoever can unlock the sealed values sees digest, size, media
type, the name the file came with and the note about it. The original never changes; a copy made from it (a smaller picture, a
transcript) is evidence of its own whose entry refers to the original's.

Every time a kept file is asked for, its bytes are hashed anew and an entry says who asked, why, and how they were found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from truceline.errors import NotFoundError
from truceline.ledger.leaf.bodies import CustodyNoted, CustodyVerified, EvidenceRegistered
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.numbered import by_number, numbered
from truceline.ledger.store import Store

REGISTERED = "evidence.registered"
ACCESSED = "custody.accessed"
COPIED = "custody.copied"
VERIFIED = "custody.verified"

Belonging: TypeAlias = Literal["report", "incident", "claim", "evidence"]
Found: TypeAlias = Literal["intact", "changed", "missing"]

_ID = re.compile(r"ev([1-9][0-9]{0,8})")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A kept file. ``sha256``, ``size`` (bytes), ``media``, ``name`` and ``note`` are None where withheld or locked.

    ``of`` and ``subject`` say what it belongs to; ``sealed`` is how many values the entry commits itself to; ``compartment`` the
    opaque id of that in which they are.
    """

    id: str
    of: Belonging | None
    subject: str | None
    sha256: str | None
    size: int | None
    media: str | None
    name: str | None
    note: str | None
    by: str
    at: str
    entry: int
    leaf_hash: str
    sealed: int
    compartment: str = "open"


class CustodyStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step in the custody of a file, as an entry says it. ``reason`` and ``to`` are None where withheld or not said."""

    entry: int
    at: str
    by: str
    kind: str
    found: Found | None = None
    reason: str | None = None
    to: str | None = None


def evidence_id(number: int) -> str:
    """Return the id of the n-th piece of evidence of a record.

    >>> evidence_id(12)
    'ev12'
    """
    return f"ev{number}"


def kept_files(store: Store) -> Iterator[Kept]:
    """Yield all evidence, in the order in which it came in."""
    for entry in numbered(store, REGISTERED):
        yield _kept(store, entry)


def kept_file(store: Store, wanted: str) -> Kept:
    """Return one piece of evidence.

    Raises: NotFoundError.
    """
    known = _ID.fullmatch(wanted)
    if known is None:
        message = f"no evidence {wanted!r}; expected an id such as ev1, as `truceline evidence list` prints it"
        raise NotFoundError(message)
    try:
        return _kept(store, by_number(store, REGISTERED, int(known[1])))
    except NotFoundError as error:
        message = f"no evidence {wanted} in this record; `truceline evidence list` shows what there is"
        raise NotFoundError(message) from error


def file_of(store: Store, entry: int) -> str | None:
    """Return the SHA-256 of the file to which an entry commits itself; None where it does not, or is withheld or locked."""
    sealed = store.log.disclosures(entry).get("sha256")
    return sealed.value if sealed else None


def users_of(store: Store, sha256: str) -> tuple[int, ...]:
    """Return the entries of all evidence that is this file, as far as they can be unlocked."""
    return tuple(kept.entry for kept in kept_files(store) if kept.sha256 == sha256)


def draft_registered(  # noqa: PLR0913 - a file has that many properties
    *,
    number: int,
    sha256: str,
    size: int,
    media: str,
    name: str,
    by: str,
    note: str | None = None,
    of: Belonging | None = None,
    subject: str | None = None,
    refs: tuple[str, ...] = (),
) -> Draft:
    """Draft that a file was put into the archive. Digest, size, media type, name and note are sealed, each on its own."""
    values = {"sha256": sha256, "size": str(size), "media": media, "name": name, "note": note}
    return Draft(
        kind=REGISTERED,
        body=EvidenceRegistered(evidence=evidence_id(number), of=of, subject=subject),
        by=by,
        refs=refs,
        sealed=tuple(seal(what, value) for what, value in values.items() if value is not None),
    )


def draft_custody(  # noqa: PLR0913 - who, what, why, where to
    body: CustodyNoted, *, kind: str, by: str, reason: str, to: str | None, ref: str
) -> Draft:
    """Draft that somebody saw or got a kept file. ``ref`` is the leaf hash (hex) of the entry that brought it in."""
    sealed = [seal("reason", reason)] + ([seal("to", to)] if to is not None else [])
    return Draft(kind=kind, body=body, by=by, refs=(ref,), sealed=tuple(sealed))


def custody(store: Store, of: Literal["evidence", "report"], subject: str) -> Iterator[CustodyStep]:
    """Yield what was done with one kept file since it came in, oldest first; verifications of everything are among it."""
    steps = [
        _step(store, entry)
        for kind in (ACCESSED, COPIED, VERIFIED)
        for entry in numbered(store, kind)
        if isinstance(entry.body, CustodyVerified) or (isinstance(entry.body, CustodyNoted) and _is_of(entry.body, of, subject))
    ]
    yield from sorted(steps, key=lambda step: step.entry)


def _is_of(body: CustodyNoted, of: str, subject: str) -> bool:
    return (body.of, body.subject) == (of, subject)


def _step(store: Store, entry: Entry) -> CustodyStep:
    sealed = {name: disclosure.value for name, disclosure in store.log.disclosures(entry.idx).items()}
    found = entry.body.found if isinstance(entry.body, CustodyNoted) else None
    if isinstance(entry.body, CustodyVerified):
        body = entry.body
        found = "intact" if body.changed + body.missing == 0 else None
        sealed["reason"] = f"everything hashed anew: {body.intact} of {body.files} intact"
    return CustodyStep(
        entry=entry.idx,
        at=entry.at,
        by=entry.by,
        kind=entry.kind,
        found=found,
        reason=sealed.get("reason"),
        to=sealed.get("to"),
    )


def _kept(store: Store, entry: Entry) -> Kept:
    body = entry.body
    assert isinstance(body, EvidenceRegistered), "found by an id that follows from its kind"
    sealed = {name: disclosure.value for name, disclosure in store.log.disclosures(entry.idx).items()}
    return Kept(
        id=body.evidence,
        of=body.of,
        subject=body.subject,
        sha256=sealed.get("sha256"),
        size=int(sealed["size"]) if "size" in sealed else None,
        media=sealed.get("media"),
        name=sealed.get("name"),
        note=sealed.get("note"),
        by=entry.by,
        at=entry.at,
        entry=entry.idx,
        leaf_hash=entry.leaf_hash.hex(),
        sealed=len(entry.sealed),
        compartment=entry.co,
    )
