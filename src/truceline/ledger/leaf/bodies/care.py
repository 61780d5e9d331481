"""Bodies of the care of what is kept: evidence and custody, time stamps, what was ordered to go."""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.ledger.leaf.bodies.base import Body


class EvidenceRegistered(Body, frozen=True, kw_only=True):
    """``evidence.registered``: a file was put into the archive. Which bytes it is made of is only committed to.

    Sealed are ``sha256`` (hex), ``size`` (bytes, decimal), ``media``, ``name`` (the file's) and ``note``. The bare digest stands
    in no leaf: who holds a leaked copy could tell from it that the record has the file. ``of`` and ``subject`` say what it
    belongs to.
    """

    evidence: str
    of: Literal["report", "incident", "claim", "evidence"] | None = None
    subject: str | None = None


class CustodyNoted(Body, frozen=True, kw_only=True):
    """``custody.accessed`` (shown) and ``custody.copied`` (written out): somebody asked for a kept file, and how it was found.

    ``of`` is ``evidence`` or, for the bytes a report came in as, ``report``. ``reason`` and ``to`` (where a copy went) are
    sealed.
    """

    of: Literal["evidence", "report"]
    subject: str
    found: Literal["intact", "changed", "missing"] = "intact"


class CustodyVerified(Body, frozen=True, kw_only=True):
    """``custody.verified``: everything kept was hashed anew: how many files, and how many were found how."""

    files: int
    intact: int
    changed: int = 0
    missing: int = 0
    withheld: int = 0


class Timestamped(Body, frozen=True, kw_only=True):
    """``anchor.timestamped``: a time-stamping authority (RFC 3161) signed that it saw the checkpoint of ``size`` and ``root``.

    ``imprint`` is the SHA-256 of the checkpoint as archived, the token and the certificates it was held against are archived too.
    Whether it holds is not said here: that is judged anew each time.
    """

    size: int
    root: str
    imprint: str
    at: str
    policy: str
    token_sha256: str
    tsa: str | None = None
    trust_sha256: str | None = None

    def archived(self) -> tuple[str, ...]:
        """Return the checkpoint, the token, and the certificates where some were given."""
        return tuple(digest for digest in (self.imprint, self.token_sha256, self.trust_sha256) if digest)


class FileWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """An archived file that is to go; ``characters`` is how long the text in it was, so that spans into it keep their places."""

    sha256: str
    characters: int | None = None


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """What is to go of that which one entry names: sealed values by their digests, archived files by their hashes.

    ``marks``: of a file whose hash is sealed, what follows from it under the key of its compartment; by that it is known again.
    """

    entry: int
    digests: tuple[str, ...] = ()
    files: tuple[FileWithdrawn, ...] = ()
    marks: tuple[str, ...] = ()


class RedactionAsked(Body, frozen=True, kw_only=True):
    """``redaction.asked``: a person asks that something be taken out for good. Nothing has gone yet.

    ``basis`` is a code for the legal basis; what was written about it is sealed as ``note``.
    """

    request: str
    basis: str
    targets: tuple[Withdrawn, ...]


class RedactionOrdered(Body, frozen=True, kw_only=True):
    """``redaction.ordered``: a second person approved. It is logged first, then carried out; at the next opening at the latest.

    ``basis`` and ``targets`` are those that were asked for; a long order has several entries with one ``request``.
    """

    request: str
    basis: str
    targets: tuple[Withdrawn, ...]
    asked_by: str
    approved_by: str

    def withdrawn(self) -> tuple[str, ...]:
        """Return what it orders to go: digests of sealed values, and the SHA-256 (hex) of archived files."""
        return tuple(what for each in self.targets for what in (*each.digests, *(file.sha256 for file in each.files)))
