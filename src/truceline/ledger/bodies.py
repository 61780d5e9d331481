"""What the entries of the log say: one type for the body of each kind (docs/formats/entry.md).

Bodies hold coded values and spans, never quoted words: a name that stands in a report is a span into the archived text, one
that stands nowhere is sealed. Fields that have their default are left out of the leaf, so a default is part of the format.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.model import (
    About,
    Certainty,
    Count,
    EventMention,
    Interval,
    Outcome,
    PlacePrecision,
    PlaceRelation,
    RecordKind,
    Span,
    SpeechType,
    Stance,
    TimeMention,
    Voice,
)

NameFrom = Literal["span", "pack", "sealed"]
"""Where a name that is not in the leaf is found again: at a span of the text, in the archived pack, in a disclosure."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The part of an entry that says what happened."""

    def archived(self) -> tuple[str, ...]:
        """Return the SHA-256 (hex) of every archived file that it names in the open."""
        return ()


class LogOpened(Body, frozen=True, kw_only=True):
    """``log.opened``: the first entry of every log; what the record is about stands here and nowhere else."""

    kind: RecordKind
    theatre: str
    software: str


class PackFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a pack as archived."""

    path: str
    sha256: str


class PackArchived(Body, frozen=True, kw_only=True):
    """``pack.archived``: the theatre pack in use from here on; ``theatre_sha256`` is the pack as read, ``files`` as it came."""

    name: str
    version: str
    theatre_sha256: str
    files: tuple[PackFile, ...] = ()

    def archived(self) -> tuple[str, ...]:
        """Return the pack as read and every file of it as it came."""
        return (self.theatre_sha256, *(file.sha256 for file in self.files))


class FaultNoted(msgspec.Struct, frozen=True, kw_only=True):
    """A fault in the material, by its code and place; its message is made anew from them or is sealed."""

    code: str
    span: Span | None = None


class ReportArchived(Body, frozen=True, kw_only=True):
    """``report.archived``: a report came in. The title is a span of the text, or sealed as ``title`` if it is not in it.

    ``confidential``: ``title``, ``publisher``, ``url`` and the id it came with, ``given_id``, are sealed; files lie encrypted.
    """

    report: str
    text_sha256: str
    raw_sha256: str
    media: str
    publisher: str | None = None
    published_at: str | None = None
    lang: str | None = None
    url: str | None = None
    title_at: Span | None = None
    faults: tuple[FaultNoted, ...] = ()
    confidential: bool = False

    def archived(self) -> tuple[str, ...]:
        """Return the text and the bytes it was extracted from."""
        return (self.text_sha256, self.raw_sha256)


class ReportRefused(Body, frozen=True, kw_only=True):
    """``report.refused``: something came in that cannot be read; ``raw_sha256`` where its bytes were kept all the same."""

    code: str
    raw_sha256: str | None = None
    media: str | None = None

    def archived(self) -> tuple[str, ...]:
        """Return the bytes, where they were kept."""
        return (self.raw_sha256,) if self.raw_sha256 else ()


class SpeakerCoded(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker without words: ``name`` says where the name is found, ``name_at`` the span where it is not ``named_at``."""

    actor: str | None = None
    unnamed: bool = False
    inferred: bool = False
    named_at: Span | None = None
    name: NameFrom = "span"
    name_at: Span | None = None
    role_at: Span | None = None
    role: NameFrom | None = None
    reason: str | None = None
    reason_at: Span | None = None


class RelayCoded(msgspec.Struct, frozen=True, kw_only=True):
    """A relay without words."""

    actor: str | None = None
    span: Span | None = None
    name: NameFrom = "span"
    name_at: Span | None = None


class PlaceCoded(msgspec.Struct, frozen=True, kw_only=True):
    """A place mention without words; ``point`` says that its coordinates are those of the pack's place."""

    span: Span
    place: str | None = None
    precision: PlacePrecision = "unlocated"
    relation: PlaceRelation | None = None
    name: NameFrom = "span"
    name_at: Span | None = None
    point: bool = False


class ClaimCoded(Body, frozen=True, kw_only=True):
    """``claim.proposed`` (a machine read it) and ``claim.entered`` (a person marked it): a claim without its words."""

    claim: str
    report: str
    text_sha256: str
    author: str
    type: SpeechType
    voice: Voice
    stance: Stance = "assert"
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    speaker: SpeakerCoded | None = None
    via: tuple[RelayCoded, ...] = ()
    about: tuple[About, ...] = ()
    answers: tuple[str, ...] = ()
    said_at: Interval | None = None
    certainty: Certainty = "claimed"
    rule: str
    counts: tuple[Count, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceCoded, ...] = ()
    events: tuple[EventMention, ...] = ()
    supersedes: str | None = None


class ClaimDecided(Body, frozen=True, kw_only=True):
    """``claim.accepted`` and ``claim.rejected``: a person decided.

    ``reason`` is a code; a written remark is sealed as ``note``.
    """

    claim: str
    reason: str | None = None


class ClaimSuperseded(Body, frozen=True, kw_only=True):
    """``claim.superseded``: another claim stands in the place of this one from here on."""

    claim: str
    replacement: str


