"""Bodies of what the record is about: packs, reports, claims, calls, links, judgements."""

from __future__ import annotations

from typing import Literal

import msgspec

from truceline.ledger.leaf.bodies.base import Body
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
    """``call.received``: somebody called. ``caller``, ``contact``, ``position``, ``about`` and a party asked by name are sealed.

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
