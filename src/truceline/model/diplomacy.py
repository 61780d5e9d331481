"""Diplomacy, as somebody asserts it: proposals, positions on them, contacts, channels, threats (docs/formats/diplomacy.md).

Positions are those of an office, never of a side: two offices of one state may hold opposite ones, and both are kept. A limit on
flights and a pause are proposals like others. Participants and offices are actor ids of the pack, or words.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from truceline.model.counts import Bound

ProposalKind = Literal[
    "flight_limit",
    "pause",
    "ceasefire",
    "transition",
    "talks",
    "evacuation",
    "withdrawal",
    "aid_access",
    "inquiry",
    "sanctions",
    "cooperation",
    "other",
]
Stand = Literal[
    "proposes",
    "supports",
    "accepts",
    "accepts_in_part",
    "existing_duty",
    "undecided",
    "opposes",
    "rejects",
    "withdraws",
]
"""``existing_duty``: says that it is owed already. ``opposes`` speaks against it, ``rejects`` refuses it."""
ContactKind = Literal["call", "meeting", "talks", "visit", "letter", "other"]
ChannelAct = Literal["opened", "suspended", "resumed", "closed", "resumption_proposed"]
ThreatKind = Literal["threat", "warning", "ultimatum"]


class Proposed(msgspec.Struct, frozen=True, kw_only=True, tag="proposal"):
    """What is proposed, and by whom it is said to be (None: not told). ``words``: as written where a report has it.

    ``on_whom``: who would be bound (actors or words: "all warplanes"). ``lasts``: an ISO 8601 duration; ``where``: places, words.
    ``disclosed``: False where somebody says that its terms are not public.
    """

    kind: ProposalKind
    words: str
    proposer: str | None = None
    on_whom: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    lasts: str | None = None
    at: str | None = None
    disclosed: bool = True


class Position(msgspec.Struct, frozen=True, kw_only=True, tag="position"):
    """Where an office stands on a proposal of a kind. ``person``: who speaks for it. ``on_whom``: of an existing duty, whose.

    ``condition`` and ``reason`` are words; ``words`` those by which the proposal is meant.
    """

    kind: ProposalKind
    office: str
    stand: Stand
    words: str
    person: str | None = None
    proposer: str | None = None
    condition: str | None = None
    reason: str | None = None
    at: str | None = None
    on_whom: tuple[str, ...] = ()


class Contact(msgspec.Struct, frozen=True, kw_only=True, tag="contact"):
    """A call or meeting. ``minutes_low``/``minutes_high``: how long; ``attended_low``/``attended_high``: how many took part.

    ``nth`` and ``within``: "the third time in barely ten days" is 3 and P10D (``nth_bound`` about). ``body``: whose meeting.
    ``planned``: it was to come when this was said.
    """

    kind: ContactKind
    participants: tuple[str, ...] = ()
    body: str | None = None
    chairs: tuple[str, ...] = ()
    at: str | None = None
    until: str | None = None
    place: str | None = None
    minutes_low: int | None = None
    minutes_high: int | None = None
    attended_low: int | None = None
    attended_high: int | None = None
    attended_unit: str | None = None
    nth: int | None = None
    within: str | None = None
    nth_bound: Bound | None = None
    about: str | None = None
    planned: bool = False


class Channel(msgspec.Struct, frozen=True, kw_only=True, tag="channel"):
    """A channel between two sides: suspended, resumed, or its resumption proposed (by whom: ``by``)."""

    between: tuple[str, ...]
    what: str
    act: ChannelAct
    by: str | None = None
    at: str | None = None


class Threat(msgspec.Struct, frozen=True, kw_only=True, tag="threat"):
    """A threat, a warning, or an ultimatum with its ``deadline``; ``against`` whom, on what ``condition`` (words)."""

    kind: ThreatKind
    by: str
    against: str | None = None
    words: str = ""
    condition: str | None = None
    deadline: str | None = None
    at: str | None = None


class BodyNamed(msgspec.Struct, frozen=True, kw_only=True, tag="body"):
    """A body: its members and chairs on a day, as somebody says. ``members_low``/``high``: how many, where only that is told."""

    body: str
    members: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()
    members_low: int | None = None
    members_high: int | None = None
    at: str | None = None


class TermsWithheld(msgspec.Struct, frozen=True, kw_only=True, tag="terms_withheld"):
    """Somebody keeps the terms of something from the public: ``of`` (an agreement, a proposal, words), ``by`` whom."""

    of: str
    by: str | None = None
    at: str | None = None


DiplomacyFact: TypeAlias = Proposed | Position | Contact | Channel | Threat | BodyNamed | TermsWithheld