class CallReceived(Body, frozen=True, kw_only=True):
    """``call.received``: somebody called. ``caller``, ``about`` and a party asked by name are sealed under those names.

    ``report`` is the report holding what the duty officer wrote down; ``asked_of`` an actor of the pack who was asked for an
    answer until ``answer_due``.
    """

    call: str
    report: str
    received_at: str
    channel: str
    asked_of: str | None = None
    answer_due: str | None = None
    subject: str | None = None


class LinkMade(Body, frozen=True, kw_only=True):
    """``link.made``: one claim (or the mentions ``events`` of it) belongs, surely or possibly, to one incident."""

    claim: str
    incident: str
    outcome: Outcome
    why: str
    bits: int = 0
    events: tuple[str, ...] = ()
    main: bool = False


class LinkUnmade(Body, frozen=True, kw_only=True):
    """``link.unmade``: it does not, or not any more."""

    claim: str
    incident: str
    why: str | None = None


class CopyNoted(Body, frozen=True, kw_only=True):
    """``copy.noted``: a report repeats another and is no second origin for what they share."""

    report: str
    of: str
    share_percent: int
    kind: Literal["verbatim", "near", "relay", "quotation"] = "near"


class JudgementMade(Body, frozen=True, kw_only=True):
    """``judgement.made``: a person said whether two claims are about the same happening."""

    left: str
    right: str
    verdict: Literal["same", "different", "unsure"]


class ReviewDecided(Body, frozen=True, kw_only=True):
    """``review.decided``: one sitting of a reviewer: how many proposals were looked at and how they went."""

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    left_open: int = 0


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
    """What is to go of that which one entry names: sealed values by their digests, archived files by their hashes."""

    entry: int
    digests: tuple[str, ...] = ()
    files: tuple[FileWithdrawn, ...] = ()


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


class KeyAdded(Body, frozen=True, kw_only=True):
    """``key.added``: the key that signs checkpoints of this log, as a verifier key. Its natural key is ``1``."""

    vkey: str


class KeyRotated(Body, frozen=True, kw_only=True):
    """``key.rotated``: from here on another key signs. ``note`` is signed by the old one, absent where that key was lost."""

    vkey: str
    old: str
    note: str | None = None


class PolicySet(Body, frozen=True, kw_only=True):
    """``policy.set``: whose cosignatures make this record joint from here on; the policy file is archived under its hash."""

    policy_sha256: str

    def archived(self) -> tuple[str, ...]:
        """Return the policy file."""
        return (self.policy_sha256,)


class LogPadded(Body, frozen=True, kw_only=True):
    """``log.padded``: says nothing; fills the log up, so that its size tells a witness less about what came in."""


SuccessionReason = Literal["restored", "cloned", "other"]
"""Why a log goes on under a new origin: from an older copy, as one of two copies, or for another reason (sealed as ``note``)."""


class LogSuccessor(Body, frozen=True, kw_only=True):
    """``log.successor``: from here on checkpoints have a new origin. The ``size`` entries before it are those of ``old_origin``.

    ``checkpoint`` is the newest signed checkpoint of the old log that was known, longer than ``size`` where entries were lost;
    ``note`` is signed by the old log's key, absent where that key was lost.
    """

    origin: str
    vkey: str
    old_origin: str
    size: int
    root: str
    reason: SuccessionReason
    checkpoint: str | None = None
    note: str | None = None


class Differing(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in another log that was not taken over, because somebody here had decided otherwise.

    ``entry`` is the hash of the leaf that has it. ``claims`` is one claim, or the two that a judgement is about; ``decision`` is
    the kind of entry, or the verdict.
    """

    entry: str
    claims: tuple[str, ...]
    decision: str
    by: str


class ImportBatch(Body, frozen=True, kw_only=True):
    """``import.batch``: the next ``taken`` entries are taken over from another log; their first ref is their leaf there.

    ``size`` and ``root`` are those of the state of that log; the n-th entry of this kind has the key n.
    """

    origin: str
    size: int
    root: str
    taken: int
    differing: tuple[Differing, ...] = ()


BODIES: dict[str, type[Body]] = {
    "log.opened": LogOpened,
    "pack.archived": PackArchived,
    "report.archived": ReportArchived,
    "report.refused": ReportRefused,
    "claim.proposed": ClaimCoded,
    "claim.entered": ClaimCoded,
    "claim.accepted": ClaimDecided,
    "claim.rejected": ClaimDecided,
    "claim.superseded": ClaimSuperseded,
    "call.received": CallReceived,
    "link.made": LinkMade,
    "link.unmade": LinkUnmade,
    "copy.noted": CopyNoted,
    "judgement.made": JudgementMade,
    "review.decided": ReviewDecided,
    "import.batch": ImportBatch,
    "redaction.asked": RedactionAsked,
    "redaction.ordered": RedactionOrdered,
    "evidence.registered": EvidenceRegistered,
    "custody.accessed": CustodyNoted,
    "custody.copied": CustodyNoted,
    "custody.verified": CustodyVerified,
    "anchor.timestamped": Timestamped,
    "key.added": KeyAdded,
    "key.rotated": KeyRotated,
    "policy.set": PolicySet,
    "log.padded": LogPadded,
    "log.successor": LogSuccessor,
}
"""The kinds of entry that this version writes, each with the type of its body."""
